"""Ions, micrometres and milligrams: what limits a cell, how thick it gets, and what every convention counts."""

import math
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError
from tests.reference.formula_reader import from_direct_inputs

from cellbuilder import units
from cellbuilder.domain.bench import Pressed
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.stack import CellFormat, Component, Conventions

Make = SimpleNamespace


def graphite_cell(
    make: Make, anode_mg: float, *, kept: float | None = 90, cathode: float | None = None, empty: bool = False
) -> Evaluation:
    """2 mAh/cm2 of cathode on so many mg/cm2 of 350 mAh/g; first-cycle efficiencies in %."""
    layers = [make.layer(id="cathode", role="cathode", material="cam", loading=make.q(10, "mg/cm2")),
              make.layer(id="anode", role="anode", material="c", loading=make.q(anode_mg, "mg/cm2"))]  # fmt: skip
    cam = make.host("cam", 200, 3.8, holds_ion_as_made=not empty,
                    first_cycle_efficiency=None if cathode is None else make.q(cathode, "%"))  # fmt: skip
    carbon = make.host("c", 350, 0.1, category="anode", holds_ion_as_made=empty, metal_anode="host",
                       first_cycle_efficiency=None if kept is None else make.q(kept, "%"))  # fmt: skip
    made: Evaluation = make.evaluate(make.design(layers, [cam, carbon]))
    return made


LOST = 2.1 * (1 / 0.9 - 1)


@pytest.mark.parametrize(
    ("kept", "cathode", "capacity", "limiting"),
    [
        (90, None, 2 - LOST, "first-cycle loss of the anode"),
        (90, 90, 2 / 0.9 - LOST, "first-cycle loss of the anode"),
        (90, 88, 2.0, "cathode"),
        (100, None, 2.0, "cathode"),
        (None, None, 2.0, "cathode"),
    ],
)
def test_that_what_a_host_anode_keeps_in_the_first_cycle_is_missing_afterwards(
    make: Make, kept: float | None, cathode: float | None, capacity: float, limiting: str
) -> None:
    figures = graphite_cell(make, 6, kept=kept, cathode=cathode).figures
    assert figures.capacity.value == pytest.approx(capacity, rel=1e-9)
    assert figures.limiting_electrode == limiting
    assert figures.cathode_capacity.value == pytest.approx(2)
    assert figures.np_ratio.value == pytest.approx(1.05)
    assert figures.areal_energy.value == pytest.approx(3.7 * capacity, rel=1e-9)


def test_that_a_first_cycle_loss_beyond_the_cathode_leaves_nothing(make: Make) -> None:
    figures = graphite_cell(make, 100, kept=90).figures
    assert 35 * (1 / 0.9 - 1) > 2
    assert figures.capacity.value == 0
    assert figures.limiting_electrode == "first-cycle loss of the anode"


def test_that_a_first_cycle_loss_takes_nothing_from_an_empty_cathode(make: Make) -> None:
    figures = graphite_cell(make, 6, empty=True).figures
    assert (figures.capacity.value, figures.limiting_electrode) == (pytest.approx(2), "cathode")


def test_that_the_efficiency_of_this_sample_goes_before_that_of_the_library(make: Make) -> None:
    part = Component(material="c", function="active material", mass_fraction=make.q(100, "wt%"),
                     first_cycle_efficiency=make.q(80, "%"), capacity=make.q(300, "mAh/g"))  # fmt: skip
    layers = [make.layer(id="cathode", role="cathode", material="cam", loading=make.q(10, "mg/cm2")),
              make.layer(id="anode", role="anode", components=(part,), loading=make.q(7, "mg/cm2"))]  # fmt: skip
    carbon = make.host("c", 350, 0.1, category="anode", holds_ion_as_made=False, metal_anode="host",
                       first_cycle_efficiency=make.q(90, "%"))  # fmt: skip
    figures = make.evaluate(make.design(layers, [make.host("cam", 200, 3.8), carbon])).figures
    assert figures.anode_capacity.value == pytest.approx(2.1)
    assert figures.capacity.value == pytest.approx(2 - 2.1 * 0.25)


