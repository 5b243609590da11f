"""Laws of every page: widths, characters, words from outside, colour, markup."""

import io
import re
import unicodedata
from html.parser import HTMLParser
from xml.dom import minidom

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

import chainrule
from chainrule.render import html, latex
from chainrule.render.markdown import markdown
from chainrule.render.page import (
    EMPTY,
    Arrow,
    Branch,
    Definitions,
    Drawing,
    Heading,
    Maths,
    Node,
    Page,
    Row,
    Rows,
    Sentence,
    Table,
    Title,
    Tree,
    maths,
)
from chainrule.render.plain import plain
from chainrule.render.terminal import rendered, show
from chainrule.words import LANGUAGES
from tests.strategies import AWKWARD_LETTERS, smooth_trees, statements, trees

x = sympy.Symbol("x")
SIGNS = st.sampled_from(["=", "×", "+", "−", "≠", ",", "?"])
TONES = st.one_of(st.none(), st.integers(0, 9))


def mathematics() -> st.SearchStrategy[Maths]:
    """Trees with signs between them, one tree in brackets."""
    parts = st.lists(st.tuples(statements(2, AWKWARD_LETTERS), SIGNS, TONES), min_size=1, max_size=3)

    def line(found: list) -> Maths:
        first, *others = found
        after = [part for tree, sign, tone in others for part in ((sign, None), ("(", tone), (tree, tone), (")", tone))]
        return Maths(((first[0], first[2]), *after))

    return parts.map(line)


OUTSIDE = st.one_of(
    st.text(max_size=30), st.sampled_from(["[bold]x[/bold]", "[/]", ":smile:", "\x1b[31mred", "<script>", "a & b", "$x$ \\ %", "**b**"])
)
TEXTS = st.lists(st.one_of(OUTSIDE, mathematics()), min_size=1, max_size=3).map(tuple)


@st.composite
def dependency_trees(draw: st.DrawFn) -> Tree:
    """No branch is more than one level deeper than the one before it."""
    branches: list[Branch] = []
    for depth in draw(st.lists(st.integers(1, 30), max_size=6)):
        depth = min(depth, branches[-1].depth + 1 if branches else 1)
        partial = draw(mathematics()) if draw(st.booleans()) else EMPTY
        branches.append(Branch(depth, draw(mathematics()), draw(mathematics()), partial, draw(TEXTS), draw(st.booleans())))
    return Tree(draw(mathematics()), tuple(branches))


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    """Some boxes, some arrows from earlier ones to later ones; not everything has a label or a number."""

    def some() -> Maths:
        return draw(mathematics()) if draw(st.booleans()) else EMPTY

    names = draw(st.lists(OUTSIDE, min_size=1, max_size=4, unique=True))
    kinds = st.sampled_from(["input", "inner", "output"])
    nodes = [Node(name, draw(mathematics()), (some(), some()), some(), some(), draw(kinds), draw(TONES)) for name in names]
    pairs = [(one, other) for i, one in enumerate(names) for other in names[i + 1 :]]
    arrows = [Arrow(*pair, some(), some()) for pair in pairs if draw(st.booleans())]
    return Drawing(tuple(nodes), tuple(arrows), draw(TEXTS), (draw(TEXTS),), (draw(OUTSIDE), draw(OUTSIDE)))


BLOCKS = st.one_of(
    dependency_trees(),
    drawings(),
    st.builds(Title, mathematics(), TEXTS),
    st.builds(Heading, st.one_of(st.none(), st.integers(1, 99)), TEXTS, st.lists(mathematics(), max_size=2).map(tuple), st.booleans()),
    st.builds(Sentence, TEXTS, st.sampled_from(["plain", "note", "why", "condition", "checked", "doubt"])),
    st.lists(mathematics(), min_size=1, max_size=3).map(lambda items: Definitions(tuple(items))),
    st.lists(st.builds(Row, mathematics(), mathematics(), TEXTS, st.sampled_from("=≈")), min_size=1, max_size=3).map(
        lambda rows: Rows(tuple(rows))
    ),
    st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=3).map(lambda rows: Table(rows[0], tuple(rows[1:]))),
)
PAGES = st.lists(BLOCKS, min_size=1, max_size=3).map(tuple)
WIDTHS = st.integers(20, 200)


