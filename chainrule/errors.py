"""Every error a user can cause, as data; one place (``words``) turns it into a sentence.

    Exception
    └─ ChainruleError                kind, facts, span, hint; exit status 2
       ├─ ParseError (ValueError)    the input cannot be read, or not in one way only
       ├─ AmbiguousVariable          several letters and no word on which one to differentiate by
       ├─ ProblemFileError           a file of problems that cannot be used
       ├─ UsageError                 an option or argument that makes no sense
       └─ Beyond                     understood, but beyond what the tool can do; exit status 3
          ├─ NoRule                  a function without a derivative in the table
          └─ TooLarge                a work limit, named in the sentence

``kind`` is the key of the sentence in ``words`` (``[error]``), ``facts`` fills its slots.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CLIP = 60
"""Longer pieces of the input are cut where a sentence quotes them."""


class ChainruleError(Exception):
    """Something the user can mend.

    ``span`` is ``(start, end)`` in the text of the input (counted in characters, end exclusive) or
    ``None``; ``hint`` is the sentence on what was probably meant, or ``None``.

    >>> error = ParseError("missing-argument", {"name": "sin"}, span=(3, 6), source="3x sin")
    >>> error.span, error.kind
    ((3, 6), 'missing-argument')
    """

    exit_status = 2

    def __init__(
        self,
        kind: str,
        facts: Mapping[str, Any] | None = None,
        *,
        span: tuple[int, int] | None = None,
        source: str | None = None,
        lang: str = "en",
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.facts: dict[str, Any] = {slot: value if slot == "known" else _clipped(value) for slot, value in (facts or {}).items()}
        self.span = span
        self.source = source
        self.lang = lang

    @property
    def message(self) -> str:
        """What was seen, as one sentence in the language of the error."""
        from chainrule.words import words

        return words(self.lang).error(self.kind, self.facts)

    @property
    def hint(self) -> str | None:
        """What was probably meant, as one sentence, or ``None``."""
        from chainrule.words import words

        return words(self.lang).hint(self.kind, self.facts)

    def __str__(self) -> str:
        return " ".join(part for part in (self.message, self.hint) if part)


def _clipped(value: Any) -> Any:
    """What was seen, short enough for a sentence, and printable."""
    if not isinstance(value, str):
        return value
    short = value[: CLIP - 1] + "…" if len(value) > CLIP else value
    return "".join(letter if letter.isprintable() else "�" for letter in short)


class ParseError(ChainruleError, ValueError):
    """The input cannot be read."""


class AmbiguousVariable(ChainruleError):
    """Several letters could be the variable; ``facts['names']`` lists them."""


class UsageError(ChainruleError):
    """An option or argument that makes no sense here."""


class ProblemFileError(ChainruleError):
    """A file of problems that cannot be used; ``facts['place']`` is its name, with the line where it is known."""


class Beyond(ChainruleError):
    """Understood, but beyond what the tool can do."""

    exit_status = 3


class NoRule(Beyond):
    """A function for which the table has no derivative."""


class TooLarge(Beyond):
    """A work limit was reached; the sentence names it."""
