"""Measurements against peers and against limits. Never part of `make test`: machines are shared and noisy."""
