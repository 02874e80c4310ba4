"""What a design does under current, worked out by hand from the equations of docs/physics.md 1e, 1f and 2.2."""

import math
from types import SimpleNamespace
from typing import Any

import pytest

from cellbuilder.domain.contact import ChargeTransfer
from cellbuilder.domain.evidence import CriticalCurrent
from cellbuilder.domain.stack import Component, Cutoffs

Make = SimpleNamespace
KNOWN = 1e-6
"""Metal foils and perfect rails add less than this share to the resistances below."""


def cell(
    make: Make, *records: Any, separator: float = 30.0, rails: tuple[float, float] = (1e-9, 1e-9),
    transfer: float = 20.0, volts: float = 3.8, shape: str = "sloping", diffusivity: Any = ..., **more: Any,
) -> Any:  # fmt: skip
    """5 mAh/cm2 against lithium; resistances in Ohm cm2, of which separator and charge transfer make up 50."""
    ionic, electronic = rails
    fast = make.q(1e4, "cm2/s") if diffusivity is ... else diffusivity
    areal_mg = 1e-2 / (0.7 / 4780 + 0.3 / 1860)
    active = Component(
        material="cam", function="active material", mass_fraction=make.q(70, "wt%"), diffusivity=fast,
        particle_radius=make.q(2.5, "um"),
        charge_transfer=ChargeTransfer(area_resistance=make.q(transfer, "Ohm cm2"), basis="geometric"),
    )  # fmt: skip
    catholyte = Component(material="se", function="catholyte", mass_fraction=make.q(30, "wt%"))
    layers = [
        make.layer(id="cathode", role="cathode", thickness=make.q(100, "um"), components=(active, catholyte),
                   conductivity=make.q(0.01 / ionic, "S/cm"),
                   electronic_conductivity=make.q(0.01 / electronic, "S/cm")),
        make.layer(id="se", role="electrolyte", material="se", thickness=make.q(30 * separator, "um")),
        make.layer(id="li", role="anode", material="li", thickness=make.q(20, "um")),
    ]  # fmt: skip
    cam = make.host("cam", 5 / (0.7 * areal_mg) * 1e3, volts, density=make.q(4.78, "g/cm3"), ocv_shape=shape)
    materials = [cam, make.conductor("se", 3, density=make.q(1.86, "g/cm3")), make.metal()]
    none = make.q(0, "Ohm cm2")
    contacts = [(("cathode", "se"), none), (("se", "li"), none)]
    return make.evaluate(make.design(layers, materials, interfaces=contacts, **more), *records)


def until(make: Make, lower: float, upper: float | None = None, reference: Any = "cell") -> Cutoffs:
    top = None if upper is None else make.q(upper, "V")
    return Cutoffs(lower=make.q(lower, "V"), upper=top, reference=reference)


def test_that_the_cell_of_these_tests_has_five_milliampere_hours_and_fifty_ohms(make: Make) -> None:
    evaluation = cell(make)
    total = make.part(evaluation, "asr@pseudo-steady")
    assert (total.value, total.label) == (pytest.approx(50, rel=KNOWN), "estimate")
    assert evaluation.figures.capacity.value == pytest.approx(5)


@pytest.mark.parametrize(
    ("c_rate", "share", "energy"), [(2, 80, 13.6), (0.1, 100, 5 * (4.3 - 0.025 - 0.5)), (4, 30, 1.5 * (3.3 - 0.15)),
                                    (10, 0, 0)]
)  # fmt: skip
def test_that_a_discharge_ends_at_the_cut_off_with_the_energy_of_equation_26(
    make: Make, c_rate: float, share: float, energy: float
) -> None:
    evaluation = cell(make, c_rate=make.q(c_rate, "C"), cutoffs=until(make, 3.0))
    delivered, at_rate = make.running(evaluation, "delivered"), make.running(evaluation, "energy at rate")
    assert (delivered.value, delivered.unit) == (pytest.approx(share, rel=1e-5), "%")
    assert (at_rate.value, at_rate.unit) == (pytest.approx(energy, rel=1e-5), "mWh/cm2")
    assert not delivered.at_most
    steps = evaluation.figures.trace.steps
    assert steps["full charge voltage"].value == pytest.approx(4.3)
    assert steps["empty voltage"].value == pytest.approx(3.3)


