"""``problems check``: a usable set has no findings, and every law that is broken is found."""

from pathlib import Path

import pytest
import sympy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chainrule.errors import ParseError
from chainrule.explained.explain import explain
from chainrule.practice.check import check
from chainrule.practice.mistakes.known import KNOWN
from chainrule.practice.problems.independent import disagreement, disagreements
from chainrule.practice.problems.notation import Correction, read_correction, read_layers
from chainrule.practice.problems.page import told
from chainrule.practice.problems.plausible import RULES, TRAITS, lacking
from chainrule.practice.problems.problem import KINDS, Problem
from chainrule.practice.problems.proving import Finding, of_problem, prove
from chainrule.practice.problems.rightness import KINDS as JUDGED
from chainrule.practice.problems.skills import SKILLS
from chainrule.practice.slips import slips
from chainrule.question import ask
from chainrule.words import LANGUAGES, words
from tests.practice.problems.samples import GOOD, changed, saved


def found(*paths: Path) -> list[tuple[str, str]]:
    return [(finding.problem, finding.kind) for proof in prove(paths) for finding in proof.findings]


def test_a_usable_set_has_no_findings(tmp_path: Path) -> None:
    proofs = list(prove([saved(tmp_path, GOOD)]))
    assert [finding for proof in proofs for finding in proof.findings] == []
    assert [proof.problem and proof.problem.id for proof in proofs] == [None, *(f"small-0{n}" for n in range(1, 7))]


BROKEN = [
    ('problem = "sin(x^2 + 1)"', 'problem = "sin(x^2 + 1"', "small-01", "problem-unreadable"),
    ('answer = "2x cos(x^2 + 1)"', 'answer = "cos(x^2 + 1)"', "small-01", "answer-wrong"),
    ('answer = "2x cos(x^2 + 1)"', 'answer = "2x cos(x^2 + 1"', "small-01", "answer-unreadable"),
    ('answer = "2x cos(x^2 + 1)"', 'answer = "2x cos u"', "small-01", "answer-unfinished"),
    ('problem = "sin(x^2 + 1)"', 'problem = "floor(x)"', "small-01", "not-judged"),
    ('problem = "sin(x^2 + 1)"', 'problem = "sin(a x^2)"', "small-01", "letters"),
    ('problem = "(x + 4)^3"\nanswer = "3(x + 4)^2"', 'problem = "ln(-x^2)"\nanswer = "2/x"', "small-02", "no-values"),
    ('wrt = "t"', 'wrt = "a"', "small-05", "answer-wrong"),
    ("order = 2", "order = 1", "small-06", "answer-wrong"),
    ('skills = ["power"]', 'skills = ["power", "product"]', "small-02", "skill-unused"),
    ('"higher-order", "chain"]', '"higher-order", "many-layers"]', "small-06", "skill-unused"),
    ('masked = ["inner-derivative-missing"]\n', "", "small-02", "masked"),
    ('masked = ["inner-derivative-missing"]', 'masked = ["inner-derivative-missing", "exponent-kept"]', "small-02", "not-masked"),
    ('masked = ["inner-derivative-missing"]', 'masked = ["inner-derivative-mising"]', "small-02", "mistake-unknown-near"),
    ('masked = ["inner-derivative-missing"]', 'masked = ["carelessness"]', "small-02", "mistake-unknown"),
    ('answer = "e^u; u = cos x"', 'answer = "e^u; u = sin x"', "small-03", "layers-wrong"),
    ('answer = "e^u; u = cos x"', 'answer = "u; u = e^(cos x)"', "small-03", "layers-idle"),
    ('answer = "e^u; u = cos x"', 'answer = "e^(cos u); u = x"', "small-03", "layers-idle"),
    ('answer = "e^u; u = cos x"', 'answer = "e^(cos x)"', "small-03", "answer-unreadable"),
    ('answer = "3: du/dx = 3x^2"', 'answer = "du/dx = 3x^2"', "small-04", "answer-unreadable"),
    ('answer = "3: du/dx = 3x^2"', 'answer = "3: du/dx = 3x^("', "small-04", "answer-unreadable"),
    ('answer = "3: du/dx = 3x^2"', 'answer = "3"', "small-04", "answer-unreadable"),
    ('answer = "3: du/dx = 3x^2"', 'answer = "2: du/dx = 3x^2"', "small-04", "slip-elsewhere"),
    ('answer = "3: du/dx = 3x^2"', 'answer = "3: du/dx = 3x"', "small-04", "slip-not-mended"),
    ('"du/dx = x^2", "dy/dx = 1/x^3 * x^2"', '"du/dx = 3x^2", "dy/dx = 3/x"', "small-04", "slip-none"),
    ('"dy/dx = 1/x^3 * x^2"', '"dy/dx = 1/x^5"', "small-04", "slip-second"),
    ('"du/dx = x^2"', '"du/dx = x^("', "small-04", "slip-unreadable"),
    ('working = ["u = x^3", "dy/du = 1/u", "du/dx = x^2", "dy/dx = 1/x^3 * x^2"]\n', "", "small-04", "slip-no-working"),
    ('kind = "slip"', 'kind = "differentiate"', "small-04", "working-unused"),
    ('hints.zh = ["求值时最后一步做什么？", "外层是正弦。"]\n', "", "small-01", "hints-missing"),
    ('hints.en = ["What is done last?"]\nhints.zh = ["最后一步做什么？"]\n', "", "small-02", "no-hints"),
    ('"What is done last when a value is calculated?"', '"It is 2x·cos(x² + 1)."', "small-01", "hint-tells"),
    ('"The sine stands outside."', '"2x cos(x^2 + 1)"', "small-01", "hint-tells"),
    ('problem = "(x + 4)^3"\nanswer = "3(x + 4)^2"', 'problem = "sin(x^2+1)"\nanswer = "2x cos(x^2 + 1)"', "small-02", "problem-twice"),
    ('zh = "小习题集"\n', "", "", "title-missing"),
    ('en = "Everything a set can hold."\n', "", "", "about-missing"),
    ('id = "small"', 'id = "smaller"', "", "name"),
    ("format = 1", "format = 7", "", "file"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "problem", "kind"), BROKEN, ids=[f"{kind}-{new[:24]!r}" for _, new, _, kind in BROKEN])
