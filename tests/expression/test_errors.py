"""What people mistype: every refusal has its kind, its place and a sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule.errors import ChainruleError
from chainrule.expression.build import parse
from chainrule.words import words

MISTAKES = [
    ("", "empty", None),
    ("sin", "missing-argument", "sin"),
    ("2x sin", "missing-argument", "sin"),
    ("2x(", "unclosed-bracket", "("),
    ("(x+1", "unclosed-bracket", "("),
    ("f(x", "unclosed-bracket", "("),
    ("x+)", "missing-after", "+"),
    ("x+1)", "unopened-bracket", ")"),
    ("(x]", "mismatched-bracket", "]"),
    ("e^", "missing-exponent", "^"),
    ("3**", "missing-exponent", "**"),
    ("x^^2", "double-operator", "^"),
    ("*x", "missing-before", "*"),
    ("sin()", "empty-brackets", "()"),
    ("1,5", "decimal-comma", "1,5"),
    ("sin(1,5)", "decimal-comma", "1,5"),
    ("1,000x", "grouped-digits", "1,000"),
    ("1 000 x", "grouped-digits", "1 000"),
    ("1.000,5", "decimal-comma", "1.000,5"),
    ("x, y", "stray-comma", ","),
    ("2 3", "two-numbers", "3"),
    ("x2", "letter-digit", "2"),
    ("2e5", "scientific", "2e5"),
    ("2e-3", "scientific", "2e-3"),
    ("2½ x", "mixed-number", "2½"),
    ("d^2/dx x^3", "rate-orders", None),
    ("x sin - 3", "missing-argument", "sin"),
    ("sin x at x", "prose", "at"),
    ("x^2 at y", "prose", "at"),
    ("1.2.3", "number-with-points", "1.2"),
    ("y == x", "double-equals", "=="),
    ("a = b = c", "stray-equals", "="),
    ("x = ", "empty-right-side", None),
    ("x < 2", "inequality", "<"),
    ("x^2'", "stray-prime", "'"),
    ("f' + x", "prime-without-argument", "f"),
    ("y'", "rate-without-function", "y'"),
    ("y' = ?", "rate-without-function", None),
    ("f'(x, y)", "prime-of-several", "f'(x, y)"),
    ("sin'(x)", "primed-function", "sin'"),
    ("f^-1(x)", "inverse-of-unknown", "f^-1"),
    ("y' = x", "rate-on-left", None),
    ("dy/dx", "rate-without-function", "dy/dx"),
    ("2y dy/dx + x", "rate-inside", "dy/dx"),
    ("|x", "unclosed-bar", "|"),
    ("sin_2 x", "index-on-function", "_2"),
    ("_2x", "lonely-subscript", "_2"),
    ("x_ + 1", "lonely-underscore", "_"),
    ("sin(x, y)", "argument-count", "sin"),
    ("u(2x, y)", "letter-arguments", "u(2x, y)"),
    ("root(0, x)", "root-index", "root"),
    ("sni(x)", "unknown-name", "sni"),
    ("sinus x", "unknown-name", "sinus"),
    ("foo(x)", "unknown-function", "foo"),
    ("hello", "prose", "hello"),
    ("munu", "long-word", "munu"),
    ("90°", "degrees", "°"),
    ("5%", "percent", "%"),
    ("∞", "infinity", "∞"),
    ("∫ x", "integral", "∫"),
    ("∑ x", "large-sign", "∑"),
    ("х^2", "look-alike", "х"),
    ("Αx", "look-alike", "Α"),
    ("x@y", "unknown-character", "@"),
    ("x:y", "colon", ":"),
    ("(x;y)", "unexpected", ";"),
    ("(x+1)2", "bracket-digit", "2"),
    ("x\u202ey", "control-character", "\u202e"),
    ("y = 2x; y = 3x", "defined-twice", None),
    ("y = 2x; 3x", "not-a-definition", None),
    ("y = 2u; u = 3x", "not-one-expression", None),
    ("x^2 at x = y", "point-on-input", None),
    ("x^2 at (1, 2)", "point-count", None),
    ("x d²/dx (x)", "rate-orders", "d²/dx"),
    ("y = x^2; dz/dx", "asked-of-unknown", "dz/dx"),
    ("z = x^2 y; f_x; ∂²z/∂x∂y", "asked-of-unknown", "f_x"),
    ("y = x^2, z = x^3, find dy/dx and dz/dx", "several-derivatives", "dz/dx"),
    ("z = x^2 y; z_x; ∂²z/∂x∂y", "several-derivatives", "∂²z/∂x∂y"),
    ("z = x^2 y; ∂^400z/∂x^399∂y", "order-too-high", None),
    ("f(x) = x^2; f'(a)", "point-on-input", "f'(a)"),
    ("f_xy x^2", "index-of-unknown", "f_xy"),
    ("x_max + 1", "long-index", "x_max"),
    ("2.x", "lonely-point", "."),
    ("np.sin(x)", "lonely-point", "."),
    ("x½", "letter-fraction", "½"),
    ("root 3 x", "root-without-brackets", "root"),
    ("f∘g", "composition", "∘"),
    ("(f+g)(x)", "function-times-bracket", "(f+g)(x)"),
    ("2(x, y)", "stray-comma", ","),
    (r"\sinx", "latex-run", r"\sinx"),
    (r"f \circ g", "composition", r"\circ"),
    (r"30^\circ", "degrees", r"\circ"),
    ("1n x", "unknown-name", "1n"),
    ("x ≤ 2", "inequality", "≤"),
    ("求 y = x^2 的切线", "prose", "切线"),
    ("d sin x/dx", "rate-inside", "d sin x/dx"),
    (r"\frac{1}", "latex-argument", None),
    (r"\overline{AB}", "latex-accent", r"\overline{AB}"),
    (r"\foo x", "latex-unknown", r"\foo"),
    ("x" * 10_001, "text-too-long", None),
    ("(" * 301 + "x" + ")" * 301, "too-nested", None),
    ("-" * 5000 + "x", "too-nested", None),
    ("1" * 101, "number-too-long", None),
]


@pytest.mark.parametrize(("text", "kind", "place"), MISTAKES, ids=[text[:20] or "nothing" for text, *_ in MISTAKES])
def test_mistake_has_its_sentence(text: str, kind: str, place: str | None) -> None:
    with pytest.raises(ChainruleError) as caught:
        parse(text)
    error = caught.value
    assert error.kind == kind
    if place is not None:
        assert error.span is not None and text[slice(*error.span)] == place
    for lang in ("en", "zh"):
        assert words(lang).error(kind, error.facts)
        assert kind == "order-too-high" or words(lang).hint(kind, error.facts)


def test_every_kind_of_the_parser_is_mistaken_here() -> None:
    package = Path(__file__).parent.parent.parent / "chainrule" / "expression"
    raised: set[str] = set()
    for path in package.glob("*.py"):
        source = path.read_text(encoding="utf-8")
        raised |= set(re.findall(r'(?:\bfail|ParseError|TooLarge|Beyond)\(\s*"([a-z]+(?:-[a-z]+)+|empty|prose)"', source))
    others = {"unsupported-object", "not-a-number", "number-too-large", "nested-derivative"}  # raised behind the parser
    assert raised - {kind for _, kind, _ in MISTAKES} - others == set()


@pytest.mark.parametrize("text", ["\x1b[31mx", "x\x00", "\u2066x", "x\ud800", "\x07", "x\u0085", "\ue000"])
def test_control_characters_are_named_and_never_echoed(text: str) -> None:
    with pytest.raises(ChainruleError) as caught:
        parse(text)
    assert re.search(r"U\+[0-9A-F]{4}", str(caught.value))
    assert str(caught.value).isprintable()


SIGNS = [
    *"xyefgsin 0123.,;:^*/+-()[]{}|'\"=<>_$\\!√²⁻½∂d\n",
    "sin ",
    "ln",
    "log_",
    "\\frac",
    "\\sqrt",
    "d/dx",
    " at ",
    "where ",
    "^(",
    "|",
    "求",
]


@given(st.lists(st.sampled_from(SIGNS), max_size=14).map("".join))
def test_any_input_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        parse(text)
    except ChainruleError as error:
        assert str(error)
        assert error.span is None or 0 <= error.span[0] <= error.span[1] <= len(text) + 1


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse(text)
    except ChainruleError as error:
        assert str(error).isprintable()
