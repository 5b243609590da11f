"""Both languages are complete, say the same things, and every sentence that is asked for exists."""

import re
from pathlib import Path
from string import Formatter

import pytest

from chainrule.calculus.rules import RULES
from chainrule.calculus.tidy import PASSES, REASONS
from chainrule.expression.functions import TABLE
from chainrule.words import LANGUAGES, rule_pages, words

PACKAGE = Path(__file__).parent.parent.parent / "chainrule"


def sentences(table: dict, prefix: str = "") -> dict[str, str]:
    found = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found.update(sentences(value, f"{prefix}{key}."))
        elif isinstance(value, list):
            found.update({f"{prefix}{key}.{i}": text for i, text in enumerate(value)})
        else:
            found[prefix + key] = value
    return found


WORDS = PACKAGE / "words"
SUBJECTS = sorted(path.stem for path in (WORDS / "en").glob("*.toml"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_same_sentences_in_every_language(lang: str, subject: str) -> None:
    assert set(sentences(words(lang).subject(subject))) == set(sentences(words("en").subject(subject)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_file(lang: str) -> None:
    assert sorted(path.stem for path in (WORDS / lang).glob("*.toml")) == SUBJECTS


@pytest.mark.parametrize("subject", [name for name in SUBJECTS if name != "rulebook"])
def test_every_key_is_found_in_its_file(subject: str) -> None:
    for key, text in sentences(words("en").subject(subject)).items():
        assert words("en").get(key) == text or isinstance(words("en").get(key.rpartition(".")[0]), list)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("subject", [name for name in SUBJECTS if name != "rulebook"])
def test_same_slots_in_every_language(lang: str, subject: str) -> None:
    def slots(text: str) -> set[str | None]:
        return {slot for _, slot, _, _ in Formatter().parse(text) if slot is not None}

    english = sentences(words("en").subject(subject))
    different = {key: text for key, text in sentences(words(lang).subject(subject)).items() if not slots(text) <= slots(english[key])}
    assert different == {}


def test_rule_pages_cover_the_table() -> None:
    assert {row.name for row in TABLE if row.derivative} <= set(rule_pages("en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_and_row_has_words(lang: str) -> None:
    names = {rule.id for rule in RULES if rule.id not in ("table", "no-rule")} | {row.name for row in TABLE}
    missing = [name for name in names if not (words(lang).get(f"rule.{name}.name") and words(lang).get(f"rule.{name}.title"))]
    assert missing == []


def test_every_tidying_has_words() -> None:
    names = {one.name for one in PASSES if one.name} | set(REASONS) | {"exponential-form", "by-equation"}
    assert names == set(words("en").get("tidy"))


def test_no_error_kind_without_sentence_and_no_sentence_without_use() -> None:
    raised = set()
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        raised |= set(re.findall(r'(?:Error|Beyond|NoRule|TooLarge|AmbiguousVariable)\(\s*"([a-z-]+)"', source))
        for pair in re.findall(r'(?:Error|Beyond)\(\s*"([a-z-]+)" if \w+ else "([a-z-]+)"', source):
            raised |= set(pair)
    missing = raised - set(words("en").get("error"))
    assert missing == set()
