"""A file of problems: read as it was meant, or refused with its line, what was seen and what was probably meant."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chainrule.errors import ProblemFileError
from chainrule.practice.problems.fields import PROBLEM, SET, Defect
from chainrule.practice.problems.problem import Problem, ProblemSet
from chainrule.practice.problems.reading import KILOBYTES, examined, read
from chainrule.words import LANGUAGES, words
from tests.practice.problems.samples import GOOD, changed, saved


def test_every_field_arrives(tmp_path: Path) -> None:
    found = read(saved(tmp_path, GOOD))
    assert (found.id, found.title["zh"], len(found.problems), found.place) == ("small", "小习题集", 6, str(tmp_path / "small.toml"))
    assert found.problems[3] == Problem(
        id="small-04",
        kind="slip",
        problem="ln(x^3)",
        working=("u = x^3", "dy/du = 1/u", "du/dx = x^2", "dy/dx = 1/x^3 * x^2"),
        answer="3: du/dx = 3x^2",
        level=2,
        skills=("slip", "logarithm"),
        hints={"en": ("Go through it line by line.",), "zh": ("一行一行地看。",)},
    )
    assert found.problems[1].masked == ("inner-derivative-missing",)
    assert (found.problems[4].wrt, found.problems[5].order) == ("t", 2)


def test_every_field_of_a_problem_can_be_written() -> None:
    assert {field.name for field in PROBLEM} == set(Problem.__dataclass_fields__)


HARMLESS = [
    ("a byte order mark", b"\xef\xbb\xbf" + GOOD.encode()),
    ("Windows line ends", GOOD.replace("\n", "\r\n").encode()),
    ("one language only", re.sub(r"(?m)^.*zh = .*\n", "", GOOD).encode()),
    (
        "hints as a table",
        changed(('hints.en = ["Go', 'hints = {en = ["Go'), ('line."]\nhints.zh = ["一行一行地看。"]', 'line."]}')).encode(),
    ),
    ("no sentence about it", re.sub(r"(?s)\[about\].*?\n\n", "", GOOD).encode()),
]


@pytest.mark.parametrize("content", [content for _, content in HARMLESS], ids=[name for name, _ in HARMLESS])
def test_what_does_no_harm_is_read(tmp_path: Path, content: bytes) -> None:
    assert len(read(saved(tmp_path, content)).problems) == 6


DEFECTS = [
    # what is changed, the kind, the line, what was probably meant or how it is written
    ((("hints.en", "hint.en"),), "set-field-near", 18, "hints"),
    ((("answer =", "solution ="),), "set-field", 15, "id, problem, answer"),
    ((("answer =", "solution ="),), "set-missing", 12, 'answer = "2x cos'),
    ((('id = "small-02"\n', ""),), "set-missing", 21, 'id = "two'),
    ((('level = 2', 'level = "2"'),), "set-type", 16, "level = 2"),
    ((("level = 2", "level = true"),), "set-type", 16, "level = 2"),
    ((("level = 2", "level = 6"),), "set-value", 16, "1, 2, 3, 4, 5"),
    ((("level = 2", "level = 9_223_372_036_854_775_808"),), "set-value", 16, "1, 2, 3"),
    ((('skills = ["chain"', 'skills = ["chian"'),), "set-value-near", 17, "chain"),
    ((('skills = ["chain"', 'skills = ["knitting"'),), "set-value", 17, "trigonometric"),
    ((('skills = ["power"]', "skills = []"),), "set-blank", 26, 'skills = ["chain"'),
    ((('skills = ["power"]', 'skills = "power"'),), "set-type", 26, 'skills = ["chain"'),
    ((('skills = ["power"]', 'skills = ["power", "power"]'),), "set-twice", 26, ""),
    ((('kind = "slip"', 'kind = "slipp"'),), "set-value-near", 43, "slip"),
    ((('problem = "sin(x^2 + 1)"', "problem = 3"),), "set-type", 14, 'problem = "'),
    ((('problem = "sin(x^2 + 1)"', 'problem = " "'),), "set-blank", 14, 'problem = "'),
    ((('problem = "sin(x^2 + 1)"', f'problem = "{"x+" * 1500}x"'),), "set-long", 14, ""),
    ((('id = "small-02"', 'id = "small-01"'),), "set-same-id", 22, "progress"),
    ((('id = "small-01"', 'id = "small 01"'),), "set-name", 13, "hyphens"),
    ((('id = "small"', 'id = "../small"'),), "set-name", 2, "hyphens"),
    ((("order = 2", "order = 0"),), "set-type", 66, "order = 2"),
    ((("order = 2", "order = 1.5"),), "set-type", 66, "order = 2"),
    ((("hints.en = [\"What is done last?\"]", 'hints.en = "What is done last?"'),), "set-type", 28, "hints.en = ["),
    ((("hints.en = [\"What is done last?\"]", 'hints.fr = ["Quoi ?"]'),), "set-value", 28, "en, zh"),
    ((("format = 1", "format = 2"),), "set-format", 1, "format = 1"),
    ((("format = 1", "format = 1.5"),), "set-format", 1, "format = 1"),
    ((("format = 1\n", ""),), "set-missing", None, "format = 1"),
    ((("[title]", "[titel]"),), "set-field-near", 4, "title"),
    ((("level = 2", "level = 2 3"),), "set-toml", 16, ""),
    ((('problem = "sin(x^2 + 1)"', "problem = sin(x^2 + 1)"),), "set-toml", 14, "quotes"),
    ((("level = 2", f"level = {'9' * 5000}"),), "set-toml", None, ""),
    ((("level = 2", "level = 2\nlevel = 2"),), "set-toml", 17, ""),
    ((("level = 2", f"level = {'[' * 5000}"),), "set-too-deep", None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("pairs", "kind", "line", "meant"), DEFECTS, ids=[f"{kind}-{pairs[0][1][:20]!r}" for pairs, kind, *_ in DEFECTS])
def test_a_defect_is_refused_with_its_line(tmp_path: Path, pairs: tuple, kind: str, line: int | None, meant: str) -> None:
    found, defects = examined(saved(tmp_path, changed(*pairs)))
    assert found is None
    defect = next(one for one in defects if one.kind == kind)
    assert defect.facts["place"] == ("small.toml" if line is None else f"small.toml:{line}")
    if line is not None:
        assert defect.source is not None
        assert defect.source.count("\n", 0, defect.span[0]) + 1 == line
    assert meant in (defect.hint or "")


def test_every_defect_is_found_at_once(tmp_path: Path) -> None:
    text = changed(("hints.en", "hint.en"), ('"chain"', '"chian"'), ("level = 1", "level = 0"))
    _, defects = examined(saved(tmp_path, text))
    assert [defect.facts["place"] for defect in defects] == ["small.toml:17", "small.toml:18", "small.toml:25"]


WHOLE = [
    (b"", "set-missing"),
    (b"format = 1\nid = 'small'\ntitle.en = 'x'\nproblem = []", "set-no-problems"),
    (b"format = 1\nid = 'small'\ntitle.en = 'x'\nproblem = 3", "set-no-problems"),
    (b"format = 1\nid = 'small'\ntitle.en = 'x'\nproblem = [1, 2]", "set-no-problems"),
    (GOOD.encode("utf-16"), "set-not-utf8"),
    (GOOD.encode("gb18030"), "set-not-utf8"),
    (b"#" * (KILOBYTES * 1000 + 1), "set-large"),
    (b"\x00\x01\x02", "set-toml"),
    (b"format = 1\nid = 'small'\ntitle.en = 'x'\n" + b"[[problem]]\n" * 2001, "set-many"),
]


@pytest.mark.parametrize(("content", "kind"), WHOLE, ids=[f"{kind}-{content[:12]!r}" for content, kind in WHOLE])
def test_a_file_that_is_none(tmp_path: Path, content: bytes, kind: str) -> None:
    _, defects = examined(saved(tmp_path, content))
    assert kind in [defect.kind for defect in defects]
    with pytest.raises(ProblemFileError):
        read(tmp_path / "small.toml")


def test_control_characters_are_taken_out(tmp_path: Path) -> None:
    harmful = r"\u001b[31mred\u202e\u0007 and [bold]this[/bold]"
    found = read(saved(tmp_path, changed(("What is done last?", harmful), ("A small set", harmful), ("sin(x^2 + 1)", "sin(x)\\u001b[2J"))))
    hint, title = found.problems[1].hints["en"][0], found.title["en"]
    assert hint == title == "�[31mred�� and [bold]this[/bold]"
    assert found.problems[0].problem == "sin(x)�[2J"


def test_every_kind_of_defect_has_its_sentences() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (Path(__file__).parents[3] / "chainrule/practice/problems").glob("*.py"))
    kinds = set(re.findall(r'"(set-[a-z0-9-]+)"', source))
    assert len(kinds) > 15
    for kind in kinds | {f"{kind}-near" for kind in ("set-value", "set-field")}:
        assert all(words(lang).get(f"error.{kind}.message") for lang in LANGUAGES), kind


@pytest.mark.parametrize("field", [*SET, *PROBLEM], ids=lambda field: field.name)
def test_the_example_of_a_field_is_read(field) -> None:
    import tomllib

    if field.name != "problem" or field.example != "[[problem]]":
        table = tomllib.loads(field.example)
        assert field.read(table[field.name])
        with pytest.raises(Defect):
            field.read(1.5)


LINES = GOOD.splitlines()


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """The set with lines left out, doubled, cut, exchanged, or with strange values."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        name = line.partition("=")[0]
        lines[at] = draw(
            st.sampled_from(
                [
                    "",
                    line[: len(line) // 2],
                    f"{line}\n{line}",
                    f"{name}= 1979-05-27T07:32:00Z",
                    f"{name}= {{a = [1, {{}}]}}",
                    f"{name}= inf",
                    f'{name}= ["", 3, []]',
                    f'{name}= "\\u0000\\u2028"',
                    f"[[problem.{name.strip()}]]",
                    f"[{name}]",
                    line.swapcase(),
                    line[::-1],
                ]
            )
        )
    content = "\n".join(lines).encode()
    if draw(st.booleans()):
        at = draw(st.integers(0, len(content)))
        content = content[:at] + draw(st.binary(max_size=6)) + content[at:]
    return content


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=damaged())
def test_damage_gives_a_set_or_sentences(tmp_path: Path, content: bytes) -> None:
    found, defects = examined(saved(tmp_path, content))
    if found is None:
        assert defects
        for defect in defects:
            for lang in LANGUAGES:
                told = words(lang).error(defect.kind, defect.facts), words(lang).hint(defect.kind, defect.facts)
                assert told[0].isprintable()
                assert "{" not in told[0] or "{" in str(defect.facts)
    else:
        assert isinstance(found, ProblemSet)
        assert found.problems
        assert not defects
