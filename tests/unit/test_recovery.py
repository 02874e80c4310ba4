"""Unsaved work of a run that did not end well is found, whole, once, and by nobody else."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import cellbuilder
from cellbuilder.app import files, recent
from cellbuilder.app.recovery import SCHEMA, STATE_VARIABLE, SUFFIX, Recovery, state_folder
from cellbuilder.io import codec

Open = Callable[[Path], Recovery]
LEAVES_WORK = """
import os, signal, sys
from pathlib import Path
import cellbuilder
from cellbuilder.app.recovery import Recovery
recovery = Recovery(Path(sys.argv[1]))
recovery.keep("one", cellbuilder.from_model("T"), Path("/somewhere/t.cellbuilder.json"))
recovery.keep("two", cellbuilder.from_model("Z"), None)
print("kept", flush=True)
if sys.argv[2] == "wait":
    sys.stdin.readline()
os._exit(9)
"""


@pytest.fixture
def running(tmp_path: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Another program that runs and keeps two designs."""
    command = [sys.executable, "-c", LEAVES_WORK, str(tmp_path), "wait"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "kept\n"
        yield process
        process.kill()


@pytest.fixture
def recovery_in(tmp_path: Path) -> Iterator[Callable[[Path], Recovery]]:
    """Make what a running program has; it ends well after the test."""
    made: list[Recovery] = []

    def make(folder: Path) -> Recovery:
        made.append(Recovery(folder))
        return made[-1]

    yield make
    for recovery in made:
        recovery.finish()


def end_badly(tmp_path: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-c", LEAVES_WORK, str(tmp_path), "end"]
    subprocess.run(command, env=environment, capture_output=True, check=False)


def test_that_work_of_a_run_that_ended_badly_is_found(
    recovery_in: Open, tmp_path: Path, environment: dict[str, str]
) -> None:
    end_badly(tmp_path, environment)
    found = recovery_in(tmp_path).leftovers()
    assert {each.name for each in found} == {cellbuilder.from_model(letter).name for letter in "TZ"}
    by_name = {each.name[:7]: each for each in found}
    assert by_name["Model T"].file == Path("/somewhere/t.cellbuilder.json")
    assert by_name["Model Z"].file is None
    design = by_name["Model T"].design
    assert design is not None
    assert codec.dumps(design) == codec.dumps(cellbuilder.from_model("T"))


def test_that_work_of_a_program_that_runs_is_left_alone(
    recovery_in: Open, tmp_path: Path, running: subprocess.Popen[str]
) -> None:
    assert recovery_in(tmp_path).leftovers() == ()
    running.kill()
    running.wait()
    assert len(recovery_in(tmp_path).leftovers()) == 2


def test_that_two_programs_do_not_both_offer_the_same_work(
    recovery_in: Open, tmp_path: Path, environment: dict[str, str]
) -> None:
    end_badly(tmp_path, environment)
    first, second = recovery_in(tmp_path), recovery_in(tmp_path)
    assert len(first.leftovers()) == 2
    assert second.leftovers() == ()
    first.finish()
    assert len(second.leftovers()) == 2, "what nobody decided about is offered again"


def test_that_what_was_decided_is_not_offered_again(
    recovery_in: Open, tmp_path: Path, environment: dict[str, str]
) -> None:
    end_badly(tmp_path, environment)
    recovery = recovery_in(tmp_path)
    for leftover in recovery.leftovers():
        recovery.discard(leftover)
    recovery.finish()
    assert recovery_in(tmp_path).leftovers() == ()
    assert list((tmp_path / "recovery").iterdir()) == []


def test_that_a_good_end_leaves_nothing(recovery_in: Open, tmp_path: Path) -> None:
    recovery = recovery_in(tmp_path)
    recovery.keep("one", cellbuilder.from_model("T"), None)
    recovery.drop("one")
    recovery.drop("never kept")
    recovery.finish()
    assert list((tmp_path / "recovery").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b'{"schema": "cellbuilder-recovery", "na', b"[]", b'{"design": "{}"}'])
def test_that_a_damaged_file_is_explained_once_and_kept(recovery_in: Open, tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "recovery" / "1-old"
    folder.mkdir(parents=True)
    (folder / f"x{SUFFIX}").write_bytes(content)
    recovery = recovery_in(tmp_path)
    (found,) = recovery.leftovers()
    assert found.design is None
    assert found.problem
    assert found.path.read_bytes() == content
    recovery.finish()
    assert recovery_in(tmp_path).leftovers() == ()
    assert found.path.read_bytes() == content


def test_that_a_damaged_design_inside_names_its_problems(
    recovery_in: Open, tmp_path: Path, raw: dict[str, object]
) -> None:
    folder = tmp_path / "recovery" / "1-old"
    folder.mkdir(parents=True)
    raw["surprise"] = 1
    content = {"schema": SCHEMA, "schema_version": 1, "name": "mine", "file": "/a/b.json", "design": json.dumps(raw)}
    (folder / f"x{SUFFIX}").write_text(json.dumps(content), encoding="utf-8")
    (found,) = recovery_in(tmp_path).leftovers()
    assert (found.name, found.file) == ("mine", Path("/a/b.json"))
    assert "surprise" in found.problem


def left(tmp_path: Path, **changes: object) -> None:
    """Leave whole work of model T behind, but for some changes of its file."""
    folder = tmp_path / "recovery" / "1-old"
    folder.mkdir(parents=True)
    content = {
        "schema": SCHEMA, "schema_version": 1, "name": "mine", "file": None,
        "design": codec.dumps(cellbuilder.from_model("T")), **changes,
    }  # fmt: skip
    (folder / f"x{SUFFIX}").write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"schema": "cellbuilder-design"}, "no unsaved work of cellbuilder"),
        ({"schema": ["cellbuilder-recovery"]}, "no unsaved work of cellbuilder"),
        ({"schema_version": 2}, "is 2: a newer cellbuilder kept this; this one reads version 1"),
        ({"schema_version": True}, "schema_version: must be 1"),
        ({"schema_version": None}, "schema_version: must be 1"),
        ({"design": "\ud800"}, "UTF-8"),
    ],
)
def test_that_work_of_another_kind_or_version_is_not_read(
    recovery_in: Open, tmp_path: Path, changes: dict[str, object], words: str
) -> None:
    left(tmp_path, **changes)
    (found,) = recovery_in(tmp_path).leftovers()
    assert found.design is None
    assert words in found.problem
    assert found.path.parent == tmp_path / "damaged"


