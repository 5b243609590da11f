"""Attempts to test with, by hand and at random."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from chainrule.practice.problems.skills import SKILLS
from chainrule.practice.progress.attempt import OUTCOMES, Attempt

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
MISTAKES = ("inner-derivative-missing", "sign-flipped", "quotient-plus", "exponent-kept")


def made(number: int = 0, outcome: str = "right", skills: tuple[str, ...] = ("chain",), mistakes: tuple[str, ...] = ()) -> Attempt:
    """The attempt after so many minutes."""
    return Attempt(START + timedelta(minutes=number), f"set-{number}", "set", skills, outcome, mistakes)


offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=offsets)
texts = st.text(max_size=12)


attempts = st.builds(
    Attempt,
    at=moments,
    problem=st.sampled_from(("a-1", "a-2", "b-1")),
    set=st.sampled_from(("a", "b")),
    skills=st.lists(st.sampled_from(SKILLS[:6]), max_size=3, unique=True).map(tuple),
    outcome=st.sampled_from(OUTCOMES),
    mistakes=st.lists(st.sampled_from(MISTAKES), max_size=2, unique=True).map(tuple),
    tries=st.integers(0, 9),
    hints=st.integers(0, 9),
    seconds=st.floats(0, 1e6),
)
"""Any attempts, in no order of time."""
