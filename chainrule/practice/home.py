"""Where a user's own things are kept: ``$CHAINRULE_HOME``, or the application directory of the system.

This module knows that one place; it must not know what is kept there, and makes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of the user; it need not exist yet.

    >>> home({"CHAINRULE_HOME": "somewhere"}).name
    'somewhere'
    """
    chosen = environment.get("CHAINRULE_HOME")
    if chosen:
        return Path(chosen).expanduser()
    import typer

    return Path(typer.get_app_dir("chainrule"))