def screen(page: Page, width: int, **options: object) -> str:
    out = io.StringIO()
    show(page, Console(file=out, width=width, **options))  # type: ignore[arg-type]
    return out.getvalue()


@given(PAGES, WIDTHS)
def test_no_line_is_wider_than_the_width(page: Page, width: int) -> None:
    for text in (plain(page, width), "\n".join(line.plain for line in rendered(page, width))):
        assert [line for line in text.splitlines() if cell_len(line) > width] == []


@given(PAGES, WIDTHS)
def test_no_control_characters_and_no_spaces_at_the_end(page: Page, width: int) -> None:
    for text in (plain(page, width), screen(page, width, no_color=True)):
        assert [letter for letter in text if unicodedata.category(letter) in ("Cc", "Cf") and letter != "\n"] == []
        assert [line for line in text.split("\n") if line.endswith(" ")] == []


@given(PAGES)
def test_colour_carries_nothing(page: Page) -> None:
    coloured = screen(page, 80, force_terminal=True, color_system="truecolor")
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == screen(page, 80, no_color=True) == screen(page, 80)


@given(PAGES)
def test_html_is_well_formed_and_inert(page: Page) -> None:
    text = html.fragment(page)
    minidom.parseString(text)
    seen = Tags()
    seen.feed(html.document(page))
    assert seen.tags.isdisjoint({"script", "img", "link", "iframe", "object", "a", "base", "form"})
    assert seen.attributes.isdisjoint({"src", "href", "srcset", "action"}) and not any(name.startswith("on") for name in seen.attributes)
    assert "@import" not in text and "url(" not in text


class Tags(HTMLParser):
    """The tags and attributes of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@given(PAGES)
def test_latex_and_markdown_never_fail_and_latex_is_balanced(page: Page) -> None:
    assert markdown(page)
    text = latex.document(page)
    bare = text.replace("\\\\", "").replace(r"\{", "").replace(r"\}", "")
    assert bare.count("{") == bare.count("}")
    assert bare.count(r"\left") - bare.count(r"\leftarrow") == bare.count(r"\right") - bare.count(r"\rightarrow")


@given(st.lists(st.sampled_from(["[bold]x[/bold]", "[/red]", "[link=file:///etc]y[/link]", ":warning:"]), min_size=1))
def test_words_from_outside_are_not_markup(words: list[str]) -> None:
    text = " ".join(words)
    assert screen((Sentence((text,), "note"),), 2000, no_color=True).strip() == text


@settings(max_examples=40, deadline=None)
@given(smooth_trees(2), st.sampled_from(["brief", "normal", "full"]), st.sampled_from(LANGUAGES), WIDTHS)
def test_every_explanation_can_be_shown(tree: sympy.Expr, detail: str, lang: str, width: int) -> None:
    page = chainrule.explain(tree, wrt="x", lang=lang).page(detail)
    text = plain(page, width)
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert text.isascii() or lang != "en"
    assert all(cell_len(line.plain) <= width for line in rendered(page, width))
    minidom.parseString(html.fragment(page))
    assert latex.document(page, lang) and markdown(page)


@given(trees(3))
def test_fractions_with_bars_have_the_same_characters(tree: sympy.Expr) -> None:
    """Stacking moves characters, it neither loses nor adds letters and digits."""
    kept = sorted(letter for letter in plain((Rows((Row(maths(x), maths(tree)),)),), 200) if letter.isdigit())
    shown = unicodedata.normalize("NFKC", "\n".join(line.plain for line in rendered((Rows((Row(maths(x), maths(tree)),)),), 200)))
    spelled = plain((Rows((Row(maths(x), maths(tree)),)),), 200)
    if "root" not in spelled and "trigamma" not in spelled and not set("√∛∜") & set(shown):  # ψ₁ and ∛ have digits of their own
        assert sorted(letter for letter in shown if letter.isdigit()) == kept


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_of_rules_fit(lang: str) -> None:
    from chainrule.render.rulebook import table

    for width in (20, 60, 100, 200):
        assert all(cell_len(line.plain) <= width for line in rendered(table(lang), width))
