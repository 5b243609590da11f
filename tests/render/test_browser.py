"""The HTML page in a real browser: MathML is drawn, at a sensible size, and nothing runs out of the page."""

import json
import re
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

import chainrule
from chainrule.render import html
from chainrule.words import LANGUAGES

MEASURE = """<pre id="measured"></pre><script>
const box = e => { const r = e.getBoundingClientRect(); return [r.width, r.height]; };
document.getElementById("measured").textContent = JSON.stringify({
  fractions: [...document.querySelectorAll("td.right mfrac")].map(box),
  lines: [...document.querySelectorAll("math")].filter(m => m.childElementCount).map(box),
  colours: [...new Set([...document.querySelectorAll("mrow.l0")].map(e => getComputedStyle(e).color))],
  page: [document.documentElement.scrollWidth, document.documentElement.clientWidth]});
</script>"""
"""Stands in the test only; the product has no scripts."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_mathematics_is_drawn(program: Callable[[str], str], tmp_path: Path, lang: str) -> None:
    chromium = program("chromium")
    page = chainrule.explain("arctan((1+x)/(1-x))", lang=lang).page("full")
    target = tmp_path / "page.html"
    target.write_text(html.document(page, lang).replace("</body>", MEASURE + "</body>"), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}", "--window-size=900,1400"]
    done = subprocess.run([chromium, *options, "--dump-dom", target.as_uri()], capture_output=True, encoding="utf-8", timeout=120)
    found = re.search(r'<pre id="measured">(.*?)</pre>', done.stdout, re.S)
    assert found, done.stderr[-1000:]
    measured = json.loads(unescape(found[1]))
    assert len(measured["fractions"]) >= 5
    assert all(width > 8 and 16 < height < 160 for width, height in measured["fractions"])
    assert all(width > 4 and 4 < height < 160 for width, height in measured["lines"])
    assert len(measured["colours"]) == 1 and measured["colours"] != ["rgb(0, 0, 0)"]
    assert measured["page"][0] <= measured["page"][1]
