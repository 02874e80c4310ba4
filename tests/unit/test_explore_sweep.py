"""Naming inputs, reading ranges, and the table of a sweep."""

from typing import Any

import numpy as np
import pytest

from cellbuilder import assess
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.contact import Interface
from cellbuilder.domain.design import Design
from cellbuilder.engine.cell import Cell
from cellbuilder.explore.parameters import UnknownParameterError, find, parameters, with_contact
from cellbuilder.explore.sweep import Range, parse, sweep
from cellbuilder.units import UnitError

NO_EVIDENCE = EvidenceBase(())
NEAR = "did you mean 'thickness:first', 'thickness:second-film', 'porosity:first'"


@pytest.fixture
def design(make: Any) -> Design:
    """Two layers of one electrolyte; their contact is unknown."""
    return make.design(
        [make.layer(id="first", role="electrolyte", material="ion", thickness=make.q(30, "um")),
         make.layer(id="second-film", role="anode interface layer", material="ion", thickness=make.q(500, "nm"),
                    porosity=make.q(10, "%"))],
        [make.conductor("ion", 2.0, energy=0.3, form="S", density=make.q(2.0, "g/cm3"))],
    )  # fmt: skip


@pytest.fixture
def cell(design: Design) -> Cell:
    return assess.cell_of(design, NO_EVIDENCE)


def test_that_every_input_is_listed_as_it_was_entered(cell: Cell) -> None:
    found = {entry.key: entry for entry in parameters(cell)}
    thin = found["thickness:second-film"]
    assert (thin.name, thin.unit, thin.value) == ("thickness of anode interface layer (ion)", "nm", pytest.approx(500))
    assert (found["temperature"].unit, found["temperature"].value) == ("degC", pytest.approx(25))
    assert set(found) == {leaf.key for leaf in cell.calculation.leaves()}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("thickness:first", "thickness:first"),
        ("first thickness", "thickness:first"),
        ("Thickness FIRST", "thickness:first"),
        ("film thickness", "thickness:second-film"),
        ("thickness of anode", "thickness:second-film"),  # words of its name
        ("temperature", "temperature"),  # and not that of the measurement
        ("energy", "activation energy:ion"),
    ],
)
def test_that_words_find_the_one_input_that_has_them(text: str, key: str, cell: Cell) -> None:
    assert find(cell, text).key == key


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("thickness", "'thickness' can mean several inputs: 'thickness:first', 'thickness:second-film'"),
        (
            "thicknes:first",
            f"the design has no input called 'thicknes:first'; {NEAR}",
        ),
        ("zzz", "the design has no input called 'zzz'; its inputs are "),
    ],
)  # fmt: skip
def test_that_no_or_several_inputs_are_named(text: str, message: str, cell: Cell) -> None:
    with pytest.raises(UnknownParameterError) as caught:
        find(cell, text)
    listed = ", ".join(f"'{entry.key}'" for entry in parameters(cell))
    assert str(caught.value) == (message + listed if message.endswith("are ") else message)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("electrolyte thickness=10..500 um", ("electrolyte thickness", 10, 500, "um")),
        ("thickness:electrolyte = 1e-2 .. 5E2 Ohm cm2", ("thickness:electrolyte", 0.01, 500, "Ohm cm2")),
        ("a=0,5..1,5 mS/cm", ("a", 0.5, 1.5, "mS/cm")),
        ("a=0.5..1.5mS/cm", ("a", 0.5, 1.5, "mS/cm")),
        ("a=-20..60 degC", ("a", -20, 60, "degC")),
        ("a=.5..+1.", ("a", 0.5, 1, "")),
        ("a=3..1", ("a", 3, 1, "")),
        ("contact resistance:x|y=1..9", ("contact resistance:x|y", 1, 9, "")),
        ("a=10-500 um", None),
        ("a=..500 um", None),
        ("a=10..", None),
        ("=1..2", None),
        ("a=nan..2", None),
        ("a=1..inf", None),
        ("a=1..1e999", None),
        ("a=one..two", None),
        ("a", None),
        ("", None),
    ],
)
def test_that_a_range_is_read_or_refused(text: str, expected: tuple[str, float, float, str] | None) -> None:
    if expected is None:
        with pytest.raises(ValueError) as caught:
            parse(text)
        assert str(caught.value) == f"'{text}' is no range; write it as 'electrolyte thickness=10..500 um'"
    else:
        assert parse(text) == Range(*expected)


def test_that_equal_factors_need_ends_above_zero() -> None:
    assert parse("a=1..100", logarithmic=True).values(3) == pytest.approx([1, 10, 100])
    with pytest.raises(ValueError, match=r"^'a=0\.\.100 um': equal factors need both ends above zero$"):
        parse("a=0..100 um", logarithmic=True)


def test_that_values_go_from_end_to_end_in_equal_steps() -> None:
    assert parse("a=30..10").values(5).tolist() == [30, 25, 20, 15, 10]


def test_that_one_input_is_swept_in_its_own_unit(design: Design) -> None:
    table = sweep(design, NO_EVIDENCE, [parse("second thickness=100..300")], 3, ["asr:second-film"])
    assert table.inputs["thickness:second-film"].tolist() == pytest.approx([100, 200, 300])
    assert table.input_units == {"thickness:second-film": "nm"}
    assert table.results.values["asr:second-film"] == pytest.approx([0.005, 0.01, 0.015])


@pytest.mark.parametrize("typed", ["um", "µm", "μm", "microns"])
def test_that_units_are_taken_as_people_type_them(typed: str, design: Design) -> None:
    table = sweep(design, NO_EVIDENCE, [parse(f"first thickness=10..20 {typed}")], 2, ["asr:first"])
    assert table.input_units == {"thickness:first": "um"}
    assert table.results.values["asr:first"] == pytest.approx([0.5, 1.0])