def _indium(make: Make, content: float | None) -> Evaluation:
    layers = [make.layer(id="cathode", role="cathode", material="cam", loading=make.q(10, "mg/cm2")),
              make.layer(id="anode", role="anode", material="li-in", loading=make.q(10, "mg/cm2"),
                         ion_content=None if content is None else make.q(content, "1"))]  # fmt: skip
    alloy = make.metal("li-in", metal_anode="alloy", family="Li-In", capacity=None,
                       potential_reference="Li-In")  # fmt: skip
    made: Evaluation = make.evaluate(make.design(layers, [make.host("cam", 200, 3.82), alloy]))
    return made


@pytest.mark.parametrize("content", [0.05, 0.5, 0.8])
def test_that_lithium_indium_takes_up_lithium_until_its_plateau_ends(make: Make, content: float) -> None:
    figures = _indium(make, content).figures
    indium_g = 10e-3 / (1 + content * 6.94 / 114.82)
    capacity = indium_g / 114.82 * (0.85 - content) * 96485.33212 / 3.6
    assert figures.anode_capacity.value == pytest.approx(capacity, rel=1e-6)
    assert figures.anode_capacity.low == pytest.approx(capacity * (0.82 - content) / (0.85 - content), rel=1e-6)
    assert figures.anode_capacity.high == pytest.approx(capacity * (0.89 - content) / (0.85 - content), rel=1e-6)
    assert figures.capacity.value == pytest.approx(min(2.0, capacity), rel=1e-6)
    assert figures.limiting_electrode == ("anode" if capacity < 2 else "cathode")
    assert figures.average_voltage.value == pytest.approx(3.20)


def test_that_half_lithiated_indium_holds_79_hundredths_of_a_milliampere_hour_per_ten_milligrams(make: Make) -> None:
    assert _indium(make, 0.5).figures.anode_capacity.value == pytest.approx(0.7930, abs=5e-5)


@pytest.mark.parametrize(("content", "words"), [(0.9, "beyond the 0.62 V plateau"), (None, "composition")])
def test_that_indium_beyond_its_plateau_or_of_unknown_content_has_no_capacity(
    make: Make, content: float | None, words: str
) -> None:
    figures = _indium(make, content).figures
    assert figures.anode_capacity.value is None
    assert words in (figures.anode_capacity.note or "")
    assert (figures.capacity.value, figures.capacity.at_most) == (pytest.approx(2), True)


def worked(make: Make, *, body: CellFormat | None = None, **conventions: Any) -> Evaluation:
    """NCM811 : Li6PS5Cl 70 : 30 without pores, 5 mAh/cm2, 30 um separator, no anode as built (physics.md 1e)."""
    layers = [
        make.layer(id="al", role="cathode collector", material="al", thickness=make.q(12, "um")),
        make.layer(id="cathode", role="cathode", loading=make.q(25, "mg/cm2"),
                   components=make.mixed(active__ncm=70, catholyte__se=30)),
        make.layer(id="se", role="electrolyte", material="se", thickness=make.q(30, "um")),
        make.layer(id="cu", role="anode collector", material="cu", thickness=make.q(8, "um")),
    ]  # fmt: skip
    materials = [make.host("ncm", 200, 3.8, density=make.q(4.78, "g/cm3")), make.foil("al", 2.70),
                 make.foil("cu", 8.96), make.conductor("se", 3, density=make.q(1.86, "g/cm3"))]  # fmt: skip
    materials += [make.foil("laminate", 1.8)] if body is not None and body.packaging else []
    made: Evaluation = make.evaluate(
        make.design(layers, materials, two_sided=True, body=body, conventions=Conventions(**conventions))
    )
    return made


COMPOSITE_UM = 25 / 0.7 * (0.7 / 4.78 + 0.3 / 1.86) * 10
BARE_MG, BARE_UM = 25 / 0.7 + 5.58, COMPOSITE_UM + 30
FOILS_MG, FOILS_UM = 12 * 0.27 + 8 * 0.896, 20.0
ENERGY = 19.0
PLATED_UM = 5 / (0.534 * 3861.88) * 1e4


def at(evaluation: Evaluation, level: str) -> tuple[float | None, float | None, str]:
    found = next(entry for entry in evaluation.figures.levels if entry.level == level)
    return found.specific_energy.value, found.energy_density.value, found.specific_energy.convention or ""


@pytest.mark.parametrize(
    ("choice", "share", "words"),
    [("as built", 0.5, "counted half"), ("full", 1.0, "counted in full"), ("none", 0.0, "collectors left out")],
)
def test_that_collectors_count_as_the_convention_says(make: Make, choice: str, share: float, words: str) -> None:
    per_kg, per_litre, convention = at(worked(make, collectors=choice), "stack")
    assert per_kg == pytest.approx(1e3 * ENERGY / (BARE_MG + share * FOILS_MG), rel=1e-9)
    assert per_litre == pytest.approx(1e4 * ENERGY / (BARE_UM + share * FOILS_UM), rel=1e-9)
    assert words in convention


