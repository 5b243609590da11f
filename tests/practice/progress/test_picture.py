"""The picture says what happened: days by the student's calendar, shares and trends that can be counted by hand."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from chainrule.practice.progress.attempt import Attempt
from chainrule.practice.progress.page import page
from chainrule.practice.progress.picture import OCCASIONS, Mistake, Share, Streak, picture, streak
from chainrule.render import html, latex, terminal
from chainrule.render.markdown import markdown
from chainrule.render.plain import plain
from chainrule.words import LANGUAGES, words
from tests.practice.progress.attempts import START, attempts, made

GOLDEN = Path(__file__).parent / "golden"
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 5, 21, 20, 30, tzinfo=SHANGHAI)


# Days in a row

MAY = {
    # days of May practised, today: run, longest, days ago
    ((4,), 4): (1, 1, 0),
    ((3,), 4): (1, 1, 1),
    ((2,), 4): (0, 1, 2),
    ((1, 2, 3), 4): (3, 3, 1),
    ((1, 2, 4), 4): (1, 2, 0),
    ((1, 2, 3, 5, 6), 6): (2, 3, 0),
    ((4, 4, 4), 4): (1, 1, 0),
    ((9,), 4): (1, 1, 0),  # a clock that ran ahead
}


@pytest.mark.parametrize(("days", "today", "expected"), [(*key, value) for key, value in MAY.items()])
def test_days_in_a_row(days: tuple[int, ...], today: int, expected: tuple[int, int, int]) -> None:
    assert streak([date(2026, 5, day) for day in days], date(2026, 5, today)) == Streak(*expected)


def test_no_day_is_no_streak() -> None:
    assert streak([], date(2026, 5, 4)) is None


@given(st.sets(st.integers(0, 60)), st.integers(0, 60))
def test_the_longest_run_is_at_least_the_present_one(days: set[int], today: int) -> None:
    found = streak([date(2026, 1, 1) + timedelta(days=day) for day in days], date(2026, 1, 1) + timedelta(days=today))
    assert (found is None) == (not days)
    if found:
        present = next(n for n in range(99) if today - n - (today not in days) not in days)
        assert found.days == present or not any(day <= today for day in days)
        assert found.longest >= found.days


LOCAL = [
    # moments, zone, now: the run
    (("2026-03-28 23:30", "2026-03-29 23:30", "2026-03-30 00:30"), "Europe/Berlin", "2026-03-30 08:00", 3),  # summer time begins
    (("2026-10-24 00:10", "2026-10-25 23:50"), "Europe/Berlin", "2026-10-25 23:59", 2),  # and ends
    (("2026-05-04 23:50", "2026-05-05 00:10"), "Asia/Shanghai", "2026-05-05 01:00", 2),  # twenty minutes, one day in UTC
    (("2026-05-04 06:00", "2026-05-04 23:00"), "America/Los_Angeles", "2026-05-04 23:30", 1),  # two days in UTC
]


@pytest.mark.parametrize(("moments", "zone", "now", "days"), LOCAL)
def test_a_day_is_a_day_where_the_student_is(moments: tuple[str, ...], zone: str, now: str, days: int) -> None:
    times = [datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)) for text in (*moments, now)]
    shown = picture([Attempt(at, "a", "a", ("chain",), "right") for at in times[:-1]], times[-1])
    assert shown.streak
    assert shown.streak.days == days


# Shares and trends


def test_skills_lately_and_before() -> None:
    given = [made(i, "right" if i >= 12 or i % 2 else "wrong", ("chain",)) for i in range(20)]
    assert picture(given, START).skills[0].before == Share(5, 10)
    assert picture(given, START).skills[0].lately == Share(9, 10)


def test_skills_stand_in_the_order_in_which_they_are_learned() -> None:
    given = [made(0, skills=("my own", "slip", "layers", "chain"))]
    assert [skill.id for skill in picture(given, START).skills] == ["layers", "chain", "slip", "my own"]


TRENDS = {
    # every n-th occasion of so many before, and of the last twenty
    (20, 2, 20, 0): "gone",
    (20, 2, 20, 5): "rarer",
    (20, 4, 20, 4): "steady",
    (20, 10, 20, 3): "oftener",
    (20, 10, 20, 7): "steady",  # two where three were: chance
    (3, 1, 20, 5): "early",
    (0, 1, 6, 2): "early",
}


@pytest.mark.parametrize(("row", "trend"), TRENDS.items())
def test_whether_a_mistake_gets_rarer(row: tuple[int, int, int, int], trend: str) -> None:
    many, every, lately, then = row
    flags = [i % every == 0 for i in range(many)] + [bool(then) and i % then == 0 for i in range(lately)]
    given = [made(i, "wrong" if flag else "right", mistakes=("sign-flipped",) * flag) for i, flag in enumerate(flags)]
    given += [made(500, "right", ("power",))] * 30  # no occasion for it
    recent = Share(sum(flags[-OCCASIONS:]), min(len(flags), OCCASIONS))
    assert picture(given, START).mistakes == (Mistake("sign-flipped", sum(flags), recent, trend),)


def test_what_was_skipped_is_no_practice() -> None:
    assert picture([made(0, "skipped")], START).streak is None


def test_what_is_due_when() -> None:
    at = NOW - timedelta(hours=1)
    given = [Attempt(at, "a", "a", ("power",), "wrong")]
    given += [Attempt(at, "a", "a", ("chain",), "right"), Attempt(at + timedelta(minutes=30), "a", "a", ("chain",), "right")]
    shown = [(line.id, line.days) for line in picture(given, NOW).due]
    assert shown == [("power", None), ("chain", 2)]


@given(st.lists(attempts, max_size=12))
@settings(deadline=None)
def test_the_numbers_add_up(given: list[Attempt]) -> None:
    shown = picture(given, NOW)
    worked = [attempt for attempt in given if attempt.outcome != "skipped"]
    assert shown.problems == len(worked) >= shown.right + shown.helped
    assert sum(week.right.whole for week in shown.weeks) == len(worked) or len(shown.weeks) == 8
    for skill in shown.skills:
        assert skill.before.whole + skill.lately.whole == sum(skill.id in attempt.skills for attempt in worked)
    assert sum(mistake.times for mistake in shown.mistakes) == sum(len(attempt.mistakes) for attempt in worked)
    assert json.loads(json.dumps(shown.to_dict()))["schema"] == "chainrule.progress/1"


# The page


def month() -> list[Attempt]:
    """Seventeen evenings of practice, written down by a rule so that anyone can count them."""
    given = []
    for day in range(17):
        for number in range(6):
            at = datetime(2026, 5, 1, 19, 5 * number, tzinfo=SHANGHAI) + timedelta(days=day + (day > 11) * 3)
            skill = ("power", "chain", "product", "quotient")[(day + number) % 4]
            wrong = (day * number) % (3 + day // 3) == 1
            mistake = {"product": "derivatives-multiplied", "quotient": "quotient-plus"}.get(skill, "inner-derivative-missing")
            outcome = ("helped", "shown")[number % 2] if wrong else "right"
            given.append(Attempt(at, f"{skill}-{number}", "practice", (skill,), outcome, (mistake,) * wrong))
    return given


CASES = {"month": month(), "nothing": [], "first": [Attempt(NOW - timedelta(minutes=4), "a-1", "a", ("chain",), "right")]}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("name", CASES)
def test_pages(name: str, width: int, lang: str, request: pytest.FixtureRequest) -> None:
    content = page(picture(CASES[name], NOW), words(lang))
    shown = terminal.text(content, width) + "\n" + plain(content, width)
    golden = GOLDEN / f"{name}.{lang}.{width}.txt"
    if request.config.getoption("--regenerate-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


@given(st.lists(attempts, max_size=10), st.sampled_from(LANGUAGES), st.sampled_from((30, 60, 120)))
@settings(max_examples=30, deadline=None)
def test_every_picture_can_be_shown(given: list[Attempt], lang: str, width: int) -> None:
    content = page(picture(given, NOW), words(lang))
    assert max(map(cell_len, terminal.text(content, width).splitlines())) <= width
    assert latex.document(content, lang)
    assert html.document(content, lang)
    assert markdown(content)


def test_names_from_outside_obey_nobody() -> None:
    content = page(picture([made(0, "wrong", ("a\x1b[31m",), ("b\x07",))], START), words("en"))
    shown = terminal.text(content, 80)
    assert all(line.isprintable() for line in shown.splitlines())
    assert "\x1b" not in html.document(content, "en") + latex.document(content, "en")
