"""Known numbers through a whole design: from quantities with units to the figures that a user reads."""

import math
from types import SimpleNamespace

import pytest

from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.material import ConductivityAt
from cellbuilder.domain.result import Figure, Input

Make = SimpleNamespace


def part(evaluation: Evaluation, key: str) -> Figure:
    report = evaluation.figures.resistance
    return next(entry for entry in (*report.parts, *report.contacts, *report.totals) if entry.key == key)


def below(evaluation: Evaluation, figure: Figure) -> dict[str, Input]:
    """Every input of the design under a figure, by key."""
    return {item.key: item for item in evaluation.figures.trace.inputs_of(figure)}


def level(evaluation: Evaluation, name: str) -> tuple[float, float]:
    found = next(entry for entry in evaluation.figures.levels if entry.level == name)
    assert found.specific_energy.value is not None
    assert found.energy_density.value is not None
    return found.specific_energy.value, found.energy_density.value


def separator(make: Make, key: str, micrometres: float) -> object:
    return make.layer(id=key, role="electrolyte", material=key, thickness=make.q(micrometres, "um"))


def test_that_thirty_micrometres_at_three_millisiemens_are_one_ohm_cm2(make: Make) -> None:
    made = make.design([separator(make, "se", 30)], [make.conductor("se", 3)])
    figure = part(make.evaluate(made), "asr:se")
    assert figure.value == pytest.approx(1.0, rel=1e-12)
    assert (figure.unit, figure.label) == ("Ohm cm2", "computed")


def test_that_a_bilayer_and_its_contact_add_up(make: Make) -> None:
    layers = [separator(make, "a", 30), separator(make, "b", 20)]
    materials = [make.conductor("a", 3), make.conductor("b", 0.5)]
    known = make.design(layers, materials, interfaces=[(("a", "b"), make.q(5, "Ohm cm2"))])
    total = part(make.evaluate(known), "asr@instantaneous")
    assert (total.value, total.at_least) == (pytest.approx(10.0, rel=1e-12), False)
    open_contact = part(make.evaluate(make.design(layers, materials)), "asr@instantaneous")
    assert (open_contact.value, open_contact.at_least) == (pytest.approx(5.0, rel=1e-12), True)
    assert "a) | electrolyte (b" in (open_contact.note or "")


def test_that_a_millimetre_of_pellet_is_not_a_thin_film(make: Make) -> None:
    made = make.design([separator(make, "se", 1000)], [make.conductor("se", 3)])
    assert part(make.evaluate(made), "asr:se").value == pytest.approx(33.3333, abs=5e-5)


@pytest.mark.parametrize(("form", "factor"), [("S", 3.40999), ("ST", 3.05175)])
def test_that_warming_lowers_the_resistance_by_the_arrhenius_factor_of_the_form(
    make: Make, form: str, factor: float
) -> None:
    made = make.design([separator(make, "se", 30)], [make.conductor("se", 3, energy=0.30, form=form)], celsius=60)
    evaluation = make.evaluate(made)
    figure = part(evaluation, "asr:se")
    assert 1.0 / (figure.value or math.nan) == pytest.approx(factor, abs=1e-5)
    assert figure.label == "extrapolated"
    direct = {item.symbol: item.value for item in figure.inputs}
    assert direct == {"d": 30, "sigma": pytest.approx(3 * factor, rel=1e-5)}
    assert {item.symbol: (item.value, item.unit) for item in below(evaluation, figure).values()} == {
        "d": (30, "um"), "sigma_ref": (3, "mS/cm"), "Ea": (0.30, "eV"), "T": (60, "degC"), "T_ref": (298.15, "K")
    }  # fmt: skip


def test_that_an_unsaid_form_is_named_and_widens_the_range_by_kt(make: Make) -> None:
    made = make.design([separator(make, "se", 30)], [make.conductor("se", 3, energy=0.30)], celsius=60)
    silent = make.conductor("se", 3, energy=0.30)
    point = silent.conductivity[0]
    energy = point.activation_energy.model_copy(update={"low": None, "high": None})
    loose = silent.model_copy(update={"conductivity": (point.model_copy(update={"activation_energy": energy}),)})
    figure = part(make.evaluate(made.model_copy(update={"materials": {
        "se": made.materials["se"].model_copy(update={"entry": loose})}})), "asr:se")  # fmt: skip
    assert "ST assumed" in (figure.note or "")
    assert figure.value == pytest.approx(1 / 3.05175, abs=1e-5)
    assert (figure.high or 0) / (figure.value or 1) == pytest.approx(math.exp(0.02585 / 8.617e-5 * 3.5237e-4), rel=1e-3)


