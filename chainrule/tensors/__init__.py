"""Vectors, matrices, tensors, layered networks: shapes declared in the text, gradients by vector-Jacobian products.

    declared → reading → problem      what a text says       layers → gradients → layout      the way back
    operations: fits, forward, back, entries                 machine, differences             numbers and the check

``recognise`` is light: it tells whether a text belongs here without importing SymPy.
"""

from chainrule.tensors.declared import recognise

__all__ = ["recognise"]
