"""Problems of our own for drills, one of each kind, and what is answered to them."""

from chainrule.practice.drill.underway import Dealt
from chainrule.practice.problems.problem import Problem

LINES = ("u = x^3", "dy/du = cos u", "du/dx = x^2", "dy/dx = dy/du * du/dx", "= x^2 cos(x^3)")
CHAIN = Problem("chain", "sin(x^2+1)", "2x cos(x^2+1)", 1, ("chain", "trigonometric"), hints={"en": ("Two layers.",), "zh": ("有两层。",)})
PRODUCT = Problem("product", "x^2 sin 3x", "2x sin 3x + 3x^2 cos 3x", 2, ("product", "chain"))
LAYERS = Problem("layers", "sqrt(5x+2)", "sqrt u; u = 5x+2", 1, ("layers",), "layers")
SLIP = Problem("slip", "sin(x^3)", "3: 3x^2", 2, ("slip", "chain"), "slip", working=LINES)
POWER = Problem("power", "t^4", "4t^3", 1, ("power",))
BROKEN = Problem("broken", "blub(x", "1", 1, ("power",))
ALL = (CHAIN, LAYERS, SLIP, PRODUCT, POWER)


def dealt(*problems: Problem) -> list[Dealt]:
    return [Dealt(problem, "ours") for problem in problems]
