"""What every explanation can do: a page in any format, the record, the representations of a notebook.

This module knows pages and formats; it must not know what kind of problem was explained.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

from chainrule.errors import UsageError
from chainrule.labelled import Step
from chainrule.render.explanation import DETAILS
from chainrule.render.page import Page
from chainrule.words import Words, words


class Worked(ABC):
    """An explanation in a language. A kind of problem says what its blocks, its record and its roots are."""

    lang: str

    @abstractmethod
    def blocks(self, detail: str) -> Page:
        """The worked solution as blocks."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """The record ``chainrule.explanation/1``."""

    @property
    @abstractmethod
    def roots(self) -> tuple[Step, ...]:
        """The root of every tree of steps."""

    @property
    def words(self) -> Words:
        """The sentences of the language."""
        return words(self.lang)

    @property
    def root(self) -> Step:
        """The steps as a tree."""
        return self.roots[0]

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step, in reading order."""
        return tuple(step for root in self.roots for step in root.walk())

    def page(self, detail: str = "normal") -> Page:
        """The worked solution as blocks, for any renderer; ``detail`` is brief, normal or full."""
        if detail not in DETAILS:
            raise UsageError("unknown-detail", {"name": detail, "known": ", ".join(DETAILS)})
        return self.blocks(detail)

    def to_json(self, indent: int | None = 2) -> str:
        """The record as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def __str__(self) -> str:
        """The worked solution in plain text."""
        from chainrule.render.plain import plain

        return plain(self.page())

    def _repr_html_(self) -> str:
        """The worked solution with MathML, for a notebook."""
        from chainrule.render.html import fragment

        return fragment(self.page())

    @abstractmethod
    def _repr_latex_(self) -> str:
        """The answers alone, where the front end shows no HTML."""

    def _repr_markdown_(self) -> str:
        """The worked solution as Markdown with LaTeX."""
        from chainrule.render.markdown import markdown

        return markdown(self.page())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Every representation, so that the front end shows the best it can."""
        bundle = {
            "text/plain": str(self),
            "text/html": self._repr_html_(),
            "text/markdown": self._repr_markdown_(),
            "text/latex": self._repr_latex_(),
        }
        wanted = set(include or bundle) - set(exclude or ())
        return {kind: text for kind, text in bundle.items() if kind in wanted}