def test_that_without_activation_energy_a_warm_cell_has_an_upper_bound_only(make: Make) -> None:
    layers = [separator(make, "a", 30), separator(make, "b", 20)]
    materials = [make.conductor("a", 3), make.conductor("b", 0.5, energy=0.3, form="S")]
    warm = 4.0 / 3.40999
    evaluation = make.evaluate(make.design(layers, materials, celsius=60))
    bounded, total = part(evaluation, "asr:a"), part(evaluation, "asr@instantaneous")
    assert (bounded.at_most, bounded.at_least) == (True, False)
    assert "at most" in (bounded.note or "")
    assert (total.value, total.at_least) == (pytest.approx(warm, abs=1e-4), True)
    assert total.high == pytest.approx(1.0 + warm, abs=1e-4)
    assert "in the range only, because known only from above" in (total.note or "")
    whole = make.design(layers, materials, celsius=60, interfaces=[(("a", "b"), make.q(5, "Ohm cm2"))])
    total = part(make.evaluate(whole), "asr@instantaneous")
    assert (total.value, total.at_most) == (pytest.approx(6.0 + warm, abs=1e-4), True)


def test_that_without_activation_energy_a_cold_cell_has_a_lower_bound(make: Make) -> None:
    made = make.design([separator(make, "se", 30)], [make.conductor("se", 3)], celsius=-20)
    figure = part(make.evaluate(made), "asr:se")
    assert (figure.value, figure.at_least, figure.label) == (pytest.approx(1.0), True, "bound")


@pytest.mark.parametrize("celsius", [-272.15, 2700])
def test_that_no_conductivity_is_carried_to_absurd_temperatures(make: Make, celsius: float) -> None:
    made = make.design([separator(make, "se", 30)], [make.conductor("se", 3, energy=0.5)], celsius=celsius)
    figure = part(make.evaluate(made), "asr:se")
    assert figure.value is None
    assert "cannot be carried so far" in (figure.note or "")


def test_that_an_entered_conductivity_goes_before_the_library(make: Make) -> None:
    layer = make.layer(id="se", role="electrolyte", material="se", thickness=make.q(30, "um"),
                       conductivity=make.q(1, "mS/cm"))  # fmt: skip
    made = make.design([layer], [make.conductor("se", 3)], celsius=60)
    assert part(make.evaluate(made), "asr:se").value == pytest.approx(3.0)


def test_that_a_mixed_separator_is_an_effective_medium_between_its_bounds(make: Make) -> None:
    layer = make.layer(id="mix", role="electrolyte", thickness=make.q(100, "um"),
                       components=make.mixed(electrolyte__a=50, electrolyte__b=50))  # fmt: skip
    density = {"density": make.q(2, "g/cm3")}
    made = make.design([layer], [make.conductor("a", 1000, **density), make.conductor("b", 10, **density)])
    figure = part(make.evaluate(made), "asr:mix")
    assert 0.01 / (figure.value or math.nan) == pytest.approx(0.270953, abs=5e-7)
    assert 0.01 / (figure.high or math.nan) == pytest.approx(0.0382857, abs=5e-7)
    assert 0.01 / (figure.low or math.nan) == pytest.approx(0.407186, abs=5e-7)
    assert figure.label == "estimate"


@pytest.mark.parametrize("share", [0, 100, 33.3])
def test_that_a_mixture_of_one_phase_is_that_phase(make: Make, share: float) -> None:
    layer = make.layer(id="mix", role="electrolyte", thickness=make.q(100, "um"),
                       components=make.mixed(electrolyte__a=share, electrolyte__b=100 - share))  # fmt: skip
    density = {"density": make.q(2, "g/cm3")}
    same = [make.conductor("a", 3, **density), make.conductor("b", 3 if share == 33.3 else 0.1, **density)]
    figure = part(make.evaluate(make.design([layer], same)), "asr:mix")
    assert figure.value == pytest.approx(100.0 / 3.0 * 0.1 if share else 100.0, rel=1e-9)