def test_that_the_first_input_of_a_grid_moves_slowest(design: Design) -> None:
    asked = [parse("first thickness=10..20 um"), parse("conductivity:ion=1..4 mS/cm", logarithmic=True)]
    table = sweep(design, NO_EVIDENCE, asked, 3, ["asr:first"])
    assert table.inputs["thickness:first"].tolist() == pytest.approx([10, 10, 10, 15, 15, 15, 20, 20, 20])
    assert table.inputs["conductivity:ion"].tolist() == pytest.approx([1, 2, 4] * 3)
    assert table.results.values["asr:first"] == pytest.approx([1, 0.5, 0.25, 1.5, 0.75, 0.375, 2, 1, 0.5])


@pytest.mark.parametrize("name", ["contact resistance:first|second-film", "contact resistance:second-film|first"])
def test_that_an_unknown_contact_can_be_varied(name: str, design: Design) -> None:
    keys = ["asr:first|second-film", "asr@instantaneous"]
    table = sweep(design, NO_EVIDENCE, [parse(f"{name}=0..100")], 3, keys)
    assert table.input_units == {"contact resistance:first|second-film": "Ohm cm2"}
    contact, total = (table.results.values[key] for key in keys)
    assert contact == pytest.approx([0, 50, 100])
    assert np.diff(total) == pytest.approx([50, 50])


def test_that_two_unknown_contacts_are_a_grid(make: Any) -> None:
    layers = [make.layer(id=key, role="electrolyte", material="ion", thickness=make.q(30, "um")) for key in "abc"]
    design = make.design(layers, [make.conductor("ion", 3.0)])
    asked = [parse("contact resistance:a|b=1..2"), parse("contact resistance:b|c=10..20 Ohm cm2")]
    table = sweep(design, NO_EVIDENCE, asked, 2, ["asr@instantaneous"])
    assert table.results.values["asr@instantaneous"] == pytest.approx([14, 24, 15, 25])


def test_that_an_opened_contact_keeps_what_the_design_says_of_it(make: Any, design: Design) -> None:
    known = Interface(between=("first", "second-film"), behaviour="mixed-conducting")
    stack = design.stack.model_copy(update={"interfaces": (known,)})
    opened = with_contact(
        design.model_copy(update={"stack": stack}), "contact resistance:first|second-film", "Ohm cm2", 3
    )
    assert opened is not None
    (entry,) = opened.stack.interfaces
    assert entry.behaviour == "mixed-conducting"
    assert entry.area_resistance is not None
    assert (entry.area_resistance.value, entry.area_resistance.kind) == (3, "assumption")


@pytest.mark.parametrize(
    "key", ["thickness:first", "contact resistance:first|nothing", "contact resistance:first", "first|second-film"]
)
def test_that_nothing_else_is_opened(key: str, design: Design) -> None:
    assert with_contact(design, key, "Ohm cm2", 3) is None


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("first thickness=1..2 S/cm", UnitError,
         "unit 'S/cm' measures conductivity, but length is asked for (use m, cm, mm, um, nm)"),
        ("first thickness=1..2 furlong", UnitError, "unit 'furlong' is not known"),
        ("contact resistance:first|second-film=1..2 um", UnitError,
         "unit 'um' measures length, but area resistance is asked for (use Ohm m2, Ohm cm2, kOhm cm2)"),
        ("contact resistance:first|second-film=-1..2", ValueError, None),
        ("first thickness=-1..2 um", ValueError,
         "'thickness:first' (thickness of electrolyte (ion)) cannot be negative"),
        ("first thickness=2..-1 um", ValueError,
         "'thickness:first' (thickness of electrolyte (ion)) cannot be negative"),
        ("second porosity=0..101 %", ValueError,
         "'porosity:second-film' (porosity of anode interface layer (ion)) cannot be more than 100 %"),
        ("temperature=-273.15..20 degC", ValueError,
         "'temperature' (temperature of the cell) cannot be at or below absolute zero"),
        ("nothing=1..2", UnknownParameterError, None),
    ],
)  # fmt: skip
def test_that_what_cannot_be_varied_is_refused(
    text: str, kind: type[Exception], message: str | None, design: Design
) -> None:
    with pytest.raises(kind) as caught:
        sweep(design, NO_EVIDENCE, [parse(text)], 3)
    if message is not None:
        assert str(caught.value) == message


def test_that_an_input_is_varied_once(design: Design) -> None:
    asked = [parse("first thickness=1..2 um"), parse("thickness:first=3..4 um")]
    with pytest.raises(ValueError, match="'thickness:first' is varied twice"):
        sweep(design, NO_EVIDENCE, asked, 3)


def test_that_a_sweep_has_two_points_at_least(design: Design) -> None:
    with pytest.raises(ValueError, match="a sweep needs at least two points"):
        sweep(design, NO_EVIDENCE, [parse("first thickness=1..2 um")], 1)


def test_that_an_unknown_result_is_refused(design: Design) -> None:
    with pytest.raises(KeyError, match="nothing"):
        sweep(design, NO_EVIDENCE, [parse("first thickness=1..2 um")], 2, ["nothing"])


def test_that_all_words_of_a_key_go_before_more_words(make: Any) -> None:
    layers = [make.layer(id=key, role="electrolyte", material="ion", thickness=make.q(30, "um"))
              for key in ("anode-side", "anode", "anode-side-2")]  # fmt: skip
    made = assess.cell_of(make.design(layers, [make.conductor("ion", 3.0)]), NO_EVIDENCE)
    assert find(made, "anode thickness").key == "thickness:anode"
    assert find(made, "anode side thickness").key == "thickness:anode-side"
