"""The forms of generated problems, one line each, and what stands in their holes.

    Recipe(2, ("chain", "trigonometric"), "{sc}({line})")      sin(3x + 2), cos(5x − 1), …

A hole is filled anew at every place. The letter x is the variable (where there is one only, another letter may take
its place), so no other word here contains an x. To add a form: one line.
This module knows texts; it must not know trees, derivatives or what makes a problem good.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple, TypeVar


class Recipe(NamedTuple):
    """One form: its level, its skills (the main one first), the problem with holes, and how it is asked."""

    level: int
    skills: tuple[str, ...]
    problem: str
    wrt: str | None = None
    order: int | None = None
    at: str | None = None


COPRIME = tuple((a, b) for a in range(2, 6) for b in range(1, 8) if math.gcd(a, b) == 1)
"""Of 4x + 6 the 2 would be taken out."""
HOLES: Mapping[str, tuple[str, ...]] = {
    # numbers
    "a": ("2", "3", "4", "5"),
    "b": ("2", "3", "4", "5", "6", "7"),
    "odd": ("3", "5", "7"),
    "n": ("2", "3", "4"),
    "m": ("3", "4", "5", "6"),
    "k": ("-2", "-1", "1", "2", "3"),
    "base": ("2", "3", "5", "10"),
    "square": ("9", "16", "25", "36"),
    "pm": ("+", "-"),
    # functions
    "sc": ("sin", "cos"),
    "trig": ("sin", "cos", "tan"),
    "recip": ("sec", "csc", "cot"),
    "inv": ("arcsin", "arctan", "arccos"),
    "hyp": ("sinh", "cosh", "tanh"),
    # inner functions
    "mult": ("2x", "3x", "4x", "5x"),
    "line": tuple(text for a, b in COPRIME for text in (f"{a}x + {b}", f"{a}x - {b}", f"{b} - {a}x")),
    "quad": ("x^2 + {b}", "x^2 - {a}x", "{a}x^2 + {b}", "x^2 + {odd}x + {b}", "x^2 - {odd}x"),
    "above": ("x^2 + {b}", "{a}x^2 + {b}", "x^4 + {b}"),
    "cubic": ("x^3 + {a}x", "x^3 - {b}", "{a}x^3 + {b}", "x^3 - {a}x^2"),
    "poly": ("{quad}", "{cubic}"),
    "term": ("x^{n}", "{a}x^{n}"),
    "inside": ("{mult}", "x^2", "x^3", "{line}"),
    "smooth": ("{sc}({mult})", "e^({mult})", "e^(-{mult})", "e^({mult})"),
    # functions of one letter, for systems
    "ofu": ("u^2", "u^3", "{a}u"),
}

RECIPES: tuple[Recipe, ...] = (
    Recipe(1, ("power", "sum"), "{a}x^{m} {pm} {b}x"),
    Recipe(1, ("power", "sum"), "x^{m} {pm} {a}x^{n} + {b}"),
    Recipe(1, ("power",), "{a}/x^{n}"),
    Recipe(1, ("power", "sum"), "{a}x^{n} {pm} {b}/x"),
    Recipe(1, ("power", "sum"), "(1/{a})x^{m} - {a}x^{n}"),
    Recipe(2, ("power", "chain"), "({line})^{m}"),
    Recipe(2, ("power", "chain"), "{a}/({line})^{n}"),
    Recipe(2, ("power", "chain"), "1/({line})^{n}"),
    Recipe(3, ("power", "chain"), "({poly})^{m}"),
    Recipe(3, ("power", "chain"), "{a}/({quad})^{n}"),
    Recipe(4, ("power", "many-layers"), "(({line})^{m} + {b})^{n}"),
    Recipe(4, ("power", "product", "chain"), "x^{n}({line})^{m}"),
    Recipe(5, ("power", "product", "chain"), "({line})^{n}({quad})^{m}"),
    Recipe(5, ("power", "quotient", "chain"), "({line})^{m}/({quad})^{n}"),
    #
    Recipe(1, ("root", "sum"), "{a}sqrt(x) {pm} {b}x"),
    Recipe(1, ("root", "sum"), "{a}sqrt(x) {pm} {b}/x"),
    Recipe(1, ("root", "sum"), "{a}cbrt(x) {pm} {term}"),
    Recipe(1, ("root", "power"), "{a}x^(3/2)"),
    Recipe(1, ("root", "power", "sum"), "x^(5/2) {pm} {a}x^(1/2)"),
    Recipe(2, ("root", "chain"), "sqrt({line})"),
    Recipe(2, ("root", "chain"), "cbrt({line})"),
    Recipe(2, ("root", "chain"), "({line})^(3/2)"),
    Recipe(3, ("root", "chain"), "sqrt({poly})"),
    Recipe(3, ("root", "chain"), "{a}/sqrt({quad})"),
    Recipe(3, ("root", "chain"), "cbrt({poly})"),
    Recipe(4, ("root", "chain"), "cbrt({b} + sqrt(x))"),
    Recipe(4, ("root", "product", "chain"), "x sqrt({line})"),
    Recipe(4, ("root", "product", "chain"), "x^2 sqrt({quad})"),
    Recipe(4, ("root", "quotient", "chain"), "x/sqrt({above})"),
    Recipe(5, ("root", "product", "chain"), "sqrt({line})({quad})^2"),
    Recipe(5, ("root", "quotient", "chain"), "sqrt({line})/(x^2 + {b})"),
    Recipe(5, ("root", "chain", "sum"), "sqrt(x + sqrt({line}))"),
    #
    Recipe(1, ("exponential", "sum"), "{a}e^x {pm} {term}"),
    Recipe(1, ("exponential", "sum"), "{base}^x {pm} {b}x"),
    Recipe(1, ("exponential", "sum"), "x^{m} - {a}e^x"),
    Recipe(1, ("exponential", "sum"), "{a}e^x {pm} {b}/x"),
    Recipe(1, ("exponential", "root", "sum"), "{a}e^x {pm} {b}sqrt(x)"),
    Recipe(2, ("exponential", "chain"), "e^({line})"),
    Recipe(2, ("exponential", "chain"), "{b}e^(-{mult})"),
    Recipe(2, ("exponential", "chain"), "{base}^({line})"),
    Recipe(3, ("exponential", "chain"), "e^({poly})"),
    Recipe(3, ("exponential", "chain"), "{base}^(x^2)"),
    Recipe(3, ("exponential", "product", "chain"), "x^{n} e^(-{mult})"),
    Recipe(3, ("exponential", "sum", "chain"), "{a}e^({mult}) {pm} {b}e^(-{mult})"),
    Recipe(4, ("exponential", "product", "chain"), "({line})e^(-x^2)"),
    Recipe(4, ("exponential", "many-layers", "trigonometric"), "e^({sc}({mult}))"),
    Recipe(4, ("exponential", "quotient", "chain"), "e^({mult})/({line})"),
    Recipe(5, ("exponential", "many-layers", "root"), "e^(sqrt({quad}))"),
    Recipe(5, ("exponential", "quotient", "chain"), "(e^(2x) - {b})/(e^(2x) + {b})"),
    Recipe(5, ("exponential", "product", "trigonometric", "chain"), "x e^(-{mult}) {sc}({mult})"),
    #
    Recipe(1, ("logarithm", "sum"), "{a}ln(x) {pm} {term}"),
    Recipe(1, ("logarithm", "sum"), "x^{n} - {a}ln(x)"),
    Recipe(1, ("logarithm", "sum"), "{a}ln(x) {pm} {b}/x"),
    Recipe(1, ("logarithm", "exponential", "sum"), "{a}ln(x) {pm} {b}e^x"),
    Recipe(1, ("logarithm", "sum"), "{a}log_{base}(x) {pm} {b}x"),
    Recipe(2, ("logarithm", "chain"), "ln({line})"),
    Recipe(2, ("logarithm", "chain"), "ln({above})"),
    Recipe(2, ("logarithm", "product"), "x^{n} ln(x)"),
    Recipe(2, ("logarithm", "chain"), "log_{base}({line})"),
    Recipe(2, ("logarithm", "power", "chain"), "(ln(x))^{n}"),
    Recipe(3, ("logarithm", "chain", "power"), "(ln({line}))^{n}"),
    Recipe(3, ("logarithm", "product", "chain"), "x ln({line})"),
    Recipe(3, ("logarithm", "chain", "trigonometric"), "ln({b} + {sc}(x)^2)"),
    Recipe(3, ("logarithm", "quotient"), "ln(x)/x^{n}"),
    Recipe(4, ("logarithm", "many-layers", "trigonometric"), "ln({sc}({mult}))"),
    Recipe(4, ("logarithm", "many-layers"), "ln(ln({line}))"),
    Recipe(4, ("logarithm", "product", "chain"), "({line})^{n} ln({above})"),
    Recipe(5, ("logarithm", "root", "chain"), "ln(x + sqrt(x^2 + {b}))"),
    Recipe(5, ("logarithm", "quotient", "chain"), "ln({above})/({line})^{n}"),
    Recipe(5, ("logarithm", "many-layers", "power"), "sqrt(ln({above}))"),
    #
    Recipe(1, ("trigonometric", "sum"), "{a}sin(x) {pm} {b}cos(x)"),
    Recipe(1, ("trigonometric", "sum"), "{a}{trig}(x) {pm} {term}"),
    Recipe(1, ("trigonometric", "sum"), "{a}{recip}(x) {pm} {b}x"),
    Recipe(2, ("trigonometric", "chain"), "{trig}({line})"),
    Recipe(2, ("trigonometric", "chain"), "{recip}({mult})"),
    Recipe(2, ("trigonometric", "power", "chain"), "{trig}(x)^{m}"),
    Recipe(2, ("trigonometric", "product"), "x^{n} {trig}(x)"),
    Recipe(3, ("trigonometric", "chain"), "{trig}({poly})"),
    Recipe(3, ("trigonometric", "many-layers", "power"), "{trig}({mult})^{m}"),
    Recipe(3, ("trigonometric", "product", "chain"), "x^{n} {trig}({mult})"),
    Recipe(3, ("trigonometric", "quotient"), "{sc}(x)/({b} + x^2)"),
    Recipe(4, ("trigonometric", "product", "chain"), "sin({mult}) cos({mult})"),
    Recipe(4, ("trigonometric", "quotient"), "sin({mult})/({b} + cos({mult}))"),
    Recipe(4, ("trigonometric", "many-layers"), "{trig}(({line})^{m})"),
    Recipe(5, ("trigonometric", "many-layers"), "{sc}({sc}(x^2 + {b}))"),
    Recipe(5, ("trigonometric", "product", "many-layers"), "sin({mult})^{n} cos({mult})^{m}"),
    Recipe(5, ("trigonometric", "quotient", "many-layers"), "{sc}({mult})^{n}/(x^2 + {b})"),
    #
    Recipe(1, ("inverse", "sum"), "{a}arctan(x) {pm} {b}x"),
    Recipe(1, ("inverse", "sum"), "{a}arcsin(x) {pm} {term}"),
    Recipe(1, ("inverse", "sum"), "{a}arccos(x) {pm} {b}x"),
    Recipe(1, ("inverse", "logarithm", "sum"), "{a}arctan(x) {pm} {b}ln(x)"),
    Recipe(2, ("inverse", "chain"), "{inv}({mult})"),
    Recipe(2, ("inverse", "product"), "x^{n} arctan(x)"),
    Recipe(2, ("inverse", "power", "chain"), "{inv}(x)^{n}"),
    Recipe(3, ("inverse", "chain"), "arctan({line})"),
    Recipe(3, ("inverse", "chain"), "{inv}(x^{n})"),
    Recipe(3, ("inverse", "product", "chain"), "x {inv}({mult})"),
    Recipe(3, ("inverse", "chain", "power"), "arctan({mult})^{n}"),
    Recipe(4, ("inverse", "many-layers", "root"), "arctan(sqrt({line}))"),
    Recipe(4, ("inverse", "many-layers", "exponential"), "{inv}(e^({mult}))"),
    Recipe(4, ("inverse", "product", "chain"), "(x^2 + {b}) arctan({mult})"),
    Recipe(5, ("inverse", "logarithm", "sum", "product", "chain"), "x arctan({mult}) - ln({above})"),
    Recipe(5, ("inverse", "quotient", "chain"), "arctan({mult})/(x^2 + {b})"),
    Recipe(5, ("inverse", "many-layers", "logarithm"), "ln(arctan({mult}))"),
    #
    Recipe(1, ("hyperbolic", "sum"), "{a}sinh(x) {pm} {b}cosh(x)"),
    Recipe(1, ("hyperbolic", "sum"), "{a}{hyp}(x) {pm} {term}"),
    Recipe(1, ("hyperbolic", "exponential", "sum"), "{a}{hyp}(x) {pm} {b}e^x"),
    Recipe(2, ("hyperbolic", "chain"), "{hyp}({line})"),
    Recipe(2, ("hyperbolic", "product"), "x^{n} {hyp}(x)"),
    Recipe(2, ("hyperbolic", "power", "chain"), "{hyp}(x)^{n}"),
    Recipe(3, ("hyperbolic", "chain"), "{hyp}({poly})"),
    Recipe(3, ("hyperbolic", "many-layers", "power"), "{hyp}({mult})^{n}"),
    Recipe(4, ("hyperbolic", "many-layers", "logarithm"), "ln(cosh({mult}))"),
    Recipe(4, ("hyperbolic", "product", "chain"), "x^2 {hyp}({mult})"),
    Recipe(5, ("hyperbolic", "product", "exponential", "chain"), "e^(-{mult}) {hyp}({mult})"),
    Recipe(5, ("hyperbolic", "many-layers", "inverse"), "arctan(sinh({mult}))"),
    Recipe(5, ("hyperbolic", "quotient", "chain"), "{hyp}({mult})/(x^2 + {b})"),
    #
    Recipe(2, ("chain", "power"), "({above})^{m}"),
    Recipe(2, ("chain", "trigonometric"), "{sc}({inside})"),
    Recipe(2, ("chain", "exponential"), "e^({inside})"),
    Recipe(2, ("chain", "logarithm"), "ln({above})"),
    Recipe(2, ("chain", "root"), "sqrt({above})"),
    Recipe(3, ("chain", "trigonometric"), "{trig}({poly})"),
    Recipe(3, ("chain", "trigonometric", "power"), "({b} + {a}{sc}(x))^{m}"),
    Recipe(3, ("chain", "root", "trigonometric"), "sqrt({b} + {sc}({mult}))"),
    Recipe(3, ("chain", "logarithm", "exponential"), "ln({b} + e^({mult}))"),
    Recipe(3, ("chain", "exponential", "root"), "e^(sqrt({mult}))"),
    Recipe(4, ("chain", "many-layers", "trigonometric"), "{sc}({quad})^{m}"),
    Recipe(4, ("chain", "product", "power"), "x({poly})^{m}"),
    Recipe(4, ("chain", "quotient", "power"), "(({line})/(x + {b}))^{m}"),
    Recipe(5, ("chain", "many-layers", "power"), "(x + {sc}({mult})^{n})^{m}"),
    Recipe(5, ("chain", "product", "exponential"), "e^(x {sc}({mult}))"),
    Recipe(5, ("chain", "quotient", "trigonometric"), "{sc}(({line})/(x^2 + {b}))"),
    #
    Recipe(3, ("many-layers", "trigonometric"), "{sc}({mult})^{m}"),
    Recipe(3, ("many-layers", "logarithm"), "(ln({mult} + {b}))^{m}"),
    Recipe(3, ("many-layers", "exponential", "trigonometric"), "e^({sc}({mult}))"),
    Recipe(3, ("many-layers", "trigonometric", "root"), "{sc}(sqrt({line}))"),
    Recipe(4, ("many-layers", "trigonometric"), "{sc}(x^{n} + {b})^{m}"),
    Recipe(4, ("many-layers", "root", "exponential"), "sqrt({b} + e^({mult}))"),
    Recipe(4, ("many-layers", "trigonometric"), "{sc}({sc}({inside}))"),
    Recipe(4, ("many-layers", "logarithm", "trigonometric"), "ln({b} + {sc}({mult})^2)"),
    Recipe(5, ("many-layers", "trigonometric", "root"), "{sc}(sqrt({above}))^{n}"),
    Recipe(5, ("many-layers", "exponential", "trigonometric"), "e^({sc}(x^2)^{n})"),
    Recipe(5, ("many-layers", "trigonometric", "logarithm"), "{sc}(ln({above}))^{n}"),
    Recipe(5, ("many-layers", "root", "power"), "({b} + sqrt({line}))^{m}"),
    #
    Recipe(1, ("sum", "power"), "x^{m} - {a}x^{n} + {b}x - {b}"),
    Recipe(1, ("sum", "power", "root"), "{a}x^{m} {pm} {b}sqrt(x)"),
    Recipe(1, ("sum", "trigonometric", "exponential"), "{a}e^x {pm} {b}{sc}(x)"),
    Recipe(1, ("sum", "logarithm", "root"), "{a}ln(x) {pm} {b}sqrt(x)"),
    Recipe(2, ("sum", "chain", "trigonometric"), "{sc}({mult}) {pm} {term}"),
    Recipe(2, ("sum", "chain", "exponential"), "{a}e^({mult}) {pm} {term}"),
    Recipe(3, ("sum", "chain"), "{sc}({quad}) {pm} e^({mult})"),
    Recipe(3, ("sum", "product", "trigonometric"), "x sin(x) {pm} {a}cos(x)"),
    Recipe(3, ("sum", "product", "trigonometric"), "x^2 cos(x) {pm} {a}sin(x)"),
    Recipe(3, ("sum", "product", "exponential"), "x e^x {pm} {term}"),
    Recipe(4, ("sum", "product", "chain"), "x e^({mult}) {pm} ({line})^{m}"),
    Recipe(5, ("sum", "product", "many-layers"), "x^2 {sc}({mult}) {pm} ln({b} + {sc}(x)^2)"),
    #
    Recipe(2, ("product", "power"), "({quad})({cubic})"),
    Recipe(2, ("product", "trigonometric"), "{term} {sc}(x)"),
    Recipe(2, ("product", "exponential"), "({line})e^x"),
    Recipe(2, ("product", "logarithm", "root"), "sqrt(x) ln(x)"),
    Recipe(2, ("product", "trigonometric", "exponential"), "{a}e^x {sc}(x)"),
    Recipe(3, ("product", "chain", "exponential"), "({line})e^({mult})"),
    Recipe(3, ("product", "chain", "trigonometric"), "x^{n} {sc}({inside})"),
    Recipe(3, ("product", "chain", "exponential", "trigonometric"), "e^(-{mult}) {sc}({mult})"),
    Recipe(3, ("product", "chain", "power"), "x({line})^{m}"),
    Recipe(4, ("product", "chain", "power"), "({line})^{n}({line})^{m}"),
    Recipe(4, ("product", "chain", "exponential", "trigonometric"), "e^(-{mult}) {sc}({line})"),
    Recipe(4, ("product", "trigonometric", "exponential"), "x e^x {sc}(x)"),
    Recipe(4, ("product", "chain", "logarithm"), "(x^2 + {b}) ln({line})"),
    Recipe(5, ("product", "many-layers", "exponential", "trigonometric"), "e^(-{mult}) {sc}({mult})^{n}"),
    Recipe(5, ("product", "chain", "root", "trigonometric"), "sqrt({line}) {sc}(x^2)"),
    Recipe(5, ("product", "chain", "exponential", "power"), "({quad})^{n} e^(-x^2)"),
    #
    Recipe(2, ("quotient",), "({line})/({line})"),
    Recipe(2, ("quotient", "power"), "x^{n}/({line})"),
    Recipe(2, ("quotient", "trigonometric"), "{sc}(x)/x^{n}"),
    Recipe(2, ("quotient", "exponential"), "e^x/({line})"),
    Recipe(2, ("quotient", "power"), "{a}x/(x^2 + {b})"),
    Recipe(3, ("quotient", "power"), "({quad})/({line})"),
    Recipe(3, ("quotient", "chain", "trigonometric"), "{sc}({mult})/x^{n}"),
    Recipe(3, ("quotient", "trigonometric"), "{sc}(x)/({b} + {a}{sc}(x))"),
    Recipe(3, ("quotient", "logarithm"), "ln(x)/({line})"),
    Recipe(4, ("quotient", "chain", "power"), "x/({line})^{m}"),
    Recipe(4, ("quotient", "chain", "exponential"), "(x^2 + {b})/e^({mult})"),
    Recipe(4, ("quotient", "chain", "trigonometric"), "{sc}({mult})/({line})"),
    Recipe(4, ("quotient", "chain", "root"), "({line})/sqrt({above})"),
    Recipe(5, ("quotient", "product", "trigonometric"), "x {sc}(x)/({line})"),
    Recipe(5, ("quotient", "many-layers"), "{sc}({mult})^{n}/({line})"),
    Recipe(5, ("quotient", "chain", "logarithm"), "ln({above})/({quad})"),
    #
    Recipe(3, ("general-power", "product"), "x^({a}x)"),
    Recipe(3, ("general-power", "product", "trigonometric"), "x^({sc}(x))"),
    Recipe(3, ("general-power", "product", "logarithm"), "(ln(x))^x"),
    Recipe(3, ("general-power", "product", "root"), "x^(sqrt(x))"),
    Recipe(3, ("general-power", "product"), "x^(x^{n})"),
    Recipe(3, ("general-power", "product"), "({a}x)^x"),
    Recipe(3, ("general-power", "product", "exponential"), "x^(e^x)"),
    Recipe(3, ("general-power", "product", "sum"), "x^({line})"),
    Recipe(3, ("general-power", "product", "trigonometric"), "({sc}(x))^x"),
    Recipe(4, ("general-power", "product", "chain"), "({line})^x"),
    Recipe(4, ("general-power", "product", "trigonometric"), "({sc}(x))^({mult})"),
    Recipe(4, ("general-power", "product", "chain"), "({above})^({mult})"),
    Recipe(4, ("general-power", "product", "chain", "trigonometric"), "x^({sc}({mult}))"),
    Recipe(5, ("general-power", "product", "chain", "trigonometric"), "({above})^({sc}(x))"),
    Recipe(5, ("general-power", "product", "chain", "trigonometric"), "({b} + {sc}(x))^(x^2)"),
    Recipe(5, ("general-power", "product", "chain"), "(1 + {a}/x)^x"),
    #
    Recipe(1, ("higher-order", "power", "sum"), "x^{m} {pm} {a}x^{m}", order=2),
    Recipe(1, ("higher-order", "power", "exponential"), "{a}e^x {pm} x^{m}", order=2),
    Recipe(1, ("higher-order", "power", "trigonometric"), "{a}x^{m} {pm} {b}{sc}(x)", order=2),
    Recipe(2, ("higher-order", "trigonometric", "chain"), "{sc}({mult})", order=2),
    Recipe(2, ("higher-order", "exponential", "chain"), "e^({line})", order=2),
    Recipe(2, ("higher-order", "power", "chain"), "({line})^{m}", order=2),
    Recipe(3, ("higher-order", "product", "exponential"), "x e^({mult})", order=2),
    Recipe(3, ("higher-order", "product", "trigonometric"), "x {sc}(x)", order=2),
    Recipe(3, ("higher-order", "logarithm", "chain"), "ln({above})", order=2),
    Recipe(3, ("higher-order", "product", "logarithm"), "x^{m} ln(x)", order=2),
    Recipe(4, ("higher-order", "exponential", "chain"), "e^(-x^2)", order=2),
    Recipe(4, ("higher-order", "trigonometric", "chain"), "{sc}({a}x^2)", order=2),
    Recipe(4, ("higher-order", "product", "exponential", "trigonometric"), "e^({mult}) {sc}({mult})", order=2),
    Recipe(4, ("higher-order", "exponential", "product"), "x e^(-{mult})", order=3),
    Recipe(5, ("higher-order", "root", "chain"), "sqrt({above})", order=2),
    Recipe(5, ("higher-order", "quotient"), "x/(x^2 + {b})", order=2),
    Recipe(5, ("higher-order", "exponential", "product"), "x^2 e^(-{mult})", order=3),
    #
    Recipe(2, ("implicit", "power", "sum"), "x^2 + y^2 = {square}"),
    Recipe(2, ("implicit", "power", "sum"), "{a}x^2 {pm} {a}y^2 = {square}"),
    Recipe(2, ("implicit", "power", "sum"), "x^{m} + y^{m} = {b}"),
    Recipe(3, ("implicit", "product", "power"), "x^2 + {a}x y + y^2 = {b}"),
    Recipe(3, ("implicit", "product", "power"), "x^2 y {pm} {a}y^{m} = {b}"),
    Recipe(3, ("implicit", "root", "sum"), "sqrt(x) + {a}sqrt(y) = {b}"),
    Recipe(3, ("implicit", "product", "power"), "x y^2 {pm} {a}x = y^{m}", wrt="x"),
    Recipe(3, ("implicit", "trigonometric", "sum"), "{sc}(y) = x^2 + {a}y"),
    Recipe(4, ("implicit", "product", "exponential"), "x e^y = {a}y + {b}"),
    Recipe(4, ("implicit", "product", "trigonometric"), "x {sc}(y) + y^2 = {b}"),
    Recipe(4, ("implicit", "chain", "trigonometric"), "{sc}({a}x + y) = x^2"),
    Recipe(4, ("implicit", "logarithm", "product"), "x ln(y) + y^2 = {a}x"),
    Recipe(5, ("implicit", "chain", "product", "trigonometric"), "{sc}(x y) = {a}x + y"),
    Recipe(5, ("implicit", "chain", "product", "exponential"), "e^(x y) = x + {a}y"),
    Recipe(5, ("implicit", "chain", "product", "logarithm"), "ln(x y) = {a}x + y^2"),
    Recipe(5, ("implicit", "chain", "power"), "(x + {a}y)^3 = x^2 + y^2"),
    Recipe(5, ("implicit", "chain", "power"), "(x^2 + y^2)^2 = {a}x y"),
    #
    Recipe(1, ("partial", "power"), "{a}x^{n} y^{m}", wrt="{xy}"),
    Recipe(1, ("partial", "power", "sum"), "{a}x^2 {pm} {b}x y^{n}", wrt="{xy}"),
    Recipe(1, ("partial", "power", "sum"), "x^{n} y {pm} {a}x y^{m}", wrt="{xy}"),
    Recipe(2, ("partial",), "x^{n} {sc}(y)", wrt="{xy}"),
    Recipe(2, ("partial", "sum"), "{a}x^{n} y - x e^y", wrt="{xy}"),
    Recipe(3, ("partial", "chain", "exponential"), "e^({a}x y)", wrt="{xy}"),
    Recipe(3, ("partial", "chain", "trigonometric"), "{sc}({a}x^{n} - {b}y)", wrt="{xy}"),
    Recipe(3, ("partial", "chain", "logarithm"), "ln({a}x^2 + {b}y^2)", wrt="{xy}"),
    Recipe(3, ("partial", "chain", "root"), "sqrt(x^2 + {a}y^2)", wrt="{xy}"),
    Recipe(3, ("partial", "chain", "power"), "({a}x^{n} + y^{n})^{m}", wrt="{xy}"),
    Recipe(4, ("partial", "quotient"), "x y/(x^2 + {b}y^2)", wrt="{xy}"),
    Recipe(4, ("partial", "product", "chain", "exponential"), "x e^({a}x y)", wrt="{xy}"),
    Recipe(4, ("partial", "product", "chain", "trigonometric"), "y^{n} {sc}(x y)", wrt="y"),
    Recipe(5, ("partial", "product", "chain", "exponential"), "(x + {a}y)e^(-x y)", wrt="{xy}"),
    Recipe(5, ("partial", "many-layers", "trigonometric"), "{sc}(x y^2)^{n}", wrt="{xy}"),
    Recipe(5, ("partial", "inverse", "chain"), "arctan({a}y/x)", wrt="{xy}"),
    #
    Recipe(2, ("paths", "power"), "z = u^{n} + {a}v; u = {line}; v = x^{m}", wrt="x"),
    Recipe(2, ("paths",), "z = u v; u = {sc}(x); v = {line}", wrt="x"),
    Recipe(2, ("paths",), "z = u v; u = e^({a}t); v = t^{n}", wrt="t"),
    Recipe(3, ("paths", "power"), "z = u^{n} + v^{m}; u = x y; v = x + {a}y", wrt="{xy}"),
    Recipe(3, ("paths",), "z = u v^{n}; u = x^{n} + y; v = {a}x - y", wrt="{xy}"),
    Recipe(3, ("paths", "exponential"), "z = e^u + {a}v; u = x y; v = x^{n} - y^{n}", wrt="{xy}"),
    Recipe(3, ("paths", "exponential"), "z = u v; u = e^({a}t); v = {sc}(t)", wrt="t"),
    Recipe(4, ("paths", "trigonometric"), "z = u {sc}(v); u = x^{n} y; v = x + {a}y", wrt="{xy}"),
    Recipe(4, ("paths", "logarithm"), "z = ln(u + v^2); u = {a}x + y; v = x y", wrt="{xy}"),
    Recipe(4, ("paths", "power"), "z = (u + {a}v)^{n}; u = x^2 y; v = x - y^2", wrt="{xy}"),
    Recipe(5, ("paths",), "w = u v + v s; u = {a}x; v = x y; s = x^{n} + y", wrt="{xy}"),
    Recipe(5, ("paths", "trigonometric", "chain"), "z = u v; u = {sc}(x y); v = e^(x - {a}y)", wrt="{xy}"),
    Recipe(5, ("paths", "power"), "w = u^2 + v^2 + s^2; u = x y; v = x + {a}y; s = {a}x - y", wrt="{xy}"),
    Recipe(5, ("paths", "quotient"), "z = u/v; u = x^{n} y; v = {a}x + y", wrt="{xy}"),
    Recipe(5, ("paths", "exponential"), "z = u e^v; u = x^2 + {a}y^2; v = x y", wrt="{xy}"),
    Recipe(5, ("paths",), "z = u^2 + {a}w; u = x y; w = u v; v = x + y", wrt="{xy}"),
    #
    Recipe(2, ("graph", "chain"), "L = (a - y)^2; a = w x", wrt="w", at="w={a},x={k},y={k}"),
    Recipe(2, ("graph",), "f = (x + y)z", wrt="{xy}", at="x={k},y={a},z={k}"),
    Recipe(2, ("graph",), "f = x(y + {a}z)", wrt="{xy}", at="x={k},y={a},z={k}"),
    Recipe(2, ("graph",), "c = a^2; a = x + {a}y", wrt="{xy}", at="x={k},y={k}"),
    Recipe(3, ("graph", "chain"), "L = (a - y)^2; a = w x + b", wrt="w", at="w={a},x={k},b={k},y={k}"),
    Recipe(3, ("graph", "paths"), "z = u v; u = x + {a}y; v = x y", wrt="{xy}", at="x={k},y={a}"),
    Recipe(3, ("graph", "paths", "power"), "z = u^2 + v^2; u = x y; v = x - y", wrt="{xy}", at="x={k},y={a}"),
    Recipe(4, ("graph", "paths", "power"), "z = u^2 v; u = {a}x - y; v = x y^2", wrt="{xy}", at="x={k},y={a}"),
    Recipe(4, ("graph",), "f = (x + y)(x y + {a}z)", wrt="{xy}", at="x={k},y={a},z={k}"),
    Recipe(4, ("graph",), "L = (b - y)^2; b = v a; a = w^2 x", wrt="{wv}", at="w={k},x={k},v={k},y={k}"),
    Recipe(5, ("graph", "paths"), "z = u v + w^2; u = x y; v = x - y; w = u + v", wrt="{xy}", at="x={k},y={a}"),
    Recipe(5, ("graph", "paths"), "z = u v w; u = x + y; v = x y; w = x - {a}y", wrt="{xy}", at="x={k},y={k}"),
)
"""Every form, by its main skill."""

LETTERS: Mapping[str, tuple[str, ...]] = {"xy": ("x", "y"), "wv": ("w", "v")}
"""By which letter it is asked."""

_HOLE = re.compile(r"\{(\w+)\}")


T = TypeVar("T")


def chosen(options: Sequence[T], rng: Random) -> T:
    """One of several, by one number of the generator."""
    return options[int(rng.random() * len(options))]


def filled(text: str, rng: Random) -> str:
    """The text with every hole filled.

    >>> filled("{sc}({line})", Random(4))
    'sin(3 - 2x)'
    """
    return _HOLE.sub(lambda hole: filled(chosen(HOLES.get(hole[1]) or LETTERS[hole[1]], rng), rng), text)
