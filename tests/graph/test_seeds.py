"""The examples of several variables in the tutorials, with the lines between: the same in both languages."""

import pytest

import chainrule
from chainrule.render.layout import lines
from chainrule.render.terminal import TERMINAL

SUM = ("z = (u+v)^2; u = x*y; v = x+y", {})
POWERS = ("z = u^2 + v^3; u = x*y; v = x + y^2", {})
GENERAL = ("z = f(u, v); u = g(x, y); v = h(x, y)", {})
BRANCHES = ("L = a + b; a = x^2; b = sin x", {})
CHAIN = ("y = u^5; u = 3x^2 + 1", {})

SHOWN = [
    (SUM, ["∂z/∂u = 2(u + v)", "∂z/∂v = 2(u + v)", "∂u/∂x = y", "∂v/∂x = 1", "∂u/∂y = x", "∂v/∂y = 1"]),
    (SUM, ["∂z/∂x = ∂z/∂u · ∂u/∂x + ∂z/∂v · ∂v/∂x", "2(u + v) · y + 2(u + v) · 1", "2(u + v)(y + 1)", "2(xy + x + y)(y + 1)"]),
    (SUM, ["∂z/∂y = ∂z/∂u · ∂u/∂y + ∂z/∂v · ∂v/∂y", "2(u + v) · x + 2(u + v) · 1", "2(u + v)(x + 1)", "2(xy + x + y)(x + 1)"]),
    (POWERS, ["∂z/∂u = 2u", "∂z/∂v = 3v²", "∂u/∂x = y", "∂u/∂y = x", "∂v/∂x = 1", "∂v/∂y = 2y"]),
    (POWERS, ["2u · y + 3v² · 1", "2u · x + 3v² · 2y", "6y(x + y²)²"]),
    (GENERAL, ["∂f/∂u · ∂g/∂x + ∂f/∂v · ∂h/∂x", "∂f/∂u · ∂g/∂y + ∂f/∂v · ∂h/∂y", "∂z/∂u × ∂u/∂x"]),
    (("w = h(u_1, u_2); u_1 = f(x_1, x_2); u_2 = g(x_1, x_2)", {}), ["∂w/∂x₁ = ∂w/∂u₁ · ∂u₁/∂x₁ + ∂w/∂u₂ · ∂u₂/∂x₁"]),
    (BRANCHES, ["∂L/∂a = 1", "∂L/∂b = 1", "da/dx = 2x", "db/dx = cos x", "dL/dx = ∂L/∂a · da/dx + ∂L/∂b · db/dx", "2x + cos x"]),
    (CHAIN, ["dy/du = 5u⁴", "3·2x", "30x(3x² + 1)⁴"]),
    (
        (GENERAL[0], {"method": "differential"}),
        ["dz = ∂f/∂u du + ∂f/∂v dv", "du = ∂g/∂x dx + ∂g/∂y dy", "dv = ∂h/∂x dx + ∂h/∂y dy", "[∂f/∂u · ∂g/∂x + ∂f/∂v · ∂h/∂x] dx"],
    ),
]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("asked", "expected"), SHOWN, ids=lambda value: str(value)[:50])
def test_lines_of_the_tutorials(asked, expected, lang):
    problem, options = asked
    page = chainrule.explain(problem, lang=lang, **options).page()
    text = "\n".join("".join(part for part, _ in line) for line in lines(page, 120, TERMINAL))
    spaced = " ".join(text.split())
    assert [line for line in expected if " ".join(line.split()) not in spaced] == []


NETWORKS = [
    r"L = \frac{1}{2}(\hat{y} - y)^2, \quad \hat{y} = \sigma(u_3), "
    r"\quad u_3 = u_1 + u_2, \quad u_1 = w_1 \cdot x_1, \quad u_2 = w_2 \cdot x_2",
    "L = 1/2 (ŷ - y)^2; ŷ = σ(u3); u3 = u1 + u2; u1 = w1 x1; u2 = w2 x2",
]
NETWORK_LINES = [
    "∂L/∂ŷ = ŷ − y",
    "dŷ/du₃ = σ(u₃)(1 − σ(u₃)) = ŷ(1 − ŷ)",
    "∂u₃/∂u₁ = 1",
    "∂u₃/∂u₂ = 1",
    "∂u₁/∂w₁ = x₁",
    "∂u₂/∂w₂ = x₂",
    "L → ŷ → u₃ → u₁ → w₁",
    "∂L/∂ŷ × dŷ/du₃ × ∂u₃/∂u₁ × ∂u₁/∂w₁ = (ŷ − y) × ŷ(1 − ŷ) × 1 × x₁",
    "∂L/∂ŷ × dŷ/du₃ × ∂u₃/∂u₂ × ∂u₂/∂w₂ = (ŷ − y) × ŷ(1 − ŷ) × 1 × x₂",
]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("network", NETWORKS)
def test_the_network_of_tutorial_003_line_for_line(network, lang):
    page = chainrule.explain(network, wrt="w_1, w_2", lang=lang).page()
    text = " ".join("".join(part for part, _ in line) for line in lines(page, 120, TERMINAL))
    assert [line for line in NETWORK_LINES if line not in " ".join(text.split())] == []
