"""Which kind of task a question is: the one place where this is decided.

This module knows the kinds; it must not know how any of them is judged.
"""

from __future__ import annotations

from chainrule.practice import judge
from chainrule.practice.checked import Task
from chainrule.questions import Question, SystemQuestion


def task(question: Question | SystemQuestion) -> Task:
    """What answers to a question are judged by. Raises ``NoRule``, ``TooLarge``, and ``Beyond`` for what cannot be checked yet."""
    return judge.task(question)
