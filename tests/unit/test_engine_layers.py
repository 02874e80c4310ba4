"""Planar layers: pores, polymers, what is marked as unknown, numbers at the ends of what a file may hold, totals."""

import math
from types import SimpleNamespace
from typing import Any

import pytest

from cellbuilder.domain.base import LEAST, MOST
from cellbuilder.domain.bench import MeasuredResistance, Pressed
from cellbuilder.domain.material import ConductivityAt, Material
from cellbuilder.domain.result import Figure
from cellbuilder.engine import geometry, measured
from cellbuilder.engine.calculation import Calculation
from cellbuilder.engine.kernels import porosity

Make = SimpleNamespace
AS_MEASURED = (
    "conductivity of the sample as measured; its pores are not on record, so those of the layer are not taken off"
)
FROM_82_TO_30 = (0.82 / 2.18) / (0.7 / 2.3)
"""Resistance of a layer with 30 % pores over that of a sample 82 % dense (Maxwell for both)."""


def sample(make: Make, key: str, sigma: float, dense: float | None = None, **more: Any) -> Material:
    """An electrolyte of 2 g/cm3, measured on a pellet of this relative density in %."""
    plain: Material = make.conductor(key, sigma, density=make.q(2, "g/cm3"), **more)
    if dense is None:
        return plain
    point = plain.conductivity[0].model_copy(update={"relative_density": make.q(dense, "%")})
    return plain.model_copy(update={"conductivity": (point,)})


def sheet(make: Make, *materials: Material, celsius: float = 25.0, **layer: Any) -> Figure:
    """The resistance of a separator 50 um thick of one material, or of what ``components`` says."""
    fields = {"thickness": make.q(50, "um"), **({} if "components" in layer else {"material": "se"}), **layer}
    made = make.design([make.layer(id="se", role="electrolyte", **fields)], materials, celsius=celsius)
    figure: Figure = make.part(make.evaluate(made), "asr:se")
    return figure


# --- pores ----------------------------------------------------------------------------------------------


def test_that_pores_are_taken_off_however_the_layer_states_them(make: Make) -> None:
    mass = 1.4 * math.pi * 0.5**2 * 50e-4 * 1e3
    ways = (
        {"porosity": make.q(30, "%")},
        {"density": make.q(1.4, "g/cm3")},
        {"pressed": Pressed(mass=make.q(mass, "mg"), diameter=make.q(10, "mm"))},
    )
    for way in ways:
        figure = sheet(make, sample(make, "se", 1, 82), **way)
        assert figure.value == pytest.approx(5.0 * FROM_82_TO_30, rel=1e-9)
        assert figure.value == pytest.approx(6.179554, abs=5e-7)
        assert figure.label == "estimate"
        assert "necks" in (figure.note or "")


def test_that_an_entered_density_goes_before_an_entered_porosity(make: Make) -> None:
    figure = sheet(make, sample(make, "se", 1, 82), density=make.q(1.4, "g/cm3"), porosity=make.q(5, "%"))
    assert figure.value == pytest.approx(5.0 * FROM_82_TO_30, rel=1e-9)


@pytest.mark.parametrize("way", ["porosity", "density", "pressed"])
def test_that_a_sample_of_unknown_pores_stands_as_measured_and_says_so(make: Make, way: str) -> None:
    ways = {
        "porosity": make.q(30, "%"), "density": make.q(1.4, "g/cm3"),
        "pressed": Pressed(mass=make.q(5, "mg"), diameter=make.q(10, "mm")),
    }  # fmt: skip
    figure = sheet(make, sample(make, "se", 1), **{way: ways[way]})
    assert (figure.value, figure.label, figure.note) == (pytest.approx(5.0), "estimate", AS_MEASURED)


def test_that_a_layer_that_is_dense_has_no_pores_to_take_off(make: Make) -> None:
    for layer in ({}, {"porosity": make.q(0, "%")}):
        figure = sheet(make, sample(make, "se", 1), **layer)
        assert (figure.value, figure.label, figure.note) == (pytest.approx(5.0), "computed", None)
    silent = sheet(make, sample(make, "se", 1, 82))
    assert (silent.value, silent.label) == (pytest.approx(5.0), "computed")


