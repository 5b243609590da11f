"""A session: problems from every source, attempts kept at once, the notebook's view."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import chainrule
from chainrule.errors import UsageError
from chainrule.practice.drill.session import COUNT, Memory, Session, drill
from chainrule.practice.progress.attempt import Attempt
from chainrule.practice.progress.record import Record
from tests.practice.drill.problems import ALL, CHAIN, POWER, PRODUCT

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
SET = """
format = 1
id = "mine"
title.en = "Mine"
title.zh = "我的"
about.en = "Two of mine."
about.zh = "两道题。"

[[problem]]
id = "mine-1"
problem = "cos(7x)"
answer = "-7 sin(7x)"
level = 1
skills = ["chain", "trigonometric"]
hints.en = ["What stands inside?"]
hints.zh = ["里面是什么？"]

[[problem]]
id = "mine-2"
problem = "x^3 e^x"
answer = "3x^2 e^x + x^3 e^x"
level = 2
skills = ["product", "exponential"]
hints.en = ["Two factors."]
hints.zh = ["两个因子。"]
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHAINRULE_HOME", str(tmp_path / "home"))
    return tmp_path


def asked(session: Session) -> list[str]:
    """The ids of all problems, every one skipped."""
    found = []
    while session.drill.state != "done" and len(found) < 30:
        assert session.drill.underway is not None
        found.append(session.drill.underway.dealt.problem.id)
        session.skip()
    return found


class Kept(Memory):
    """A memory with a past."""

    def __init__(self, *attempts: Attempt) -> None:
        super().__init__()
        for attempt in attempts:
            self.add(attempt)


def attempt(skill: str, outcome: str, days: float = 1, mistakes: tuple[str, ...] = ()) -> Attempt:
    return Attempt(NOW - timedelta(days=days), f"old-{skill}", "old", (skill,), outcome, mistakes)


def test_the_answer_goes_from_the_function_to_the_record(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "progress.sqlite", NOW)
    session = chainrule.drill([CHAIN, POWER], record=record, clock=lambda: NOW)
    assert session.answer("cos(x^2+1)").verdict == "incorrect"
    assert record.attempts() == []
    assert session.answer("2x cos(x^2+1)").verdict == "correct"
    assert [a.outcome for a in Record.open(record.path, NOW).attempts()] == ["helped"]
    session.next().answer("4t^3")
    assert [a.outcome for a in Record.open(record.path, NOW).attempts()] == ["helped", "right"]
    assert session.next().drill.state == "done"


def test_a_file_and_a_folder_and_a_set(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(SET, encoding="utf-8")
    assert asked(drill(file)) == asked(drill(str(tmp_path))) == ["mine-1", "mine-2"]
    assert asked(drill(file, skill="product")) == ["mine-2"]
    assert asked(drill(file, level=1)) == ["mine-1"]
    assert asked(drill(file, count=1)) == ["mine-1"]
    assert sorted(asked(drill(file, random=True, seed=3))) == ["mine-1", "mine-2"]
    assert all(id.startswith("two-layers") for id in asked(drill("two-layers", count=3)))


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"problems": "no-such-set"}, "unknown-set"),
        ({"skill": "juggling"}, "unknown-skill"),
        ({"level": 9}, "unknown-level"),
        ({"count": 0}, "drill-number"),
        ({"tries": -1}, "drill-number"),
        ({"problems": [POWER], "skill": "chain"}, "drill-nothing"),
        ({"problems": [POWER], "review": True}, "drill-review-set"),
        ({"review": True, "skill": "chain"}, "drill-both"),
        ({"review": True, "random": True}, "drill-both"),
        ({"exam": True, "tries": 2}, "drill-both"),
        ({"exam": True, "steps": True}, "drill-both"),
        ({"lang": "la"}, "unknown-language"),
    ],
)
def test_what_cannot_be_drilled_is_said(options: dict[str, object], kind: str) -> None:
    with pytest.raises(UsageError) as caught:
        drill(**options)  # type: ignore[arg-type]
    assert caught.value.kind.startswith(kind)
    assert str(caught.value)


def test_somebody_new_begins_with_layers() -> None:
    session = drill(clock=lambda: NOW)
    assert session.drill.total == COUNT
    problems = asked(session)
    assert problems[0].startswith("layers") and problems[-1].startswith("two-layers") and len(problems) == COUNT


def test_what_is_weak_comes_again_in_a_new_dress() -> None:
    past = [attempt(skill, "right", 0.01) for skill in ("layers", "power", "chain", "sum")]
    past += [attempt("quotient", "wrong", days) for days in (9, 8, 7)]
    session = drill(record=Kept(*past), seed=1, clock=lambda: NOW)
    skills: list[str] = []
    ids: list[str] = []
    while session.drill.state != "done":
        underway = session.drill.underway
        assert underway is not None and underway.dealt.reason
        skills += underway.dealt.problem.skills
        ids.append(underway.dealt.problem.id)
        session.skip()
    assert len(ids) == len(set(ids)) == COUNT and "quotient" in skills


def test_review_ends_when_nothing_is_due() -> None:
    assert drill(record=Kept(), review=True, clock=lambda: NOW).drill.state == "done"
    session = drill(record=Kept(attempt("product", "wrong", 20)), review=True, seed=5, clock=lambda: NOW)
    underway = session.drill.underway
    assert underway is not None and underway.dealt.problem.skills[0] == "product"
    assert session.answer(underway.dealt.problem.answer).verdict == "correct"
    assert session.next().drill.state == "done"


def test_the_same_seed_gives_the_same_problems() -> None:
    def texts(seed: int) -> list[str]:
        session = drill(random=True, level=2, count=4, seed=seed)
        found = []
        while session.drill.underway:
            found.append(session.drill.underway.dealt.problem.problem)
            session.skip()
        return found

    assert texts(1) == texts(1) != texts(2)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_notebook_sees_problem_reply_and_summary(lang: str) -> None:
    session = drill(list(ALL), lang=lang)
    assert "<math" in session._repr_html_() and "sin" in str(session)
    said = session.answer("cos(x^2+1)")
    assert "<math" in said._repr_html_() and len(str(said)) > 40
    for said in (session.hint(), session.show(), session.next().skip(), session.quit()):
        assert said._repr_html_() and str(said).strip()
    assert session.drill.state == "done" and str(session).strip() and session.drill.page


def test_a_session_in_chinese_speaks_chinese() -> None:
    session = drill([PRODUCT], lang="zh")
    texts = [str(session), str(session.answer("2x * 3cos 3x")), str(session.hint()), str(session.quit())]
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in texts)
    assert not any(word in text for text in texts for word in ("Not yet", "Hint", "product rule"))
