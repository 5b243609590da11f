"""Expressions as people type them, and the tree each one means."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from itertools import product

import pytest

from chainrule.errors import ChainruleError
from chainrule.expression.build import parse
from chainrule.expression.syntax import Syntax, names
from chainrule.expression.task import parse_syntax


def shape(tree: Syntax) -> str:
    """The tree in one line: ``(times 2 x)``."""
    match tree.kind:
        case "integer" | "decimal" | "name":
            return str(tree.args[0])
        case "euler" | "pi":
            return {"euler": "e", "pi": "pi"}[tree.kind]
    return "(" + " ".join([tree.kind, *[shape(a) if isinstance(a, Syntax) else str(a) for a in tree.args]]) + ")"


def read(text: str, **options: object) -> str:
    return shape(parse_syntax(text, **options)[0])  # type: ignore[arg-type]


READINGS = {
    "functions, bare": [
        ("sin x", "(apply sin x)"),
        ("5x^3 sin x", "(times 5 (power x 3) (apply sin x))"),
        ("3 csc x + 5/x", "(plus (times 3 (apply csc x)) (over 5 x))"),
        ("sqrt x", "(root x 2)"),
        ("sin 3x cos 3y", "(times (apply sin (times 3 x)) (apply cos (times 3 y)))"),
        ("x^2 ln 9x", "(times (power x 2) (apply ln (times 9 x)))"),
        ("sin pi x sin 2pi y", "(times (apply sin (times pi x)) (apply sin (times 2 pi y)))"),
        ("cos x(1 + csc x)", "(times (apply cos x) (plus 1 (apply csc x)))"),
        ("sec pi x^2", "(apply sec (times pi (power x 2)))"),
        ("sin -2x", "(apply sin (minus (times 2 x)))"),
        ("sin x/2", "(over (apply sin x) 2)"),
        ("sin pi/2", "(apply sin (over pi 2))"),
        ("x sin x^2 + 1", "(plus (times x (apply sin (power x 2))) 1)"),
    ],
    "functions, powers and inverses": [
        ("sin^3 x", "(power (apply sin x) 3)"),
        ("cos^4(7x^2+1)", "(power (apply cos (plus (times 7 (power x 2)) 1)) 4)"),
        ("sin²x", "(power (apply sin x) 2)"),
        ("sin^2x", "(power (apply sin x) 2)"),
        ("sin^(-1) x", "(apply asin x)"),
        ("coth^-1 x", "(apply acoth x)"),
        ("tan⁻¹ x", "(apply atan x)"),
        ("(sin x)^(-1)", "(power (apply sin x) (minus 1))"),
        ("ln (3x+2)^5", "(apply ln (power (plus (times 3 x) 2) 5))"),
        ("ln(3x+2)^5", "(power (apply ln (plus (times 3 x) 2)) 5)"),
        ("sin(x)^2", "(power (apply sin x) 2)"),
    ],
    "functions in functions": [
        ("ln ln x", "(apply ln (apply ln x))"),
        ("ln sqrt(5x-7)", "(apply ln (root (plus (times 5 x) (minus 7)) 2))"),
        ("sin cos x", "(apply sin (apply cos x))"),
        ("tan(sec x)", "(apply tan (apply sec x))"),
        ("e^sin x", "(power e (apply sin x))"),
    ],
    "runs of letters": [
        ("arcsinx", "(apply asin x)"),
        ("xsinx", "(times x (apply sin x))"),
        ("2xlnx", "(times 2 x (apply ln x))"),
        ("Sin x", "(apply sin x)"),
        ("LN(x)", "(apply ln x)"),
        ("1.20th", "(times 1.20 t h)"),
        ("th x", "(apply tanh x)"),
        ("ba sin(theta)", "(times b a (apply sin theta))"),
        ("alphax", "(times alpha x)"),
        ("2πr", "(times 2 pi r)"),
    ],
    "logarithms": [
        ("log x", "(apply ln x)"),
        ("log_2 x", "(apply log x 2)"),
        ("log_b(x)", "(apply log x b)"),
        ("log_{10} x", "(apply log x 10)"),
        ("log(x, 3)", "(apply log x 3)"),
        ("lg x", "(apply log x 10)"),
        ("lb x", "(apply log x 2)"),
        ("ld x", "(apply log x 2)"),
    ],
    "bars": [
        ("|x-1|^3", "(power (apply abs (plus x (minus 1))) 3)"),
        ("ln|sec x + tan x|", "(apply ln (apply abs (plus (apply sec x) (apply tan x))))"),
        ("||x|-1|", "(apply abs (plus (apply abs x) (minus 1)))"),
        ("|x||y|", "(times (apply abs x) (apply abs y))"),
        ("|x + |y||", "(apply abs (plus x (apply abs y)))"),
        ("2|x|", "(times 2 (apply abs x))"),
    ],
    "products": [
        ("xy", "(times x y)"),
        ("x^2y", "(times (power x 2) y)"),
        ("3x(x-1)^4", "(times 3 x (power (plus x (minus 1)) 4))"),
        ("xe^(2x)", "(times x (power e (times 2 x)))"),
        ("e^(ex)", "(power e (times e x))"),
        ("x^e", "(power x e)"),
        ("x_1 + w_{12} + x₁", "(plus x_1 w_12 x_1)"),
        ("x(x+1)", "(times x (plus x 1))"),
        ("a·b⋅c×d∗f", "(times a b c d f)"),
    ],
    "form is kept": [
        ("a+b-c", "(plus a b (minus c))"),
        ("(a+b)+c", "(plus (plus a b) c)"),
        ("a(bc)", "(times a (times b c))"),
        ("3/4*x", "(times (over 3 4) x)"),
        ("a*b/c*d", "(times (over (times a b) c) d)"),
        ("a÷b⁄c", "(over (over a b) c)"),
        ("-x^2", "(minus (power x 2))"),
        ("-2x", "(minus (times 2 x))"),
        ("-x*y", "(minus (times x y))"),
        ("x*-y", "(times x (minus y))"),
        ("0.70x + .5", "(plus (times 0.70 x) 0.5)"),
    ],
    "precedence": [
        ("e^2x", "(times (power e 2) x)"),
        ("2^3x", "(times (power 2 3) x)"),
        ("1/2x", "(times (over 1 2) x)"),
        ("x^1/2", "(over (power x 1) 2)"),
        ("x/2y", "(times (over x 2) y)"),
        ("1/xy", "(times (over 1 x) y)"),
        ("2^3^2", "(power 2 (power 3 2))"),
        ("e^-x^2", "(power e (minus (power x 2)))"),
        ("2^-x", "(power 2 (minus x))"),
        ("x²+x⁻¹+x³ʸ", "(plus (power x 2) (power x (minus 1)) (power x (times 3 y)))"),
        ("½x", "(times (over 1 2) x)"),
        ("√2x", "(times (root 2 2) x)"),
        ("√(1+x²)", "(root (plus 1 (power x 2)) 2)"),
        ("∛x", "(root x 3)"),
        ("2 ⁵√x", "(times 2 (root x 5))"),
        ("sqrt[3]{x}", "(root x 3)"),
        ("root(3, x)", "(root x 3)"),
        ("sqrt[n]{x}", "(power x (over 1 n))"),
        ("2^x!", "(power 2 (apply factorial x))"),
    ],
    "unknown functions": [
        ("f(x)", "(apply f x)"),
        ("f^(1,0)(x, y)", "(primed f (1, 0) x y)"),
        ("sin x f(x)", "(times (apply sin x) (apply f x))"),
        ("g(u, v)", "(apply g u v)"),
        ("f'(x)", "(primed f (1,) x)"),
        ("f''(g(x))", "(primed f (2,) (apply g x))"),
        ("f‴(x)", "(primed f (3,) x)"),
        ("f^2(x)", "(power (apply f x) 2)"),
        ("f^2 x", "(times (power f 2) x)"),
        ("x * d/dx(y^2)", "(times x (rate (power y 2) x 1))"),
    ],
    "keyboards of the world": [
        ("（x＋1）×２", "(times (plus x 1) 2)"),
        ("ｓｉｎ（ｘ）", "(apply sin x)"),
        ("“sin x”", "(apply sin x)"),
        ("a−b–c", "(plus a (minus b) (minus c))"),
        ("x\u200b^2", "(power x 2)"),
        ("𝑦^𝟐", "(power y 2)"),
        ("$x^2$.", "(power x 2)"),
        ("[x+{y}]", "(plus x y)"),
    ],
    "vectors": [
        ("(2x - y, x^2)", "(vector (plus (times 2 x) (minus y)) (power x 2))"),
        ("<x, y>", "(vector x y)"),
        ("⟨x, y⟩", "(vector x y)"),
        ("cos t i + sin t j", "(vector (apply cos t) (apply sin t))"),
        ("3i - 4j", "(vector 3 (minus 4))"),
    ],
}


@pytest.mark.parametrize(("text", "tree"), [pair for pairs in READINGS.values() for pair in pairs])
def test_is_read_as(text: str, tree: str) -> None:
    assert read(text) == tree


def test_base_of_log_is_an_option() -> None:
    assert read("log x", log_base=10) == "(apply log x 10)"
    assert parse_syntax("log x", log_base=10)[1] == ()


NOTES = [
    ("e^xy", "power-then-factor", "e^(xy)"),
    ("ln^-1 x", "reciprocal", None),
    ("γ(x+1)", "greek-function", None),
    ("e^2x", "power-then-factor", "e^(2x)"),
    ("2^3x", "power-then-factor", "2^(3x)"),
    ("x^1/2", "power-then-fraction", "x^(1/2)"),
    ("1/2x", "fraction-then-factor", "1/(2x)"),
    ("1/xy", "fraction-then-factor", "1/(xy)"),
    ("√2x", "root-then-factor", "√(2x)"),
    ("ln(3x+2)^5", "power-of-function", "ln((3x+2)^5)"),
    ("sin (x)^2", "power-of-function", "sin((x)^2)"),
    ("ln (3x+2)^5", "log-of-power", "(ln(3x+2))^5"),
    ("sin x/2", "bare-argument", "sin(x/2)"),
    ("sin x y", "bare-argument", "sin(x)*y"),
    ("sin 2*x", "bare-argument", "sin(2)*x"),
    ("sin^-1 x", "inverse-function", None),
    ("xsinx", "run-split", None),
    ("abcd", "letters-product", None),
    ("th x", "short-name", "t*h"),
    ("log x", "natural-log", None),
    ("x(2)", "letter-times-bracket", None),
    ("u(x)", "letter-called", "u*x"),
    ("|x|y|z|", "bars", None),
    ("d/dx (x^2) + 3x", "rate-scope", "(d/dx (x^2)) + 3x"),
    ("x i + y j", "unit-vectors", None),
    ("$x^23$", "tex-power", None),
]


@pytest.mark.parametrize(("text", "kind", "other"), NOTES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_second_reading_is_said(text: str, kind: str, other: str | None, lang: str) -> None:
    from chainrule.words import words

    note = next(note for note in parse_syntax(text)[1] if note.kind == kind)
    assert other is None or note.facts["other"] == other
    assert words(lang).note(note.kind, note.facts)
    assert 0 <= note.span[0] < note.span[1] <= len(text)


@pytest.mark.parametrize(
    "text", ["sin 2x cos x", "x^2 sin 3x", "1/(2x)", "(1/2)x", "sin(x)/2", "e^(2x)", "|x| + |y|", "sin xy", "2 sin x cos x", "x(x+1)"]
)
def test_plain_readings_are_silent(text: str) -> None:
    assert parse_syntax(text)[1] == ()


@pytest.mark.parametrize("name", ["sin", "cos", "tan", "sec", "log", "sqrt", "sinh", "arcsin", "arctan", "exp"])
def test_a_slip_in_front_of_an_argument_is_no_product(name: str) -> None:
    swapped = {name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(len(name) - 1)} - {name}
    doubled = {name[: i + 1] + name[i:] for i in range(len(name))}
    for slip in swapped | doubled:
        for argument in (" x", " 2x", "(x)"):
            with pytest.raises(ChainruleError) as caught:
                parse_syntax(slip + argument)
            assert caught.value.kind == "unknown-name"
            assert caught.value.facts["near"] == name or name.startswith("arc")


def test_products_of_letters_are_no_slips() -> None:
    for letters in product("abktvxyz", repeat=3):
        assert names(parse_syntax(f"{''.join(letters)} sin t")[0]) == {*letters, "t"}


@pytest.mark.parametrize(
    "text", ["sin(" * 299 + "x" + ")" * 299, "(" * 300 + "x" + ")" * 300, "f(" * 299 + "x" + ")" * 299, "([{" * 99 + "x" + "}])" * 99]
)
def test_three_hundred_levels_from_deep_inside_a_program(text: str) -> None:
    def called_from(levels: int) -> object:
        return parse(text) if levels == 0 else called_from(levels - 1)

    assert called_from(150) is not None


def test_reading_and_refusing_do_not_import_sympy() -> None:
    code = """
import sys
from chainrule.expression.task import read
for text in ("x^2 sin 3x", "sin(", "y = u^2; u = x"):
    try:
        read(text)
    except ValueError as error:
        str(error)
sys.exit("sympy" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.parametrize(
    "text", ["x*" * 4999 + "x", "x" * 9999, "sin " + "2*" * 4000 + "2", "sin " + "x " * 4000, "a=1," * 2000, "find " * 1900, "_" * 9000]
)
def test_time_is_linear(text: str) -> None:
    import time

    start = time.perf_counter()
    with contextlib.suppress(ChainruleError):
        parse(text)
    assert time.perf_counter() - start < 2