def _porous(make: Make, ionic: float, electronic: float, *, shape: str = "sloping") -> object:
    """A cathode 100 um thick whose rails are so many Ohm cm2."""
    cathode = make.layer(
        id="cathode", role="cathode", thickness=make.q(100, "um"), porosity=make.q(15, "%"),
        components=make.mixed(active__cam=70, catholyte__se=30), conductivity=make.q(0.01 / ionic, "S/cm"),
        electronic_conductivity=make.q(0.01 / electronic, "S/cm"),
    )  # fmt: skip
    cam = make.host("cam", 200, 3.8, density=make.q(4.78, "g/cm3"), ocv_shape=shape)
    return make.design([cathode], [cam, make.conductor("se", 2, density=make.q(1.86, "g/cm3"))])


@pytest.mark.parametrize(
    ("ionic", "electronic", "transfer", "at_once", "later"),
    [(10, 10, 5, 11.565176, 11.666667), (40, 1, 2, 9.611371, 15.666667)],
)
def test_that_a_porous_cathode_has_the_known_resistance_in_each_regime(
    make: Make, ionic: float, electronic: float, transfer: float, at_once: float, later: float
) -> None:
    published = make.record("r", "cam", "se", resistance=make.resistance(before=transfer))
    evaluation = make.evaluate(_porous(make, ionic, electronic), published)
    fast, slow = part(evaluation, "asr:cathode@instantaneous"), part(evaluation, "asr:cathode@pseudo-steady")
    assert (fast.value, slow.value) == (pytest.approx(at_once, abs=5e-7), pytest.approx(later, abs=5e-7))
    assert not fast.at_least
    assert [total.regime for total in evaluation.figures.resistance.totals] == ["instantaneous", "pseudo-steady"]


def test_that_without_charge_transfer_the_porous_cathode_is_a_lower_bound(make: Make) -> None:
    evaluation = make.evaluate(_porous(make, 40, 1))
    fast, slow = part(evaluation, "asr:cathode@instantaneous"), part(evaluation, "asr:cathode@pseudo-steady")
    assert (fast.value, slow.value) == (pytest.approx(40 / 41), pytest.approx(41 / 3))
    assert fast.at_least
    assert slow.at_least


@pytest.mark.parametrize("transfer", [2, 0.5, 50])
def test_that_a_flat_cathode_reacts_in_fronts_and_adds_its_charge_transfer(make: Make, transfer: float) -> None:
    made = _porous(make, 40, 2, shape="flat")
    reaction = make.record("r", "cam", "se", resistance=make.resistance(before=transfer))
    evaluation = make.evaluate(made, reaction)
    figure = part(evaluation, "asr:cathode@front")
    assert (figure.value, figure.at_least) == (pytest.approx(transfer + 1684 / 84, rel=1e-9), False)
    assert [total.regime for total in evaluation.figures.resistance.totals] == ["instantaneous", "front"]


def test_that_a_flat_cathode_of_unknown_charge_transfer_is_a_lower_bound(make: Make) -> None:
    figure = part(make.evaluate(_porous(make, 40, 2, shape="flat")), "asr:cathode@front")
    assert (figure.value, figure.at_least) == (pytest.approx(20.0476, abs=5e-5), True)
    assert "charge-transfer" in (figure.note or "")


def test_that_a_charge_transfer_of_unknown_area_reaches_far_down(make: Make) -> None:
    published = make.record("r", "cam", "se", resistance=make.resistance(before=50))
    figure = part(make.evaluate(_porous(make, 1, 1), published), "asr:cathode@pseudo-steady")
    assert figure.value == pytest.approx(50 + 2 / 3)
    assert (figure.low or math.inf) < 2.0
    assert (figure.high or 0) > 100.0