def test_that_conventions_leave_the_layers_and_the_levels_without_collectors_alone(make: Make) -> None:
    every = [worked(make, collectors=choice) for choice in ("as built", "full", "none")]
    for name in ("material", "electrode"):
        assert len({at(evaluation, name)[:2] for evaluation in every}) == 1
    for evaluation in every:
        assert evaluation.figures.thickness.value == pytest.approx(BARE_UM + FOILS_UM)


def test_that_the_worked_cell_has_its_energies_as_built_and_charged(make: Make) -> None:
    per_kg, per_litre, _ = at(worked(make), "stack")
    charged_kg, charged_litre, convention = at(worked(make, volume="charged"), "stack")
    assert "volume" not in convention
    assert (per_kg, charged_kg) == (pytest.approx(408.6, abs=0.05), per_kg)
    assert per_litre == pytest.approx(1e4 * ENERGY / (BARE_UM + FOILS_UM / 2), rel=1e-9)
    assert charged_litre == pytest.approx(1091, abs=0.5)
    assert charged_litre == pytest.approx(1e4 * ENERGY / (BARE_UM + FOILS_UM / 2 + PLATED_UM), rel=1e-9)


@pytest.mark.parametrize(("choice", "words"), [("as built", "volume as built"), ("charged", "volume of the charged")])
def test_that_only_energies_per_volume_name_the_volume_that_counts(make: Make, choice: Any, words: str) -> None:
    levels = {entry.level: entry for entry in worked(make, volume=choice).figures.levels}
    for name in ("electrode", "stack"):
        assert words in (levels[name].energy_density.convention or "")
        assert "volume" not in (levels[name].specific_energy.convention or "")
    assert "volume" not in (levels["material"].energy_density.convention or "")


@pytest.mark.parametrize(
    ("choice", "two_sided", "text"),
    [
        ("as built", False, "all layers and collectors as built, no packaging"),
        ("as built", True, "all layers; collectors coated on both sides, counted half; no packaging"),
        ("full", True, "all layers; collectors counted in full; no packaging"),
        ("full", False, "all layers; collectors counted in full; no packaging"),
        ("none", True, "all layers; collectors left out; no packaging"),
    ],
)
def test_that_the_text_of_a_level_says_what_was_chosen_and_nothing_else(
    make: Make, choice: str, text: str, *, two_sided: bool
) -> None:
    body = CellFormat(kind="pellet", area=make.q(1, "cm2"), two_sided=two_sided)
    assert at(worked(make, body=body, collectors=choice), "stack")[2] == text


def test_that_charged_electrodes_count_what_charging_adds(make: Make) -> None:
    built, charged = (at(worked(make, volume=choice), "electrode") for choice in ("as built", "charged"))
    assert built[1] == pytest.approx(1e4 * ENERGY / COMPOSITE_UM, rel=1e-9)
    assert charged[1] == pytest.approx(1e4 * ENERGY / (COMPOSITE_UM + PLATED_UM), rel=1e-9)
    assert charged[0] == built[0]


def test_that_a_charged_anode_free_stack_is_thicker_by_the_metal_it_plates(make: Make) -> None:
    evaluation = worked(make)
    figures = evaluation.figures
    assert pytest.approx(24.245, abs=5e-4) == PLATED_UM
    assert figures.thickness.value == pytest.approx(BARE_UM + FOILS_UM, rel=1e-9)
    assert figures.charged_thickness.value == pytest.approx(BARE_UM + FOILS_UM + PLATED_UM, rel=1e-9)
    assert figures.charged_thickness.unit == "um"
    assert figures.trace.steps["plated metal"].value == pytest.approx(PLATED_UM, rel=1e-9)
    assert "volume change not on record: ncm" in (figures.charged_thickness.note or "")