@pytest.mark.parametrize(
    ("lower", "upper", "reference", "share"),
    [(3.3, 4.3, "cell", 50), (3.0, 4.6, "cell", (4.6 - 0.5 - 3.0) / 1.6 * 100), (2.38, None, "Li-In", 80),
     (3.0, None, "Li/Li+", 80)],
)  # fmt: skip
def test_that_voltage_limits_give_the_span_and_are_read_against_their_reference(
    make: Make, lower: float, upper: float | None, reference: str, share: float
) -> None:
    evaluation = cell(make, c_rate=make.q(2, "C"), cutoffs=until(make, lower, upper, reference))
    assert make.running(evaluation, "delivered").value == pytest.approx(share, rel=1e-5)


@pytest.mark.parametrize("shape", ["sloping", "flat"])
def test_that_without_a_lower_limit_nobody_knows_where_a_discharge_ends(make: Make, shape: str) -> None:
    evaluation = cell(make, current_density=make.q(10, "mA/cm2"), shape=shape)
    for key in ("delivered", "energy at rate"):
        figure = make.running(evaluation, key)
        assert (figure.value, figure.note) == (
            None, "no lower voltage limit is given, so where a discharge ends is unknown")  # fmt: skip


def test_that_the_charged_cell_starts_at_its_upper_limit(make: Make) -> None:
    for lower in (2.5, 3.0):
        evaluation = cell(make, c_rate=make.q(1, "C"), cutoffs=until(make, lower, 4.1))
        steps = evaluation.figures.trace.steps
        assert steps["full charge voltage"].value == pytest.approx(4.1, rel=1e-12)
        assert steps["empty voltage"].value == pytest.approx(2 * 3.8 - 4.1, rel=1e-12)


def test_that_an_upper_limit_below_the_average_voltage_is_said_to_be(make: Make) -> None:
    figure = make.running(cell(make, c_rate=make.q(1, "C"), cutoffs=until(make, 2.5, 3.7)), "delivered")
    reason = "the upper voltage limit lies below the average voltage, so the cell is never charged in full"
    assert (figure.value, figure.note) == (None, reason)


def test_that_electrodes_the_wrong_way_round_give_nothing_and_are_an_error(make: Make) -> None:
    evaluation = cell(make, volts=-0.5, c_rate=make.q(1, "C"), cutoffs=until(make, 0))
    for key in ("delivered", "power limit", "efficiency", "leakage"):
        assert make.running(evaluation, key).value is None
    assert ("polarity", "error") in {(item.code, item.severity) for item in evaluation.findings}


def test_that_a_flat_cathode_starts_at_its_first_front_and_ends_with_the_whole_rise(make: Make) -> None:
    evaluation = cell(make, rails=(40, 2), transfer=2, separator=10, volts=3.4, shape="flat",
                      c_rate=make.q(2, "C"), cutoffs=until(make, 3.2))  # fmt: skip
    first, rise = 10 + 2 + 80 / 42, 1524 / 42
    share = (0.2 - 0.01 * first) / (0.01 * rise)
    assert 0 < share < 1
    assert make.part(evaluation, "asr@front").value == pytest.approx(first + rise / 2, rel=KNOWN)
    assert make.running(evaluation, "delivered").value == pytest.approx(100 * share, rel=1e-5)
    energy = 5 * share * (3.4 - 0.01 * first - 0.01 * rise * share / 2)
    assert make.running(evaluation, "energy at rate").value == pytest.approx(energy, rel=1e-5)