def test_that_a_mixed_separator_loses_to_its_pores_what_each_of_its_phases_does(make: Make) -> None:
    blend = make.mixed(electrolyte__a=40, electrolyte__b=60)
    phases = [sample(make, "a", 3, 82), sample(make, "b", 3, 82)]
    for way in ({"porosity": make.q(30, "%")}, {"density": make.q(1.4, "g/cm3")}):
        figure = sheet(make, *phases, components=blend, **way)
        assert figure.value == pytest.approx(5.0 / 3.0 * FROM_82_TO_30, rel=1e-9)
    unsaid = sheet(make, sample(make, "a", 3), sample(make, "b", 3), components=blend, porosity=make.q(30, "%"))
    assert unsaid.value == pytest.approx(5.0 / 3.0)
    assert AS_MEASURED in (unsaid.note or "")
    unlike = sheet(make, sample(make, "a", 1000, 82), sample(make, "b", 10, 82), components=make.mixed(
        electrolyte__a=50, electrolyte__b=50), porosity=make.q(30, "%"), thickness=make.q(100, "um"))  # fmt: skip
    assert 0.01 / (unlike.value or math.nan) * FROM_82_TO_30 == pytest.approx(0.270953, abs=5e-7)


def test_that_a_mixture_of_one_phase_keeps_its_pores_too(make: Make) -> None:
    figure = sheet(make, sample(make, "a", 1, 82), components=make.mixed(electrolyte__a=100),
                   porosity=make.q(30, "%"))  # fmt: skip
    assert figure.value == pytest.approx(5.0 * FROM_82_TO_30, rel=1e-9)


def test_that_a_conductivity_moves_between_pores_by_the_ratio_of_both_factors() -> None:
    assert porosity.between_pores(2.0, 0.18, 0.82) == pytest.approx(2.0, rel=1e-14)
    assert porosity.between_pores(2.0, 0.0, 1.0) == 2.0
    assert porosity.between_pores(1.0, [0.3, 0.4], 0.82) == pytest.approx([1.0 / FROM_82_TO_30, 0.25 * 2.18 / 0.82])
    assert porosity.between_pores(1.0, 0.0, 1e-30) == pytest.approx(1.5e30, rel=1e-12)
    assert math.isnan(porosity.between_pores(1.0, 1.2, 0.82))
    assert math.isnan(porosity.between_pores(1.0, 0.2, 1.2))


def test_that_a_layer_of_nothing_but_pores_conducts_nothing(make: Make) -> None:
    figure = sheet(make, sample(make, "se", 1, 82), density=make.q(1e-20, "g/cm3"))
    assert (figure.value, figure.note) == (None, "its pores leave nothing that conducts")


# --- polymers -------------------------------------------------------------------------------------------


def test_that_salt_in_a_polymer_has_at_least_this_resistance(make: Make) -> None:
    figure = sheet(make, sample(make, "se", 0.1, material_class="polymer"))
    assert (figure.value, figure.at_least) == (pytest.approx(50.0), True)
    assert "transference number below 1" in (figure.note or "")
    assert "2 to 10 times larger" in (figure.note or "")
    entered = sheet(make, sample(make, "se", 0.1, material_class="polymer"), conductivity=make.q(0.2, "mS/cm"))
    assert (entered.value, entered.at_least) == (pytest.approx(25.0), True)


def test_that_a_polymer_among_the_phases_bounds_the_mixture(make: Make) -> None:
    phases = [sample(make, "a", 3, material_class="polymer"), sample(make, "b", 3)]
    figure = sheet(make, *phases, components=make.mixed(electrolyte__a=50, electrolyte__b=50))
    assert (figure.value, figure.at_least) == (pytest.approx(5.0 / 3.0), True)