def _swelling(make: Make, *, empty: bool = False, change: float | None = -0.05) -> Evaluation:
    """A composite cathode of 100 um, half of it active, on a bare alloying anode of 10 um that swells to 3.8 fold."""
    density = {"density": make.q(2, "g/cm3")}
    layers = [make.layer(id="cathode", role="cathode", thickness=make.q(100, "um"),
                         components=make.mixed(active__cam=50, catholyte__se=50)),
              make.layer(id="anode", role="anode", material="si", thickness=make.q(10, "um"))]  # fmt: skip
    cam = make.host("cam", 200, 3.8, holds_ion_as_made=not empty, **density,
                    volume_change=None if change is None else make.q(change, "1"))  # fmt: skip
    silicon = make.host("si", 3578.6, 0.4, category="anode", holds_ion_as_made=empty, metal_anode="host",
                        volume_change=make.q(280, "%"), **density)  # fmt: skip
    made: Evaluation = make.evaluate(make.design(layers, [cam, silicon, make.conductor("se", 3, **density)]))
    return made


def test_that_hosts_swell_and_shrink_by_their_share_of_the_layer(make: Make) -> None:
    evaluation = _swelling(make)
    steps = evaluation.figures.trace.steps
    assert steps["swelling:cathode/cam"].value == pytest.approx(-2.5)
    assert steps["swelling:anode/si"].value == pytest.approx(28)
    assert evaluation.figures.charged_thickness.value == pytest.approx(110 - 2.5 + 28)


def test_that_an_unknown_volume_change_is_named_and_left_out(make: Make) -> None:
    figure = _swelling(make, change=None).figures.charged_thickness
    assert figure.value == pytest.approx(138)
    assert "volume change not on record: cam" in (figure.note or "")


def test_that_a_cell_with_an_empty_cathode_is_charged_as_built(make: Make) -> None:
    figures = _swelling(make, empty=True).figures
    assert figures.charged_thickness.value == figures.thickness.value == pytest.approx(110)
    assert "charged as built" in (figures.charged_thickness.note or "")


@pytest.mark.parametrize(("choice", "specific", "bound"), [("practical", 150, False), ("theoretical", 169.893, True)])
def test_that_the_capacity_counts_as_the_convention_says(make: Make, choice: Any, specific: float, bound: bool) -> None:
    layers = [make.layer(id="cathode", role="cathode", material="lfp", loading=make.q(10, "mg/cm2")),
              make.layer(id="anode", role="anode", material="li", loading=make.q(2, "mg/cm2"))]  # fmt: skip
    lfp = make.host("lfp", 150, 3.45, formula="LiFePO4", electrons=1, density=make.q(3.6, "g/cm3"))
    made = make.design(layers, [lfp, make.metal()], conventions=Conventions(capacity=choice))
    evaluation = make.evaluate(made)
    capacity = evaluation.figures.cathode_capacity
    assert (capacity.value, capacity.at_most) == (pytest.approx(specific / 100, rel=2e-6), bound)
    per_kg, _, convention = at(evaluation, "stack")
    assert per_kg == pytest.approx(specific * 3.45 * 10 / 12, rel=2e-6)
    assert ("theoretical capacity" in convention) == bound


def pouch(make: Make, **more: Any) -> CellFormat:
    return CellFormat(kind="pouch", area=make.q(100, "cm2"), repeat_units=10, two_sided=True, packaging="laminate",
                      packaging_thickness=make.q(113, "um"), **more)  # fmt: skip


STACK_MG, STACK_UM = BARE_MG + FOILS_MG / 2, BARE_UM + FOILS_UM / 2


@pytest.mark.parametrize(
    ("fields", "ratio", "case_mg", "case_um"),
    [
        ({}, 1.0, 0, 0),
        ({"seal_width": (10, "mm")}, 1.44, 0, 0),
        ({"seal_width": (10, "mm"), "width": (5, "cm"), "height": (20, "cm")}, 1.54, 0, 0),
        ({"hardware_mass": (5, "g"), "hardware_volume": (2, "cm3")}, 1.0, 5, 20),
        ({"seal_width": (10, "mm"), "hardware_mass": (5, "g")}, 1.44, 5, 0),
    ],
)
def test_that_a_pouch_counts_foil_seal_and_hardware_over_its_repeat_units(
    make: Make, fields: dict[str, tuple[float, str]], ratio: float, case_mg: float, case_um: float
) -> None:
    body = pouch(make, **{key: make.q(*value) for key, value in fields.items()})
    per_kg, per_litre, convention = at(worked(make, body=body), "cell")
    mass = STACK_MG + 2 * ratio * 113e-4 * 1800 / 10 + case_mg
    volume = ratio * (STACK_UM + 2 * 113 / 10) + case_um
    assert per_kg == pytest.approx(1e3 * ENERGY / mass, rel=1e-9)
    assert per_litre == pytest.approx(1e4 * ENERGY / volume, rel=1e-9)
    assert ("hardware given" in convention) == ("hardware_mass" in fields)
    assert ("with a seal" in convention) == ("seal_width" in fields)


