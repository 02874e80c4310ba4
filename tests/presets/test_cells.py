"""The 66 published cells and the 28 models: complete designs, each its own."""

import json
from typing import Any

import jsonschema
import pytest

import cellbuilder
from cellbuilder.app.provenance import stack_inputs
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import ROLE_ORDER, Stack
from cellbuilder.io import codec
from cellbuilder.io.data_dir import data_dir
from cellbuilder.io.library import MODEL_ORDER, Library, digest

LIBRARY = Library(data_dir("presets"))
CELLS = sorted(LIBRARY.paths("cells"))
MODELS = [letter for letter in MODEL_ORDER if letter in LIBRARY.paths("models")]
STARTS = [*(("cell", key) for key in CELLS), *(("model", letter) for letter in MODELS)]


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(codec.json_schema())


def start(kind: str, key: str) -> Design:
    return cellbuilder.from_cell(key) if kind == "cell" else cellbuilder.from_model(key)


def stack_of(kind: str, key: str) -> Stack:
    return LIBRARY.cell(key).stack if kind == "cell" else LIBRARY.model(key).stack


def each_start(function: Any) -> Any:
    return pytest.mark.parametrize(("kind", "key"), STARTS, ids=[key for _, key in STARTS])(function)


def test_that_every_row_of_tables_7_and_8_is_a_cell_and_every_letter_a_model() -> None:
    assert [f"t7-{row:02d}" for row in range(1, 16)] + [f"t8-{row:02d}" for row in range(1, 52)] == CELLS
    assert list(MODEL_ORDER) == MODELS
    assert len(MODELS) == 28


@each_start
def test_that_a_design_survives_saving_and_loading_byte_by_byte(
    kind: str, key: str, tmp_path: Any, schema: jsonschema.Draft202012Validator
) -> None:
    design = start(kind, key)
    path = tmp_path / "a.cellbuilder.json"
    cellbuilder.save(design, path)
    loaded = cellbuilder.load(path)
    assert loaded == design
    first = path.read_bytes()
    cellbuilder.save(loaded, path)
    assert path.read_bytes() == first
    assert list(schema.iter_errors(json.loads(first))) == []
    # Numbers stay as the preset has them: 30 stays 30, 30.0 stays 30.0.
    assert loaded.stack.model_dump_json(exclude_unset=True) == stack_of(kind, key).model_dump_json(exclude_unset=True)


@each_start
def test_that_a_design_evaluates_to_numbers_that_json_can_hold(kind: str, key: str) -> None:
    evaluation = cellbuilder.evaluate(start(kind, key))
    json.dumps(evaluation.model_dump(mode="json"), allow_nan=False)
    figures = evaluation.figures
    assert figures.thickness.value is not None
    assert figures.thickness.value > 0
    totals = figures.resistance.totals
    assert totals
    assert all(total.at_least or total.value is None or not figures.resistance.unknown_parts for total in totals)
    unknown = [item for item in figures.resistance.contacts if item.value is None]
    assert all(item.note for item in unknown)


@each_start
def test_that_a_published_or_model_cell_is_no_lithium_and_sodium_mixture(kind: str, key: str) -> None:
    findings = cellbuilder.evaluate(start(kind, key)).findings
    assert [item.title for item in findings if item.severity == "error"] == []


@each_start
def test_that_a_design_embeds_its_materials_with_the_digest_of_the_library(kind: str, key: str) -> None:
    design = start(kind, key)
    assert set(design.materials) == set(design.stack.material_ids)
    for name, held in design.materials.items():
        assert held.digest == digest(LIBRARY.material(name))


@each_start
def test_that_layers_run_from_the_cathode_to_the_anode_collector(kind: str, key: str) -> None:
    roles = [layer.role for layer in stack_of(kind, key).layers]
    ranks = [ROLE_ORDER.index(role) for role in roles]
    assert ranks == sorted(ranks)
    assert {"cathode", "electrolyte", "anode"} <= set(roles)


@each_start
def test_that_every_input_is_the_papers_or_an_assumption_that_says_on_what_it_rests(kind: str, key: str) -> None:
    bare = [
        item.place
        for item in stack_inputs(stack_of(kind, key))
        if not item.from_source
        and not (
            item.quantity.note and (item.quantity.value is None or item.quantity.kind in ("assumption", "estimate"))
        )
    ]
    assert bare == []


