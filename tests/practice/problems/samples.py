"""Small problem sets for the tests, one of them without fault, and what is changed in it."""

from pathlib import Path

GOOD = """\
format = 1
id = "small"

[title]
en = "A small set"
zh = "小习题集"

[about]
en = "Everything a set can hold."
zh = "习题集里可以有的一切。"

[[problem]]
id = "small-01"
problem = "sin(x^2 + 1)"
answer = "2x cos(x^2 + 1)"
level = 2
skills = ["chain", "trigonometric"]
hints.en = ["What is done last when a value is calculated?", "The sine stands outside."]
hints.zh = ["求值时最后一步做什么？", "外层是正弦。"]

[[problem]]
id = "small-02"
problem = "(x + 4)^3"
answer = "3(x + 4)^2"
level = 1
skills = ["power"]
masked = ["inner-derivative-missing"]
hints.en = ["What is done last?"]
hints.zh = ["最后一步做什么？"]

[[problem]]
id = "small-03"
kind = "layers"
problem = "e^(cos x)"
answer = "e^u; u = cos x"
level = 1
skills = ["layers", "exponential"]
hints.en = ["Which of the two is done first?"]
hints.zh = ["先做哪一个？"]

[[problem]]
id = "small-04"
kind = "slip"
problem = "ln(x^3)"
working = ["u = x^3", "dy/du = 1/u", "du/dx = x^2", "dy/dx = 1/x^3 * x^2"]
answer = "3: du/dx = 3x^2"
level = 2
skills = ["slip", "logarithm"]
hints.en = ["Go through it line by line."]
hints.zh = ["一行一行地看。"]

[[problem]]
id = "small-05"
problem = "t^2 e^(a t)"
answer = "2t e^(a t) + a t^2 e^(a t)"
wrt = "t"
level = 3
skills = ["product", "exponential", "chain"]
hints.en = ["What is the whole: a product or a composite?"]
hints.zh = ["整体是乘积还是复合函数？"]

[[problem]]
id = "small-06"
problem = "sin(x^2)"
answer = "2cos(x^2) - 4x^2 sin(x^2)"
order = 2
level = 4
skills = ["higher-order", "chain"]
hints.en = ["Differentiate once, then look at what it is."]
hints.zh = ["先求一次导，再看结果是什么形式。"]
"""


def changed(*pairs: tuple[str, str]) -> str:
    """The set without fault, with texts put in the place of others."""
    text = GOOD
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def saved(folder: Path, text: str | bytes, name: str = "small.toml") -> Path:
    """The text as a file of a folder."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