def test_what_is_broken_is_found(tmp_path: Path, old: str, new: str, problem: str, kind: str) -> None:
    assert (problem, kind) in found(saved(tmp_path, changed((old, new))))


ELSEWHERE = """
[[problem]]
id = "small-07"
{problem}
level = 3
skills = ["{skill}"]
masked = [{masked}]
hints.en = ["Look at it."]
hints.zh = ["看一看。"]
"""


@pytest.mark.parametrize(
    ("problem", "skill", "masked"),
    [
        ('problem = "f = (x + y) z"\nwrt = "x"\nat = "x=1,y=2,z=3"\nanswer = "3"', "graph", ()),
        (
            'problem = "z = u + v; u = x y; v = x^2"\nwrt = "x"\nanswer = "y + 2x"',
            "paths",
            ("inner-derivatives-only", "inner-factors-swapped"),
        ),
        (
            'problem = "x^2 + y^2 = 8"\nwrt = "x"\nat = "x=2,y=2"\nanswer = "-1"',
            "implicit",
            ("not-differentiated", "outer-derivative-at-x", "upside-down-slope"),
        ),
        ('problem = "x: 3, c: 3; f = c^T exp(x)"\nwrt = "x"\nanswer = "c * exp(x)"', "arrays", ("function-for-slope",)),
    ],
    ids=["formula at a point", "paths", "equation at a point", "arrays"],
)
def test_mistakes_of_every_kind_may_be_masked(tmp_path: Path, problem: str, skill: str, masked: tuple[str, ...]) -> None:
    """By hand: (u + v)ᵤ = 1; at (2, 2) y is x, 2² is 2 · 2, and −1 upside down is −1; eˣ is its own derivative."""
    listed = ", ".join(f'"{id}"' for id in masked)
    rest = ELSEWHERE.format(problem=problem, skill=skill, masked=listed).replace("masked = []\n", "")
    assert found(saved(tmp_path, GOOD + rest)) == []
    if masked:
        without = GOOD + rest.replace(f"masked = [{listed}]\n", "")
        assert found(saved(tmp_path, without)) == [("small-07", "masked")] * len(masked)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("id", KNOWN)
def test_every_mistake_that_may_be_masked_has_a_name(id: str, lang: str) -> None:
    assert told(Finding("", "", "masked", {"mistake": id}), words(lang))[0].count("()") == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_is_a_sentence(tmp_path: Path, lang: str) -> None:
    kinds = set()
    for old, new, _, _ in BROKEN:
        for proof in prove([saved(tmp_path, changed((old, new)))]):
            for finding in proof.findings:
                what, advice = told(finding, words(lang))
                assert what
                assert not set("{}") & set(what + advice), (what, advice)
                kinds.add(finding.kind)
    rare = {"answer-undecided", "answer-against-sympy", "id-twice"}  # shown below, or not to be provoked
    assert set(words(lang).get("finding")) - kinds == rare