def test_that_a_polymer_known_from_above_and_from_below_is_unknown(make: Make) -> None:
    figure = sheet(make, sample(make, "se", 0.1, material_class="polymer"), celsius=60)
    assert figure.value is None
    assert "neither side" in (figure.note or "")
    cold = sheet(make, sample(make, "se", 0.1, material_class="polymer"), celsius=-20)
    assert (cold.value, cold.at_least) == (pytest.approx(50.0), True)


# --- totals ---------------------------------------------------------------------------------------------


def test_that_a_total_tells_what_has_no_value_from_what_is_known_in_part(make: Make) -> None:
    layers = [make.layer(id=key, role="electrolyte", material=key, thickness=make.q(50, "um")) for key in ("a", "b")]
    made = make.design(layers, [sample(make, "a", 1), sample(make, "b", 1, material_class="polymer")])
    total: Figure = make.part(make.evaluate(made), "asr@instantaneous")
    assert (total.value, total.at_least) == (pytest.approx(10.0), True)
    assert (total.note or "").split("; ") == [
        "not counted, because unknown: electrolyte (a) | electrolyte (b)",
        "known in part (at least): electrolyte (b)",
    ]
    joined = make.design(layers, [sample(make, "a", 1), sample(make, "b", 1, material_class="polymer")],
                         interfaces=[(("a", "b"), make.q(5, "Ohm cm2"))])  # fmt: skip
    known: Figure = make.part(make.evaluate(joined), "asr@instantaneous")
    assert (known.value, known.at_least) == (pytest.approx(15.0), True)
    assert known.note == "known in part (at least): electrolyte (b)"


# --- what is marked as unknown --------------------------------------------------------------------------


def composite(make: Make, **layer: Any) -> Any:
    cathode = make.layer(id="c", role="cathode", components=make.mixed(active__cam=70, catholyte__se=30), **layer)
    return make.design([cathode], [make.host("cam", 200, 3.8, density=make.q(4.8, "g/cm3")), sample(make, "se", 2)])


@pytest.mark.parametrize("field", ["porosity", "density"])
@pytest.mark.parametrize("size", ["thickness", "loading"])
def test_that_null_pores_or_density_leave_what_rests_on_them_unknown(make: Make, field: str, size: str) -> None:
    unit = {"porosity": "%", "density": "g/cm3"}[field]
    sizes = {"thickness": make.q(60, "um"), "loading": make.q(20, "mg/cm2")}
    given = {size: sizes[size], field: make.q(None, unit)}
    figures = make.evaluate(composite(make, **given)).figures
    other = {"thickness": figures.budget[0].areal_mass, "loading": figures.budget[0].thickness}[size]
    assert (other.value, other.label) == (None, "unknown")
    assert other.note == f"the {field} of cathode (cam composite) is marked as unknown in the design"
    assert make.part(SimpleNamespace(figures=figures), "asr:c").value is None
    known = {"thickness": figures.budget[0].thickness, "loading": figures.capacity}[size]
    assert known.value == pytest.approx({"thickness": 60.0, "loading": 4.0}[size])


def test_that_a_known_density_does_without_null_pores_and_the_reverse(make: Make) -> None:
    size = {"thickness": make.q(50, "um")}
    dense = sheet(make, sample(make, "se", 1, 82), density=make.q(1.4, "g/cm3"), porosity=make.q(None, "%"), **size)
    loose = sheet(make, sample(make, "se", 1, 82), density=make.q(None, "g/cm3"), porosity=make.q(30, "%"), **size)
    assert dense.value == loose.value == pytest.approx(5.0 * FROM_82_TO_30, rel=1e-9)


def test_that_null_pores_cannot_be_corrected_for(make: Make) -> None:
    figure = sheet(make, sample(make, "se", 1, 82), porosity=make.q(None, "%"))
    assert (figure.value, figure.note) == (None, "the porosity of electrolyte (se) is marked as unknown in the design")
    stands = sheet(make, sample(make, "se", 1), porosity=make.q(None, "%"))
    assert (stands.value, stands.label, stands.note) == (pytest.approx(5.0), "estimate", AS_MEASURED)


