"""`python -m sousveil` is the command `sousveil`."""

from sousveil.cli import main

main()
