"""The skills that are practised, in the order in which they are learned.

Each is a line of the table; its name in a language stands under ``skill.ID`` in the words.
"""

from __future__ import annotations

SKILLS = (
    "layers",  # which function is outside, which inside
    "power",  # xⁿ, also of a layer
    "root",  # √ and fractional powers
    "exponential",  # eˣ, aˣ
    "logarithm",  # ln, log_a
    "trigonometric",  # sin, cos, tan, …
    "inverse",  # arcsin, arctan, …
    "hyperbolic",  # sinh, cosh, …
    "chain",  # outer′ × inner′
    "many-layers",  # three layers and more
    "sum",  # term by term
    "product",  # (fg)′
    "quotient",  # (f/g)′
    "general-power",  # variable base and variable exponent
    "higher-order",  # second derivatives and beyond
    "implicit",  # equations between x and y
    "partial",  # partial derivatives, gradients
    "paths",  # multiply along a path, add across paths
    "graph",  # computational graphs with numbers
    "arrays",  # vectors and matrices
    "network",  # layers of a network, backpropagation
    "slip",  # finding a mistake in a working
)