def test_that_a_pellet_of_unknown_mass_has_unknown_pores(make: Make) -> None:
    pressed = Pressed(mass=make.q(None, "mg"), diameter=make.q(10, "mm"))
    layer = make.layer(id="se", role="electrolyte", material="se", thickness=make.q(50, "um"), pressed=pressed)
    made = make.design([layer], [sample(make, "se", 1, 82)])
    body = geometry.bodies(Calculation(), made)[0]
    assert body.porosity == body.stated_porosity
    assert "marked as unknown" in str(body.porosity)
    assert "marked as unknown" in str(body.density)


def test_that_volume_fractions_say_why_there_are_none(make: Make) -> None:
    body = geometry.bodies(Calculation(), composite(make, thickness=make.q(60, "um"), porosity=make.q(None, "%")))[0]
    why = "the porosity of cathode (cam composite) is marked as unknown in the design"
    assert (body.volume_fractions, body.without_fractions) == ((), why)


# --- the ends of what a file may hold ----------------------------------------------------------------------


@pytest.mark.parametrize("sigma", [LEAST, MOST])
def test_that_the_range_of_an_extreme_conductivity_stays_within_what_a_quantity_holds(make: Make, sigma: float) -> None:
    plain = make.conductor("se", sigma)
    further = ConductivityAt(value=sigma, unit="mS/cm", temperature=make.q(60, "degC"))
    point = plain.conductivity[0].model_copy(update={"low": None, "high": None, "at": (further,)})
    for celsius in (25, 60):
        figure = sheet(make, plain.model_copy(update={"conductivity": (point,)}), celsius=celsius)
        assert figure.value == pytest.approx(5.0 / sigma)
    spread = make.q(sigma, "S/cm", low=sigma, high=sigma)
    bare = point.model_copy(update={"unit": "mS/cm"})
    published = plain.model_copy(update={"conductivity": (bare,), "conductivity_spread": spread})
    assert sheet(make, published).value == pytest.approx(5.0 / sigma)


def test_that_a_mixture_of_extremes_keeps_a_range(make: Make) -> None:
    figure = sheet(make, sample(make, "a", MOST), sample(make, "b", LEAST),
                   components=make.mixed(electrolyte__a=10, electrolyte__b=90))  # fmt: skip
    assert figure.value is not None
    assert math.isfinite(figure.value)


def test_that_no_mass_holds_an_areal_capacity_at_zero_capacity(make: Make) -> None:
    cathode = make.layer(id="c", role="cathode", components=make.mixed(active__cam=70, catholyte__se=30),
                         areal_capacity=make.q(3, "mAh/cm2"))  # fmt: skip
    cam = make.host("cam", 0, 3.8, density=make.q(4.8, "g/cm3"))
    figures = make.evaluate(make.design([cathode], [cam, sample(make, "se", 2)])).figures
    assert figures.budget[0].areal_mass.value is None
    why = "the areal capacity of cathode (cam composite) cannot be held: the capacity of cam is zero"
    assert figures.budget[0].areal_mass.note == why


# --- measured in ohm ------------------------------------------------------------------------------------


def test_that_what_was_measured_in_ohm_is_resistance_area_lead_and_pellet(make: Make) -> None:
    given = MeasuredResistance(
        resistance=make.q(48, "Ohm"), diameter=make.q(10, "mm"), lead_resistance=make.q(1, "Ohm")
    )
    found = measured.measured_inputs(Calculation(), "x", "it", given)
    assert not isinstance(found, str)
    assert {symbol: term.value for symbol, term in found} == {
        "R_meas": 48.0, "A": pytest.approx(math.pi * 25e-6), "R_lead": 1.0, "R_pellet": 0.0
    }  # fmt: skip
    unknown = MeasuredResistance(resistance=make.q(48, "Ohm"), area=make.q(None, "cm2"))
    assert measured.measured_inputs(Calculation(), "x", "it", unknown) == (
        "the resistance or area in the measurement of it is marked as unknown in the design"
    )