@pytest.mark.parametrize("kind", ["coin", "pellet"])
def test_that_the_case_of_a_coin_or_pellet_cell_counts_where_it_is_given(make: Make, kind: Any) -> None:
    case = {"hardware_mass": make.q(3, "g"), "hardware_volume": make.q(0.6, "cm3")}
    body = CellFormat(kind=kind, area=make.q(2, "cm2"), **case)
    per_kg, per_litre, convention = at(worked(make, body=body), "cell")
    assert per_kg == pytest.approx(1e3 * ENERGY / (BARE_MG + FOILS_MG + 1500), rel=1e-9)
    assert per_litre == pytest.approx(1e4 * ENERGY / (BARE_UM + FOILS_UM + 3000), rel=1e-9)
    assert "case given" in convention
    bare = at(worked(make, body=CellFormat(kind=kind, area=make.q(2, "cm2"))), "cell")
    assert bare[:2] == (None, None)


def test_that_every_size_is_told_in_micrometres_and_milligrams_whatever_was_typed(make: Make) -> None:
    layers = [
        make.layer(id="coat", role="cathode interface layer", material="se",
                   thickness=make.q(50, "nm", low=20, high=90)),
        make.layer(id="se", role="electrolyte", material="se", thickness=make.q(0.5, "mm")),
        make.layer(id="li", role="anode", material="li", loading=make.q(0.002, "g/cm2")),
    ]  # fmt: skip
    evaluation = make.evaluate(make.design(layers, [make.conductor("se", 3), make.metal()]))
    coat, sheet, lithium = evaluation.figures.budget
    found = (coat.thickness.value, coat.thickness.low, coat.thickness.high, coat.thickness.unit)
    assert found == (pytest.approx(0.05), pytest.approx(0.02), pytest.approx(0.09), "um")
    assert coat.thickness.inputs[0].unit == "nm"
    assert (sheet.thickness.value, sheet.thickness.unit) == (pytest.approx(500), "um")
    assert (lithium.areal_mass.value, lithium.areal_mass.unit) == (pytest.approx(2), "mg/cm2")
    assert evaluation.figures.thickness.value == pytest.approx(0.05 + 500 + 2 / 0.0534)


def test_that_an_areal_capacity_sizes_a_layer(make: Make) -> None:
    density = {"density": make.q(4, "g/cm3")}
    layers = [make.layer(id="cathode", role="cathode", areal_capacity=make.q(5, "mAh/cm2"),
                         components=make.mixed(active__cam=70, catholyte__se=30)),
              make.layer(id="li", role="anode", material="li", areal_capacity=make.q(10, "mAh/cm2"))]  # fmt: skip
    materials = [make.host("cam", 200, 3.8, **density), make.conductor("se", 3, **density), make.metal()]
    figures = make.evaluate(make.design(layers, materials)).figures
    cathode, lithium = figures.budget
    assert cathode.areal_mass.value == pytest.approx(25 / 0.7)
    assert cathode.thickness.value == pytest.approx(25 / 0.7 / 0.4)
    assert lithium.thickness.value == pytest.approx(2 * PLATED_UM)
    assert (figures.cathode_capacity.value, figures.np_ratio.value) == (pytest.approx(5), pytest.approx(2))


def _pellet(make: Make, micrometres: float | None, **more: Any) -> Evaluation:
    layer = make.layer(id="se", role="electrolyte", material="se",
                       pressed=Pressed(mass=make.q(100, "mg"), diameter=make.q(10, "mm")),
                       thickness=None if micrometres is None else make.q(micrometres, "um"), **more)  # fmt: skip
    made: Evaluation = make.evaluate(make.design([layer], [make.conductor("se", 3, density=make.q(1.86, "g/cm3"))]))
    return made


AREAL_MG = 100 / (math.pi / 4)