def test_that_composition_gives_volume_shares_that_add_up_with_the_pores(make: Make) -> None:
    cathode = make.layer(id="cathode", role="cathode", thickness=make.q(100, "um"), porosity=make.q(15, "%"),
                         components=make.mixed(active__cam=70, catholyte__se=30))  # fmt: skip
    materials = [make.host("cam", 200, 3.8, density=make.q(4.78, "g/cm3"), electronic_conductivity=make.q(1, "mS/cm")),
                 make.conductor("se", 2, density=make.q(1.86, "g/cm3"))]  # fmt: skip
    evaluation = make.evaluate(make.design([cathode], materials))
    mass = evaluation.figures.budget[0].areal_mass
    assert mass.value == pytest.approx(0.01 * 3249.56 * 0.85, rel=1e-6)
    steps, leaves = evaluation.figures.trace.steps, below(evaluation, part(evaluation, "asr:cathode@instantaneous"))
    assert steps["volume fraction:cathode/se"].value == pytest.approx(0.85 * (1 - 0.475877), abs=1e-6)
    assert steps["volume fraction:cathode/cam"].value == pytest.approx(0.85 * 0.475877, abs=1e-6)
    assert {"mass fraction:cathode/cam", "mass fraction:cathode/se", "porosity:cathode"} <= leaves.keys()
    ionic = 0.01 / (2e-3 * (0.85 * (1 - 0.475877)) ** 2.5)
    electronic = 0.01 / (1e-3 * (0.85 * 0.475877) ** 2.5)
    slow = part(evaluation, "asr:cathode@pseudo-steady")
    assert slow.value == pytest.approx((ionic + electronic) / 3, rel=1e-5)


def test_that_an_entered_density_decides_the_pores(make: Make) -> None:
    cathode = make.layer(id="cathode", role="cathode", thickness=make.q(100, "um"), porosity=make.q(40, "%"),
                         density=make.q(0.9 * 3.24956, "g/cm3"),
                         components=make.mixed(active__cam=70, catholyte__se=30))  # fmt: skip
    materials = [make.host("cam", 200, 3.8, density=make.q(4.78, "g/cm3"), electronic_conductivity=make.q(1, "mS/cm")),
                 make.conductor("se", 2, density=make.q(1.86, "g/cm3"))]  # fmt: skip
    evaluation = make.evaluate(make.design([cathode], materials))
    steps, leaves = evaluation.figures.trace.steps, below(evaluation, part(evaluation, "asr:cathode@instantaneous"))
    assert steps["volume fraction:cathode/se"].value == pytest.approx(0.9 * (1 - 0.475877), abs=1e-6)
    assert steps["pores:cathode"].value == pytest.approx(10, abs=1e-4)
    assert "layer density:cathode" in leaves
    assert "porosity:cathode" not in leaves


def _ncm(make: Make, *, lithium: bool) -> object:
    """The worked cell: NCM811 : Li6PS5Cl 70 : 30, 5 mAh/cm2, 30 um separator, shared 12 um Al and 8 um Cu."""
    anode = [make.layer(id="anode", role="anode", material="li", thickness=make.q(24.245, "um"))] if lithium else []
    layers = [
        make.layer(id="al", role="cathode collector", material="al", thickness=make.q(12, "um")),
        make.layer(id="cathode", role="cathode", loading=make.q(25, "mg/cm2"),
                   components=make.mixed(active__ncm=70, catholyte__se=30)),
        separator(make, "se", 30), *anode,
        make.layer(id="cu", role="anode collector", material="cu", thickness=make.q(8, "um")),
    ]  # fmt: skip
    materials = [make.host("ncm", 200, 3.8, density=make.q(4.78, "g/cm3")), make.metal(), make.foil("al", 2.70),
                 make.foil("cu", 8.96), make.conductor("se", 3, density=make.q(1.86, "g/cm3"))]  # fmt: skip
    return make.design(layers, materials, two_sided=True)


def test_that_the_worked_cell_has_its_energy_at_stack_level(make: Make) -> None:
    evaluation = make.evaluate(_ncm(make, lithium=True))
    per_kg, per_litre = level(evaluation, "stack")
    assert per_kg == pytest.approx(397.5, abs=0.1)
    assert per_litre == pytest.approx(1091, abs=1)
    assert evaluation.figures.capacity.value == pytest.approx(5.0)
    convention = next(entry for entry in evaluation.figures.levels if entry.level == "stack").specific_energy.convention
    assert "collectors coated on both sides, counted half" in (convention or "")


