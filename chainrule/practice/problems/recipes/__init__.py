"""The forms of generated problems, by family, one line each.

    Recipe(2, ("chain", "trigonometric"), "{sc}({line})")      sin(3x + 2), cos(5x − 1), …

The letter x is the variable (where there is one only, another letter may take its place).
These modules know texts; they must not know trees, derivatives or what makes a problem good.
"""

from chainrule.practice.problems.recipes.arrays import ARRAYS
from chainrule.practice.problems.recipes.functions import FUNCTIONS
from chainrule.practice.problems.recipes.letters import LETTERS
from chainrule.practice.problems.recipes.recipe import Recipe
from chainrule.practice.problems.recipes.rules import RULES

RECIPES: tuple[Recipe, ...] = (*FUNCTIONS, *RULES, *LETTERS, *ARRAYS)
"""Every form, by its main skill."""
