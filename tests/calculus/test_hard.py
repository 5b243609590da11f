"""Hard inputs: an answer or a refusal that names its limit; never a wrong tick, never a traceback.

The verdict is part of the table: ``True`` checked, ``None`` undecided (nothing real to try), or the refusal.
"""

import pytest

import chainrule
from chainrule import AmbiguousVariable, Beyond, NoRule, ParseError, TooLarge


def nested(function: str, levels: int) -> str:
    return f"{function}(" * levels + "x" + ")" * levels


HARD = [
    ("x^x^x", {}, True),
    ("(sin x)^(cos x)", {}, True),
    (nested("sin", 60), {}, True),
    (nested("sin", 98), {}, True),
    (nested("sin", 101), {}, TooLarge),
    ("sqrt(x+" * 40 + "x" + ")" * 40, {}, True),
    ("*".join(f"(x+{i})" for i in range(1, 13)), {}, True),
    ("*".join(f"sin({i}x)" for i in range(1, 13)), {}, True),
    ("((x/(x+1))/(x+2))/((x+3)/(x/(x+4)))", {}, True),
    ("(x/(1+x/(1+x/(1+x))))/(x/(1-x/(1-x)))", {}, True),
    ("+".join(f"x^{i}" for i in range(1, 301)), {}, True),
    ("+".join(f"sin({i}x)" for i in range(1, 121)), {}, True),
    ("*".join(["x"] * 300), {}, TooLarge),
    ("x^1000000", {}, True),
    ("x^(10^20)", {}, True),
    ("2^(10^6) x", {}, None),
    ("factorial(10^9) x", {}, None),
    ("9^9^9^9", {}, None),
    ("9^9^9^9 x", {}, None),
    ("x^(9^9^9)", {}, None),
    ("10^400 x^2", {}, None),
    ("e^(e^(e^(e^x)))", {}, True),
    ("2^(2^(2^(2^(2^x))))", {}, True),
    ("ln(ln(ln x))", {}, True),
    ("acos(2x)", {}, True),
    ("ln(x-1000)", {}, True),
    ("acos(x-300)", {}, True),
    ("ln(10^7-x)", {}, True),
    ("sqrt(-x)", {}, True),
    ("ln(-x^2-1)", {}, None),
    ("sqrt(-1-x^2)", {}, None),
    ("(-1-x^2)^(1/2)", {}, None),
    ("asin(x^2+2)", {}, None),
    ("acosh(-x^2)", {}, None),
    ("(-2)^x", {}, None),
    ("0^x", {}, None),
    ("|x|", {"order": 3}, True),
    ("|sin x|", {"order": 3}, True),
    ("|x|^3", {"order": 3}, True),
    ("sgn(x) step(x) relu(x)", {"order": 2}, True),
    ("floor(x)", {}, NoRule),
    ("a x^2 + b x + c", {"wrt": "x"}, True),
    ("a x^2 + b x + c", {}, AmbiguousVariable),
    ("a^x", {"wrt": "x", "order": 3}, True),
    ("x^n", {"wrt": "x", "order": 4}, True),
    ("x^n", {"wrt": "n", "order": 2}, True),
    ("log_b x", {"wrt": "x"}, True),
    ("log_b x", {"wrt": "b"}, True),
    ("x^n ln x", {"wrt": "x", "order": 3}, True),
    ("f(g(x))", {"order": 3}, True),
    ("f(x)^2", {"order": 3}, True),
    ("f(x) g(x)", {"order": 3}, True),
    ("f(x)/g(x)", {"order": 2}, True),
    ("f(x^2, x^3)", {"order": 2}, True),
    ("f(x, x)", {"order": 2}, True),
    ("f(x)^(g(x))", {}, True),
    ("f'(x^2)", {"order": 2}, True),
    ("x^0.3", {"order": 4}, True),
    ("x^(-0.3) (1+x)^2.5", {"order": 2}, True),
    ("1.5^(0.1x)", {"order": 3}, True),
    ("sqrt(x^2)", {"order": 3}, True),
    ("cbrt x", {"order": 4}, True),
    ("x^(1/3) (x-2)^(2/3)", {"order": 2}, True),
    ("sin(x^2)", {"order": 10}, True),
    ("sin x", {"order": 74}, True),
    ("cos x", {"order": 103}, True),
    ("cos x", {"order": 301}, TooLarge),
    ("tan x", {"order": 200}, TooLarge),
    ("x^x^x", {"order": 6}, TooLarge),
    ("tan x", {"order": 10}, True),
    ("sqrt(1 + sin x)", {"order": 8}, True),
    ("1/(1+x^2)", {"order": 8}, True),
    ("erf x", {"order": 6}, True),
    ("sigmoid(x)", {"order": 6}, True),
    ("Γ(x)", {"order": 4}, True),
    ("asin(acos(atan(x)))", {"order": 3}, True),
    ("cos(1/(log_2(2 + sgn(x^n))))", {"wrt": "x"}, True),
    ("|x^n| arsinh(x^2)", {"wrt": "x", "order": 2}, True),
    ("tan(sgn(arcsin(x) + 1/(5x)))", {}, True),
    ("x^2/sin(pi)", {}, ParseError),
    ("1/(x-x)", {}, ParseError),
    ("(x + 1 - (1 + x))^(-2)", {}, ParseError),
    ("1/(sin^2 x + cos^2 x - 1)", {}, ParseError),
    ("1/(10^(-12) x)", {}, True),
    ("3", {}, True),
    ("0/x", {}, True),
    ("x^0", {}, True),
    ("sin(u^2) cos(v u) w f g", {"wrt": "u"}, True),
]


@pytest.mark.parametrize(("problem", "options", "verdict"), HARD, ids=[f"{row[0][:40]} {row[1] or ''}" for row in HARD])
def test_hard(problem, options, verdict):
    if isinstance(verdict, type):
        with pytest.raises(verdict) as caught:
            str(chainrule.explain(problem, **options))
        assert str(caught.value)
        return
    d = chainrule.explain(problem, **options)
    assert d.verified is verdict
    assert str(d)
    assert d.to_json()


def test_a_value_too_large_to_write_is_refused_when_it_is_asked_for():
    d = chainrule.explain("2^(10^6) x")
    with pytest.raises(Beyond):
        _ = d.answer