def test_that_a_pressed_mass_and_its_die_size_a_pellet(make: Make) -> None:
    evaluation = _pellet(make, None, porosity=make.q(18, "%"))
    row = evaluation.figures.budget[0]
    assert row.areal_mass.value == pytest.approx(AREAL_MG, rel=1e-9)
    assert pytest.approx(127.324, abs=5e-4) == AREAL_MG
    assert row.thickness.value == pytest.approx(AREAL_MG / 1.86 / 0.82 * 10, rel=1e-9)
    assert row.thickness.value == pytest.approx(834.8, abs=0.05)
    assert make.part(evaluation, "asr:se").value == pytest.approx(83.48 / 3, abs=0.005)


def test_that_the_thickness_of_a_pressed_pellet_gives_its_density_and_pores(make: Make) -> None:
    evaluation = _pellet(make, 850)
    steps = evaluation.figures.trace.steps
    assert steps["layer density:se"].value == pytest.approx(AREAL_MG / 85, rel=1e-9)
    assert steps["pores:se"].value == pytest.approx(100 * (1 - AREAL_MG / 85 / 1.86), rel=1e-9)
    assert steps["pores:se"].value == pytest.approx(19.466, abs=5e-4)
    assert evaluation.figures.budget[0].thickness.value == 850
    assert make.part(evaluation, "asr:se").value == pytest.approx(85 / 3)


def test_that_a_pressed_composite_holds_its_share_of_active_material(make: Make) -> None:
    cathode = make.layer(id="cathode", role="cathode", components=make.mixed(active__ncm=70, catholyte__se=30),
                         pressed=Pressed(mass=make.q(100, "mg"), diameter=make.q(10, "mm")))  # fmt: skip
    materials = [make.host("ncm", 200, 3.8, density=make.q(4.78, "g/cm3")),
                 make.conductor("se", 3, density=make.q(1.86, "g/cm3"))]  # fmt: skip
    figures = make.evaluate(make.design([cathode], materials)).figures
    assert figures.cathode_capacity.value == pytest.approx(0.7 * AREAL_MG * 0.2, rel=1e-9)
    assert figures.budget[0].thickness.value == pytest.approx(AREAL_MG * (0.7 / 4.78 + 0.3 / 1.86) * 10, rel=1e-9)


def _bare_indium(make: Make, **fields: Any) -> Evaluation:
    """2 mAh/cm2 of cathode on an indium foil without lithium."""
    layers = [make.layer(id="cathode", role="cathode", material="cam", loading=make.q(10, "mg/cm2")),
              make.layer(id="anode", role="anode", material="in",
                         **(fields or {"loading": make.q(10, "mg/cm2")}))]  # fmt: skip
    indium = make.metal("in", metal_anode="alloy", family="Li-In", formula="In", electrons=1, holds_ion_as_made=False,
                        capacity=make.q(233.4, "mAh/g", kind="calculated"), density=make.q(7.31, "g/cm3"),
                        average_potential=make.q(0.62, "V"))  # fmt: skip
    made: Evaluation = make.evaluate(make.design(layers, [make.host("cam", 200, 3.82), indium]))
    return made


def test_that_bare_indium_takes_up_lithium_until_its_plateau_ends(make: Make) -> None:
    figures = _bare_indium(make).figures
    ends = [10e-3 / 114.82 * end * 96485.33212 / 3.6 for end in (0.85, 0.82, 0.89)]
    found = (figures.anode_capacity.value, figures.anode_capacity.low, figures.anode_capacity.high)
    assert found == tuple(pytest.approx(end, rel=1e-4) for end in ends)
    assert ends == [pytest.approx(mah, abs=5e-4) for mah in (1.984, 1.914, 2.077)]
    assert "until its plateau" in (figures.anode_capacity.note or "")
    assert figures.anode_capacity.label == "estimate"
    assert (figures.capacity.value, figures.limiting_electrode) == (pytest.approx(1.984, abs=5e-4), "anode")


def test_that_indium_sized_by_its_capacity_has_that_capacity(make: Make) -> None:
    figures = _bare_indium(make, areal_capacity=make.q(3, "mAh/cm2")).figures
    assert figures.anode_capacity.value == pytest.approx(3)
    assert figures.budget[1].areal_mass.value == pytest.approx(30 / 1.984, rel=1e-3)


def test_that_the_capacity_of_this_indium_goes_before_its_plateau(make: Make) -> None:
    figures = _bare_indium(make, loading=make.q(10, "mg/cm2"), capacity=make.q(150, "mAh/g")).figures
    assert figures.anode_capacity.value == pytest.approx(1.5)