def test_that_an_unknown_resistance_leaves_the_delivered_share_an_upper_bound(make: Make) -> None:
    evaluation = cell(make, diffusivity=None, c_rate=make.q(2, "C"), cutoffs=until(make, 3.0))
    assert make.part(evaluation, "asr@pseudo-steady").at_least
    delivered, at_rate = make.running(evaluation, "delivered"), make.running(evaluation, "energy at rate")
    assert (delivered.value, delivered.at_most) == (pytest.approx(80, rel=1e-5), True)
    assert (at_rate.value, at_rate.at_most) == (pytest.approx(13.6, rel=1e-5), True)


def test_that_the_losses_at_two_c_are_those_of_ten_milliamperes_through_fifty_ohms(make: Make) -> None:
    evaluation = cell(make, c_rate=make.q(2, "C"))
    assert evaluation.figures.voltage_drop.value == pytest.approx(500, rel=KNOWN)
    assert make.running(evaluation, "heat").value == pytest.approx(5, rel=KNOWN)
    assert make.running(evaluation, "heat").unit == "mW/cm2"
    assert make.running(evaluation, "efficiency").value == pytest.approx(100 * 3.3 / 4.3, rel=KNOWN)


def test_that_a_current_that_eats_the_whole_voltage_gives_nothing_back(make: Make) -> None:
    evaluation = cell(make, c_rate=make.q(20, "C"), cutoffs=until(make, 2.5))
    assert evaluation.figures.voltage_drop.value == pytest.approx(5000, rel=KNOWN)
    assert make.running(evaluation, "efficiency").value == 0
    assert make.running(evaluation, "delivered").value == 0


def test_that_the_highest_ohmic_power_is_an_upper_bound(make: Make) -> None:
    figure = make.running(cell(make), "power limit")
    assert (figure.value, figure.unit) == (pytest.approx(72.2, rel=KNOWN), "mW/cm2")
    assert figure.at_most


def test_that_without_a_current_what_needs_one_is_unknown_and_the_rest_is_not(make: Make) -> None:
    evaluation = cell(make)
    for key in ("delivered", "energy at rate", "heat", "efficiency"):
        figure = make.running(evaluation, key)
        assert (figure.value, figure.note) == (None, "no current density and no C-rate is given")
    assert make.running(evaluation, "power limit").value is not None


def _leaking(make: Make, *sigma_e: float | None, micrometres: float = 30.0) -> Any:
    """A 4 V cell of 5 mAh/cm2 whose separators conduct electrons so well (S/cm)."""
    layers = [make.layer(id="cathode", role="cathode", material="cam", loading=make.q(25, "mg/cm2")),
              *(make.layer(id=f"se{index}", role="electrolyte", material="se", thickness=make.q(micrometres, "um"),
                           electronic_conductivity=None if sigma is None else make.q(sigma, "S/cm"))
                for index, sigma in enumerate(sigma_e)),
              make.layer(id="li", role="anode", material="li", thickness=make.q(20, "um"))]  # fmt: skip
    return make.evaluate(make.design(layers, [make.host("cam", 200, 4.0), make.conductor("se", 3), make.metal()]))


@pytest.mark.parametrize(("sigma", "leak", "hours"), [(1e-7, 0.1333333, 37.5), (1e-6, 1.333333, 3.75)])
def test_that_electrons_leak_through_thirty_micrometres_and_empty_the_cell(
    make: Make, sigma: float, leak: float, hours: float
) -> None:
    evaluation = _leaking(make, sigma)
    figure, time = make.running(evaluation, "leakage"), make.running(evaluation, "self-discharge")
    assert (figure.value, figure.unit) == (pytest.approx(leak, rel=1e-6), "mA/cm2")
    assert (time.value, time.unit) == (pytest.approx(hours, rel=1e-6), "h")


