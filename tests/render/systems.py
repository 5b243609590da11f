"""Systems that tests of pictures share: small ones by name, and networks."""

from collections.abc import Mapping

import sympy

from chainrule.expression.build import parse
from chainrule.graph.edges import edges
from chainrule.graph.sweeps import Machine, Sweep
from chainrule.graph.system import System, system

Edges = Mapping


def defined(text: str) -> System:
    """``z = (u + v)^2; u = x y`` as a system."""
    pairs = (part.split("=", 1) for part in text.split(";"))
    return system([(sympy.Symbol(name.strip()), parse(formula)) for name, formula in pairs])


TREE = "z = (u + v)^2; u = x y; v = x + y"
NEURON = "L = 1/2 (q - y)^2; q = sigmoid(u_3); u_3 = u_1 + u_2; u_1 = w_1 x_1; u_2 = w_2 x_2"
SHARED = "z = p q; p = u + v; q = u v; u = x^2 y; v = sin(x y)"
POLAR = "z = x^2 - y^2; x = r cos(theta); y = r sin(theta)"
CHAIN = "y = a^2; a = sin b; b = c + 1; c = 3 d; d = k^2; k = ln m; m = 1 + n^2; n = cos p; p = 2 q; q = s^3; s = 1 - t"
SKIPPING = "z = x u + v; u = x^2; v = u w; w = sin u + x"
FRACTIONS = "z = u/v; u = (x + y)/(x - y); v = sqrt(x^2 + y^2)/(1 + x)^2"

POINTS: Mapping[str, Mapping[str, float]] = {
    TREE: {"x": 1.0, "y": 2.0},
    NEURON: {"w_1": 0.5, "x_1": 1.0, "w_2": -0.3, "x_2": 2.0, "y": 1.0},
    SHARED: {"x": 1.2, "y": 0.7},
    POLAR: {"r": 2.0, "theta": 0.5},
    CHAIN: {"t": 0.4},
    SKIPPING: {"x": 0.8},
    FRACTIONS: {"x": 2.0, "y": 1.0},
}


def network(*widths: int) -> str:
    """Layers of sigmoid neurons with weights and biases, and a squared error."""
    above = [f"x_{i + 1}" for i in range(widths[0])]
    lines = []
    for layer, width in enumerate(widths[1:], 1):
        names = [f"a_{layer}{j + 1}" for j in range(width)]
        for j, name in enumerate(names, 1):
            weighted = " + ".join(f"w_{layer}{j}{i} {value}" for i, value in enumerate(above, 1))
            lines.append(f"{name} = sigmoid({weighted} + b_{layer}{j})")
        above = names
    return "; ".join([f"L = 1/2 ({above[0]} - y)^2", *reversed(lines)])


def sweeps(found: System, point: Mapping[str, float]) -> tuple[Sweep, Sweep]:
    """The forward and the backward pass from the first output."""
    machine = Machine(found, edges(found))
    return machine.forward(point), machine.backward(point, found.outputs[0])
