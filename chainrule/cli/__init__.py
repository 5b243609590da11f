"""The command line: one command, one file; the only place that prints.

To add a command: a file with a function of its name, registered in ``app.py``.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point of ``chainrule`` and ``python -m chainrule``."""
    from chainrule.cli.run import run

    sys.exit(run(sys.argv[1:]))