def test_an_id_is_there_once_among_all_sets(tmp_path: Path) -> None:
    other = changed(('id = "small"', 'id = "other"'), ('problem = "sin(x^2 + 1)"', 'problem = "sin(1 + x^2)"'))
    findings = found(saved(tmp_path, GOOD), saved(tmp_path, other, "other.toml"))
    assert findings.count(("small-01", "id-twice")) == 1
    assert ("small-02", "problem-twice") in findings


def test_a_file_that_cannot_be_opened_is_a_finding(tmp_path: Path) -> None:
    assert found(tmp_path / "missing.toml", saved(tmp_path, GOOD)) == [("", "file")]


def test_a_judge_that_errs_is_caught_by_sympy() -> None:
    question = ask("sin(x^2)")
    assert disagreement(question, check("sin(x^2)", "2x cos(x^2)").judgement.tree) is None
    found = disagreement(question, check("sin(x^2)", "2x cos(x^2) + x/1000").judgement.tree)
    assert found is not None
    assert found.answer - found.sympy == pytest.approx(found.point["x"] / 1000)


SYSTEMS = [("z = (u+v)^2; u = x y; v = x+y", {}), ("(x^2 y, sin(x y))", {"wrt": "x,y"}), ("z = u^2 v; u = x y; v = x - y", {"order": 2})]


@pytest.mark.parametrize(("problem", "options"), SYSTEMS, ids=[problem for problem, _ in SYSTEMS])
def test_derivatives_of_systems_by_sympy_alone(problem: str, options: dict) -> None:
    worked = explain(problem, **options)
    assert list(disagreements(worked.question, worked.answer)) == []
    single = len(worked.question.system.outputs) == 1
    wrong = worked.answer if single else worked.answer["f_1"]
    first = next(iter(wrong))
    wrong[first] += sympy.Rational(1, 1000)
    assert [found.answer - found.sympy for found in disagreements(worked.question, worked.answer)] == [pytest.approx(0.001)]


def test_numbers_at_a_point_by_sympy_alone() -> None:
    question = ask("L = (a - y)^2; a = w x", at={"w": 1, "x": 2, "y": 5})
    numbers = {"w": sympy.Integer(-12), "x": sympy.Integer(-6), "y": sympy.Integer(6)}
    assert list(disagreements(question, numbers)) == []
    assert [found.sympy for found in disagreements(question, {**numbers, "w": sympy.Integer(12)})] == [-12]


def test_one_number_alone_by_sympy_alone() -> None:
    """One derivative of one formula at a point stands alone, without its letter."""
    question = check("f = (x + y) z", "3", wrt="x", at="x=1,y=2,z=3").task.question
    assert list(disagreements(question, sympy.Integer(3))) == []
    assert [found.sympy for found in disagreements(question, sympy.Integer(5))] == [3]


# Mistakes that nobody sees, worked out by hand

HIDDEN = [
    ("sin(x + 3)", {"inner-derivative-missing"}),
    ("sin(x + 3) cos(2x)", set()),  # it shows in the other factor
    ("sin(x + 3) cos(x - 1)", {"inner-derivative-missing"}),
    ("sin(2x + 3)", set()),
    ("ln(5 + x)", {"inner-derivative-missing"}),
    ("1/(x - 7)", {"inner-derivative-missing"}),
    ("e^x", {"not-differentiated"}),
    ("e^(x + 2)", {"inner-derivative-missing"}),  # x in the place of its derivative shows
    ("e^(3x)", set()),
    ("x^2", set()),
    ("x^2 sin x", set()),
    ("sin x/x", set()),
    ("x^x", set()),
]


@pytest.mark.parametrize(("problem", "ids"), HIDDEN, ids=[problem for problem, _ in HIDDEN])
def test_hidden_mistakes(problem: str, ids: set[str]) -> None:
    assert slips(check(problem, "0").task).masked == ids


@settings(max_examples=40)
@given(a=st.integers(1, 5), b=st.integers(-5, 5), outer=st.sampled_from(["sin", "ln", "atan", "cosh"]))
def test_the_inner_derivative_is_missed_where_it_is_not_one(a: int, b: int, outer: str) -> None:
    x = sympy.Symbol("x")
    inner = sympy.Add(a * x, b, evaluate=False) if b else a * x
    if inner == x:
        return
    task = check(f"{outer}({a}x + {b})" if b >= 0 else f"{outer}({a}x - {-b})", "0").task
    assert ("inner-derivative-missing" in slips(task).masked) == (sympy.diff(a * x + b, x) == 1)


