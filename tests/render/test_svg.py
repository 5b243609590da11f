"""Drawings as SVG and DOT: inert, well-formed, readable without colour; Graphviz and a browser take them."""

import json
import re
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path
from xml.dom import minidom

import pytest
import sympy

from chainrule.graph.edges import edges
from chainrule.render import html
from chainrule.render.dot import dot
from chainrule.render.graphdrawing import drawing, tree
from chainrule.render.page import Arrow, Drawing, Node, maths
from chainrule.render.svg import fragment, svg
from chainrule.words import LANGUAGES, words
from tests.render.systems import CHAIN, FRACTIONS, NEURON, POINTS, SHARED, SKIPPING, TREE, defined, network, sweeps

x, y = sympy.symbols("x y")
NASTY = ('"]; a -> b [', "</text><script>alert(1)</script>", "a & b", "\\", "<b>", "\x1b[31m", "]]>", "-->", "é 求导")


def picture(text: str, lang: str = "en") -> Drawing:
    found = defined(text)
    numbers = sweeps(found, POINTS[text]) if text in POINTS else ()
    return drawing(found, edges(found), words(lang), *numbers)


def nasty() -> Drawing:
    """Names and words from outside that mean something to XML, CSS or DOT."""
    nodes = tuple(Node(name, maths(sympy.Symbol(name)), (maths("=", name),), maths(name), maths(name)) for name in NASTY)
    arrows = tuple(Arrow(NASTY[0], name, maths(sympy.Symbol(name)), maths(name)) for name in NASTY[1:])
    return Drawing(nodes, arrows, (" ".join(NASTY),), ((" ".join(NASTY),),), (NASTY[0], NASTY[1]))


def texts(document: minidom.Document, name: str) -> list[str]:
    """The text in every element of a name."""

    def inside(node: minidom.Node) -> str:
        return node.data if node.nodeType == node.TEXT_NODE else "".join(map(inside, node.childNodes))

    return [inside(element) for element in document.getElementsByTagName(name)]


@pytest.mark.parametrize("write", [svg, fragment])
def test_what_came_from_outside_is_text(write: Callable[[Drawing], str]) -> None:
    text = write(nasty())
    document = minidom.parseString(text)
    tags = {element.tagName for element in document.getElementsByTagName("*")} - {"rect"}
    assert tags == {"svg", "title", "desc", "style", "g", "path", "polygon", "text", "tspan"}
    assert "url(" not in text and "@import" not in text and "href" not in text
    for name in NASTY[1:5]:
        assert any(name in shown for shown in texts(document, "text"))


def test_text_is_text_in_reading_order() -> None:
    document = minidom.parseString(svg(picture(TREE)))
    assert texts(document, "title") == ["Computational graph of z"]
    boxes = [shown for shown in texts(document, "text") if not shown.startswith(("=", "≈"))]
    assert boxes[-15:] == [
        "z = (u + v)2", "value  25", "gradient  1", "u = xy", "value  2", "gradient  10", "v = x + y", "value  3", "gradient  10",
        "x", "value  1", "gradient  30", "y", "value  2", "gradient  20",
    ]  # fmt: skip
    assert "derivative" in texts(document, "desc")[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_have_words(lang: str) -> None:
    """Colour carries nothing alone: as many words as numbers."""
    drawn = picture(NEURON, lang)
    shown = texts(minidom.parseString(svg(drawn)), "text")
    for word in drawn.legend:
        assert sum(text.startswith(f"{word}  ") for text in shown) == len(drawn.nodes)


def test_a_chain_too_wide_for_a_page_leads_upwards() -> None:
    def ratio(text: str) -> float:
        width, height = map(float, re.findall(r'(?:width|height)="([\d.]+)"', svg(picture(text)))[:2])
        return width / height

    assert ratio(TREE) > 1 > ratio(CHAIN)


# Graphviz


@pytest.mark.parametrize("text", [TREE, NEURON, SHARED, network(2, 4, 4, 1)], ids=lambda text: text.partition(";")[0])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_graphviz_reads_every_box_and_arrow(program: Callable[[str], str], text: str, lang: str) -> None:
    drawn = picture(text, lang)
    lines = graphviz(program, drawn).splitlines()
    assert sum(line.startswith("node ") for line in lines) == len(drawn.nodes)
    assert sum(line.startswith("edge ") for line in lines) == len(drawn.arrows)


def test_graphviz_reads_what_came_from_outside_as_text(program: Callable[[str], str]) -> None:
    lines = graphviz(program, nasty()).splitlines()
    assert sum(line.startswith("node ") for line in lines) == len(NASTY)
    assert sum(line.startswith("edge ") for line in lines) == len(NASTY) - 1


def graphviz(program: Callable[[str], str], drawn: Drawing) -> str:
    done = subprocess.run([program("dot"), "-Tplain"], input=dot(drawn), capture_output=True, encoding="utf-8")
    assert done.returncode == 0 and "rror" not in done.stderr, done.stderr
    return done.stdout


# A browser

MEASURE = """<pre id="measured"></pre><script>
const box = e => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
document.getElementById("measured").textContent = JSON.stringify([...document.querySelectorAll("svg")].map(svg => ({
  paper: box(svg),
  boxes: [...svg.querySelectorAll("g:not(.label)")].map(g => [box(g.querySelector("rect")), [...g.querySelectorAll("text")].map(box)]),
  labels: [...svg.querySelectorAll("g.label")].map(box),
  colours: [".value", ".gradient"].map(name => getComputedStyle(svg.querySelector(name)).fill)})));
</script>"""
"""Stands in the test only; the product has no scripts."""


WIDE = '<style>.chainrule-drawing{font-family:"DejaVu Serif",serif!important}</style>'
"""The widest of the fonts a reader may have."""


@pytest.mark.parametrize(("lang", "font"), [("en", ""), ("en", WIDE), ("zh", WIDE)], ids=["en", "en-wide", "zh-wide"])
def test_words_stand_in_their_boxes_and_labels_apart(program: Callable[[str], str], tmp_path: Path, lang: str, font: str) -> None:
    page = []
    for text in (TREE, NEURON, SHARED, SKIPPING, FRACTIONS, CHAIN):
        found = defined(text)
        page += [tree(found, edges(found), found.outputs[0], words(lang)), picture(text, lang)]
    target = tmp_path / "page.html"
    target.write_text(html.document(tuple(page), lang).replace("</body>", font + MEASURE + "</body>"), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1000,1400"]
    done = subprocess.run(
        [program("chromium"), *options, "--dump-dom", target.as_uri()], capture_output=True, encoding="utf-8", timeout=120
    )
    found_text = re.search(r'<pre id="measured">(.*?)</pre>', done.stdout, re.S)
    assert found_text, done.stderr[-1000:]
    for measured in json.loads(unescape(found_text[1])):
        assert len(set(measured["colours"])) == 2
        things = [box for box, _ in measured["boxes"]] + measured["labels"]
        for box, lines in measured["boxes"]:
            assert all(box[0] <= line[0] and line[2] <= box[2] and box[1] <= line[1] + 1 and line[3] <= box[3] + 1 for line in lines)
        for i, one in enumerate(things):
            assert all(one[2] <= b[0] or b[2] <= one[0] or one[3] <= b[1] + 1.5 or b[3] <= one[1] + 1.5 for b in things[i + 1 :])
        paper = measured["paper"]
        assert all(paper[0] <= b[0] and paper[1] <= b[1] + 1 and b[2] <= paper[2] and b[3] <= paper[3] + 1 for b in things)
