"""Where things that can be made again are kept, so that the next run is quicker."""

import os
import sys
from pathlib import Path


def folder() -> Path:
    """`$SOUSVEIL_CACHE`, else `sousveil` in the platform's cache folder. It may not exist."""
    given = os.environ.get("SOUSVEIL_CACHE")
    if given:
        return Path(given)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "sousveil"
