"""Mistakes with equations: a letter that depends on x, and solving for its derivative.

    (yⁿ)′ = n·yⁿ⁻¹·y′      a + b·y′ = 0, so y′ = −a/b

``DEPENDENT`` stand in place of (y)′ = y′ inside the sides; ``SOLVING`` in place of y′ = −a/b; ``PUT_IN`` in place of y′
in a further round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chainrule.practice.ink import Value, product, total
from chainrule.practice.mistakes.mistake import COMMON, KNOWN, RARE, Mistake
from chainrule.practice.replay import Parts

LETTER = ("unknown-function",)


def slope_missing(p: Parts) -> Value:
    """(y)′ = 1"""
    return 1


def letter_constant(p: Parts) -> Value:
    """(y)′ = 0"""
    return 0


DEPENDENT: tuple[Mistake, ...] = (
    Mistake("slope-missing", LETTER, slope_missing),
    Mistake("letter-constant", LETTER, letter_constant),
)


@dataclass(frozen=True)
class Sorted:
    """The differentiated equation with everything on the left: the terms without y′, and the factors of y′.

    ``homes`` and ``slope_homes`` tell for each on which side it stands by itself: 0 left, 1 right.
    """

    rest: tuple[Value, ...]
    slopes: tuple[Value, ...]
    homes: tuple[int, ...] = ()
    slope_homes: tuple[int, ...] = ()
    front: Value = None
    """The number in front of the only factor of y′."""

    @property
    def a(self) -> Value:
        """All that does not hold y′."""
        return total(self.rest) if self.rest else 0

    @property
    def b(self) -> Value:
        """All that y′ is multiplied by."""
        return total(self.slopes)

    def has_to_move(self, i: int) -> bool | None:
        """Whether a term without y′ stands beside the terms with y′; ``None`` where these stand on both sides."""
        sides = set(self.slope_homes)
        return self.homes[i] in sides if len(sides) == 1 else None

    @property
    def moves(self) -> set[bool | None]:
        """What holds of the terms without y′."""
        return {self.has_to_move(i) for i in range(len(self.rest))}


def moved_unchanged(e: Sorted) -> Value:
    """a + b·y′ = 0, so y′ = a/b"""
    return e.a / e.b if e.moves == {True} else None


def kept_turned(e: Sorted) -> Value:
    """b·y′ = a, so y′ = −a/b"""
    return e.a / e.b if e.moves == {False} else None


def signs_turned(e: Sorted) -> Value:
    """a₁ + b·y′ = a₂, so y′ = (a₁ − a₂)/b"""
    return e.a / e.b if e.moves not in ({True}, {False}) else None


def _one_turned(e: Sorted, i: int) -> Value:
    return -total(-term if k == i else term for k, term in enumerate(e.rest)) / e.b if len(e.rest) > 1 else None


def term_moved_unchanged(e: Sorted, i: int) -> Value:
    """a₁ + a₂ + b·y′ = 0, so y′ = (a₁ − a₂)/b"""
    return _one_turned(e, i) if e.has_to_move(i) else None


def term_kept_turned(e: Sorted, i: int) -> Value:
    """a₁ + b·y′ = a₂, so y′ = (−a₁ − a₂)/b"""
    return _one_turned(e, i) if e.has_to_move(i) is False else None


def term_sign_lost(e: Sorted, i: int) -> Value:
    """a₁ + b₁·y′ = a₂ + b₂·y′, so y′ = (a₁ + a₂)/(b₁ − b₂)"""
    return _one_turned(e, i) if e.has_to_move(i) is None else None


def divided_by_number(e: Sorted) -> Value:
    """c·y·y′ = −a, so y′ = −a/c"""
    return -e.a / e.front if e.front is not None else None


def slope_moved_unchanged(e: Sorted, i: int) -> Value:
    """b₁·y′ + b₂·y′ = −a, so y′ = −a/(b₁ − b₂)"""
    return -e.a / total(-term if k == i else term for k, term in enumerate(e.slopes)) if len(e.slopes) > 1 else None


def term_lost(e: Sorted, i: int) -> Value:
    """a₁ + a₂ + b·y′ = 0, so y′ = −a₁/b"""
    return -total(term for k, term in enumerate(e.rest) if k != i) / e.b if len(e.rest) > 1 else None


def slope_lost(e: Sorted, i: int) -> Value:
    """b₁·y′ + b₂·y′ = −a, so y′ = −a/b₁"""
    return -e.a / total(term for k, term in enumerate(e.slopes) if k != i) if len(e.slopes) > 1 else None


def upside_down(e: Sorted) -> Value:
    """y′ = −b/a"""
    return -e.b / e.a


def not_divided(e: Sorted) -> Value:
    """y′ = −a"""
    return -e.a


def subtracted(e: Sorted) -> Value:
    """y′ = −a − b"""
    return -e.a - e.b


def multiplied(e: Sorted) -> Value:
    """y′ = −a·b"""
    return -e.a * e.b


def held_constant(e: Sorted) -> Value:
    """y′ = a, with y held constant"""
    return e.a


def slope_never_written(e: Sorted) -> Value:
    """y′ = a + b, without y′ on the left"""
    return e.a + e.b


def slopes_multiplied(e: Sorted) -> Value:
    """b₁·y′ + b₂·y′ = −a, so y′ = −a/(b₁·b₂)"""
    return -e.a / product(e.slopes) if len(e.slopes) > 1 else None


def divided_one_term(e: Sorted, i: int) -> Value:
    """y′ = −a₁/b − a₂"""
    return -total(term / e.b if k == i else term for k, term in enumerate(e.rest)) if len(e.rest) > 1 else None


def rests(e: Sorted) -> int:
    """How many terms have no y′."""
    return len(e.rest)


def slopes(e: Sorted) -> int:
    """How many terms have y′."""
    return len(e.slopes)


def _row(id: str, law: Callable[..., Value], cost: int = COMMON, each: Callable[..., int] | None = None) -> Mistake:
    return Mistake(id, ("implicit",), law, cost, each)


SOLVING: tuple[Mistake, ...] = (
    _row("moved-unchanged", moved_unchanged),
    _row("kept-turned", kept_turned),
    _row("signs-turned", signs_turned),
    _row("term-moved-unchanged", term_moved_unchanged, COMMON, rests),
    _row("term-kept-turned", term_kept_turned, COMMON, rests),
    _row("term-sign-lost", term_sign_lost, COMMON, rests),
    _row("slope-moved-unchanged", slope_moved_unchanged, KNOWN, slopes),
    _row("upside-down-slope", upside_down),
    _row("not-divided", not_divided),
    _row("dependent-held-constant", held_constant),
    _row("slope-never-written", slope_never_written),
    _row("subtracted-not-divided", subtracted, KNOWN),
    _row("multiplied-not-divided", multiplied, KNOWN),
    _row("term-lost", term_lost, KNOWN, rests),
    _row("slope-term-lost", slope_lost, KNOWN, slopes),
    _row("divided-one-term", divided_one_term, KNOWN, rests),
    _row("divided-by-number", divided_by_number, KNOWN),
    _row("slopes-multiplied", slopes_multiplied, RARE),
)
"""How y′ = −a/b goes wrong, the likeliest first."""


def put_in_upside_down(slope: Value) -> Value:
    """y″ with 1/y′ for y′"""
    return 1 / slope


def put_in_turned(slope: Value) -> Value:
    """y″ with −y′ for y′"""
    return -slope


PUT_IN: tuple[Mistake, ...] = (
    Mistake("slope-put-in-turned", ("implicit-again",), put_in_turned),
    Mistake("slope-put-in-upside-down", ("implicit-again",), put_in_upside_down),
)
TURNED = frozenset(("moved-unchanged", "kept-turned", "signs-turned"))
"""Those in which all signs are turned round."""
