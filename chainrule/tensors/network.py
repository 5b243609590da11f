"""Layered networks in shorthand, written out as declarations and definitions.

    network 3-4-2, tanh, softmax, loss cross-entropy

    z⁽¹⁾ = W⁽¹⁾ x + b⁽¹⁾    a⁽¹⁾ = tanh(z⁽¹⁾)    z⁽²⁾ = W⁽²⁾ a⁽¹⁾ + b⁽²⁾    a⁽²⁾ = softmax(z⁽²⁾)
    J = −sum(y ⊙ ln a⁽²⁾)

Numbers are the sizes of the layers, input first. One activation is that of every layer, several are taken layer
by layer; cross-entropy puts softmax on the last layer. Without words: sigmoid and squared error.

This module knows the shorthand; it must not know formulas or SymPy.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from chainrule.errors import ParseError, TooLarge
from chainrule.tensors.declared import NETWORK

ACTIVATIONS = {
    "sigmoid": "sigmoid", "logistic": "sigmoid", "σ": "sigmoid", "sigma": "sigmoid", "tanh": "tanh", "relu": "relu", "softplus": "softplus",
    "softmax": "softmax", "identity": "", "linear": "", "恒等": "", "线性": "",
}  # fmt: skip
LOSSES = {
    "squared": "squared", "square": "squared", "quadratic": "squared", "mse": "squared", "平方": "squared", "平方误差": "squared",
    "cross-entropy": "entropy", "crossentropy": "entropy", "cross_entropy": "entropy", "ce": "entropy", "交叉熵": "entropy",
}  # fmt: skip
LAYERS, WIDTH = 24, 1024
"""Larger networks are refused."""

_SIZES = re.compile(r"\d+(?:\s*(?:[-–—→]|->)\s*\d+)+")
_WORD = re.compile(r"cross[\s_-]*entropy|[A-Za-zσ]+(?:[-_][A-Za-z]+)*|[\u4e00-\u9fff]+|\S", re.IGNORECASE)
_SILENT = frozenset(
    ("loss", "error", "and", "with", "the", "损失", "损失函数", "激活", "激活函数", "和", ",", "，", ";", "；", "、", ".", "。", ":", "：")
)


class Written(NamedTuple):
    """A network as text, and the names of its weights and biases from the last layer back."""

    text: str
    weights: tuple[str, ...]


def is_network(text: str) -> bool:
    """Whether a text is a network in shorthand."""
    return NETWORK.match(text) is not None


def written_out(text: str) -> Written:
    """The network as declarations and definitions. Raises ``ParseError`` and ``TooLarge``.

    >>> print(written_out("network 3-2").text)
    x: 3, W_1: 2x3, b_1: 2, y: 2; z_1 = W_1 x + b_1; a_1 = sigmoid(z_1); J = 1/2 |a_1 - y|^2
    """
    found = _SIZES.search(text)
    assert found is not None
    sizes = [int(size) for size in re.findall(r"\d+", found.group())]
    span = found.span()
    if not all(sizes):
        raise ParseError("network-size", {"sizes": found.group()}, span=span, source=text)
    if len(sizes) - 1 > LAYERS or max(sizes) > WIDTH:
        raise TooLarge("network-too-large", {"layers": LAYERS, "width": WIDTH}, span=span, source=text)
    activations, loss = _words(text, found.end(), len(sizes) - 1)
    shapes = [f"x: {sizes[0]}"]
    definitions: list[str] = []
    before = "x"
    for i, (inside, outside, activation) in enumerate(zip(sizes, sizes[1:], activations, strict=False), 1):
        shapes += [f"W_{i}: {outside}x{inside}", f"b_{i}: {outside}"]
        sum_ = f"W_{i} {before} + b_{i}"
        definitions += [f"z_{i} = {sum_}", f"a_{i} = {activation}(z_{i})"] if activation else [f"a_{i} = {sum_}"]
        before = f"a_{i}"
    shapes.append(f"y: {sizes[-1]}")
    definitions.append(f"J = 1/2 |{before} - y|^2" if loss == "squared" else f"J = -sum(y ⊙ ln({before}))")
    weights = tuple(name for i in range(len(sizes) - 1, 0, -1) for name in (f"W_{i}", f"b_{i}"))
    return Written(", ".join(shapes) + "; " + "; ".join(definitions), weights)


def _words(text: str, start: int, layers: int) -> tuple[list[str], str]:
    """The activation of every layer, and the loss."""
    activations: list[str] = []
    loss = ""
    for match in _WORD.finditer(text, start):
        word = re.sub(r"[\s_]+", "-", match.group().lower())
        if word in ACTIVATIONS:
            activations.append(ACTIVATIONS[word])
        elif word in LOSSES:
            loss = LOSSES[word]
        elif word not in _SILENT:
            raise ParseError("network-word", {"word": match.group()}, span=match.span(), source=text)
    loss = loss or ("entropy" if activations[-1:] == ["softmax"] else "squared")
    if loss == "entropy" and activations[-1:] != ["softmax"]:
        activations = (activations or ["sigmoid"]) * (layers - 1) if len(activations) < 2 else activations
        activations = [*activations, "softmax"]
    if len(activations) < 2:
        activations = (activations or ["sigmoid"]) * layers if activations != ["softmax"] else [*["sigmoid"] * (layers - 1), "softmax"]
    if len(activations) != layers or "softmax" in activations[:-1]:
        counts = {"count": len(activations), "layers": layers}
        raise ParseError("network-activations", counts, span=(start, len(text)), source=text)
    return activations, loss
