"""A process that marks: a chunk of records a line in, a verdict a line out, until its input ends.

    python -P -c "from chainrule.practice.batch.worker import serve; serve()"

The first line is the options and the seconds one record may take. Law: a record that takes longer ends the process,
whatever it is doing; what was written before is whole.
This module knows one process from inside; it must not know that there are others.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

from chainrule.practice.batch.marker import Marker, Options


def serve() -> None:
    """Mark what comes on standard input, for as long as it is open."""
    into, out = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing else may stand between the verdicts
    head = json.loads(into.readline())
    marker = Marker(Options(**head["options"]))
    import chainrule.practice.check  # noqa: F401  loaded before the clock runs

    _write(out, "ready")
    with Path(os.devnull).open("w") as nowhere:
        while chunk := into.readline():
            for line, record in json.loads(chunk):
                faulthandler.dump_traceback_later(head["seconds"], exit=True, file=nowhere)
                marked = marker.mark(record, line)
                faulthandler.cancel_dump_traceback_later()
                _write(out, marked)


def _write(out: BinaryIO, data: Any) -> None:
    out.write(json.dumps(data).encode() + b"\n")
    out.flush()
