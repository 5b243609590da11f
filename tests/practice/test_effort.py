"""A verdict always comes, however deep, however often differentiated: diagnosis is counted work."""

import pytest

import chainrule
from chainrule.errors import TooLarge
from chainrule.practice.effort import Effort

TOWER = "e^(" * 60 + "x" + ")" * 60


@pytest.mark.parametrize(
    ("problem", "answer", "verdict"),
    [
        ("sin(x^2)", TOWER, "undecided"),
        (TOWER, "x", "undecided"),
        ("d^20/dx^20 sin(x^2)", "x^3 cos(x^2)", "incorrect"),
        ("d^6/dx^6 sin(x)/x", "cos(x)/x", "incorrect"),
        ("tan(x)^x/ln(x)^sqrt(x)", "x tan(x)^(x-1)", "incorrect"),
        ("sin(" * 60 + "x" + ")" * 60, "cos(" * 60 + "x" + ")" * 60, "incorrect"),
    ],
)
def test_a_verdict_comes(problem: str, answer: str, verdict: str) -> None:
    checked = chainrule.check(problem, answer)
    assert checked.verdict == verdict
    assert verdict == "undecided" or checked.witness


def test_effort_ends() -> None:
    effort = Effort(5)
    effort.spend(5)
    with pytest.raises(TooLarge):
        effort.spend(1)