def test_that_an_anode_free_cell_has_the_voltage_of_the_plated_metal(make: Make) -> None:
    evaluation = make.evaluate(_ncm(make, lithium=False))
    assert level(evaluation, "stack")[0] == pytest.approx(408.6, abs=0.1)
    assert evaluation.figures.average_voltage.value == pytest.approx(3.8)
    assert evaluation.figures.np_ratio.value is None


def test_that_the_dense_composite_alone_has_its_energy_at_electrode_level(make: Make) -> None:
    per_kg, per_litre = level(make.evaluate(_ncm(make, lithium=False)), "electrode")
    assert (per_kg, per_litre) == (pytest.approx(532.0, abs=1e-6), pytest.approx(1728.77, abs=5e-3))


@pytest.mark.parametrize(
    ("capacity", "volts", "alone", "with_lithium"), [(200, 3.80, 760.0, 722.6), (169.893, 3.45, 586.13, 561.43)]
)
def test_that_material_level_counts_the_cathode_material_and_electrode_level_the_lithium_too(
    make: Make, capacity: float, volts: float, alone: float, with_lithium: float
) -> None:
    layers = [
        make.layer(id="cathode", role="cathode", material="cam", loading=make.q(10, "mg/cm2")),
        make.layer(id="anode", role="anode", material="li", loading=make.q(10 * capacity / 3861.88, "mg/cm2")),
    ]
    cam = make.host("cam", capacity, volts, density=make.q(4, "g/cm3"))
    evaluation = make.evaluate(make.design(layers, [cam, make.metal()]))
    assert level(evaluation, "material")[0] == pytest.approx(alone, abs=0.005)
    assert level(evaluation, "electrode")[0] == pytest.approx(with_lithium, abs=0.05)
    assert evaluation.figures.np_ratio.value == pytest.approx(1.0)


def test_that_the_masses_of_all_layers_share_the_energy_out(make: Make) -> None:
    figures = make.evaluate(_ncm(make, lithium=True)).figures
    masses = {row.layer: row.areal_mass.value for row in figures.budget}
    counted = sum((0.5 if key in ("al", "cu") else 1.0) * (mass or 0) for key, mass in masses.items())
    per_kg = next(entry for entry in figures.levels if entry.level == "stack").specific_energy.value
    assert 1.0 / (per_kg or 1) == pytest.approx(counted * 1e-6 / (1e-3 * (figures.areal_energy.value or 1)), rel=1e-9)


def test_that_one_milliampere_hour_of_metal_has_its_thickness(make: Make) -> None:
    lithium = make.layer(id="li", role="anode", material="li", loading=make.q(1000 / 3861.88, "mg/cm2"))
    sodium = make.layer(id="na", role="anode", material="na", loading=make.q(1000 / 1165.79, "mg/cm2"))
    na = make.metal("na", ion="Na", density=make.q(0.968, "g/cm3"), capacity=make.q(1165.79, "mAh/g"))
    for layer, material, micrometres in ((lithium, make.metal(), 4.849), (sodium, na, 8.861)):
        row = make.evaluate(make.design([layer], [material])).figures.budget[0]
        assert row.thickness.value == pytest.approx(micrometres, abs=5e-4)


def test_that_five_ampere_hours_through_twenty_ohms_cost_a_hundred_millivolts(make: Make) -> None:
    layers = [make.layer(id="cathode", role="cathode", material="ncm", loading=make.q(25, "mg/cm2")),
              separator(make, "se", 600)]  # fmt: skip
    materials = [make.host("ncm", 200, 3.8), make.conductor("se", 3)]
    figures = make.evaluate(make.design(layers, materials, c_rate=make.q(1, "C"))).figures
    assert figures.current_density.value == pytest.approx(5.0)
    drop = figures.voltage_drop
    assert (drop.value, drop.unit, drop.at_least) == (pytest.approx(100.0), "mV", True)