@pytest.mark.parametrize(("content", "past"), [(0.5, False), (2.0, True)])
def test_that_an_alloy_gives_all_its_lithium_and_says_where_it_leaves_the_plateau(
    make: Make, content: float, *, past: bool
) -> None:
    layers = [make.layer(id="cathode", role="cathode", material="tis2", loading=make.q(10, "mg/cm2")),
              make.layer(id="anode", role="anode", material="li-in", loading=make.q(10, "mg/cm2"),
                         ion_content=make.q(content, "1"))]  # fmt: skip
    alloy = make.metal("li-in", metal_anode="alloy", family="Li-In", capacity=None, potential_reference="Li-In")
    host = make.host("tis2", 220, 2.1, holds_ion_as_made=False)
    figure = make.evaluate(make.design(layers, [host, alloy])).figures.anode_capacity
    held = 10e-3 * content * 96485.33212 / 3.6 / (114.82 + content * 6.94)
    assert figure.value == pytest.approx(held, rel=1e-5)
    assert ("the potential is below 0.62 V" in (figure.note or "")) == past


LITHIUM_MG, COPPER_MG, COPPER_UM = 20 * 0.0534, 8 * 0.896, 8.0


@pytest.mark.parametrize(
    ("two_sided", "choice", "sheets", "foil"),
    [(True, "as built", 2, 1), (True, "none", 2, 0), (True, "full", 2, 1), (False, "as built", 1, 1)],
)
def test_that_an_end_anode_is_one_more_sheet_over_all_repeat_units(
    make: Make, choice: Any, sheets: int, foil: int, *, two_sided: bool
) -> None:
    def per(*, end_anode: bool) -> tuple[float, float, str]:
        body = CellFormat(kind="pouch", area=make.q(100, "cm2"), repeat_units=10, two_sided=two_sided,
                          packaging="laminate", packaging_thickness=make.q(113, "um"), end_anode=end_anode,
                          seal_width=make.q(10, "mm"))  # fmt: skip
        layers = [make.layer(id="cathode", role="cathode", material="cam", thickness=make.q(50, "um")),
                  make.layer(id="li", role="anode", material="li", thickness=make.q(20, "um")),
                  make.layer(id="cu", role="anode collector", material="cu",
                             thickness=make.q(COPPER_UM, "um"))]  # fmt: skip
        materials = [make.host("cam", 200, 3.8, density=make.q(4, "g/cm3")), make.metal(), make.foil("cu", 8.96),
                     make.foil("laminate", 1.8)]  # fmt: skip
        design = make.design(layers, materials, body=body, conventions=Conventions(collectors=choice))
        evaluation = make.evaluate(design)
        areal = evaluation.figures.areal_energy.value
        per_kg, per_litre, convention = at(evaluation, "cell")
        return 1e3 * areal / per_kg, 1e4 * areal / per_litre, convention

    without, with_one = per(end_anode=False), per(end_anode=True)
    assert with_one[0] - without[0] == pytest.approx((sheets * LITHIUM_MG + foil * COPPER_MG) / 10)
    assert with_one[1] - without[1] == pytest.approx(1.44 * (sheets * 20 + foil * COPPER_UM) / 10)
    assert "one more anode sheet" in with_one[2]
    assert "one more anode sheet" not in without[2]


def test_that_only_a_pouch_has_an_end_anode(make: Make) -> None:
    with pytest.raises(ValidationError, match="one more sheet in a pouch"):
        CellFormat(kind="coin", area=make.q(1, "cm2"), end_anode=True)


def _follow(evaluation: Evaluation, *keys: str) -> None:
    """Assert that steps follow from their formula and what stands next to it."""
    for key in keys:
        step = evaluation.figures.trace.steps[key]
        assert step.value is not None
        assert from_direct_inputs(step) == pytest.approx(units.to_si(step.value, step.unit), rel=1e-9), step.formula


def test_that_indium_charged_electrodes_and_end_sheets_follow_from_their_formulas(make: Make) -> None:
    _follow(_bare_indium(make), "capacity of:in", "capacity:anode")
    charged = worked(make, volume="charged", body=pouch(make, end_anode=True, hardware_mass=make.q(5, "g"),
                                                        hardware_volume=make.q(2, "cm3")))  # fmt: skip
    _follow(charged, "thickness@charged electrode", "thickness@charged stack", "mass:end anode",
            "thickness:end anode", "mass@cell", "thickness@cell")  # fmt: skip
