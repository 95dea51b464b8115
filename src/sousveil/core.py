"""The one door to Rust: every name of the compiled core, re-exported. See core.pyi for types."""

from sousveil._core import *  # noqa: F403
from sousveil._core import __all__  # noqa: F401