@pytest.mark.parametrize("name", ["a\0b.json", "\ud800.json", "", 3])
def test_that_work_without_a_possible_file_is_work_that_was_never_saved(
    recovery_in: Open, tmp_path: Path, name: object
) -> None:
    left(tmp_path, file=name)
    (found,) = recovery_in(tmp_path).leftovers()
    assert found.design == cellbuilder.from_model("T")
    assert found.file is None


def test_that_a_file_that_cannot_be_has_no_stamp() -> None:
    assert files.stamp(Path("a\0b.json")) is None


def test_that_stamp_lesson_and_any_file_name_come_back(recovery_in: Open, tmp_path: Path) -> None:
    recovery, file = recovery_in(tmp_path), Path(os.fsdecode(b"/a/\xff\xc3\xa4.json"))
    recovery.keep("one", cellbuilder.from_model("T"), file, "abc", {"lesson": "separator"})
    assert recovery.problem == ""
    assert recovery._lock is not None
    recovery._lock.close()
    (found,) = recovery_in(tmp_path).leftovers()
    assert (found.file, found.stamp, found.lesson) == (file, "abc", {"lesson": "separator"})


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_that_a_folder_that_cannot_be_written_is_told_and_harms_nothing(recovery_in: Open, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    recovery = recovery_in(tmp_path / "state")
    recovery.keep("one", cellbuilder.from_model("T"), None)
    tmp_path.chmod(0o700)
    assert "cannot be kept" in recovery.problem


def test_that_a_file_in_the_place_of_the_folder_is_told_and_harms_nothing(recovery_in: Open, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way", encoding="utf-8")
    recovery = recovery_in(tmp_path / "state")
    recovery.keep("one", cellbuilder.from_model("T"), None)
    assert "cannot be kept" in recovery.problem
    assert recovery.leftovers() == ()
    recovery.finish()


def test_that_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STATE_VARIABLE, str(tmp_path))
    assert state_folder() == tmp_path
    monkeypatch.delenv(STATE_VARIABLE)
    assert "cellbuilder" in str(state_folder())


def test_that_recent_files_are_listed_once_and_the_newest_first(tmp_path: Path) -> None:
    names: tuple[str, ...] = ()
    for number in (*range(20), 3):
        path = tmp_path / f"{number}.json"
        path.touch()
        names = recent.with_newest(names, path)
    assert [Path(name).stem for name in names] == ["3", *map(str, range(19, 8, -1))]
    (tmp_path / "19.json").unlink()
    assert [path.stem for path in recent.existing(names)][:2] == ["3", "18"]
    assert recent.shown(tmp_path / "3.json") == f"3.json  –  {tmp_path.name}"
