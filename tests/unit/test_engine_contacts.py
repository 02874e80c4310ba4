"""The resistance of one contact: where it was measured, and what time, heat, pressure and shape make of it."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError
from tests.reference.formula_reader import from_direct_inputs

from cellbuilder import assess, units
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.bench import LayerResistance, MeasuredResistance
from cellbuilder.domain.contact import ChargeTransfer, ContactSpots, Interface, Interphase, PressureLaw
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.stack import Component
from cellbuilder.engine import contacts

Make = SimpleNamespace
KEY = "asr:se|li"
BOLTZMANN = 8.617333262e-5
WARMER = 1 / 333.15 - 1 / 298.15
"""1/T at 60 degC less 1/T at 25 degC."""


def touching(make: Make, *records: Any, **fields: Any) -> Evaluation:
    """30 um of 3 mS/cm on lithium; conditions of the cell are taken out of the fields of the contact."""
    conditions = {key: fields.pop(key) for key in ("celsius", "age", "operating_pressure") if key in fields}
    layers = [make.layer(id="se", role="electrolyte", material="se", thickness=make.q(30, "um")),
              make.layer(id="li", role="anode", material="li", thickness=make.q(20, "um"))]  # fmt: skip
    entered = (Interface(between=("se", "li"), **fields),) if fields else ()
    materials = [make.conductor("se", 3, energy=0.3, form="S"), make.metal()]
    made: Evaluation = make.evaluate(make.design(layers, materials, interfaces=entered, **conditions), *records)
    return made


def test_that_an_entered_resistance_without_a_temperature_is_taken_as_it_is(make: Make) -> None:
    for celsius in (25, 60):
        figure = make.part(touching(make, area_resistance=make.q(10, "Ohm cm2"), celsius=celsius), KEY)
        assert (figure.value, figure.label) == (pytest.approx(10), "assumption")


def test_that_a_contact_warms_with_its_own_activation_energy(make: Make) -> None:
    evaluation = touching(make, area_resistance=make.q(10, "Ohm cm2"), temperature=make.q(25, "degC"),
                          activation_energy=make.q(0.5, "eV"), celsius=60)  # fmt: skip
    figure = make.part(evaluation, KEY)
    assert figure.value == pytest.approx(1.2944, abs=5e-5)
    assert figure.value == pytest.approx(10 * math.exp(0.5 / BOLTZMANN * WARMER), rel=1e-9)
    assert {"activation energy:se|li", "measured at:se|li", "temperature"} <= make.below(evaluation, figure).keys()


def test_that_without_an_activation_energy_the_usual_one_carries_its_range(make: Make) -> None:
    evaluation = touching(make, area_resistance=make.q(10, "Ohm cm2"), temperature=make.q(25, "degC"), celsius=60)
    figure = make.part(evaluation, KEY)
    ends = [10 * math.exp(energy / BOLTZMANN * WARMER) for energy in (0.5, 0.6, 0.4)]
    found = (figure.value, figure.low, figure.high)
    assert found == tuple(pytest.approx(end, rel=1e-9) for end in ends)
    assert make.below(evaluation, figure)["activation energy:se|li"].kind == "estimate"
    assert (figure.assumed_share, figure.contributions[0].key) == (pytest.approx(1), "activation energy:se|li")


@pytest.mark.parametrize(("hours", "ohm_cm2"), [(0, 10), (25, 20), (100, 30), (400, 50)])
def test_that_a_contact_grows_with_the_root_of_its_age(make: Make, hours: float, ohm_cm2: float) -> None:
    grown = touching(make, area_resistance=make.q(10, "Ohm cm2"), growth=make.q(2, "Ohm cm2/h^0.5"),
                     age=make.q(hours, "h"))  # fmt: skip
    figure = make.part(grown, KEY)
    assert (figure.value, figure.at_least) == (pytest.approx(ohm_cm2), False)


def test_that_a_growing_contact_of_unknown_age_is_unknown(make: Make) -> None:
    evaluation = touching(make, area_resistance=make.q(10, "Ohm cm2"), growth=make.q(2, "Ohm cm2/h^0.5"))
    figure = make.part(evaluation, KEY)
    assert figure.value is None
    assert "age of the cell is not given" in (figure.note or "")
    assert make.part(evaluation, "asr@instantaneous").at_least


@pytest.mark.parametrize(("exponent", "ohm_cm2"), [(-1, 1), (-0.5, 3.16227766), (-2, 0.1), (0, 10)])
def test_that_pressure_moves_a_contact_by_its_own_law(make: Make, exponent: float, ohm_cm2: float) -> None:
    law = PressureLaw(exponent=make.q(exponent, "1"), pressure=make.q(5, "MPa"))
    fields = {"area_resistance": make.q(10, "Ohm cm2"), "pressure_law": law}
    figure = make.part(touching(make, operating_pressure=make.q(50, "MPa"), **fields), KEY)
    assert figure.value == pytest.approx(ohm_cm2)


@pytest.mark.parametrize(("pressure", "words"), [(None, "pressure of the cell is not given"), (0, "without any")])
@pytest.mark.parametrize("exponent", [-1, 0, 0.5])
def test_that_a_pressure_law_without_an_operating_pressure_leaves_the_contact_unknown(
    make: Make, pressure: float | None, words: str, exponent: float
) -> None:
    law = PressureLaw(exponent=make.q(exponent, "1"), pressure=make.q(5, "MPa"))
    conditions = {} if pressure is None else {"operating_pressure": make.q(pressure, "MPa")}
    figure = make.part(touching(make, area_resistance=make.q(10, "Ohm cm2"), pressure_law=law, **conditions), KEY)
    assert (figure.value, figure.label) == (None, "unknown")
    assert words in (figure.note or "")


def test_that_a_swept_contact_is_unknown_without_pressure_too(make: Make) -> None:
    law = PressureLaw(exponent=make.q(-1, "1"), pressure=make.q(5, "MPa"))
    layers = [make.layer(id="se", role="electrolyte", material="se", thickness=make.q(30, "um")),
              make.layer(id="li", role="anode", material="li", thickness=make.q(20, "um"))]  # fmt: skip
    entry = Interface(between=("se", "li"), area_resistance=make.q(10, "Ohm cm2"), pressure_law=law)
    made = make.design(layers, [make.conductor("se", 3), make.metal()], interfaces=(entry,),
                       operating_pressure=make.q(50, "MPa"))  # fmt: skip
    cell = assess.cell_of(made, EvidenceBase([]))
    found = cell.calculation.plan(["operating pressure"], [KEY]).run({"operating pressure": [0.0, 5e6, 50e6]})[KEY]
    assert np.isnan(found[0])
    assert found[1:] * 1e4 == pytest.approx([10, 1])


def test_that_a_textured_contact_is_divided_by_its_true_area(make: Make) -> None:
    figure = make.part(touching(make, area_resistance=make.q(10, "Ohm cm2"), area_gain=make.q(4, "1")), KEY)
    assert figure.value == pytest.approx(2.5)


@pytest.mark.parametrize("film", [0, 10])
def test_that_contact_spots_add_their_constriction_in_the_electrolyte(make: Make, film: float) -> None:
    spots = ContactSpots(radius=make.q(10, "um"), per_area=make.q(1e8, "1/m2"))
    evaluation = touching(make, area_resistance=make.q(film, "Ohm cm2"), spots=spots)
    figure = make.part(evaluation, KEY)
    assert figure.value == pytest.approx(film + 8.3333, abs=5e-5)
    assert "conductivity:se" in make.below(evaluation, figure)


def test_that_contact_spots_conduct_better_in_a_warm_electrolyte(make: Make) -> None:
    spots = ContactSpots(radius=make.q(10, "um"), per_area=make.q(1e8, "1/m2"))
    figure = make.part(touching(make, area_resistance=make.q(0, "Ohm cm2"), spots=spots, celsius=60), KEY)
    assert figure.value == pytest.approx(8.33333 / 3.40999, rel=1e-5)


def test_that_spots_that_cover_most_of_the_area_are_no_single_spots(make: Make) -> None:
    spots = ContactSpots(radius=make.q(50, "um"), per_area=make.q(1e8, "1/m2"))
    figure = make.part(touching(make, area_resistance=make.q(1, "Ohm cm2"), spots=spots), KEY)
    assert figure.value is None
    assert "79 % of the area" in (figure.note or "")


def _seen(make: Make, sigma: float | None = None) -> Interphase:
    """540 nm after 400 h, as on Li6PS5Cl; its conductivity in S/cm."""
    return Interphase(thickness=make.q(540, "nm"), after=make.q(400, "h"),
                      conductivity=None if sigma is None else make.q(sigma, "S/cm"))  # fmt: skip


@pytest.mark.parametrize(("hours", "nanometres"), [(100, 270), (400, 540), (1600, 1080), (0, 0)])
def test_that_an_interphase_grows_with_the_root_of_time_and_resists(
    make: Make, hours: float, nanometres: float
) -> None:
    evaluation = touching(make, area_resistance=make.q(10, "Ohm cm2"), interphase=_seen(make, 1e-6),
                          age=make.q(hours, "h"))  # fmt: skip
    thick = make.running(evaluation, "interphase:se|li")
    assert (thick.value, thick.unit) == (pytest.approx(nanometres), "nm")
    assert make.part(evaluation, KEY).value == pytest.approx(10 + nanometres / 10)


def test_that_an_interphase_of_unknown_conductivity_adds_no_resistance(make: Make) -> None:
    fields = {"area_resistance": make.q(10, "Ohm cm2"), "interphase": _seen(make)}
    evaluation = touching(make, age=make.q(100, "h"), **fields)
    assert make.part(evaluation, KEY).value == pytest.approx(10)
    assert make.running(evaluation, "interphase:se|li").value == pytest.approx(270)
    ageless = touching(make, **fields)
    assert make.running(ageless, "interphase:se|li").value is None
    assert make.part(ageless, KEY).value == pytest.approx(10)


def test_that_a_resisting_interphase_of_unknown_age_leaves_the_contact_unknown(make: Make) -> None:
    figure = make.part(touching(make, area_resistance=make.q(10, "Ohm cm2"), interphase=_seen(make, 1e-6)), KEY)
    assert figure.value is None
    assert "age" in (figure.note or "")


def test_that_contact_spots_without_an_electrolyte_beside_them_are_unknown(make: Make) -> None:
    spots = ContactSpots(radius=make.q(10, "um"), per_area=make.q(1e8, "1/m2"))
    layers = [make.layer(id="cathode", role="cathode", material="cam", thickness=make.q(30, "um")),
              make.layer(id="li", role="anode", material="li", thickness=make.q(20, "um"))]  # fmt: skip
    entered = (Interface(between=("cathode", "li"), area_resistance=make.q(1, "Ohm cm2"), spots=spots),)
    materials = [make.host("cam", 200, 3.8), make.metal()]
    figure = make.part(make.evaluate(make.design(layers, materials, interfaces=entered)), "asr:cathode|li")
    assert figure.value is None
    assert "need an electrolyte" in (figure.note or "")


def test_that_pressure_and_texture_come_before_growth_and_constriction(make: Make) -> None:
    figure = make.part(
        touching(
            make, area_resistance=make.q(10, "Ohm cm2"), temperature=make.q(25, "degC"), area_gain=make.q(2, "1"),
            pressure_law=PressureLaw(exponent=make.q(-1, "1"), pressure=make.q(5, "MPa")),
            growth=make.q(2, "Ohm cm2/h^0.5"), age=make.q(25, "h"), operating_pressure=make.q(50, "MPa"),
            spots=ContactSpots(radius=make.q(10, "um"), per_area=make.q(1e8, "1/m2")),
        ),
        KEY,
    )  # fmt: skip
    assert figure.value == pytest.approx(10 * (5 / 50) / 2 + 2 * 5 + 1e4 / (4 * 0.3 * 1e-5 * 1e8))


def _symmetric(make: Make, **more: Any) -> MeasuredResistance:
    return MeasuredResistance(
        resistance=make.q(100, "Ohm"), lead_resistance=make.q(4, "Ohm"), pellet_resistance=make.q(36, "Ohm"), **more
    )


@pytest.mark.parametrize(("contacts", "ohm_cm2"), [(2, 60 * math.pi / 8), (1, 60 * math.pi / 4)])
def test_that_a_measured_cell_gives_its_contacts_without_leads_and_pellet(
    make: Make, contacts: int, ohm_cm2: float
) -> None:
    measured = _symmetric(make, diameter=make.q(10, "mm"), interfaces=contacts)
    evaluation = touching(make, measured=measured)
    figure = make.part(evaluation, KEY)
    assert figure.value == pytest.approx(ohm_cm2, rel=1e-9)
    step = evaluation.figures.trace.steps["contact resistance:se|li"]
    assert (step.label, step.value) == ("measured", pytest.approx(ohm_cm2))
    assert ("half" in (step.note or figure.note or "")) == (contacts == 2)
    assert {item.symbol: item.value for item in make.below(evaluation, figure).values()} == {
        "R_meas": 100, "R_lead": 4, "R_pellet": 36, "D": 10
    }  # fmt: skip


def test_that_leads_and_pellet_that_are_not_given_count_as_none_by_assumption(make: Make) -> None:
    evaluation = touching(make, measured=MeasuredResistance(resistance=make.q(100, "Ohm"), area=make.q(2, "cm2")))
    figure = make.part(evaluation, KEY)
    assert figure.value == pytest.approx(200)
    kinds = {item.symbol: (item.value, item.kind) for item in make.below(evaluation, figure).values()}
    assert kinds["R_lead"] == kinds["R_pellet"] == (0, "assumption")


def test_that_a_measured_contact_is_carried_to_the_temperature_of_the_cell(make: Make) -> None:
    measured = _symmetric(make, area=make.q(1, "cm2"), interfaces=2)
    figure = make.part(touching(make, measured=measured, temperature=make.q(25, "degC"),
                                activation_energy=make.q(0.3, "eV"), celsius=60), KEY)  # fmt: skip
    assert figure.value == pytest.approx(30 / 3.40999, rel=1e-5)


def test_that_a_pellet_with_all_the_resistance_is_refused(make: Make) -> None:
    with pytest.raises(ValidationError, match="as much resistance as the whole cell"):
        MeasuredResistance(resistance=make.q(40, "Ohm"), lead_resistance=make.q(4, "Ohm"),
                           pellet_resistance=make.q(36, "Ohm"), area=make.q(1, "cm2"))  # fmt: skip


def _growing(make: Make, **more: Any) -> Any:
    return make.record("r", "se", "li", interphase="mixed-conducting", resistance=make.resistance(before=40), **more)


@pytest.mark.parametrize("hours", [None, 0])
def test_that_a_mixed_conducting_contact_is_a_lower_bound_as_made(make: Make, hours: float | None) -> None:
    conditions = {} if hours is None else {"age": make.q(hours, "h")}
    published = make.part(touching(make, _growing(make), **conditions), KEY)
    assert (published.value, published.at_least, published.label) == (pytest.approx(40), True, "bound")
    assert "keeps growing" in (published.note or "")
    entered = make.part(
        touching(make, area_resistance=make.q(7, "Ohm cm2"), behaviour="mixed-conducting", **conditions), KEY
    )
    assert (entered.value, entered.at_least) == (pytest.approx(7), True)


def test_that_a_mixed_conducting_contact_of_some_age_has_no_value(make: Make) -> None:
    evaluation = touching(make, _growing(make), age=make.q(1, "h"))
    figure = make.part(evaluation, KEY)
    assert (figure.value, figure.label) == (None, "unknown")
    assert "keeps growing" in (figure.note or "")
    total = make.part(evaluation, "asr@instantaneous")
    assert (total.value, total.at_least) == (pytest.approx(1.0, rel=1e-4), True)


def test_that_the_behaviour_that_a_design_states_goes_before_the_evidence(make: Make) -> None:
    fields = {"area_resistance": make.q(7, "Ohm cm2"), "age": make.q(1, "h")}
    stable = make.part(touching(make, _growing(make), behaviour="stable", **fields), KEY)
    assert (stable.value, stable.at_least) == (pytest.approx(7), False)
    assert make.part(touching(make, _growing(make), **fields), KEY).value is None


def test_that_the_worst_behaviour_on_record_counts(make: Make) -> None:
    calm = make.record("calm", "se", "li", interphase="SEI")
    assert make.part(touching(make, calm, _growing(make), age=make.q(1, "h")), KEY).value is None
    passivating = make.record("p", "se", "li", interphase="SEI", resistance=make.resistance(before=40))
    figure = make.part(touching(make, passivating, age=make.q(1, "h")), KEY)
    assert (figure.value, figure.at_least) == (pytest.approx(40), False)


def test_that_both_faces_of_a_layer_move_together_in_the_range_of_the_total(make: Make) -> None:
    change = make.resistance(before=10_000, after=275)
    record = make.record("r", "se", "li", layer=make.side("coat"), helps=True, resistance=change)
    layers = [make.layer(id=key, role=role, material=key, thickness=make.q(30, "um"))
              for key, role in (("se", "electrolyte"), ("coat", "anode interface layer"), ("li", "anode"))]  # fmt: skip
    materials = [make.conductor("se", 3), make.conductor("coat", 3), make.metal()]
    evaluation = make.evaluate(make.design(layers, materials), record)
    faces = [make.part(evaluation, key) for key in ("asr:se|coat", "asr:coat|li")]
    for face in faces:
        assert (face.value, face.low, face.high) == tuple(pytest.approx(end) for end in (137.5, 13.75, 1375))
    total = make.part(evaluation, "asr@instantaneous")
    assert total.value == pytest.approx(277, rel=1e-5)
    assert total.high == pytest.approx(277 + 275 * 9, rel=1e-5)
    assert total.low == pytest.approx(277 - 275 * 0.9, rel=1e-4)
    assert total.contributions[0].key == "other cells:r"


def test_that_a_published_contact_measured_twice_over_is_halved_before_it_is_averaged(make: Make) -> None:
    both = make.record("both", "se", "li", resistance=make.resistance(before=200, interfaces_counted="two"))
    one = make.record("one", "se", "li", resistance=make.resistance(before=400))
    evaluation = touching(make, both, one)
    figure = make.part(evaluation, KEY)
    assert figure.value == pytest.approx(200)
    assert {"published:both", "published:one"} <= make.below(evaluation, figure).keys()
    assert evaluation.figures.trace.steps["one contact:both"].value == pytest.approx(100)


def _spotted(make: Make, first: Any, second: Any, *materials: Any) -> Any:
    """A contact of two layers by round spots of 10 um radius, 1e8 per m2, without a film."""
    spots = ContactSpots(radius=make.q(10, "um"), per_area=make.q(1e8, "1/m2"))
    entry = Interface(between=(first.id, second.id), area_resistance=make.q(0, "Ohm cm2"), spots=spots)
    evaluation = make.evaluate(make.design([first, second], materials, interfaces=(entry,)))
    return evaluation, make.part(evaluation, f"asr:{first.id}|{second.id}")


def _sheet(make: Make, key: str, role: str = "electrolyte", **more: Any) -> Any:
    return make.layer(id=key, role=role, thickness=make.q(30, "um"), **(more or {"material": key}))


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_that_spots_between_two_electrolytes_narrow_the_paths_in_both(make: Make, order: tuple[str, str]) -> None:
    first, second = (_sheet(make, key) for key in order)
    evaluation, figure = _spotted(make, first, second, make.conductor("a", 3), make.conductor("b", 1))
    assert figure.value == pytest.approx(25 / 3 + 25)
    assert {"conductivity:a", "conductivity:b"} <= make.below(evaluation, figure).keys()


def test_that_metals_and_composites_narrow_no_ion_paths(make: Make) -> None:
    silver = make.metal("ag", metal_anode=None, ion=None)
    coat = _sheet(make, "ag", "anode interface layer")
    assert _spotted(make, _sheet(make, "se"), coat, make.conductor("se", 3), silver)[1].value == pytest.approx(25 / 3)
    cathode = _sheet(make, "cathode", "cathode", components=make.mixed(active__cam=70, catholyte__se=30))
    cam = make.host("cam", 200, 3.8)
    found = _spotted(make, cathode, _sheet(make, "se"), make.conductor("se", 3), cam)[1]
    assert found.value == pytest.approx(25 / 3)


def test_that_the_conductivity_beside_spots_may_be_a_measured_one(make: Make) -> None:
    measured = LayerResistance(resistance=make.q(1, "Ohm"), area=make.q(1, "cm2"))
    sheet = _sheet(make, "se", material="se", measured_resistance=measured)
    lithium = _sheet(make, "li", "anode")
    evaluation, figure = _spotted(make, sheet, lithium, make.conductor("se"), make.metal())
    assert figure.value == pytest.approx(25 / 3)
    assert "thickness:se" in make.below(evaluation, figure)


def test_that_spots_beside_an_unknown_or_mixed_electrolyte_are_unknown(make: Make) -> None:
    blank = _spotted(make, _sheet(make, "a"), _sheet(make, "b"), make.conductor("a", 3), make.conductor("b"))[1]
    assert blank.value is None
    assert "no ionic conductivity of b" in (blank.note or "")
    mixed = _sheet(make, "mix", components=make.mixed(electrolyte__a=50, electrolyte__b=50))
    density = {"density": make.q(2, "g/cm3")}
    materials = [make.conductor("a", 3, **density), make.conductor("b", 1, **density)]
    assert _spotted(make, mixed, _sheet(make, "a"), *materials)[1].value is None


def test_that_a_constriction_among_grains_alone_is_at_least(make: Make) -> None:
    grains = make.conductor("b", 1)
    point = grains.conductivity[0].model_copy(update={"scope": "bulk"})
    grains = grains.model_copy(update={"conductivity": (point,)})
    figure = _spotted(make, _sheet(make, "a"), _sheet(make, "b"), make.conductor("a", 3), grains)[1]
    assert (figure.value, figure.at_least) == (pytest.approx(25 / 3 + 25), True)
    assert "grains alone" in (figure.note or "")


def _reacting(make: Make, celsius: float, **fields: Any) -> Evaluation:
    """A composite cathode whose charge transfer is entered."""
    part = Component(material="cam", function="active material", mass_fraction=make.q(70, "wt%"),
                     charge_transfer=ChargeTransfer(basis="geometric", **fields))  # fmt: skip
    density = {"density": make.q(2, "g/cm3")}
    cam = make.host("cam", 200, 3.8, electronic_conductivity=make.q(1, "S/cm"), **density)
    cathode = make.layer(id="cathode", role="cathode", components=(part, *make.mixed(catholyte__se=30)),
                         thickness=make.q(100, "um"))  # fmt: skip
    catholyte = make.conductor("se", 3, energy=0.3, form="S", **density)
    made: Evaluation = make.evaluate(make.design([cathode], [cam, catholyte], celsius=celsius))
    return made


THERMAL_OHM_CM2 = 8.314462618 * 298.15 / 96485.33212 / 1e-3
"""R T / F at 25 degC over 1 mA/cm2: 25.693 Ohm cm2."""


def test_that_an_exchange_current_without_a_temperature_is_that_of_the_cell(make: Make) -> None:
    steps = _reacting(make, 60, exchange_current_density=make.q(1, "mA/cm2")).figures.trace.steps
    assert steps["charge transfer:cathode/cam"].value == pytest.approx(THERMAL_OHM_CM2 * 333.15 / 298.15, rel=1e-9)
    assert steps["charge transfer:cathode/cam"].value == pytest.approx(28.709, abs=5e-4)
    assert "charge transfer at T:cathode/cam" not in steps


@pytest.mark.parametrize("energy", [0.3, None])
def test_that_an_exchange_current_is_carried_to_the_temperature_of_the_cell(make: Make, energy: float | None) -> None:
    fields = {} if energy is None else {"activation_energy": make.q(energy, "eV")}
    evaluation = _reacting(make, 60, exchange_current_density=make.q(1, "mA/cm2"), temperature=make.q(25, "degC"),
                           **fields)  # fmt: skip
    steps = evaluation.figures.trace.steps
    assert steps["charge transfer:cathode/cam"].value == pytest.approx(25.693, abs=5e-4)
    here = steps["charge transfer at T:cathode/cam"]
    assert here.value == pytest.approx(THERMAL_OHM_CM2 * math.exp((energy or 0.5) / BOLTZMANN * WARMER), rel=1e-9)
    if energy is None:
        assert here.value == pytest.approx(3.3257, abs=5e-4)
        assert here.low == pytest.approx(THERMAL_OHM_CM2 * math.exp(0.6 / BOLTZMANN * WARMER), rel=1e-9)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"area_resistance": (None, "Ohm cm2")}, "the charge transfer of"),
        ({"exchange_current_density": (None, "mA/cm2")}, "the charge transfer of"),
        ({"area_resistance": (5, "Ohm cm2"), "temperature": (None, "degC")}, "the temperature of"),
        ({"area_resistance": (5, "Ohm cm2"), "temperature": (25, "degC"), "activation_energy": (None, "eV")},
         "the activation energy of"),
        ({"exchange_current_density": (1, "mA/cm2"), "temperature": (25, "degC"), "activation_energy": (None, "eV")},
         "the activation energy of"),
    ],
)  # fmt: skip
def test_that_a_charge_transfer_with_an_unknown_in_it_is_unknown(
    make: Make, fields: dict[str, Any], words: str
) -> None:
    given = {key: make.q(*value) for key, value in fields.items()}
    name = "cam in cathode (cam composite)"
    said = contacts.lacking(ChargeTransfer(**given), name)
    assert said is not None
    assert said.startswith(words)
    assert said.endswith(f"{name} is marked as unknown in the design")
    evaluation = _reacting(make, 60, **given)
    part = make.part(evaluation, "asr:cathode@instantaneous")
    assert part.at_least
    assert said in (part.note or "")
    assert not any(key.startswith("charge transfer") for key in evaluation.figures.trace.steps)


def test_that_what_has_grown_is_per_projected_area(make: Make) -> None:
    evaluation = touching(make, area_resistance=make.q(10, "Ohm cm2"), area_gain=make.q(4, "1"),
                          growth=make.q(2, "Ohm cm2/h^0.5"), interphase=_seen(make, 1e-6),
                          age=make.q(100, "h"))  # fmt: skip
    assert make.part(evaluation, KEY).value == pytest.approx(10 / 4 + 2 * 10 + 27)


def _follow(evaluation: Evaluation, *keys: str) -> None:
    """Assert that steps follow from their formula and what stands next to it."""
    for key in keys:
        step = evaluation.figures.trace.steps[key]
        assert step.value is not None
        assert from_direct_inputs(step) == pytest.approx(units.to_si(step.value, step.unit), rel=1e-9), step.formula


def test_that_constrictions_and_exchange_currents_follow_from_their_formulas(make: Make) -> None:
    both, _ = _spotted(make, _sheet(make, "a"), _sheet(make, "b"), make.conductor("a", 3), make.conductor("b", 1))
    _follow(both, "with the constriction of its spots:a|b")
    one, _ = _spotted(make, _sheet(make, "a"), _sheet(make, "li", "anode"), make.conductor("a", 3), make.metal())
    _follow(one, "with the constriction of its spots:a|li")
    reaction = _reacting(make, 60, exchange_current_density=make.q(1, "mA/cm2"), temperature=make.q(25, "degC"))
    _follow(reaction, "charge transfer:cathode/cam", "charge transfer at T:cathode/cam")


def test_that_a_spread_of_published_values_may_be_as_wide_as_numbers_go(make: Make) -> None:
    records = [make.record(f"r{place}", "se", "li", resistance=make.resistance(before=value))
               for place, value in enumerate((1e-30, 1e-30, 1e30))]  # fmt: skip
    assert make.part(touching(make, *records), KEY).value == pytest.approx(1e-10)
