import json
from pathlib import Path
from typing import Any

import pytest

import cellbuilder
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.io.data_dir import data_dir
from cellbuilder.io.library import SHARED_VARIABLE, USER_VARIABLE, Library, digest


def bundled(shelf: str, key: str) -> dict[str, Any]:
    entry: dict[str, Any] = json.loads((data_dir("presets") / shelf / f"{key}.json").read_text(encoding="utf-8"))
    return entry


def put(folder: Path, shelf: str, key: str, entry: Any) -> Path:
    path = folder / shelf / f"{key}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(entry if isinstance(entry, str) else json.dumps(entry), encoding="utf-8")
    return path


def renamed(key: str, name: str, **changes: Any) -> dict[str, Any]:
    return bundled("materials", key) | {"name": name} | changes


def test_that_a_shared_entry_replaces_the_bundled_one_and_an_own_one_replaces_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared, own = tmp_path / "Labor für Akkus", tmp_path / "own"
    for key in ("li6ps5cl", "li3incl6"):
        put(shared, "materials", key, renamed(key, "of the lab"))
    put(own, "materials", "li6ps5cl", renamed("li6ps5cl", "my own"))
    monkeypatch.setenv(SHARED_VARIABLE, str(shared))
    monkeypatch.setenv(USER_VARIABLE, str(own))
    library = Library.standard()
    assert [library.material(key).name for key in ("li6ps5cl", "li3incl6", "llzo")] == [
        "my own",
        "of the lab",
        bundled("materials", "llzo")["name"],
    ]
    assert library.damaged == {}


def test_that_a_new_own_material_stands_beside_the_bundled_ones(own_library: Path) -> None:
    before = {entry.id for entry in Library(data_dir("presets")).materials()}
    put(own_library, "materials", "my-glass", renamed("li3ps4", "My glass", id="my-glass"))
    assert {entry.id for entry in cellbuilder.library().materials()} - before == {"my-glass"}


def test_that_an_own_material_is_what_a_new_design_embeds(own_library: Path) -> None:
    put(own_library, "materials", "li3incl6", renamed("li3incl6", "our batch 7"))
    assert cellbuilder.from_model("T").material("li3incl6").name == "our batch 7"


