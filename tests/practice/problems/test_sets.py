"""Where sets are found: from a checkout, from a wheel, in the user's folder, by file and by folder."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import chainrule
from chainrule.errors import ProblemFileError, UsageError
from chainrule.practice.problems import sets
from chainrule.practice.problems.problem import LEVELS
from tests.practice.problems.samples import GOOD, changed, saved

ROOT = Path(__file__).parents[3]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of sets, empty at first."""
    folder = tmp_path / "home" / "problems"
    folder.mkdir(parents=True)
    monkeypatch.setenv("CHAINRULE_HOME", str(folder.parent))
    return folder


def named(text: str, name: str) -> str:
    return text.replace("small", name)


def test_sets_that_come_along_are_found_from_a_checkout() -> None:
    assert sets.builtin() == ROOT / "problems"


def test_a_set_of_ones_own_is_found_by_name(own: Path) -> None:
    saved(own, named(GOOD, "mine"), "mine.toml")
    assert [one.id for one in chainrule.problems("mine")] == ["mine"]
    assert sets.find("mine").problems[0].id == "mine-01"
    assert "mine" in [one.id for one in chainrule.problems()]


def test_a_set_of_ones_own_takes_the_place_of_one_that_comes_along(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    along = tmp_path / "along"
    along.mkdir()
    saved(along, GOOD)
    monkeypatch.setattr(sets, "builtin", lambda: along)
    assert sets.find("small").title["en"] == "A small set"
    saved(own, changed(("A small set", "Mine")))
    assert sets.find("small").title["en"] == "Mine"
    assert [one.title["en"] for one in chainrule.problems()] == ["Mine"]


def test_a_file_and_a_folder_are_used_the_same_way(own: Path, tmp_path: Path) -> None:
    saved(tmp_path, named(GOOD, "second"), "second.toml")
    saved(tmp_path, named(GOOD, "first"), "first.toml")
    saved(tmp_path, "no set", ".hidden.toml")
    saved(tmp_path, "no set", "notes.txt")
    assert [one.id for one in chainrule.problems(tmp_path)] == ["first", "second"]
    assert [one.id for one in chainrule.problems(str(tmp_path / "first.toml"))] == ["first"]


def test_the_order_of_learning(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sets, "builtin", lambda: tmp_path / "nothing")
    product = named(GOOD, "products").replace('["chain"', '["product"').replace('["power"', '["product"')
    saved(own, product, "products.toml")
    saved(own, named(GOOD, "chains"), "chains.toml")
    assert [one.id for one in chainrule.problems()] == ["chains", "products"]


REFUSED = [
    ("smal", "unknown-set-near", "small"),
    ("quilting", "unknown-set", "list"),
    ("/no/such/file.toml", "unknown-set", "list"),
]


@pytest.mark.parametrize(("name", "kind", "hint"), REFUSED)
def test_an_unknown_name_is_refused(own: Path, name: str, kind: str, hint: str) -> None:
    saved(own, GOOD)
    with pytest.raises(UsageError) as caught:
        sets.find(name)
    assert caught.value.kind == kind
    assert hint in (caught.value.hint or "")


def test_an_empty_folder_and_a_full_one_are_no_single_set(own: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no problem set"):
        list(chainrule.problems(own))
    saved(own, GOOD)
    saved(own, GOOD, "other.toml")
    with pytest.raises(UsageError, match="several sets: other, small"):
        sets.find(own)


def test_a_broken_set_says_which_file(own: Path) -> None:
    saved(own, changed(("level = 2", "level = 7")))
    with pytest.raises(ProblemFileError, match=r"small\.toml:16"):
        list(chainrule.problems("small"))


def test_a_problem_is_found_by_its_id(own: Path) -> None:
    saved(own, GOOD)
    saved(own, "broken", "broken.toml")
    one, problem = sets.find_either("small-03")
    assert (one.id, problem and problem.kind) == ("small", "layers")
    assert sets.find_either("small")[1] is None
    with pytest.raises(UsageError, match="Did you mean small-03"):
        sets.find_either("small-003")


FITTING = [("chain", None, True), ("paths", None, False), ("chain", 2, True), ("chain", 1, False), (None, 4, True), (None, 5, False)]


@pytest.mark.parametrize(("skill", "level", "found"), FITTING)
def test_sets_by_skill_and_level(own: Path, skill: str | None, level: int | None, found: bool) -> None:
    saved(own, GOOD)
    assert bool(list(sets.fitting([sets.find("small")], skill, level))) == found


@pytest.mark.parametrize(("skill", "level"), [("chian", None), ("knitting", None), (None, 0), (None, LEVELS[-1] + 1)])
def test_an_unknown_skill_or_level_is_refused(skill: str | None, level: int | None) -> None:
    with pytest.raises(UsageError):
        list(sets.fitting([], skill, level))


def test_the_wheel_holds_the_sets(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, capture_output=True, text=True
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "installed")
    code = (
        "import json, chainrule\nfrom chainrule.practice.problems import sets\n"
        "print(json.dumps([chainrule.__file__, str(sets.builtin()), [p.name for p in sets.files(sets.builtin())]]))"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed"), "CHAINRULE_HOME": str(tmp_path / "nobody")}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    package, folder, files = json.loads(done.stdout)
    assert package.startswith(str(tmp_path / "installed"))
    assert folder.startswith(str(tmp_path / "installed"))
    assert files == [path.name for path in sorted((ROOT / "problems").glob("*.toml"))]
