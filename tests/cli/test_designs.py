import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cellbuilder

Run = Callable[..., Any]


@pytest.fixture
def mixed(raw: dict[str, Any], tmp_path: Path) -> Path:
    """A sodium cathode material on a lithium electrolyte."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    path = folder / "mixed.cellbuilder.json"
    cell = cellbuilder.from_cell("t7-01")
    (key,) = [name for name, held in cell.materials.items() if held.entry.category == "cathode active material"]
    raw["materials"][key] = json.loads(cell.materials[key].model_dump_json(exclude_unset=True))
    raw["stack"]["layers"][1]["components"][0]["material"] = key
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


def test_that_a_design_is_made_from_a_model_and_says_where(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "t.cellbuilder.json"
    done = run("new", "--model", "t", "-o", path)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{path}: Model T: ")
    assert cellbuilder.load(path) == cellbuilder.from_model("T")


def test_that_a_design_is_made_from_a_published_cell(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "c.cellbuilder.json"
    assert run("new", "--cell", "T8.38", "-o", path).code == 0
    origin = cellbuilder.load(path).origin
    assert origin is not None
    assert origin.cell == "t8-38"


def test_that_an_existing_file_is_not_replaced_unless_forced(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "t.cellbuilder.json"
    path.write_text("my work", encoding="utf-8")
    done = run("new", "--model", "T", "-o", path)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{path} exists already; choose another name or add --force\n"
    assert path.read_text(encoding="utf-8") == "my work"
    assert run("new", "--model", "T", "-o", path, "--force").code == 0
    assert cellbuilder.load(path).name.startswith("Model T")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--model", "ZZ"), "there is no model 'ZZ' (A to AB); see cellbuilder models and cellbuilder cells"),
        (("--model", ""), "there is no model '' (A to AB); see cellbuilder models and cellbuilder cells"),
        (("--cell", "t8-99"), "there is no cell 't8-99'; see cellbuilder models and cellbuilder cells"),
        (("--cell", ""), "there is no cell ''; see cellbuilder models and cellbuilder cells"),
    ],
)
def test_that_an_unknown_start_is_an_error_and_writes_nothing(
    run: Run, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    done = run("new", *words, "-o", tmp_path / "x.json")
    assert (done.code, done.out, done.err) == (2, "", f"{message}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["nowhere/x.json", "x" * 300 + ".json"])
def test_that_a_place_that_cannot_be_written_is_an_error(run: Run, tmp_path: Path, name: str) -> None:
    done = run("new", "--model", "T", "-o", tmp_path / name)
    assert (done.code, done.out) == (2, "")
    assert f"{tmp_path / name} could not be saved (" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_that_a_full_disk_is_an_error_and_the_file_stays(program: Run, design: Path) -> None:
    import resource

    before = design.read_bytes()
    done = program(
        "new", "--cell", "t8-38", "-o", design, "--force",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000)),
    )  # fmt: skip
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{design} could not be saved (File too large); the earlier file is unchanged\n"
    assert design.read_bytes() == before
    assert [entry.name for entry in design.parent.iterdir()] == [design.name]


def test_that_an_evaluation_tells_resistances_energies_and_findings_with_their_sources(run: Run, design: Path) -> None:
    done = run("evaluate", design, "--sources")
    assert (done.code, done.err) == (0, "")
    for words in (
        "Area-specific resistance at 25 °C",
        "electrolyte (Li3InCl6)",
        "Energy (open circuit)",
        "specific energy, stack level",
        "stack, Wh/kg: all layers and collectors as built, no packaging",
        "stack, Wh/L: all layers and collectors as built, no packaging; volume as built",
        "Findings",
        "Li3InCl6 | Li6PS5Cl",
        "Inputs and sources",
        "ref. 42 (Table 3, row 76)",
        "≥",
    ):
        assert words in done.out


def test_that_the_evaluation_of_one_file_is_one_object(run: Run, design: Path) -> None:
    data = run("evaluate", design, "--json").data
    assert data["file"] == str(design)
    assert set(data) == {
        "file", "design", "figures", "findings", "examined", "contacts", "contacts_without_evidence", "engine_version",
    }  # fmt: skip
    assert {level["level"] for level in data["figures"]["levels"]} == {"material", "electrode", "stack", "cell"}
    figure = data["figures"]["thickness"]
    assert {"value", "unit", "low", "high", "label", "inputs", "convention", "note"} <= set(figure)


def test_that_the_check_of_one_file_is_one_object(run: Run, design: Path) -> None:
    data = run("check", design, "--json").data
    assert set(data) == {"file", "design", "contacts", "contacts_without_evidence", "examined", "findings"}
    assert {"id", "code", "severity", "verdict", "grade", "title", "message", "targets", "sources"} <= set(
        data["findings"][0]
    )


@pytest.mark.parametrize("command", ["evaluate", "check"])
def test_that_several_files_and_a_folder_are_a_list(run: Run, design: Path, tmp_path: Path, command: str) -> None:
    folder = tmp_path / "Übung 3, 電池"
    (folder / "Gruppe ß").mkdir(parents=True)
    for name in ("b.cellbuilder.json", "a.cellbuilder.json", "Gruppe ß/ü.cellbuilder.json", "notes.json"):
        shutil.copy(design, folder / name)
    (folder / "readme.txt").write_text("no design", encoding="utf-8")
    found = [row["file"] for row in run(command, folder, "--json").data]
    assert found == [
        str(folder / name) for name in ("Gruppe ß/ü.cellbuilder.json", "a.cellbuilder.json", "b.cellbuilder.json")
    ]
    assert [row["file"] for row in run(command, design, folder, "--json").data] == [str(design), *found]
    done = run(command, folder)
    assert (done.code, done.err) == (0, "")
    assert done.out.count("Model T: ") == 3


def test_that_all_models_and_published_cells_are_evaluated_and_checked_as_one_folder(run: Run, tmp_path: Path) -> None:
    library = cellbuilder.library()
    for model in library.models():
        cellbuilder.save(cellbuilder.from_model(model.letter), tmp_path / f"{model.letter}.cellbuilder.json")
    for cell in library.cells():
        cellbuilder.save(cellbuilder.from_cell(cell.id), tmp_path / f"{cell.id}.cellbuilder.json")
    for command in ("evaluate", "check"):
        done = run(command, tmp_path, "--json")
        assert (done.code, done.err, len(done.data)) == (0, "", 28 + 66)
    assert run("evaluate", tmp_path).out.count("Energy (open circuit)") == 28 + 66


def test_that_a_folder_with_one_design_is_still_a_list(run: Run, design: Path) -> None:
    assert [row["file"] for row in run("check", design.parent, "--json").data] == [str(design)]


def test_that_a_folder_without_designs_is_an_error(run: Run, tmp_path: Path) -> None:
    done = run("check", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{tmp_path} cannot be used:\n  - holds no *.cellbuilder.json file\n"


def test_that_a_sodium_cathode_on_a_lithium_electrolyte_opens_and_is_an_error_of_the_stack(
    run: Run, mixed: Path
) -> None:
    assert run("evaluate", mixed).code == 0
    done = run("check", mixed)
    assert (done.code, done.err) == (1, "")
    assert "Lithium and sodium parts in one cell [blocks, grade A]" in done.out
    assert done.out.index("Cannot work") < done.out.index("ion-mismatch") < done.out.index("For information")
    data = run("check", mixed, "--json")
    assert (data.code, data.data["findings"][0]["severity"]) == (1, "error")


def test_that_a_waived_error_is_shown_with_its_reason_and_does_not_fail_the_check(run: Run, mixed: Path) -> None:
    data = json.loads(mixed.read_text(encoding="utf-8"))
    data["waivers"] = [{"finding": "ion-mismatch", "reason": "to show it in class"}]
    mixed.write_text(json.dumps(data), encoding="utf-8")
    done = run("check", mixed)
    assert done.code == 1  # it does not say that an error was accepted
    assert "that does not cover what it is now" in " ".join(done.out.split())
    data["waivers"][0] |= {"severity": "error", "verdict": "blocks"}
    mixed.write_text(json.dumps(data), encoding="utf-8")
    done = run("check", mixed)
    assert done.code == 0
    assert "waived: to show it in class" in done.out


def test_that_an_unreadable_file_outweighs_an_error_and_the_others_are_still_checked(
    run: Run, mixed: Path, design: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.cellbuilder.json"
    broken.write_text("{", encoding="utf-8")
    done = run("check", broken, mixed, design)
    assert done.code == 2
    assert done.err.startswith(f"{broken} cannot be used:")
    assert f"{mixed}: " in done.out
    assert f"{design}: " in done.out
    assert [row["file"] for row in run("check", broken, mixed, design, "--json").data] == [str(mixed), str(design)]


def test_that_control_characters_in_a_name_never_reach_the_terminal(
    run: Run, raw: dict[str, Any], tmp_path: Path
) -> None:
    raw["name"] = "evil\x1b[2J\rname"
    raw["stack"]["layers"][2]["name"] = "layer\x1b]0;title\x07"
    path = tmp_path / "a.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    for words in (("evaluate", path, "--sources"), ("check", path)):
        done = run(*words)
        assert done.code == 0
        assert {char for char in done.out if not char.isprintable()} <= {"\n"}


def test_that_text_of_a_file_is_never_executed(run: Run, raw: dict[str, Any], tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    code = f"__import__('pathlib').Path({str(trap)!r}).touch()"
    for text in (code, "{0.__class__}", "%s%n", "${HOME}", f"$(touch {trap})", "!!python/object/apply:os.system [x]"):
        raw["name"] = raw["notes"] = text
        raw["stack"]["layers"][2]["name"] = text
        path = tmp_path / "a.json"
        path.write_text(json.dumps(raw), encoding="utf-8")
        done = run("evaluate", path)
        assert done.code == 0
        assert text[:20] in done.out
    assert not trap.exists()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "words", [("evaluate",), ("evaluate", "--json"), ("check",), ("explain", "asr"), ("explain", "asr", "--json")]
)
def test_that_an_electrode_without_charge_transfer_resistance_gives_no_warning_and_valid_json(
    run: Run, raw: dict[str, Any], tmp_path: Path, words: tuple[str, ...]
) -> None:
    active = raw["stack"]["layers"][1]["components"][0]
    active["charge_transfer"] = {"area_resistance": {"value": 0, "unit": "Ohm cm2"}, "basis": "true contact"}
    path = tmp_path / "zero.cellbuilder.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    done = run(words[0], path, *words[1:])
    assert done.err == ""
    assert done.code in (0, 1)
    if "--json" in words:
        assert done.data


def test_that_a_first_cycle_efficiency_of_zero_is_refused(run: Run, raw: dict[str, Any], tmp_path: Path) -> None:
    raw["stack"]["layers"][1]["components"][0]["first_cycle_efficiency"] = {"value": 0, "unit": "%"}
    path = tmp_path / "none.cellbuilder.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    done = run("evaluate", path)
    assert (done.code, done.out) == (2, "")
    assert "first cycle efficiency: 0 % must be greater than zero" in done.err
