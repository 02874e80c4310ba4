from collections.abc import Callable
from typing import Any

import pytest

import cellbuilder
from cellbuilder.cli import COMMANDS

Run = Callable[..., Any]


def test_that_the_help_teaches_the_first_steps_and_the_exit_codes(run: Run) -> None:
    done = run("--help")
    assert (done.code, done.err) == (0, "")
    for words in (
        "cellbuilder new --model T -o t.cellbuilder.json",
        "cellbuilder evaluate t.cellbuilder.json",
        "exit codes: 0 done; 1 'check' found an error in a stack; 2 a file or an argument could not be used",
        *COMMANDS,
    ):
        assert words in done.out


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("models", ["List the 28 cell models.", "--json"]),
        ("cells", ["List the 66 published cells of Tables 7 and 8.", "--model T", "--json"]),
        ("materials", ["search", "part of a name, formula, class or category", "--json"]),
        ("show", ["a model (T), a cell (t8-38) or a material (li6ps5cl)", "--json"]),
        ("table", ["1 to 8", "--json"]),
        ("new", ["--model T", "--cell ID", "-o FILE", "--force"]),
        ("evaluate", ["design files, or folders of them", "--json", "--sources"]),
        ("check", ["exit code 1 if any is an error", "--json"]),
        ("why", ["FILE FINDING", "evidence for and against", "--apply NUMBER", "-o FILE", "--json"]),
        ("pair", ["--between MATERIAL", "--upper V", "--against ELECTRODE", "such as LiNbO3", "--json"]),
        ("explain", ["FILE KEY", "asr@instantaneous", "step by step", "--json"]),
        ("sweep", ["--vary NAME=FIRST..LAST UNIT", "electrolyte thickness=10..500 um", "--points N", "--log", "CSV"]),
        ("uncertainty", ["Monte Carlo", "--draws N", "--seed N", "wh_per_kg:stack", "--json"]),
        ("rate", ["--c-rates LIST", "Ragone", "-o FILE", "--json"]),
        ("impedance", ["--from HZ", "--to HZ", "--points N", "--symmetric {cathode,anode}", "--json"]),
        ("windows", ["FILE", "beside its electrode potentials", "--json"]),
        ("classes", ["compared by the values of the library", "--json"]),
        ("matrix", ["built together (catholyte, separator, interface layer)", "--json"]),
        ("diff", ["FIRST SECOND", "a design file, a model (T) or a cell (t8-38)", "--json"]),
        ("report", ["FILE", "-o FILE", "--force", "--date YYYY-MM-DD", "one HTML file"]),
        ("lesson", ["list the lessons", "grade hand-in files"]),
        ("schema", ["JSON Schema (2020-12)"]),
    ],
)
def test_that_every_command_explains_itself(run: Run, command: str, words: list[str]) -> None:
    done = run(command, "--help")
    assert (done.code, done.err) == (0, "")
    text = " ".join(done.out.split())
    assert f"usage: cellbuilder {command}" in text
    for word in words:
        assert word in text


def test_that_no_command_lacks_a_test_of_its_help() -> None:
    assert set(COMMANDS) == {
        "models", "cells", "materials", "show", "table", "new", "evaluate", "check", "schema", "explain", "sweep",
        "uncertainty", "rate", "impedance", "windows", "classes", "matrix", "why", "pair", "report", "lesson",
        "diff",
    }  # fmt: skip


def test_that_the_version_is_told(run: Run) -> None:
    done = run("--version")
    assert done.code == 0
    assert done.out == f"cellbuilder {cellbuilder.__version__}\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show",), "the following arguments are required: name"),
        (("table", "three"), "argument number: invalid int value: 'three'"),
        (("new", "-o", "x.json"), "one of the arguments --model --cell is required"),
        (("new", "--model", "T"), "the following arguments are required: -o/--output"),
        (("new", "--model", "T", "--cell", "t8-38", "-o", "x"), "argument --cell: not allowed with argument --model"),
        (("evaluate",), "the following arguments are required: FILE"),
        (("models", "--jsn"), "unrecognized arguments: --jsn"),
        (("--colour",), "the following arguments are required: command"),
    ],
)
def test_that_a_wrong_argument_is_named_with_exit_code_2(run: Run, words: tuple[str, ...], message: str) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_that_a_mistyped_command_is_no_file_to_open(run: Run) -> None:
    done = run("modles")
    assert (done.code, done.out) == (2, "")
    assert done.err == "'modles' is no command and no file; did you mean 'models'? see cellbuilder --help\n"


def test_that_a_file_that_does_not_exist_opens_no_window(run: Run) -> None:
    for name in ("nowhere.cellbuilder.json", "x" * 300):
        done = run(name)
        assert (done.code, done.out) == (2, "")
        assert done.err == f"'{name}' is no command and no file; see cellbuilder --help\n"
