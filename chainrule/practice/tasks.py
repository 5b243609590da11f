"""Which kind of task a question is: the one place where this is decided.

This module knows the kinds; it must not know how any of them is judged.
"""

from __future__ import annotations

from chainrule.expression.written import Equals
from chainrule.practice import judge
from chainrule.practice.checked import Task
from chainrule.practice.implicit import implicit_task
from chainrule.practice.several.task import several
from chainrule.questions import Curve, Question, SystemQuestion


def task(question: Question | SystemQuestion) -> Task:
    """What answers to a question are judged by. Raises ``NoRule``, ``TooLarge``, and ``Beyond`` for what cannot be checked yet."""
    match question:
        case SystemQuestion(chain=None):
            return several(question)
        case SystemQuestion(chain=Question() as one) if not question.point:
            return judge.task(one)
        case Question(goal=Equals()):
            return implicit_task(question)
        case Question(curve=Curve()):
            return judge.task(question)
        case _ if question.point:
            return several(question)
        case _:
            return judge.task(question)