@each_start
def test_that_an_assumed_value_of_a_stack_has_a_range(kind: str, key: str) -> None:
    fixed = [
        item.place
        for item in stack_inputs(stack_of(kind, key))
        if item.quantity.kind == "assumption"
        and item.quantity.bounds_si() is None
        and not item.place.startswith(("cutoffs", "format"))
    ]
    assert fixed == []


@pytest.mark.parametrize("key", CELLS)
def test_that_a_cell_tells_values_of_the_paper_from_ours(key: str) -> None:
    cell = LIBRARY.cell(key)
    inputs = stack_inputs(cell.stack)
    reported = [getattr(cell.reported, name) for name in type(cell.reported).model_fields]
    quantities = [entry for entry in reported if isinstance(entry, Quantity)]
    assert quantities
    assert all(entry.source is not None for entry in quantities if entry.value is not None)
    assert any(item.from_source for item in inputs) or cell.stack.cutoffs is None
    assert any(not item.from_source for item in inputs)


@pytest.mark.parametrize("key", CELLS)
def test_that_a_cell_is_filed_under_its_table_and_row(key: str) -> None:
    cell = LIBRARY.cell(key)
    assert cell.id == f"t{cell.table}-{cell.row:02d}"
    assert (cell.source.table, cell.source.row) == (cell.table, cell.row)
    assert cell.source.ref.isdigit()
    assert cell.ion == ("Na" if cell.table == 7 else "Li") or cell.note
    assert cell.printed.cathode or cell.restored


def separator_um(stack: Stack) -> float:
    layers = [layer for layer in stack.layers if layer.role == "electrolyte"]
    return 1e6 * sum(layer.thickness.si or 0.0 for layer in layers if layer.thickness is not None)


def was_pressed(stack: Stack) -> bool:
    pressure = stack.conditions.fabrication_pressure
    return pressure is None or pressure.si is None or pressure.si >= 10e6


@pytest.mark.parametrize("key", CELLS)
def test_that_the_separator_of_a_pressed_pellet_is_a_pellet(key: str) -> None:
    stack = LIBRARY.cell(key).stack
    if stack.format.kind == "pellet" and was_pressed(stack):
        assert separator_um(stack) >= 150


def test_that_most_published_cells_are_pressed_pellets() -> None:
    stacks = [cell.stack for cell in LIBRARY.cells()]
    assert sum(stack.format.kind == "pellet" and was_pressed(stack) for stack in stacks) >= 50


def test_that_no_two_cells_are_the_same_stack() -> None:
    def numbers(stack: Stack) -> str:
        kept = {"value", "unit", "material", "role", "function", "kind", "reference", "loading_basis", "arrangement"}

        def strip(data: Any) -> Any:
            if isinstance(data, dict):
                inner = {key: strip(value) for key, value in data.items()}
                return {key: value for key, value in inner.items() if key in kept or isinstance(value, (dict, list))}
            return [strip(value) for value in data] if isinstance(data, list) else data

        return json.dumps(strip(stack.model_dump(mode="json", exclude_unset=True)), sort_keys=True)

    assert len({numbers(cell.stack) for cell in LIBRARY.cells()}) == 66


def test_that_cells_differ_in_separator_loading_composition_and_materials() -> None:
    stacks = [cell.stack for cell in LIBRARY.cells()]
    cathodes = [next(layer for layer in stack.layers if layer.role == "cathode") for stack in stacks]
    assert len({round(separator_um(stack), 6) for stack in stacks}) >= 30
    assert len({layer.loading.si for layer in cathodes if layer.loading is not None}) >= 15
    assert (
        len({tuple((part.material, part.mass_fraction.value) for part in layer.components) for layer in cathodes}) >= 40
    )
    assert len({stack.material_ids for stack in stacks}) >= 55


def test_that_a_model_starts_from_a_stack_of_its_own() -> None:
    assert len({LIBRARY.model(letter).stack.model_dump_json() for letter in MODELS}) == 28


@pytest.mark.parametrize("letter", MODELS)
def test_that_the_example_of_a_model_has_the_roles_that_the_model_asks_for(letter: str) -> None:
    model = LIBRARY.model(letter)
    present = [layer.role for layer in model.stack.layers]
    for role in model.roles:
        wanted = sum(entry.count for entry in model.roles if entry.role == role.role and entry.required)
        assert present.count(role.role) >= wanted, role.role
    assert set(present) <= {role.role for role in model.roles} | {"cathode collector", "anode collector"}
    assert model.reconstructed