def test_that_two_separators_resist_the_leakage_together(make: Make) -> None:
    figure = make.running(_leaking(make, 1e-7, 1e-8), "leakage")
    assert figure.value == pytest.approx(4 / (30e-4 / 1e-7 + 30e-4 / 1e-8) * 1e3)
    assert not figure.at_most


def test_that_a_separator_of_unknown_electronic_conductivity_makes_the_leakage_an_upper_bound(make: Make) -> None:
    evaluation = _leaking(make, 1e-7, None)
    figure, time = make.running(evaluation, "leakage"), make.running(evaluation, "self-discharge")
    assert (figure.value, figure.at_most) == (pytest.approx(0.1333333, rel=1e-6), True)
    assert (time.value, time.at_least) == (pytest.approx(37.5), True)
    nothing = make.running(_leaking(make, None), "leakage")
    assert nothing.value is None
    assert "no electronic conductivity of electrolyte (se) is on record" in (nothing.note or "")


def test_that_the_worked_electrode_levels_out_in_246_seconds(make: Make) -> None:
    figure = make.running(cell(make, rails=(119, 10.1), transfer=0.59), "relaxation:cathode")
    assert (figure.value, figure.unit) == (pytest.approx(246, abs=0.5), "s")
    assert figure.value == pytest.approx(18 * (0.59 + 129.1 / math.pi**2), rel=1e-6)


def test_that_a_steeper_voltage_levels_out_sooner(make: Make) -> None:
    evaluation = cell(make, rails=(119, 10.1), transfer=0.59, cutoffs=until(make, 2.5, 4.5))
    per_volt = 18 / (2 * (4.5 - 3.8))
    assert make.running(evaluation, "relaxation:cathode").value == pytest.approx(per_volt * (0.59 + 129.1 / math.pi**2))


def test_that_a_grain_of_known_diffusivity_has_its_diffusion_time(make: Make) -> None:
    figure = make.running(cell(make, diffusivity=make.q(1e-10, "cm2/s")), "diffusion time:cathode")
    assert (figure.value, figure.unit) == (pytest.approx(6.25e-12 / 15e-14), "s")
    silent = make.running(cell(make, diffusivity=None), "diffusion time:cathode")
    assert silent.value is None
    assert "not on record" in (silent.note or "")


def test_that_a_flat_cathode_has_no_time_to_level_out(make: Make) -> None:
    keys = [figure.key for figure in cell(make, shape="flat").figures.operation]
    assert "relaxation:cathode" not in keys
    assert "diffusion time:cathode" in keys


@pytest.mark.parametrize(("cycles", "share"), [(1000, 0.36770), (100, 0.90479), (1, 0.999), (None, 0.36770)])
def test_that_without_excess_every_cycle_leaves_its_efficiency(make: Make, cycles: float | None, share: float) -> None:
    conditions = {} if cycles is None else {"cycles": make.q(cycles, "cycles")}
    figure = make.running(cell(make, coulombic_efficiency=make.q(99.9, "%"), **conditions), "capacity left")
    assert (figure.value, figure.unit) == (pytest.approx(5 * share, abs=5e-5), "mAh/cm2")


def _critical(make: Make, key: str, volume: float = 1.0, **more: Any) -> Any:
    current = CriticalCurrent(
        value=make.q(volume, "mA/cm2"), direction="plating", temperature=make.q(25, "degC"),
        pressure=make.q(5, "MPa"), criterion="short circuit",
    )  # fmt: skip
    return make.record(key, "li", "se", critical_current=current, phenomenon="dendrite growth", **more)


def test_that_the_current_is_compared_with_each_published_critical_one(make: Make) -> None:
    records = [
        _critical(make, "r1"),
        _critical(make, "r2", 0.2),
        _critical(make, "fine", 9.0, verdict="no issue reported"),
        _critical(make, "layer", layer=make.side("au")),
    ]
    evaluation = cell(make, *records, current_density=make.q(500, "uA/cm2"))
    found = {figure.key: figure for figure in evaluation.figures.operation if figure.key.startswith("critical")}
    assert {key: figure.value for key, figure in found.items()} == {
        "critical:r1": pytest.approx(0.5), "critical:r2": pytest.approx(2.5)
    }  # fmt: skip
    assert "plating, 25 degC, 5 MPa: short circuit" in (found["critical:r1"].note or "")
    source = make.below(evaluation, found["critical:r1"])["critical current:r1"]
    assert (source.value, source.unit) == (1.0, "mA/cm2")


