"""What can be asked for: every form with its level, its skills and its kind.

A form is a recipe to be differentiated, or one made of it: name its layers (one level easier), find the slip in a
working of it. This module knows recipes and skills; it must not know derivations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from chainrule.errors import UsageError
from chainrule.practice.problems.problem import LEVELS
from chainrule.practice.problems.recipes import RECIPES
from chainrule.practice.problems.recipes.recipe import Recipe
from chainrule.practice.problems.skills import SKILLS

COMPOSITES = ("chain", "many-layers", "power", "root", "exponential", "logarithm", "trigonometric", "inverse", "hyperbolic")
"""Main skills of recipes whose layers may be asked for."""
WORKED = (*COMPOSITES, "product", "quotient")
"""Main skills of recipes whose working may have a slip."""


class Form(NamedTuple):
    """A recipe and how it is used."""

    level: int
    skills: tuple[str, ...]
    kind: str
    recipe: Recipe


def _forms() -> Iterable[Form]:
    for recipe in RECIPES:
        yield Form(recipe.level, recipe.skills, "differentiate", recipe)
        plain = recipe.wrt is None and recipe.order is None
        composite = {"chain", "many-layers"} & set(recipe.skills) and not {"product", "quotient", "sum"} & set(recipe.skills)
        if plain and composite and recipe.skills[0] in COMPOSITES:
            yield Form(recipe.level - 1, ("layers", *recipe.skills), "layers", recipe)
        if plain and recipe.level > 1 and recipe.skills[0] in WORKED and "sum" not in recipe.skills:
            yield Form(recipe.level, ("slip", *recipe.skills), "slip", recipe)


FORMS = tuple(_forms())


def fitting(skills: Sequence[str] | None, levels: Sequence[int]) -> tuple[Form, ...]:
    """The forms whose main skill is one of the ``skills`` (of all, where none are named) at the ``levels``.

    Raises ``UsageError`` for a skill or a level that is none, and for a skill without a form at these levels.

    >>> {form.skills[0] for form in fitting(["chain", "product"], [2, 3])} == {"chain", "product"}
    True
    """
    wanted = tuple(dict.fromkeys(SKILLS if skills is None else skills))
    for level in levels:
        if level not in LEVELS:
            raise UsageError("unknown-level", {"level": level, "first": LEVELS[0], "last": LEVELS[-1]})
    if not wanted or not levels:
        raise UsageError("generate-nothing")
    for skill in wanted:
        if skill not in SKILLS:
            near = get_close_matches(skill, SKILLS, 1, 0.5)
            facts = {"name": skill, "known": ", ".join(SKILLS), "near": near[0] if near else ""}
            raise UsageError("unknown-skill-near" if near else "unknown-skill", facts)
        there = sorted({form.level for form in FORMS if form.skills[0] == skill})
        if skills is not None and not set(there) & set(levels):
            raise UsageError("generate-skill-level", {"name": skill, "levels": ", ".join(map(str, there))})
    return tuple(form for form in FORMS if form.skills[0] in wanted and form.level in levels)