def test_that_a_lithium_indium_anode_counts_with_0_62_volts(make: Make) -> None:
    layers = [make.layer(id="cathode", role="cathode", material="ncm", loading=make.q(25, "mg/cm2")),
              make.layer(id="anode", role="anode", material="li-in", thickness=make.q(100, "um"))]  # fmt: skip
    alloy = make.metal("li-in", metal_anode="alloy", average_potential=make.q(0, "V"), potential_reference="Li-In")
    figures = make.evaluate(make.design(layers, [make.host("ncm", 200, 3.82), alloy])).figures
    assert figures.average_voltage.value == pytest.approx(3.20)
    assert "Li/Li+" in (figures.average_voltage.convention or "")
    assert figures.capacity.at_most
    assert figures.limiting_electrode == "cathode (anode unknown)"
    assert figures.areal_energy.at_most


def test_that_no_potential_is_carried_from_sodium_to_lithium(make: Make) -> None:
    layers = [make.layer(id="cathode", role="cathode", material="nvp", loading=make.q(5, "mg/cm2")),
              separator(make, "se", 600),
              make.layer(id="anode", role="anode", material="li", thickness=make.q(50, "um"))]  # fmt: skip
    nvp = make.host("nvp", 108, 3.37, ion="Na", potential_reference="Na/Na+")
    figures = make.evaluate(make.design(layers, [nvp, make.conductor("se", 3), make.metal()])).figures
    assert figures.average_voltage.value is None
    assert "nvp against Li/Li+" in (figures.average_voltage.note or "")
    assert figures.areal_energy.value is None


@pytest.mark.parametrize(("loading", "limit"), [(5, "anode"), (50, "cathode")])
def test_that_the_smaller_electrode_limits_a_host_cell(make: Make, loading: float, limit: str) -> None:
    layers = [make.layer(id="cathode", role="cathode", material="ncm", loading=make.q(10, "mg/cm2")),
              make.layer(id="anode", role="anode", material="c", loading=make.q(loading, "mg/cm2"))]  # fmt: skip
    graphite = make.host("c", 350, 0.1, category="anode", holds_ion_as_made=False, metal_anode="host")
    figures = make.evaluate(make.design(layers, [make.host("ncm", 200, 3.8), graphite])).figures
    assert figures.limiting_electrode == limit
    assert figures.capacity.value == pytest.approx(min(2.0, 0.35 * loading))
    assert figures.np_ratio.value == pytest.approx(0.35 * loading / 2.0)
    assert figures.areal_energy.value == pytest.approx(3.7 * min(2.0, 0.35 * loading))


def test_that_two_empty_electrodes_have_no_capacity_at_all(make: Make) -> None:
    layers = [make.layer(id="cathode", role="cathode", material="ntp", loading=make.q(10, "mg/cm2")),
              make.layer(id="anode", role="anode", material="hc", loading=make.q(5, "mg/cm2"))]  # fmt: skip
    carbon = make.host("hc", 300, 0.3, category="anode", holds_ion_as_made=False, metal_anode="host")
    ntp = make.host("ntp", 108, 2.1, holds_ion_as_made=False)
    figures = make.evaluate(make.design(layers, [ntp, carbon])).figures
    assert figures.capacity.value is None
    assert "nothing to cycle" in (figures.capacity.note or "")


def test_that_a_blend_of_active_materials_is_not_calculated_by_halves(make: Make) -> None:
    cathode = make.layer(id="cathode", role="cathode", loading=make.q(10, "mg/cm2"),
                         components=make.mixed(active__a=50, active__b=50))  # fmt: skip
    figures = make.evaluate(make.design([cathode], [make.host("a", 200, 3.8), make.host("b", 150, 3.9)])).figures
    assert figures.capacity.value is None
    assert "2 active materials" in (figures.capacity.note or "")


def test_that_a_theoretical_capacity_is_an_upper_bound(make: Make) -> None:
    layers = [make.layer(id="cathode", role="cathode", material="lfp", loading=make.q(10, "mg/cm2"))]
    lfp = make.host("lfp", None, 3.45, formula="LiFePO4", electrons=1)
    figure = make.evaluate(make.design(layers, [lfp])).figures.cathode_capacity
    assert (figure.value, figure.at_most) == (pytest.approx(1.69893, abs=2e-5), True)


