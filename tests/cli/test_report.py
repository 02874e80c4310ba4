import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_that_a_design_becomes_one_html_file(run: Run, design: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    done = run("report", design, "-o", target, "--date", "2026-03-01")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{target}: Model T: Halide cell with an argyrodite layer at the alloy anode\n"
    text = target.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "made on 2026-03-01 with cellbuilder" in text
    assert design.name in text
    assert hashlib.sha256(design.read_bytes()).hexdigest() in text


def test_that_it_runs_as_a_program_without_a_screen(program: Run, design: Path, environment: dict[str, str]) -> None:
    bare = {name: value for name, value in environment.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    done = program("report", design, "-o", "x.html", env=bare, cwd=design.parent)
    assert (done.code, done.err) == (0, "")
    assert (design.parent / "x.html").stat().st_size > 100_000


def test_that_a_report_replaces_nothing_unless_told_to(run: Run, design: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("mine", encoding="utf-8")
    done = run("report", design, "-o", target)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{target} exists already; choose another name or add --force\n"
    assert target.read_text(encoding="utf-8") == "mine"
    assert run("report", design, "-o", target, "--force").code == 0
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_that_the_design_file_is_never_taken_for_the_report(run: Run, design: Path) -> None:
    before = design.read_bytes()
    done = run("report", design, "-o", design, "--force")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{design}: a report is an HTML file; give it a name that ends in .html\n"
    assert design.read_bytes() == before


def test_that_a_bad_file_is_explained_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    bad, target = tmp_path / "bad.cellbuilder.json", tmp_path / "report.html"
    bad.write_text("{}", encoding="utf-8")
    for name, message in ((bad, "is not a cellbuilder design"), (tmp_path / "none.json", "does not exist")):
        done = run("report", name, "-o", target)
        assert (done.code, done.out) == (2, "")
        assert str(name) in done.err
        assert message in done.err
    assert not target.exists()


def test_that_a_folder_that_is_not_there_is_named(run: Run, design: Path, tmp_path: Path) -> None:
    done = run("report", design, "-o", tmp_path / "no" / "report.html")
    assert (done.code, done.out) == (2, "")
    assert "could not be saved (No such file or directory)" in done.err


def test_that_a_full_disk_leaves_the_old_report(
    run: Run, design: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.html"
    target.write_text("old", encoding="utf-8")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    done = run("report", design, "-o", target, "--force")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{target} could not be saved (No space left on device); the earlier file is unchanged\n"
    assert target.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", design.name]


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01"])
def test_that_a_date_that_is_none_is_refused(run: Run, design: Path, tmp_path: Path, day: str) -> None:
    done = run("report", design, "-o", tmp_path / "report.html", "--date", day)
    assert (done.code, done.out) == (2, "")
    assert f"'{day}' is no date such as 2026-03-31" in done.err
