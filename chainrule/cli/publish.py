"""Where a finished page goes: one of the formats, on the screen or in a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chainrule.cli.options import Format, coloured, deliver, unicode_screen, width
from chainrule.errors import UsageError
from chainrule.render.page import Drawing, Page


def publish(page: Page, format: Format, output: Path | None, lang: str, fragment: bool, data: Callable[[], Any]) -> None:
    """Write the page in a format; ``data`` makes the record for JSON."""
    match format:
        case Format.json:
            deliver(json.dumps(data(), ensure_ascii=False, indent=2) + "\n", output)
        case Format.terminal if unicode_screen():
            _terminal(page, output)
        case Format.terminal | Format.plain:
            from chainrule.render.plain import plain

            deliver(plain(page, width()), output)
        case Format.markdown:
            from chainrule.render.markdown import markdown

            deliver(markdown(page), output)
        case Format.latex:
            from chainrule.render import latex

            deliver(latex.fragment(page) if fragment else latex.document(page, lang), output)
        case Format.html:
            from chainrule.render import html

            deliver(html.fragment(page) if fragment else html.document(page, lang), output)
        case Format.svg:
            from chainrule.render.svg import svg

            deliver(svg(_picture(page, format)), output)
        case Format.dot:
            from chainrule.render.dot import dot

            deliver(dot(_picture(page, format)), output)
        case Format.csv:
            raise UsageError("csv-of-page")


def _picture(page: Page, format: Format) -> Drawing:
    """The drawing of a page. Raises ``UsageError`` where there is none."""
    found = next((block for block in page if isinstance(block, Drawing)), None)
    if found is None:
        from chainrule.render.graphdrawing import ARROWS, BOXES

        raise UsageError("no-drawing", {"format": format.value, "most": BOXES, "limit": ARROWS})
    return found


def _terminal(page: Page, output: Path | None) -> None:
    from chainrule.render import terminal

    if output is None and coloured():
        from rich.console import Console

        terminal.show(page, Console(file=sys.stdout, highlight=False))
    else:
        deliver(terminal.text(page, width()), output)