def test_that_what_nobody_gives_is_unknown_and_named(make: Make) -> None:
    layers = [make.layer(id="cathode", role="cathode", material="ncm", loading=make.q(None, "mg/cm2")),
              make.layer(id="se", role="electrolyte", material="se", thickness=make.q(None, "um"))]  # fmt: skip
    figures = make.evaluate(make.design(layers, [make.host("ncm", 200, 3.8), make.conductor("se", 3)])).figures
    assert figures.capacity.value is None
    assert figures.capacity.note == "the loading of cathode (ncm) is marked as unknown in the design"
    total = figures.resistance.totals[0]
    assert (total.value, total.label) == (None, "unknown")
    assert figures.resistance.unknown_parts == 3
    assert (figures.thickness.value, figures.thickness.label) == (None, "unknown")
    assert "thickness of cathode (ncm); thickness of electrolyte (se)" in (figures.thickness.note or "")


def test_that_a_stack_of_which_one_thickness_is_unknown_is_at_least_as_thick_as_the_rest(make: Make) -> None:
    layers = [make.layer(id="se", role="electrolyte", material="se", thickness=make.q(None, "um")),
              make.layer(id="li", role="anode", material="li", thickness=make.q(20, "um"))]  # fmt: skip
    figure = make.evaluate(make.design(layers, [make.conductor("se", 3), make.metal()])).figures.thickness
    assert (figure.value, figure.at_least) == (pytest.approx(20), True)
    assert "thickness of electrolyte (se)" in (figure.note or "")


def test_that_layers_of_one_conductivity_move_together_and_others_in_quadrature(make: Make) -> None:
    spread = make.conductor("a", 3)
    wide = spread.conductivity[0].model_copy(update={"low": 1.5, "high": 6})
    shared = spread.model_copy(update={"conductivity": (wide,)})
    other = shared.model_copy(update={"id": "b", "name": "b"})
    contact = {"interfaces": [(("one", "two"), make.q(0, "Ohm cm2"))]}
    highs = []
    for second in ("a", "b"):
        layers = [make.layer(id=key, role="electrolyte", material=material, thickness=make.q(30, "um"))
                  for key, material in (("one", "a"), ("two", second))]  # fmt: skip
        highs.append(part(make.evaluate(make.design(layers, [shared, other], **contact)), "asr@instantaneous").high)
    assert highs == [pytest.approx(4.0), pytest.approx(2.0 + math.sqrt(2.0))]


def test_that_loading_cancels_in_the_range_of_the_material_level(make: Make) -> None:
    layers = [make.layer(id="cathode", role="cathode", material="ncm", loading=make.q(10, "mg/cm2", low=1, high=100)),
              make.layer(id="anode", role="anode", material="li", thickness=make.q(20, "um"))]  # fmt: skip
    ncm = make.host("ncm", 200, 3.8, density=make.q(4.78, "g/cm3"))
    levels = {entry.level: entry.specific_energy for entry in
              make.evaluate(make.design(layers, [ncm, make.metal()])).figures.levels}  # fmt: skip
    material, electrode = levels["material"], levels["electrode"]
    assert (material.value, material.low, material.high) == (pytest.approx(760.0), None, None)
    assert electrode.low == pytest.approx(760 * 1 / (1 + 1.068), rel=1e-3)
    assert electrode.high == pytest.approx(760 * 100 / (100 + 1.068), rel=1e-3)


def test_that_a_sum_of_which_a_part_is_known_from_above_is_an_upper_bound(make: Make) -> None:
    made = make.design([separator(make, "se", 30)], [make.conductor("se", 3)], celsius=60)
    total = part(make.evaluate(made), "asr@instantaneous")
    assert (total.value, total.at_most) == (pytest.approx(1.0), True)
    collector = make.layer(id="al", role="cathode collector", material="al", thickness=make.q(20, "um"))
    cool = make.design([collector, separator(make, "se", 30)], [make.conductor("se", 3), make.foil("al", 2.7)])
    assert part(make.evaluate(cool), "asr@instantaneous").label == "estimate"


def _measured_at(make: Make, *further: tuple[float, float]) -> object:
    """3 mS/cm at 25 degC, and what else the same sample has (mS/cm, degC)."""
    plain = make.conductor("se", 3)
    points = tuple(ConductivityAt(value=value, unit="mS/cm", temperature=make.q(celsius, "degC"))
                   for value, celsius in further)  # fmt: skip
    return plain.model_copy(update={"conductivity": (plain.conductivity[0].model_copy(update={"at": points}),)})


