"""What tests share: where the test apps and the control group are, and a fast way to audit."""

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from sousveil.model.report import Report

# Machines that run tests are shared: how long one example takes says nothing.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

ROOT = Path(__file__).parent.parent
APPS = ROOT / "tests" / "apps"
SAMPLES = Path(os.environ.get("SOUSVEIL_SAMPLES", ROOT / ".samples"))


def app_path(app: str) -> Path:
    """A test app, of tests/apps or tests/flows."""
    from sousveil.examples import app_file

    return app_file(APPS, app)


@cache
def audited(app: str) -> Report:
    """The report on one test app, made once a session."""
    from sousveil.knowledge.load import load
    from sousveil.line import audit_in_memory
    from sousveil.model.limits import Limits

    return audit_in_memory(app_path(app), Limits(), load())


@pytest.fixture
def demo() -> Path:
    return ROOT / "examples" / "demo" / "app.apk"


def sample(name: str) -> Path:
    """An app of the control group; the test is skipped where `make samples` has not run."""
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"{name} is not in {SAMPLES}; run `make samples`")
    return path
