"""LaTeX as it is copied from books and web pages."""

from __future__ import annotations

import pytest

from chainrule.expression.build import parse
from chainrule.expression.task import read

SAME = [
    (r"\frac{1}{2}", "1/2"),
    (r"\frac12 x", "(1/2)x"),
    (r"\frac x2", "x/2"),
    (r"\frac\pi2", "pi/2"),
    (r"\dfrac{x+1}{x-1}", "(x+1)/(x-1)"),
    (r"\tfrac12", "1/2"),
    (r"\sqrt[3]{x}", "cbrt(x)"),
    (r"\sqrt[n]{x}", "x^(1/n)"),
    (r"\sqrt 2x", "sqrt(2)x"),
    (r"\left( x+1 \right)^2", "(x+1)^2"),
    (r"\bigl(x+1\bigr)y", "(x+1)y"),
    (r"x \cdot y \times z", "x*y*z"),
    (r"\sin^{2} x", "sin^2 x"),
    (r"\sin^2x", "sin(x)^2"),
    (r"\sin 2x \cos x", "sin(2x) cos(x)"),
    (r"\sin\frac{x}{2}\cos y", "sin(x/2) cos(y)"),
    (r"\cos x\left(1+x\right)", "cos(x)*(1+x)"),
    (r"\ln\left|x\right|", "ln|x|"),
    (r"\lvert x\rvert", "|x|"),
    (r"\operatorname{arcsinh}(x)", "arcsinh(x)"),
    (r"\mathrm{e}^x + \text{e}^{2x}", "e^x + e^(2x)"),
    (r"\exp x", "exp(x)"),
    (r"\log_{2} x", "log_2(x)"),
    (r"\tan^{-1}\left(x\right)", "arctan(x)"),
    (r"\arcsin x + \pi r^2", "arcsin(x) + pi r^2"),
    (r"x_{1}\,x_2\;y\!z\quad w", "x_1 x_2 y z w"),
    (r"\displaystyle {x}^{2}", "x^2"),
    (r"\(x^2\)", "x^2"),
    (r"\[x^{10}\]", "x^10"),
    (r"$x^23$", "x^2*3"),
    (r"2^{\frac12} e^\frac{x}{2}", "2^(1/2) e^(x/2)"),
    (r"e^{-\frac{x^2}{2}}", "e^(-x^2/2)"),
    (r"f^{\prime}(x)", "f'(x)"),
    (r"\sigma(x)", "sigmoid(x)"),
    (r"\langle x, y\rangle", "(x, y)"),
    (r"\left\{x\right\}", "x"),
    (r"\frac{d}{dx}\left(x^2\right)", "d/dx (x^2)"),
    (r"\frac{\mathrm{d}}{\mathrm{d}x} \sin x", "d/dx (sin(x))"),
]


@pytest.mark.parametrize(("latex", "plain"), SAME)
def test_means_the_same_as(latex: str, plain: str) -> None:
    assert parse(latex).doit() == parse(plain).doit()


TASKS = [
    (r"\frac{d^2}{dx^2} x^3", ("x",), 2),
    (r"\frac{\partial}{\partial x} x y", ("x",), 1),
    (r"z = xy; \frac{\partial z}{\partial x}", ("x",), 1),
    (r"y = u^2 \text{ where } u = \sin x", (), 1),
]


@pytest.mark.parametrize(("latex", "wrt", "order"), TASKS)
def test_tasks(latex: str, wrt: tuple[str, ...], order: int) -> None:
    problem = read(latex)
    assert (problem.wrt, problem.order) == (wrt, order)


def test_latex_can_be_forced() -> None:
    assert parse("x^23", latex=True) == parse("x^2*3")
    assert parse("x^23") == parse("x^(23)")
