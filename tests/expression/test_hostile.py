"""Whatever is typed: a problem or a refusal, from any depth of the stack. What is quadratic shows as a test that does not end."""

import inspect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule.errors import ChainruleError, ParseError, TooLarge
from chainrule.expression.build import parse
from chainrule.expression.characters import LENGTH, LONGEST
from chainrule.expression.task import Problem, parse_syntax, read
from chainrule.words import LANGUAGES, words

ATOMS = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "|",
    "||",
    "x^",
    "-",
    "+",
    "*",
    "/",
    "^",
    "!",
    "'",
    '"',
    "=",
    "==",
    ",",
    ";",
    ":",
    ".",
    "_",
    "sin",
    "sin(",
    "x",
    "y(",
    "|x",
    "x|",
    "f'(",
    "f^(",
    "f^(1,",
    "u(x)",
    "1/2x",
    "sqrt[",
    "log_",
    "d/dx",
    "dx/",
    "∂x",
    "∂/",
    "at",
    "x=1",
    "at(1,",
    "and",
    "wrt",
    "where",
    "对x",
    "求导",
    "\\frac",
    "\\frac{",
    "\\frac1",
    "\\left|",
    "\\right|",
    "\\text{",
    "\\mathrm",
    "\\",
    "\\\\",
    "\\sin",
    "^",
    "²",
    "₁",
    "√",
    "½",
    "2e-3",
    "1e5",
    ",f(",
    ",y=",
    ";y=x",
    "y'=",
    "$",
    "x^23",
    "theta",
    "sinx",
    "abcdefghij",
    "$x",
]


def outcome(text, reader=read):
    """What reading a text leads to: a problem, or a refusal with a place and a sentence that can be printed."""
    try:
        return reader(text)
    except ChainruleError as error:
        for lang in LANGUAGES:
            assert words(lang).error(error.kind, error.facts).isprintable()
        assert error.span is None or 0 <= error.span[0] <= error.span[1] <= max(len(text), 1)
        return error


@pytest.mark.parametrize("atom", ATOMS)
@pytest.mark.parametrize("gap", ["", " "])
def test_long_repetitions(atom, gap):
    text = ((atom + gap) * LENGTH)[:LENGTH]
    for reader in (read, parse_syntax):
        assert isinstance(outcome(text, reader), (Problem, tuple, ChainruleError))


LONG = [
    "(" * 10_000, "x" * 100_000, "-" * 5000 + "x", "x^" * 3000 + "x", "sin " * 2400 + "x", "|" * 9999, "sin " + "2*" * 4900 + "x",
    "sin " + "-" * 2000 + "2*" * 3900 + "x", "x" + "/2" * 4900, "\\frac{d}{d x" + " " * 9000 + "}", "\\frac{1}{" * 900 + "x" + "}" * 900,
    "1+(2*-x^(" * 1100,
    "x at (" + "1," * 4900 + ")", "(" * 5000 + ")" * 5000, "x = " * 2400, "xq" * 4999 + "(", " " * 10_000, "\n" * 10_000,
]  # fmt: skip


@pytest.mark.parametrize("text", LONG, ids=[f"{text[:12]!a} {len(text)}" for text in LONG])
def test_long_texts(text):
    assert isinstance(outcome(text), (Problem, ChainruleError))
    assert isinstance(outcome(text, parse_syntax), (tuple, ChainruleError))


CODE = [
    "__import__('os')",
    "x.__class__",
    "lambda x: x",
    "1e999",
    "[red]x[/red]",
    "\x1b[31mx",
    "\ud800x",
    "x\u202ey",
    "x\0",
    "x+😀",
    "{0}",
    "%s",
    "{x!r}",
]


@pytest.mark.parametrize("text", CODE, ids=ascii)
def test_code_is_data(text):
    assert isinstance(outcome(text), (Problem, ParseError))


NESTED = {
    "brackets": "(" * 300 + "x" + ")" * 300,
    "sines": "sin(" * 300 + "x" + ")" * 300,
    "sums": "(1+" * 300 + "x" + ")" * 300,
}


def deep(frames, call):
    """The result of a call made from so many frames down."""
    return call() if frames <= 0 else deep(frames - 1, call)


@pytest.mark.parametrize("name", NESTED)
def test_three_hundred_levels_from_deep_in_the_stack(name):
    assert deep(150 - len(inspect.stack(0)), lambda: parse(NESTED[name])) is not None


@pytest.mark.parametrize("name", ["sines", "powers", "signs"])
def test_deeper_is_refused(name):
    text = {"sines": "sin(" * 301 + "x" + ")" * 301, "powers": "x^" * 301 + "x", "signs": "-" * 301 + "x"}[name]
    with pytest.raises(TooLarge):
        read(text)


@given(st.text(max_size=60))
def test_any_text(text):
    assert isinstance(outcome(text), (Problem, ChainruleError))


@settings(max_examples=400)
@given(st.lists(st.sampled_from([*ATOMS, "x", "2", "y", "e", "pi", "(", ")", "^2", "=", " ", " ", "sin ", "u", "dy/dx"]), max_size=14))
def test_token_soup(pieces):
    for text in ("".join(pieces), " ".join(pieces)):
        assert isinstance(outcome(text), (Problem, ChainruleError))
        outcome(text, parse_syntax)
        outcome(text, lambda text: read(text, latex_input=True))


def chain_of(pattern: str, separator: str) -> str:
    return separator.join(pattern.format(n, n + 1) for n in range(1, 4001))


@pytest.mark.parametrize("separator", ["; ", "\n", ", "])
@pytest.mark.parametrize(
    "pattern", ["u_{0} = sin(u_{1})", "u{0} = sin(u{1})", "ŷ_{0} = 2ŷ_{1}", r"\hat{{y}}_{{{0}}} = \sqrt{{\hat{{y}}_{{{1}}}}}"]
)
def test_four_thousand_definitions_are_read(pattern, separator):
    assert len(read(chain_of(pattern, separator)).definitions) == 4000


TOO_LONG = {
    "one formula": ("x+" * (LENGTH // 2) + "x", LENGTH),
    "one definition": ("y = " + "x+" * (LENGTH // 2) + "x", LENGTH),
    "one long formula among definitions": ("y = u^2; u = " + "x+" * (LENGTH // 2) + "x", LENGTH),
    "a formula of accents": ("y = u^2; u = " + "x\u0302+" * (LENGTH // 3) + "x+x", LENGTH),
    "definitions": (";".join(f"u_{n} = x" for n in range(LONGEST // 8)), LONGEST),
}


@pytest.mark.parametrize(("text", "limit"), TOO_LONG.values(), ids=TOO_LONG)
def test_the_limit_is_named(text, limit):
    with pytest.raises(TooLarge) as caught:
        read(text)
    assert (caught.value.kind, caught.value.facts["limit"]) == ("text-too-long", limit)


@pytest.mark.parametrize("piece", ["(", "x ", "a=(x;", r"\hat{", r"\sqrt", r"\frac{", "x1", "f_", "(x=1)", "x\u0302", "=", ", and "])
def test_long_repetitions_behind_definitions(piece):
    head = "a = x; b = 2; "
    try:
        read((head + piece * LONGEST)[:LONGEST])
    except ChainruleError as error:
        assert error.kind