def test_that_a_critical_current_of_the_cathode_side_is_not_compared(make: Make) -> None:
    current = CriticalCurrent(value=make.q(1, "mA/cm2"), criterion="short circuit")
    figures = cell(make, make.record("r", "cam", "se", critical_current=current)).figures.operation
    assert [figure.key for figure in figures if figure.key.startswith("critical")] == []


def test_that_a_critical_current_of_a_class_is_not_compared(make: Make) -> None:
    current = CriticalCurrent(value=make.q(1, "mA/cm2"), criterion="short circuit")
    record = make.record("r", "C:sulfide", "li", critical_current=current)
    figures = cell(make, record, current_density=make.q(1, "mA/cm2")).figures.operation
    assert [figure.key for figure in figures if figure.key.startswith("critical")] == []


def test_that_a_critical_current_without_a_current_is_told_as_unknown(make: Make) -> None:
    figure = make.running(cell(make, _critical(make, "r1")), "critical:r1")
    assert (figure.value, figure.note) == (None, "no current density and no C-rate is given")


def test_that_an_anode_free_cell_needs_its_coulombic_efficiency(make: Make) -> None:
    layers = [make.layer(id="cathode", role="cathode", material="cam", loading=make.q(25, "mg/cm2")),
              make.layer(id="cu", role="anode collector", material="cu", thickness=make.q(8, "um"))]  # fmt: skip
    evaluation = make.evaluate(make.design(layers, [make.host("cam", 200, 3.8), make.foil("cu", 8.96)]))
    figure = make.running(evaluation, "coulombic efficiency")
    assert (figure.value, figure.unit) == (pytest.approx(100 * 0.8**0.001, rel=1e-12), "%")
    assert figure.value == pytest.approx(99.9777, abs=5e-5)
    with_lithium = [entry.key for entry in cell(make).figures.operation]
    assert "coulombic efficiency" not in with_lithium


@pytest.mark.parametrize(
    ("reference", "kind"), [("Li-In", "measured"), ("Li4Ti5O12", "estimate"), ("Li/Li+", "calculated")]
)
def test_that_a_reference_electrode_carries_the_label_of_its_potential(make: Make, reference: str, kind: str) -> None:
    evaluation = cell(make, c_rate=make.q(1, "C"), cutoffs=until(make, 2.0, reference=reference))
    assert make.below(evaluation, make.running(evaluation, "delivered"))["reference of the limits"].kind == kind


def test_that_a_blend_has_no_single_time_to_level_out_or_to_diffuse(make: Make) -> None:
    cathode = make.layer(id="cathode", role="cathode", thickness=make.q(100, "um"), porosity=make.q(15, "%"),
                         components=make.mixed(active__a=40, active__b=30, catholyte__se=30))  # fmt: skip
    hosts = [make.host(key, 200, 3.8, density=make.q(4.78, "g/cm3"), diffusivity=make.q(value, "cm2/s"),
                       electronic_conductivity=make.q(1, "mS/cm"), family="NCM", ocv_shape="sloping")
             for key, value in (("a", 1e-10), ("b", 1e-12))]  # fmt: skip
    made = make.design([cathode], [*hosts, make.conductor("se", 2, density=make.q(1.86, "g/cm3"))])
    evaluation = make.evaluate(made)
    for key in ("relaxation:cathode", "diffusion time:cathode"):
        figure = make.running(evaluation, key)
        assert figure.value is None
        assert "several active materials" in (figure.note or "")