def test_that_an_older_design_keeps_the_material_it_was_made_with(own_library: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.cellbuilder.json"
    cellbuilder.save(cellbuilder.from_model("T"), path)
    before = cellbuilder.evaluate(cellbuilder.load(path))
    entry = bundled("materials", "li3incl6")
    for point in entry["conductivity"]:
        point["value"] = point["value"] and point["value"] / 100
    put(own_library, "materials", "li3incl6", entry)
    cellbuilder.library.cache_clear()
    assert cellbuilder.evaluate(cellbuilder.load(path)).figures == before.figures


DAMAGE = {
    "not JSON": ("{", "line 1, column 2: the file ends too early; it seems to be cut off"),
    "empty": ("", "is empty"),
    "another id": (renamed("li3ps4", "x"), "id: must be 'my-glass', as the file is called"),
    "unknown field": (renamed("li3ps4", "x", id="my-glass", colour=1), "colour: is not a field of this file format"),
    "no category": (
        {"id": "my-glass", "name": "x", "category": "liquid"},
        (
            "category: 'liquid' is not allowed; use one of 'cathode active material', 'electrolyte', 'anode', "
            "'coating', 'carbon', 'binder', 'collector' or 'packaging'"
        ),
    ),
}


@pytest.mark.parametrize("kind", sorted(DAMAGE))
def test_that_a_damaged_own_material_is_named_with_its_file_and_all_others_stay(own_library: Path, kind: str) -> None:
    content, problem = DAMAGE[kind]
    path = put(own_library, "materials", "my-glass", content)
    library = cellbuilder.library()
    everything = {entry.id for entry in library.materials()}
    assert everything == {entry.id for entry in Library(data_dir("presets")).materials()}
    message = f"{path} cannot be used:\n  - {problem}"
    assert [error.text() for error in library.damaged.values()] == [message]
    with pytest.raises(UnreadableError) as caught:
        library.material("my-glass")
    assert caught.value.text() == message
    assert [str(item) for item in library.check()] == [
        f"my-glass.json > {problem}" if ": " in problem else f"my-glass.json: {problem}"
    ]


def test_that_a_folder_called_like_an_entry_is_named(own_library: Path) -> None:
    (own_library / "materials" / "my-glass.json").mkdir()
    library = cellbuilder.library()
    assert len(list(library.materials())) > 200
    assert [error.problems[0].what for error in library.damaged.values()] == ["is a folder, not a file"]


def test_that_damaged_evidence_keeps_no_design_from_being_evaluated(own_library: Path) -> None:
    path = put(own_library, "interfaces", "lab-01", '{"id": "lab-01"}')
    before = Library(data_dir("presets")).evidence
    assert cellbuilder.evaluate(cellbuilder.from_model("T")).findings
    assert cellbuilder.library().evidence == before
    assert list(cellbuilder.library().damaged) == [path]


def test_that_evidence_of_a_lab_is_used_by_the_check(own_library: Path) -> None:
    record = {
        "id": "lab-01",
        "sides": [{"material": "li6ps5cl", "printed": "LPSCl"}, {"material": "li-in", "printed": "InLi"}],
        "location": "anode interface",
        "phenomenon": "stable interface",
        "verdict": "no issue reported",
        "grade": "B",
        "statement": "Ran 500 h in our lab.",
        "resistance": {"after": {"value": 12, "unit": "Ohm cm2"}, "interfaces_counted": "one"},
        "kind": "measured",
        "read_from": "full text",
        "source": {"ref": "our-lab"},
    }
    source = {"key": "our-lab", "kind": "other", "authors": ["Our lab"], "title": "Notebook 12"}
    put(own_library, "interfaces", "lab-01", record)
    review = json.loads((data_dir("presets") / "sources.json").read_text(encoding="utf-8"))["review"]
    listing = {"schema": "cellbuilder-sources", "schema_version": 1, "review": review, "sources": [source]}
    (own_library / "sources.json").write_text(json.dumps(listing), encoding="utf-8")

    evaluation = cellbuilder.evaluate(cellbuilder.from_model("T"))
    (found,) = [item for item in evaluation.findings if "lab-01" in item.evidence]
    assert (found.id, found.verdict) == ("contact:li-in|li6ps5cl", "no issue reported")
    assert "Ran 500 h in our lab." in [cite.statement for cite in found.supporting]
    assert "reduction" not in {item.code for item in evaluation.findings}
    (seam,) = [item for item in evaluation.figures.resistance.contacts if item.layers[-1] == "anode"]
    assert seam.value == pytest.approx(12)
    assert cellbuilder.library().sources["our-lab"].title == "Notebook 12"


def test_that_a_damaged_list_of_sources_is_named_and_the_others_stay(own_library: Path) -> None:
    (own_library / "sources.json").write_text("[]", encoding="utf-8")
    library = cellbuilder.library()
    assert "review" in library.sources
    assert [str(error.problems[0]) for error in library.damaged.values()] == ["must be an object in braces"]


@pytest.mark.parametrize("variable", [SHARED_VARIABLE, USER_VARIABLE])
def test_that_a_folder_that_is_named_but_missing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "nowhere"))
    library = Library.standard()
    assert [error.text() for error in library.damaged.values()] == [
        f"{tmp_path / 'nowhere'} cannot be used:\n  - is no folder, though {variable} names it"
    ]
    assert library.material("llzo").id == "llzo"


@pytest.mark.parametrize("key", ["t8-38", "T8-38", "t8.38", " T8.38 "])
def test_that_a_cell_is_found_however_its_row_is_written(library: Library, key: str) -> None:
    assert library.cell(key).id == "t8-38"


@pytest.mark.parametrize("key", ["t7-1", "t7.01", "T7-01"])
def test_that_a_row_below_ten_needs_no_zero(library: Library, key: str) -> None:
    assert library.cell(key).id == "t7-01"


@pytest.mark.parametrize(
    "key", ["", "t8", "t8-", "t8-0", "t8-99", "t8-²", "t8-" + "9" * 6000, "t9-01", "../cells/t8-38"]
)
def test_that_a_cell_that_is_none_is_a_key_error(library: Library, key: str) -> None:
    with pytest.raises(KeyError):
        library.cell(key)


def test_that_a_model_letter_may_be_small(library: Library) -> None:
    assert library.model("ab").letter == "AB"


def test_that_a_digest_follows_the_content_alone(library: Library) -> None:
    entry = library.material("li6ps5cl")
    same = type(entry).model_validate_json(json.dumps(bundled("materials", "li6ps5cl")))
    assert digest(entry) == digest(same)
    assert digest(entry) != digest(entry.model_copy(update={"name": "x"}))
    assert digest(entry).startswith("sha256:")
