"""What is due and what is asked next: FSRS on what really happened, the weak first, never in one block."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule.practice.problems.skills import SKILLS
from chainrule.practice.progress.attempt import OUTCOMES, Attempt
from chainrule.practice.progress.schedule import DRAWN, after, cards, choose, due, pick, weakest
from chainrule.practice.progress.telling import reason
from chainrule.words import LANGUAGES, words
from tests.practice.progress.attempts import START, attempts, made

ONE_EACH = [(skill,) for skill in SKILLS]


def when_due(outcomes: str) -> list[int]:
    """The days until a skill is due again, each time practised on the minute: r right, h helped, w wrong."""
    names = {"r": "right", "h": "helped", "w": "wrong"}
    known, at, days = {}, START, []
    for letter in outcomes:
        known.update(after(known, Attempt(at, "a", "a", ("chain",), names[letter])))
        card = known["skill", "chain"]
        days.append((card.due - at).days)
        at = card.due
    return days


# The cards


def test_the_intervals_are_those_fsrs_publishes() -> None:
    assert when_due("rrrrrrwwrrrrr") == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


def test_help_shortens_what_follows() -> None:
    assert when_due("rrh")[-1] < when_due("rrr")[-1]


@pytest.mark.parametrize("outcome", ["wrong", "shown"])
def test_what_went_wrong_comes_again_within_minutes(outcome: str) -> None:
    card = cards([made(0, outcome)])["skill", "chain"]
    assert timedelta() < card.due - START <= timedelta(minutes=10)


def test_what_was_skipped_changes_nothing() -> None:
    assert cards([made(0, "skipped", mistakes=("sign-flipped",))]) == {}


@given(st.lists(attempts, max_size=12), st.integers(0, 12))
@settings(deadline=None)
def test_folding_in_two_parts_is_folding_at_once(given: list[Attempt], cut: int) -> None:
    known = cards(given[:cut])
    for attempt in given[cut:]:
        known.update(after(known, attempt))
    assert known == cards(given)


@given(st.lists(attempts, min_size=1, max_size=12))
@settings(deadline=None)
def test_every_skill_and_mistake_has_a_card(given: list[Attempt]) -> None:
    worked = [attempt for attempt in given if attempt.outcome != "skipped"]
    expected = {("skill", skill) for attempt in worked for skill in attempt.skills}
    expected |= {("mistake", mistake) for attempt in worked for mistake in attempt.mistakes}
    assert set(cards(given)) == expected


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_mistake_comes_again_once_it_was_made(outcome: str) -> None:
    known = cards([made(0, outcome, mistakes=("sign-flipped",))])
    assert (("mistake", "sign-flipped") in known) == (outcome != "skipped")


OCCASIONS = {
    # made where, then practised what: whether that was an occasion
    ("chain",): {("chain",): True, ("chain", "power"): True, ("power",): False},
    ("chain", "power"): {("chain",): False, ("power", "chain", "sum"): True},
    (): {("power",): True},
}


@pytest.mark.parametrize(("where", "skills", "occasion"), [(w, s, o) for w, row in OCCASIONS.items() for s, o in row.items()])
def test_an_occasion_practises_all_that_was_practised_when_it_was_made(
    where: tuple[str, ...], skills: tuple[str, ...], occasion: bool
) -> None:
    known = cards([made(0, "wrong", where, ("sign-flipped",)), made(30, "right", skills)])
    assert known["mistake", "sign-flipped"].results == ((False, True) if occasion else (False,))


def test_a_mistake_made_in_two_places_is_about_what_they_share() -> None:
    known = cards([made(0, "wrong", ("chain", "power"), ("sign-flipped",)), made(1, "wrong", ("sum", "chain"), ("sign-flipped",))])
    assert known["mistake", "sign-flipped"].skills == {"chain"}


@pytest.mark.parametrize("outcome", ["helped", "wrong", "shown"])
def test_only_an_answer_right_at_once_shows_that_a_mistake_was_not_made(outcome: str) -> None:
    known = cards([made(0, "wrong", mistakes=("sign-flipped",)), made(30, outcome)])
    assert known["mistake", "sign-flipped"].results == (False,)


def test_a_mistake_not_made_again_is_due_ever_later() -> None:
    known, at, waits = {}, START, []
    for outcome, mistakes in [("wrong", ("sign-flipped",)), *[("right", ())] * 5]:
        known.update(after(known, Attempt(at, "a", "a", ("chain",), outcome, mistakes)))
        waits.append(known["mistake", "sign-flipped"].due - at)
        at = known["mistake", "sign-flipped"].due
    assert waits == sorted(waits)
    assert waits[-1] > timedelta(days=3)


def test_a_mistake_not_due_is_not_strengthened() -> None:
    one = cards([made(0, "wrong", mistakes=("sign-flipped",)), made(30), made(60)])
    many = cards([made(0, "wrong", mistakes=("sign-flipped",)), made(30), *[made(60)] * 3])
    assert many["mistake", "sign-flipped"].due == one["mistake", "sign-flipped"].due


# Time


def test_a_clock_set_back_does_no_harm() -> None:
    ahead = START + timedelta(days=4000)
    known = cards([Attempt(ahead, "a", "a", ("chain",), "right"), Attempt(ahead, "a", "a", ("power",), "right"), made(1)])
    assert known["skill", "chain"].due < START + timedelta(days=9)  # what is done after the clock was mended counts
    assert [card.id for card in due(known, START + timedelta(minutes=2))] == ["power"]  # what is dated in the future is due


@given(st.lists(attempts, max_size=8), st.integers(-14, 14))
@settings(deadline=None)
def test_the_same_moment_in_another_zone_is_the_same(given: list[Attempt], hours: int) -> None:
    zone = ZoneInfo(f"Etc/GMT{hours:+d}" if -15 < hours < 13 else "UTC")
    moved = [Attempt(a.at.astimezone(zone), a.problem, a.set, a.skills, a.outcome, a.mistakes, a.tries, a.hints, a.seconds) for a in given]
    assert cards(moved) == cards(given)


SINCE = [
    # last practised, asked at, zone: the reason (a wrong answer is due minutes later)
    ("2026-03-28 23:00", "2026-03-28 23:30", "Europe/Berlin", "due-today"),
    ("2026-03-28 23:00", "2026-03-29 00:10", "Europe/Berlin", "due-yesterday"),
    ("2026-03-28 23:00", "2026-03-29 23:59", "Europe/Berlin", "due-yesterday"),  # a day of 23 hours
    ("2026-10-24 12:00", "2026-10-26 00:00", "Europe/Berlin", "due-days"),  # a day of 25 hours
    ("2026-05-04 12:00", "2026-05-05 06:00", "Asia/Shanghai", "due-yesterday"),  # in UTC still the same day
    ("2026-05-04 12:00", "2026-05-04 22:00", "America/Los_Angeles", "due-today"),  # in UTC the next day
]


@pytest.mark.parametrize(("last", "now", "zone", "expected"), SINCE)
def test_since_when_by_the_calendar_of_the_student(last: str, now: str, zone: str, expected: str) -> None:
    at, asked = (datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)) for text in (last, now))
    # right for the first time: due in ten minutes
    chosen = choose(cards([Attempt(at, "a", "a", ("chain",), "right")]), [("chain",)], asked, Random(0))
    assert chosen is not None
    assert chosen.reason == expected


# What is asked next


def test_nothing_practised_begins_at_the_beginning() -> None:
    chosen = choose({}, ONE_EACH, START, Random(5))
    assert chosen is not None
    assert (chosen.id, chosen.reason) == ("layers", "new")


def test_without_problems_nothing_is_asked() -> None:
    assert choose(cards([made()]), [], START, Random(5)) is None


def test_a_review_asks_what_is_due_and_nothing_else() -> None:
    known = cards([made(0, "right", ("power",)), made(10, "right", ("chain",)), made(15, "right", ("power",))])
    soon, later = (choose(known, ONE_EACH, START + timedelta(minutes=minutes), Random(1), review=True) for minutes in (16, 25))
    assert soon is None
    assert later is not None
    assert (later.id, later.reason) == ("chain", "due-today")


def test_the_only_thing_there_is_may_be_asked_again() -> None:
    chosen = choose(cards([made()]), [("chain",)], START, Random(5), last=("skill", "chain"))
    assert chosen is not None
    assert chosen.key == ("skill", "chain")


@given(st.lists(attempts, max_size=10), st.lists(st.sets(st.sampled_from(SKILLS[:6])), max_size=4), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_what_is_chosen_can_be_asked(given: list[Attempt], sets: list[set[str]], rng: Random) -> None:
    known = cards(given)
    chosen = choose(known, sets, START, rng)
    if chosen is None:
        assert not any(card.skills <= skills for card in known.values() for skills in sets)
        return
    assert any(chosen.skills <= skills for skills in sets)
    second = choose(known, sets, START, rng, last=chosen.key)
    assert second is not None
    if second.key == chosen.key:  # only where there is nothing else
        assert sum(any(card.skills <= skills for skills in sets) for card in known.values()) <= 1
    for lang in LANGUAGES:
        assert reason(words(lang), chosen)


def test_the_same_dice_choose_the_same() -> None:
    known = cards([made(i, OUTCOMES[i % 4], (SKILLS[i % 9],), ("sign-flipped",) * (i % 2)) for i in range(40)])
    assert choose(known, ONE_EACH, START, Random(7)) == choose(known, ONE_EACH, START, Random(7))


def test_weak_first_but_not_always_the_same() -> None:
    outcomes = {"chain": "wrrrr", "power": "rwwww", "sum": "rrrrr", "root": "wwrrr", "product": "rrrrr", "quotient": "rrrrr"}
    given = [
        made(10 * i, {"w": "wrong", "r": "right"}[letter], (skill,))
        for i, row in enumerate(zip(*outcomes.values(), strict=True))
        for skill, letter in zip(outcomes, row, strict=True)
    ]
    known, now = cards(given), START + timedelta(hours=2)
    assert weakest(known, now)[0].id == "power"
    drawn = Counter(choice.id for seed in range(300) if (choice := choose(known, [(s,) for s in outcomes], now, Random(seed))))
    assert drawn.most_common(1)[0][0] == "power"
    assert {"power", "root", "chain"} <= set(drawn)
    assert len(drawn) <= DRAWN


def test_a_student_weak_in_one_thing_practises_it_most_and_everything_some() -> None:
    """Three weeks, twelve problems a day; quotients go right less than half of the time."""
    rng, known, asked = Random(11), {}, Counter[str]()
    names = ("power", "chain", "product", "quotient", "sum", "root")
    last = None
    for day in range(21):
        for number in range(12):
            now = START + timedelta(days=day, minutes=3 * number)
            chosen = choose(known, [(name,) for name in names], now, rng, last)
            assert chosen is not None
            assert chosen.key != last
            last = chosen.key
            skill = next(iter(chosen.skills), "sum")
            asked[skill] += 1
            wrong = rng.random() > (0.4 if skill == "quotient" else 0.95)
            known.update(after(known, Attempt(now, "a", "a", (skill,), "helped" if wrong else "right", (f"{skill}-slip",) * wrong)))
    assert asked.most_common(1)[0][0] == "quotient"
    assert set(asked) == set(names)
    assert min(asked.values()) > 8


# Which problem


PROBLEMS = {"a": ("power",), "b": ("chain",), "c": ("chain", "power"), "d": ("chain",), "e": ("chain",), "f": ("chain",), "g": ("chain",)}


def problem(asked: list[str], seed: int = 1) -> str:
    chosen = choose(cards([made(0, "wrong")]), [("chain",)], START, Random(0))
    assert chosen is not None
    return pick(PROBLEMS, chosen, asked, Random(seed))


def test_the_easiest_of_those_asked_least() -> None:
    assert {problem([], seed) for seed in range(60)} == {"b", "c", "d", "e"}
    assert {problem(list("bcdegbcde"), seed) for seed in range(60)} == {"f"}


def test_never_the_same_problem_twice_in_a_row() -> None:
    asked: list[str] = []
    for seed in range(80):
        asked.append(problem(asked, seed))
    assert all(one != other for one, other in pairwise(asked))
    assert max(Counter(asked).values()) - min(Counter(asked).values()) <= 2


# In words


def test_the_reasons_read_well() -> None:
    at = datetime(2026, 5, 4, 12, tzinfo=UTC)
    given = [Attempt(at, "a", "a", ("chain",), "helped", ("inner-derivative-missing",))]
    given += [Attempt(at + timedelta(hours=1), "a", "a", ("chain",), "right")] * 2
    said = {
        choice.key: reason(words("en"), choice)
        for seed in range(50)
        if (choice := choose(cards(given), [("chain",)], at + timedelta(hours=2), Random(seed)))
    }
    assert said["mistake", "inner-derivative-missing"] == "Inner derivative missing: 1 of the last 3 times."