@pytest.mark.parametrize(
    ("celsius", "ohm_cm2", "label"), [(25, 1.0, "computed"), (60, 0.1, "computed"), (90, 0.1, "bound")]
)
def test_that_the_value_measured_nearest_to_the_cell_is_used(
    make: Make, celsius: float, ohm_cm2: float, label: str
) -> None:
    made = make.design([separator(make, "se", 30)], [_measured_at(make, (30, 60))], celsius=celsius)
    figure = part(make.evaluate(made), "asr:se")
    assert (figure.value, figure.label) == (pytest.approx(ohm_cm2), label)


def test_that_between_two_measured_temperatures_the_line_through_both_is_taken(make: Make) -> None:
    kelvin, middle = (298.15, 333.15), 2 / (1 / 298.15 + 1 / 333.15)
    made = make.design([separator(make, "se", 30)], [_measured_at(make, (30, 60))], celsius=middle - 273.15)
    evaluation = make.evaluate(made)
    figure = part(evaluation, "asr:se")
    geometric_mean_of_sigma_t = math.sqrt(3 * kelvin[0] * 30 * kelvin[1])
    assert figure.value == pytest.approx(3.0 * middle / geometric_mean_of_sigma_t, rel=1e-6)
    slope = math.log(30 * kelvin[1] / (3 * kelvin[0])) / (1 / kelvin[0] - 1 / kelvin[1])
    used = next(item for item in below(evaluation, figure).values() if item.symbol == "Ea")
    assert (used.value, used.kind) == (pytest.approx(8.617333262e-5 * slope), "calculated")


def test_that_another_sample_lends_its_activation_energy_with_a_range(make: Make) -> None:
    plain = make.conductor("se", 3)
    other = make.conductor("se", 5, energy=0.35).conductivity[0].model_copy(update={"id": "other"})
    misprint = make.conductor("se", 5, energy=1.46).conductivity[0].model_copy(update={"id": "misprint"})
    lent = plain.model_copy(update={"conductivity": (plain.conductivity[0], other, misprint)})
    evaluation = make.evaluate(make.design([separator(make, "se", 30)], [lent], celsius=60))
    figure = part(evaluation, "asr:se")
    used = next(item for item in below(evaluation, figure).values() if item.symbol == "Ea")
    assert (used.value, used.kind) == (0.35, "estimate")
    assert "other samples" in (used.note or "")
    assert (figure.low or 0) < (figure.value or 0) < (figure.high or 0)
    near = part(make.evaluate(make.design([separator(make, "se", 30)], [lent], celsius=28)), "asr:se")
    assert near.value == pytest.approx(1.0)


def test_that_the_ranges_of_both_potentials_widen_the_voltage_down_to_zero_volts(make: Make) -> None:
    layers = [make.layer(id="cathode", role="cathode", material="ncm", loading=make.q(25, "mg/cm2")),
              make.layer(id="anode", role="anode", material="c", loading=make.q(25, "mg/cm2"))]  # fmt: skip
    ncm = make.host("ncm", 200, 3.8).model_copy(update={"average_potential": make.q(3.8, "V", low=3.76, high=3.83)})
    carbon = make.host("c", 300, 0.04, category="anode", holds_ion_as_made=False, metal_anode="host")
    carbon = carbon.model_copy(update={"average_potential": make.q(0.04, "V", low=0, high=0.07)})
    figure = make.evaluate(make.design(layers, [ncm, carbon])).figures.average_voltage
    assert figure.value == pytest.approx(3.76)
    down = math.hypot(math.log(3.72 / 3.76), math.log(3.73 / 3.76))
    up = math.hypot(math.log(3.79 / 3.76), math.log(3.80 / 3.76))
    assert figure.low == pytest.approx(3.76 * math.exp(-down), rel=1e-9)
    assert figure.high == pytest.approx(3.76 * math.exp(up), rel=1e-9)


def test_that_an_electrolyte_is_no_collector(make: Make) -> None:
    layer = make.layer(id="foil", role="anode collector", material="se", thickness=make.q(10, "um"))
    figure = part(make.evaluate(make.design([layer], [make.conductor("se", 3)])), "asr:foil")
    assert (figure.value, figure.label) == (None, "unknown")
