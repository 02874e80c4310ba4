"""A person's own materials: files that are made, copied, shared, deleted, and taken into a design again."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import cellbuilder
from cellbuilder.app.edits import EditError
from cellbuilder.app.library import material_draft, own_materials
from cellbuilder.app.library.material_draft import Draft, Entered, Faults
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.problem import UnreadableError, UnwritableError
from cellbuilder.io import codec
from cellbuilder.io.library import USER_VARIABLE, Library


def built(draft: Draft, key: str = "x", base: Material | None = None) -> Material:
    made = material_draft.build(draft, key, base)
    assert isinstance(made, Material), made
    return made


def faults(draft: Draft) -> dict[str, list[str]]:
    made = material_draft.build(draft, "x")
    assert isinstance(made, Faults)
    return made.by_field


@pytest.fixture
def own(own_library: Path) -> Library:
    """The standard library above an empty own folder."""
    return cellbuilder.library()


def glass(**changes: str) -> Material:
    words = {"name": "My glass", "formula": "Li3PS4", "material_class": "sulfide", "ion": "Li"} | changes
    numbers = {"conductivity": Entered("0,4 mS/cm", "0.3", "0.5", "measured", "notebook 17")}
    return built(Draft(**words, temperature="25", activation_energy="0.35 eV", numbers=numbers), "my-glass")  # type: ignore[arg-type]


def test_that_a_draft_shows_each_material_of_the_library_and_gives_it_back_unchanged(library: Library) -> None:
    for entry in library.materials():
        again = built(material_draft.of(entry), entry.id, entry)
        assert own_materials.text_of(again) == own_materials.text_of(entry)


def test_that_a_form_becomes_a_material_with_unit_range_source_and_kind() -> None:
    point = glass().preferred_point
    assert point is not None
    assert (point.value, point.unit, point.low, point.high) == (0.4, "mS/cm", 0.3, 0.5)
    assert (point.kind, point.source.ref, point.read_from) == ("measured", "notebook 17", "full text")
    assert point.temperature is not None
    assert (point.temperature.value, point.temperature.unit) == (25, "degC")
    assert point.activation_energy is not None
    assert point.activation_energy.value == 0.35


def test_that_a_range_in_another_unit_is_brought_to_the_unit_of_the_value() -> None:
    entered = Entered("2 mS/cm", "1e-3 S/cm", "0.3 S/m")
    point = built(Draft(name="a", numbers={"conductivity": entered})).preferred_point
    assert point is not None
    assert (point.low, point.value, point.high, point.unit) == (1, 2, 3, "mS/cm")


def test_that_a_range_alone_leaves_the_value_unknown() -> None:
    density = built(Draft(name="a", numbers={"density": Entered("", "1.8 g/cm3", "2")})).density
    assert density is not None
    assert (density.value, density.low, density.high) == (None, 1.8, 2)


def test_that_all_problems_stand_at_their_fields_at_once() -> None:
    found = faults(
        Draft(
            formula="Xx2", ion="K", temperature="-400 degC",
            numbers={
                "density": Entered("-2 g/cm3"), "conductivity": Entered("3 mS/cm", "5"), "capacity": Entered("x"),
                "reduction": Entered("3 V"), "oxidation": Entered("2 V"), "average_potential": Entered("4 V"),
            },
        )
    )  # fmt: skip
    assert found["name"] == ["a material needs a name"]
    assert "'Xx' in 'Xx2' is not an element" in found["formula"]
    assert "'K' is not allowed" in found["ion"][0]
    assert found["density"] == ["-2 g/cm3 must be greater than zero"]
    assert any("below low" in said for said in found["conductivity"])
    assert any("-400 degC must be greater than absolute zero" in said for said in found["conductivity"])
    assert "is not a number with a unit" in found["capacity"][0]
    assert found["oxidation"] == ["must lie above the lower end of the window"]
    assert found["average_potential"] == ["say against which electrode"]


def test_that_changing_one_value_keeps_all_that_the_form_does_not_show(library: Library) -> None:
    entry = library.material("li6ps5cl")
    draft = material_draft.of(entry)
    numbers = {**draft.numbers, "conductivity": Entered("3 mS/cm", "2", "4", "measured", "notebook 18")}
    made = built(replace(draft, numbers=numbers), "mine", entry)
    assert [point.id for point in made.conductivity] == [point.id for point in entry.conductivity]
    assert made.conductivity[:2] == entry.conductivity[:2]
    assert made.moisture == entry.moisture
    assert made.mechanics == entry.mechanics
    point = made.preferred_point
    assert point is not None
    assert (point.value, point.source.ref) == (3, "notebook 18")
    assert point.activation_energy == entry.conductivity[2].activation_energy


def test_that_a_saved_material_is_in_the_library_without_a_restart(own: Library) -> None:
    assert "my-glass" not in own.paths("materials")
    path = own_materials.save(glass(), own)
    assert path == own_materials.folder() / "my-glass.json"
    assert own.material("my-glass") == glass()
    assert own_materials.own_keys(own) == ("my-glass",)
    assert Library(*own.roots).material("my-glass") == glass()
    own_materials.save(glass(name="Another name"), own)
    assert own.material("my-glass").name == "Another name"


def test_that_the_folder_is_made_when_it_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER_VARIABLE, str(tmp_path / "Bücher – 電池" / "library"))
    library = Library.standard()
    assert len(library.damaged) == 1
    own_materials.save(glass(), library)
    assert library.material("my-glass").name == "My glass"
    assert library.damaged == {}


def test_that_a_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(USER_VARIABLE, str(tmp_path / "file" / "library"))
    with pytest.raises(UnwritableError, match="could not be made"):
        own_materials.save(glass(), Library.standard())


@pytest.mark.parametrize(
    ("name", "key"),
    [("My glass", "my-glass"), ("Jülich #7", "julich-7"), ("電池", "material"), ("CON", "my-con"),
     ("li6ps5cl", "li6ps5cl-2"), ("../../x", "x"), ("a" * 200, "a" * 60)],
)  # fmt: skip
def test_that_each_name_gives_an_id_that_is_free_and_a_sound_file_name(own: Library, name: str, key: str) -> None:
    assert own_materials.free_id(name, own) == key


def test_that_a_copy_has_an_id_of_its_own(own: Library) -> None:
    entry = own.material("li6ps5cl")
    copy = own_materials.copy_of(entry, own)
    assert (copy.id, copy.name) == ("my-li6ps5cl", "Li6PS5Cl (mine)")
    assert copy.conductivity == entry.conductivity
    own_materials.save(copy, own)
    assert own_materials.copy_of(entry, own).id == "my-li6ps5cl-2"


def test_that_a_deleted_material_can_be_brought_back(own: Library) -> None:
    for _ in range(2):
        own_materials.save(glass(), own)
        gone = own_materials.remove("my-glass", own)
        assert "my-glass" not in own.paths("materials")
        assert own_materials.read(gone) == glass()
    names = {path.name for path in own_materials.deleted_folder().iterdir()}
    assert names == {"my-glass.json", "my-glass-2.json"}


def test_that_what_cannot_be_deleted_is_still_there(own: Library) -> None:
    with pytest.raises(UnwritableError, match="could not be deleted"):
        own_materials.remove("no-such-thing", own)


def test_that_an_exported_file_is_read_again_under_any_name(own: Library, tmp_path: Path) -> None:
    folder = tmp_path / "für 電池"
    folder.mkdir()
    path = folder / "Proben & Pellets.json"
    own_materials.export(glass(), path)
    assert own_materials.read(path) == glass()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "cut off"),
        ('{"id": "a", "name": "a", "category": "liquid"}', "'liquid' is not allowed"),
        ('{"id": "a", "id": "b", "name": "a", "category": "coating"}', "this key stands more than once"),
        ('{"id": "../a", "name": "a", "category": "coating"}', "lower-case letters"),
        ("[]", "must be an object"),
    ],
)
def test_that_a_damaged_file_is_refused_with_its_reason(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableError, match=words):
        own_materials.read(path)


def test_that_a_design_is_no_material(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    codec.save(cellbuilder.from_model("T"), path)
    with pytest.raises(UnreadableError, match="is a design, not a material"):
        own_materials.read(path)


def test_that_a_clash_is_told(own: Library) -> None:
    assert own_materials.clash(glass(), own) == "none"
    own_materials.save(glass(), own)
    assert own_materials.clash(glass(), own) == "same"
    assert own_materials.clash(glass(name="other"), own) == "mine"
    assert own_materials.clash(own_materials.under_another_id(glass(), own), own) == "none"
    bundled = own.material("li6ps5cl")
    assert own_materials.clash(bundled, own) == "same"
    other = built(replace(material_draft.of(bundled), name="x"), bundled.id, bundled)
    assert own_materials.clash(other, own) == "library"


def changed(own: Library, key: str) -> None:
    entry = own.material(key)
    draft = material_draft.of(entry)
    numbers = {**draft.numbers, "conductivity": Entered("9 mS/cm", kind="measured", source="x")}
    own_materials.save(built(replace(draft, numbers=numbers), key, entry), own)


def test_that_a_changed_library_changes_a_design_only_when_it_is_asked_to(own: Library) -> None:
    workspace = Workspace(own)
    design = workspace.from_model("T")
    before, text = workspace.evaluate(design).figures, codec.dumps(design)
    changed(own, "li3incl6")
    workspace.reread()
    assert workspace.evaluate(design).figures == before
    assert own_materials.differing(design, own) == ("li3incl6",)
    after = own_materials.update_material(design, "li3incl6", own)
    assert codec.dumps(design) == text
    point = after.material("li3incl6").preferred_point
    assert point is not None
    assert point.value == 9
    assert own_materials.differing(after, own) == ()
    assert after.stack is design.stack
    assert workspace.evaluate(after).figures != before


def test_that_an_update_that_cannot_be_made_says_why(own: Library) -> None:
    design: Design = cellbuilder.from_model("T")
    with pytest.raises(EditError, match="holds no material called 'lif'"):
        own_materials.update_material(design, "lif", own)
    broken = own_materials.path_of("li3incl6")
    broken.write_text(json.dumps({"id": "li3incl6"}), encoding="utf-8")
    own.reread()
    with pytest.raises(EditError, match="cannot be used"):
        own_materials.update_material(design, "li3incl6", own)
    assert own_materials.differing(design, own) == ()


def test_that_the_folder_tells_when_something_changed(own: Library) -> None:
    before = own_materials.signature()
    own_materials.save(glass(), own)
    after = own_materials.signature()
    assert after != before
    own_materials.remove("my-glass", own)
    assert own_materials.signature() == before