# Skills

PLAUSIBLE = [
    ("x^3", ("power",)),
    ("sqrt x", ("root",)),
    ("x^(2/3)", ("root", "power")),
    ("2^x", ("exponential",)),
    ("e^(2x)", ("exponential", "chain")),
    ("log(2, x)", ("logarithm",)),
    ("cot x", ("trigonometric",)),
    ("arctan x", ("inverse",)),
    ("tanh x", ("hyperbolic",)),
    ("sin(cos(x^2))", ("many-layers", "chain")),
    ("sqrt(x + sqrt(3x))", ("many-layers", "chain")),
    ("ln(x + sqrt(x^2 + 4))", ("many-layers", "chain")),
    ("sin(1 - 2cos(3x))", ("many-layers", "chain")),
    ("x + 1/x", ("sum",)),
    ("x sin x", ("product",)),
    ("sin x/x", ("quotient",)),
    ("x^x", ("general-power",)),
    ("x^2 + y^2 = 4", ("implicit",)),
    ("z = u v; u = x y; v = x + y", ("paths", "partial")),
]


@pytest.mark.parametrize(("problem", "skills"), PLAUSIBLE, ids=[problem for problem, _ in PLAUSIBLE])
def test_skills_that_are_practised(problem: str, skills: tuple[str, ...]) -> None:
    assert lacking(Problem("p", problem, "", 1, skills)) == ()


@pytest.mark.parametrize("problem", ["sin(2x) + cos(3x)", "x sin(2x)", "sqrt(x + 3x^2)", "e^(x sin x)"])
def test_two_layers_are_not_many(problem: str) -> None:
    assert lacking(Problem("p", problem, "", 1, ("many-layers",))) == ("many-layers",)


def test_no_problem_has_every_skill() -> None:
    assert set(lacking(Problem("p", "x^2", "", 1, SKILLS))) == set(SKILLS) - {"power"}
    assert set(lacking(Problem("p", "sin x", "", 1, SKILLS))) == set(SKILLS) - {"trigonometric"}


def test_every_skill_and_kind_is_known_to_the_check() -> None:
    assert set(RULES) | set(TRAITS) == set(SKILLS)
    assert set(JUDGED) == set(KINDS)


# How answers are written

LAYERS = [
    ("sin u; u = x^2", "sin(x^2)"),
    ("y = u^3; u = sin v; v = x^2", "sin(x^2)^3"),
    ("√u；u = 1 + x²", "sqrt(1 + x^2)"),
    ("sin, x^2", "sin(x^2)"),
    ("outer: e^u; inner: cos x", "e^(cos x)"),
    ("内层 3x，外层 sin u", "sin(3x)"),
]


@pytest.mark.parametrize(("text", "whole"), LAYERS)
def test_layers_put_together(text: str, whole: str) -> None:
    from chainrule.explained.explain import parse

    assert read_layers(text, parse(whole), sympy.Symbol("x")).composed == parse(whole)


@pytest.mark.parametrize("text", ["3: du/dx = 2x", " 3 : du/dx = 2x ", "line 3: du/dx = 2x", "第3行：du/dx = 2x", "3 du/dx = 2x"])
def test_corrections(text: str) -> None:
    found = read_correction(text)
    assert (found.number, found.line) == (3, "du/dx = 2x")


@pytest.mark.parametrize("text", ["3", "line 3", "第 3 行", "#3", "3."])
def test_the_line_alone(text: str) -> None:
    assert read_correction(text) == Correction(3, "")


@pytest.mark.parametrize("text", ["", "du/dx = 2x", "line", "3.5", "9" * 5000])
def test_no_line(text: str) -> None:
    with pytest.raises(ParseError):
        read_correction(text)


# Whatever an author writes

PIECES = ["sin", "(", ")", "x", "^", "2", "u", "=", ";", "3:", "du/dx", "e^", "/", "+", "y", "[bold]", "\x1b", "W: 2x3", "é", "\n"]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    problem=TEXTS,
    answer=TEXTS,
    kind=st.sampled_from(KINDS),
    wrt=st.none() | TEXTS,
    at=st.none() | TEXTS,
    working=st.lists(TEXTS, max_size=3).map(tuple),
)
def test_whatever_is_written_is_judged(problem: str, answer: str, kind: str, wrt: str | None, at: str | None, working: tuple) -> None:
    one = Problem("p", problem, answer, 1, ("chain",), kind, wrt=wrt, at=at, working=working)
    assert all(isinstance(kind, str) for kind, _ in of_problem(one))
