"""Runs one command and turns whatever happens into an exit status; there is never a traceback.

0 done    1 checked and not correct    2 the input or the usage is wrong    3 beyond what the tool can do
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from chainrule.errors import Beyond, ChainruleError, TooLarge
from chainrule.words import language


def run(arguments: Sequence[str]) -> int:
    """The exit status of a command line."""
    # A command lives for a second: collecting garbage while SymPy is imported, and once more at exit,
    # would take a third of it.
    gc.disable()
    try:
        return _command(list(arguments))
    except ChainruleError as error:
        return complain(error)
    except RecursionError:
        return complain(TooLarge("too-deep", {"limit": 100}))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of a pipe has gone; what is still buffered has no one to read it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return complain(ChainruleError("file", {"reason": error.strerror or str(error), "file": error.filename or "?"}))
    except Exception as error:
        if os.environ.get("CHAINRULE_DEBUG"):
            raise
        return complain(Beyond("internal", {"what": f"{type(error).__name__}: {error}"[:200]}))
    finally:
        gc.freeze()


def _command(arguments: list[str]) -> int:
    from chainrule.cli.app import command

    try:
        command()(arguments, prog_name="chainrule")
    except SystemExit as done:
        sys.stdout.flush()
        return done.code if isinstance(done.code, int) else 0
    return 0


def complain(error: ChainruleError) -> int:
    """Say on standard error what was seen, where, and what was probably meant; the exit status."""
    from chainrule.cli.place import caret, wrapped
    from chainrule.words import words

    lang = requested_language(sys.argv)
    sentences = words(lang)
    said = [sentences.error(error.kind, error.facts), sentences.hint(error.kind, error.facts)]
    out = [*caret(error), *(line for text in said if text for line in wrapped(text))]
    print("\n".join(out), file=sys.stderr)
    return error.exit_status


def requested_language(arguments: Sequence[str]) -> str:
    """The language of ``--lang``, or of the locale."""
    for i, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument[7:]
        if argument == "--lang" and i + 1 < len(arguments):
            return arguments[i + 1]
    return language()
