"""Composite electrodes and polycrystals through whole designs, against the hand calculations of docs/physics.md 1b."""

import math
from types import SimpleNamespace
from typing import Any

import pytest

from cellbuilder.domain.bench import MeasuredResistance
from cellbuilder.domain.contact import ChargeTransfer
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.material import PhaseTransition
from cellbuilder.domain.stack import Coating, Component, GrainBoundary

Make = SimpleNamespace
AT_ONCE, LATER = "asr:cathode@instantaneous", "asr:cathode@pseudo-steady"


def step(evaluation: Evaluation, key: str) -> float:
    value = evaluation.figures.trace.steps[key].value
    assert value is not None
    return value


def worked(make: Make, alpha: float, basis: Any = "true contact", **part: Any) -> Evaluation:
    """NCM811 : Li6PS5Cl : VGCF 80 : 17 : 3 by weight, 15 % pores, 5 mAh/cm2 at 200 mAh/g (physics.md 1b)."""
    active = Component(
        material="ncm", function="active material", mass_fraction=make.q(80, "wt%"), particle_radius=make.q(2.5, "um"),
        coverage=make.q(0.6, "1"), diffusivity=make.q(1e4, "cm2/s"),
        charge_transfer=ChargeTransfer(area_resistance=make.q(22.4, "Ohm cm2"), basis=basis), **part,
    )  # fmt: skip
    others = make.mixed(catholyte__se=17, carbon__vgcf=3)
    cathode = make.layer(
        id="cathode", role="cathode", loading=make.q(25, "mg/cm2"), porosity=make.q(15, "%"),
        components=(active, *others), electronic_conductivity=make.q(1, "mS/cm"), ionic_exponent=make.q(alpha, "1"),
    )  # fmt: skip
    vgcf = make.foil("vgcf", 1.9).model_copy(update={"category": "carbon"})
    materials = [make.host("ncm", 200, 3.8, density=make.q(4.77, "g/cm3")), vgcf,
                 make.conductor("se", 2, density=make.q(1.86, "g/cm3"))]  # fmt: skip
    made: Evaluation = make.evaluate(make.design([cathode], materials))
    return made


def test_that_the_worked_cathode_has_its_composition_and_thickness(make: Make) -> None:
    evaluation = worked(make, 2.5)
    fractions = [step(evaluation, f"volume fraction:cathode/{key}") for key in ("ncm", "se", "vgcf")]
    assert fractions == [pytest.approx(value, abs=5e-4) for value in (0.519, 0.283, 0.049)]
    assert sum(fractions) == pytest.approx(0.85, abs=1e-12)
    row = evaluation.figures.budget[0]
    assert row.thickness.value == pytest.approx(101, abs=0.5)
    assert (row.areal_mass.value or 0) / (row.thickness.value or 1) * 10 == pytest.approx(3.09, abs=5e-3)


@pytest.mark.parametrize(
    ("alpha", "ionic", "electronic", "transfer", "at_once", "later"),
    [(1.5, 33.6, 10.1, 0.59, 11.1, 15.2), (2.5, 119, 10.1, 0.59, 16.8, 43.6), (3.2, 288, 10.1, 0.59, 22.2, 100)],
)
def test_that_the_worked_cathode_has_the_resistances_of_its_table(
    make: Make, alpha: float, ionic: float, electronic: float, transfer: float, at_once: float, later: float
) -> None:
    evaluation = worked(make, alpha)
    assert step(evaluation, "ionic rail:cathode") == pytest.approx(ionic, abs=0.5 if ionic > 100 else 0.05)
    assert step(evaluation, "electronic rail:cathode") == pytest.approx(electronic, abs=0.05)
    assert step(evaluation, "charge transfer on electrode:cathode/ncm") == pytest.approx(transfer, abs=0.005)
    fast, slow = make.part(evaluation, AT_ONCE), make.part(evaluation, LATER)
    assert (fast.value, fast.at_least) == (pytest.approx(at_once, abs=0.05), False)
    assert (slow.value, slow.at_least) == (pytest.approx(later, abs=0.5 if later >= 100 else 0.05), False)


def test_that_a_charge_transfer_per_electrode_area_is_not_divided_again(make: Make) -> None:
    true, geometric = worked(make, 2.5), worked(make, 2.5, "geometric")
    assert "charge transfer on electrode:cathode/ncm" not in geometric.figures.trace.steps
    rails = step(geometric, "ionic rail:cathode") + step(geometric, "electronic rail:cathode")
    assert make.part(geometric, LATER).value == pytest.approx(22.4 + rails / 3, rel=1e-9)
    area = 3 * step(true, "volume fraction:cathode/ncm") / 2.5 * 0.6 * (true.figures.budget[0].thickness.value or 0)
    assert step(true, "area ratio:cathode/ncm") == pytest.approx(area, rel=1e-9)
    assert area == pytest.approx(37.7, abs=0.1)
    assert make.part(true, LATER).value == pytest.approx(22.4 / area + rails / 3, rel=1e-9)


def test_that_a_charge_transfer_of_unknown_area_takes_both_readings_as_its_range(make: Make) -> None:
    evaluation = worked(make, 2.5, "unknown")
    area = step(evaluation, "area ratio:cathode/ncm")
    transfer = evaluation.figures.trace.steps["charge transfer on electrode:cathode/ncm"]
    assert (transfer.value, transfer.high) == (pytest.approx(22.4), pytest.approx(22.4))
    assert transfer.low == pytest.approx(22.4 / area, rel=1e-9)
    slow = make.part(evaluation, LATER)
    rails = step(evaluation, "ionic rail:cathode") + step(evaluation, "electronic rail:cathode")
    assert slow.value == pytest.approx(22.4 + rails / 3, rel=1e-9)
    assert slow.low == pytest.approx(22.4 / area + rails / 3, rel=1e-6)
    reading = make.below(evaluation, slow)["area basis:cathode/ncm"]
    assert reading.kind == "assumption"
    assert "not stated" in (reading.note or "")


def test_that_an_exchange_current_gives_a_charge_transfer_per_true_area(make: Make) -> None:
    entry = ChargeTransfer(exchange_current_density=make.q(1, "mA/cm2"), basis="true contact")
    evaluation = blend(make, active={"charge_transfer": entry, "coverage": make.q(1, "1")})
    thermal = 8.314462618 * 298.15 / 96485.33212
    assert step(evaluation, "charge transfer:cathode/cam") == pytest.approx(1e3 * thermal, rel=1e-9)
    assert step(evaluation, "charge transfer on electrode:cathode/cam") == pytest.approx(1e3 * thermal / 60, rel=1e-9)


def test_that_a_charge_transfer_is_carried_to_the_temperature_of_the_cell(make: Make) -> None:
    entry = ChargeTransfer(area_resistance=make.q(20, "Ohm cm2"), basis="geometric", temperature=make.q(25, "degC"),
                           activation_energy=make.q(0.3, "eV"))  # fmt: skip
    evaluation = blend(make, active={"charge_transfer": entry}, celsius=60)
    assert step(evaluation, "charge transfer at T:cathode/cam") == pytest.approx(20 / 3.40999, rel=1e-5)


def blend(
    make: Make, *, shares: dict[str, float] | None = None, active: dict[str, Any] | None = None,
    host: dict[str, Any] | None = None, sigma: float = 2.0, further: tuple[Any, ...] = (), celsius: float = 25.0,
    **layer: Any,
) -> Evaluation:  # fmt: skip
    """A dense cathode 100 um thick of materials of one density, so that weight shares are volume shares."""
    density = {"density": make.q(2, "g/cm3")}
    parts = make.mixed(**(shares or {"active__cam": 50, "catholyte__se": 50}))
    parts = tuple(part.model_copy(update=active or {}) if part.function == "active material" else part
                  for part in parts)  # fmt: skip
    fields = {"electronic_conductivity": make.q(1, "mS/cm"), **layer}
    cathode = make.layer(id="cathode", role="cathode", thickness=make.q(100, "um"), components=parts, **fields)
    cam = make.host("cam", 200, 3.8, **density, **(host or {}))
    se = make.conductor("se", sigma, energy=0.0, form="S", **density)
    made: Evaluation = make.evaluate(make.design([cathode], [cam, se, *further], celsius=celsius))
    return made


def test_that_ten_nanometres_on_the_grains_are_a_sixtieth_of_their_planar_resistance(make: Make) -> None:
    known = {
        "coating": Coating(material="coat", thickness=make.q(10, "nm")), "coverage": make.q(1, "1"),
        "particle_radius": make.q(2.5, "um"),
        "charge_transfer": ChargeTransfer(area_resistance=make.q(5, "Ohm cm2"), basis="geometric"),
    }  # fmt: skip
    coat = make.conductor("coat", 1e-3, density=make.q(4, "g/cm3")).model_copy(update={"category": "coating"})
    evaluation = blend(make, active=known, further=(coat,))
    assert step(evaluation, "coating:cathode/cam") == pytest.approx(0.016667, abs=5e-7)
    assert step(evaluation, "charge transfer with coating:cathode/cam") == pytest.approx(5.016667, abs=5e-7)
    bare = blend(make, active=known | {"coating": None})
    more = (make.part(evaluation, LATER).value or 0) - (make.part(bare, LATER).value or 0)
    assert more == pytest.approx(1 / 60, rel=1e-6)


def test_that_the_ionic_rail_follows_the_usual_exponent_with_its_range(make: Make) -> None:
    evaluation = blend(make)
    kappa = evaluation.figures.trace.steps["effective conductivity:cathode"]
    found = (kappa.value, kappa.low, kappa.high)
    assert found == tuple(pytest.approx(2 * 0.5**alpha) for alpha in (2.5, 3.2, 2.0))
    assert step(evaluation, "ionic rail:cathode") == pytest.approx(10 / (2 * 0.5**2.5))
    assert make.below(evaluation, kappa)["ionic exponent:cathode"].kind == "estimate"


def test_that_a_measured_tortuosity_factor_goes_before_the_exponent(make: Make) -> None:
    evaluation = blend(make, tortuosity_factor=make.q(4, "1"))
    assert step(evaluation, "effective conductivity:cathode") == pytest.approx(2 * 0.5 / 4)
    assert step(evaluation, "ionic rail:cathode") == pytest.approx(40)
    assert "ionic exponent:cathode" not in evaluation.figures.trace.inputs


def test_that_binder_takes_ion_paths_and_area(make: Make) -> None:
    pvdf = make.foil("pvdf", 2).model_copy(update={"category": "binder"})
    shares = {"active__cam": 50, "catholyte__se": 45, "binder__pvdf": 5}
    evaluation = blend(make, shares=shares, further=(pvdf,))
    kappa = evaluation.figures.trace.steps["effective conductivity:cathode"]
    assert kappa.value == pytest.approx(2 * 0.45**2.5 * math.exp(-1.5))
    down = math.hypot(1.1, 0.7 * math.log(1 / 0.45))
    up = math.hypot(0.65, 0.5 * math.log(1 / 0.45))
    assert kappa.low == pytest.approx((kappa.value or 0) * math.exp(-down))
    assert kappa.high == pytest.approx((kappa.value or 0) * math.exp(up))
    assert step(evaluation, "area ratio:cathode/cam") == pytest.approx(3 * 0.5 / 2.5 * 0.6 * 100 * math.exp(-0.6))


def test_that_a_known_coverage_already_holds_what_binder_hides(make: Make) -> None:
    pvdf = make.foil("pvdf", 2).model_copy(update={"category": "binder"})
    shares = {"active__cam": 50, "catholyte__se": 45, "binder__pvdf": 5}
    evaluation = blend(make, shares=shares, further=(pvdf,), active={"coverage": make.q(0.5, "1")})
    assert step(evaluation, "area ratio:cathode/cam") == pytest.approx(3 * 0.5 / 2.5 * 0.5 * 100)


def _with_carbon(make: Make, percent: float, **host: Any) -> Evaluation:
    carbon = make.foil("c", 2).model_copy(update={"category": "carbon"})
    shares = {"active__cam": 50, "catholyte__se": 50 - percent} | ({"carbon__c": percent} if percent else {})
    return blend(make, shares=shares, further=(carbon,) if percent else (), host=host, electronic_conductivity=None)


@pytest.mark.parametrize(("percent", "share"), [(0.5, 0), (1, 0), (2, 0.5), (2.5, 0.75), (3, 1), (10, 1)])
def test_that_a_carbon_network_forms_between_one_and_three_percent(make: Make, percent: float, share: float) -> None:
    evaluation = _with_carbon(make, percent, electronic_conductivity=make.q(1e-3, "mS/cm"))
    bare = 1e-3 * 0.5**2.5
    assert step(evaluation, "bare electronic conductivity:cathode") == pytest.approx(bare)
    assert step(evaluation, "carbon share:cathode") == pytest.approx(share)
    assert step(evaluation, "electronic conductivity:cathode") == pytest.approx(bare ** (1 - share) * 10**share)


def test_that_without_carbon_the_grains_conduct_the_electrons(make: Make) -> None:
    evaluation = _with_carbon(make, 0, electronic_conductivity=make.q(1e-3, "mS/cm"))
    assert step(evaluation, "electronic rail:cathode") == pytest.approx(10 / (1e-3 * 0.5**2.5))
    bare = evaluation.figures.trace.steps["bare electronic conductivity:cathode"]
    assert (bare.high or 0) / (bare.value or 1) == pytest.approx(10)


@pytest.mark.parametrize(("percent", "known"), [(0, False), (2, False), (3, True)])
def test_that_little_carbon_and_unknown_grains_leave_the_electrons_unknown(
    make: Make, percent: float, known: bool
) -> None:
    evaluation = _with_carbon(make, percent)
    parts = {part.key: part for part in evaluation.figures.resistance.parts}
    assert (AT_ONCE in parts) == known
    if known:
        assert step(evaluation, "electronic rail:cathode") == pytest.approx(10 / 10)
    else:
        assert "electronic conductivity of cam is not on record" in (parts["asr:cathode"].note or "")


@pytest.mark.parametrize(("percent", "milli"), [(25, 2.1e-2), (33, 0.24), (42, 0.56)])
def test_that_bare_layered_oxide_follows_the_measured_series(make: Make, percent: float, milli: float) -> None:
    shares = {"active__cam": percent, "catholyte__se": 100 - percent}
    evaluation = blend(make, shares=shares, host={"family": "NCM"}, electronic_conductivity=None)
    assert step(evaluation, "bare electronic conductivity:cathode") == pytest.approx(milli, rel=1e-9)


def test_that_two_catholytes_are_one_effective_medium(make: Make) -> None:
    second = make.conductor("b", 10, density=make.q(2, "g/cm3"))
    shares = {"active__cam": 50, "catholyte__se": 25, "catholyte__b": 25}
    evaluation = blend(make, shares=shares, sigma=1000, further=(second,))
    assert step(evaluation, "mixed catholyte:cathode") == pytest.approx(270.953, abs=5e-4)
    assert step(evaluation, "ion conductor:cathode") == pytest.approx(0.5)
    assert step(evaluation, "effective conductivity:cathode") == pytest.approx(270.953 * 0.5**2.5, rel=1e-5)


def test_that_diffusion_in_the_grains_has_its_resistance(make: Make) -> None:
    known = {
        "particle_radius": make.q(2.5, "um"), "coverage": make.q(0.6, "1"), "diffusivity": make.q(1e-10, "cm2/s"),
        "charge_transfer": ChargeTransfer(area_resistance=make.q(5, "Ohm cm2"), basis="geometric"),
    }  # fmt: skip
    evaluation = blend(make, active=known)
    assert step(evaluation, "grain area:cathode/cam") == pytest.approx(3 * 0.5 / 2.5 * 100)
    assert step(evaluation, "area ratio:cathode/cam") == pytest.approx(36)
    by_hand = 1.0 * 2.5e-6 / (5 * 3600 * 200 * 2000 * 1e-14 * 60) * 1e4
    assert by_hand == pytest.approx(5.787, abs=5e-4)
    assert step(evaluation, "diffusion:cathode/cam") == pytest.approx(by_hand, rel=1e-9)
    rails = step(evaluation, "ionic rail:cathode") + step(evaluation, "electronic rail:cathode")
    slow = make.part(evaluation, LATER)
    assert (slow.value, slow.at_least) == (pytest.approx(5 + by_hand + rails / 3, rel=1e-9), False)
    fast = make.part(evaluation, AT_ONCE)
    assert "diffusivity:cathode/cam" in make.below(evaluation, slow)
    assert "diffusivity:cathode/cam" not in make.below(evaluation, fast)


def test_that_the_diffusivity_of_the_library_serves_where_the_sample_has_none(make: Make) -> None:
    known = {"particle_radius": make.q(2.5, "um"), "coverage": make.q(0.6, "1")}
    evaluation = blend(make, active=known, host={"diffusivity": make.q(1e-10, "cm2/s")})
    assert step(evaluation, "diffusion:cathode/cam") == pytest.approx(5.787, abs=5e-4)


def test_that_the_potential_of_a_host_anode_moves_less_than_that_of_a_cathode(make: Make) -> None:
    density = {"density": make.q(2, "g/cm3")}
    parts = tuple(part.model_copy(update={"particle_radius": make.q(2.5, "um"), "coverage": make.q(0.6, "1")})
                  for part in make.mixed(active__c=50, catholyte__se=50))  # fmt: skip
    anode = make.layer(id="anode", role="anode", thickness=make.q(100, "um"), components=parts,
                       electronic_conductivity=make.q(1, "S/cm"))  # fmt: skip
    carbon = make.host("c", 200, 0.1, category="anode", holds_ion_as_made=False, metal_anode="host",
                       diffusivity=make.q(1e-10, "cm2/s"), **density)  # fmt: skip
    evaluation = make.evaluate(make.design([anode], [carbon, make.conductor("se", 2, **density)]))
    found = evaluation.figures.trace.steps["diffusion:anode/c"]
    assert found.value == pytest.approx(0.3 * 5.787, abs=5e-4)
    assert make.below(evaluation, found)["voltage span:anode/c"].kind == "assumption"


def test_that_without_a_diffusivity_the_later_resistance_is_a_lower_bound(make: Make) -> None:
    known = {"charge_transfer": ChargeTransfer(area_resistance=make.q(5, "Ohm cm2"), basis="geometric")}
    evaluation = blend(make, active=known)
    slow, fast = make.part(evaluation, LATER), make.part(evaluation, AT_ONCE)
    assert (slow.at_least, fast.at_least) == (True, False)
    assert "diffusion" in (slow.note or "")


def _polycrystal(make: Make, material: Any, *, celsius: float = 25.0, **layer: Any) -> Evaluation:
    sheet = make.layer(id="se", role="electrolyte", material="se", thickness=make.q(30, "um"), **layer)
    made: Evaluation = make.evaluate(make.design([sheet], [material], celsius=celsius))
    return made


def test_that_grain_boundaries_add_once_per_grain(make: Make) -> None:
    boundary = GrainBoundary(grain_size=make.q(2, "um"), area_resistance=make.q(0.1, "Ohm cm2"))
    figure = make.part(_polycrystal(make, make.conductor("se", 3), grain_boundary=boundary), "asr:se")
    assert figure.value == pytest.approx(1.0 + 15 * 0.1)


def test_that_a_conductivity_of_the_grains_alone_gives_a_lower_bound(make: Make) -> None:
    total = make.conductor("se", 3)
    grains = total.model_copy(update={"conductivity": (total.conductivity[0].model_copy(update={"scope": "bulk"}),)})
    figure = make.part(_polycrystal(make, grains), "asr:se")
    assert (figure.value, figure.at_least) == (pytest.approx(1.0), True)
    assert "boundaries are not counted" in (figure.note or "")
    boundary = GrainBoundary(grain_size=make.q(2, "um"), area_resistance=make.q(0.1, "Ohm cm2"))
    whole = make.part(_polycrystal(make, grains, grain_boundary=boundary), "asr:se")
    assert (whole.value, whole.at_least) == (pytest.approx(2.5), False)


@pytest.mark.parametrize(("celsius", "known"), [(25, True), (45, True), (55, False), (80, False)])
def test_that_no_conductivity_is_carried_across_a_phase_transition(make: Make, celsius: float, known: bool) -> None:
    change = PhaseTransition(temperature=make.q(50, "degC"), what="orthorhombic to cubic")
    material = make.conductor("se", 3, energy=0.3, form="S").model_copy(update={"phase_transitions": (change,)})
    figure = make.part(_polycrystal(make, material, celsius=celsius), "asr:se")
    kelvin = celsius + 273.15
    assert figure.value == (
        pytest.approx(math.exp(0.3 / 8.617333262e-5 * (1 / kelvin - 1 / 298.15))) if known else None
    )
    assert ("orthorhombic to cubic" in (figure.note or "")) != known


@pytest.mark.parametrize(("pores", "ohm_cm2"), [(18, 1.0), (0, 1.64 / 2.18), (40, 1.64 / 2.18 * 2.4 / 1.2)])
def test_that_a_conductivity_is_corrected_from_the_pores_of_its_sample_to_those_of_the_layer(
    make: Make, pores: float, ohm_cm2: float
) -> None:
    plain = make.conductor("se", 3)
    point = plain.conductivity[0].model_copy(update={"relative_density": make.q(82, "%")})
    sample = plain.model_copy(update={"conductivity": (point,)})
    figure = make.part(_polycrystal(make, sample, porosity=make.q(pores, "%")), "asr:se")
    assert (figure.value, figure.label) == (pytest.approx(ohm_cm2), "estimate")


def test_that_pores_alone_correct_nothing(make: Make) -> None:
    figure = make.part(_polycrystal(make, make.conductor("se", 3), porosity=make.q(18, "%")), "asr:se")
    assert (figure.value, figure.label) == (pytest.approx(1.0), "estimate")
    assert "pores are not on record" in (figure.note or "")


def test_that_a_measured_pellet_gives_its_conductivity_less_the_leads(make: Make) -> None:
    measured = MeasuredResistance(resistance=make.q(44, "Ohm"), lead_resistance=make.q(4, "Ohm"),
                                  area=make.q(0.5, "cm2"))  # fmt: skip
    evaluation = _polycrystal(make, make.conductor("se", 3), measured_resistance=measured)
    assert make.part(evaluation, "asr:se").value == pytest.approx(20)
    assert step(evaluation, "layer conductivity:se") == pytest.approx(1e3 * 30e-4 / 20)


def several(
    make: Make, *actives: tuple[str, float, dict[str, Any]], hosts: dict[str, dict[str, Any]] | None = None,
    **layer: Any,
) -> Evaluation:  # fmt: skip
    """A dense cathode 100 um thick of these active materials (wt%, own data) in 50 or 30 wt% catholyte, all 2 g/cm3."""
    density = {"density": make.q(2, "g/cm3")}
    rest = 100 - sum(share for _, share, _ in actives)
    grain = {"particle_radius": make.q(2.5, "um"), "coverage": make.q(0.6, "1"), "diffusivity": make.q(1e-10, "cm2/s")}
    parts = [Component(material=key, function="active material", mass_fraction=make.q(share, "wt%"), **{**grain, **own})
             for key, share, own in actives]  # fmt: skip
    fields = {"electronic_conductivity": make.q(1, "mS/cm"), **layer}
    cathode = make.layer(id="cathode", role="cathode", thickness=make.q(100, "um"),
                         components=(*parts, *make.mixed(catholyte__se=rest)), **fields)  # fmt: skip
    usual = {key: {"capacity": 200} for key, _, _ in actives} | (hosts or {})
    materials = [make.host(key, own.pop("capacity", 200), 3.8, **density, **own)
                 for key, own in ((key, dict(own)) for key, own in usual.items())]  # fmt: skip
    materials.append(make.conductor("se", 2, energy=0.0, form="S", **density))
    made: Evaluation = make.evaluate(make.design([cathode], materials))
    return made


def true(make: Make, ohm_cm2: float | None, **own: Any) -> dict[str, Any]:
    return {"charge_transfer": ChargeTransfer(area_resistance=make.q(ohm_cm2, "Ohm cm2"), basis="true contact"), **own}


@pytest.mark.parametrize("basis", ["true contact", "geometric", "unknown"])
@pytest.mark.parametrize("split", [(40, 30), (1, 69), (20, 20, 30)])
def test_that_equal_active_components_are_one_of_their_summed_share(make: Make, split: Any, basis: Any) -> None:
    own = {"charge_transfer": ChargeTransfer(area_resistance=make.q(22.4, "Ohm cm2"), basis=basis),
           "particle_radius": None, "coverage": None,
           "coating": Coating(material="se", thickness=make.q(1, "um"))}  # fmt: skip
    whole, parted = several(make, ("cam", 70, own)), several(make, *(("cam", share, own) for share in split))
    for key in (AT_ONCE, LATER):
        one, many = make.part(whole, key), make.part(parted, key)
        assert one.low is not None
        assert (many.value, many.low, many.high) == tuple(
            pytest.approx(entry, rel=1e-12) for entry in (one.value, one.low, one.high)
        )
        assert many.at_least == one.at_least is False
    assert step(parted, "area ratio:cathode/cam") == pytest.approx(3 * 0.7 / 2.5 * 0.6 * 100, rel=1e-12)


def test_that_different_active_materials_transfer_charge_side_by_side(make: Make) -> None:
    for first, second in (("a", "b"), ("b", "a")):
        own = {"a": true(make, 20), "b": true(make, 10)}
        evaluation = several(make, (first, 25, own[first]), (second, 25, own[second]))
        assert step(evaluation, "area ratio:cathode/a") == pytest.approx(3 * 0.25 / 2.5 * 0.6 * 100)
        assert step(evaluation, "area ratio:cathode") == pytest.approx(36)
        assert step(evaluation, "charge transfer on electrode:cathode") == pytest.approx(1 / (18 / 20 + 18 / 10))
        rails = step(evaluation, "ionic rail:cathode") + step(evaluation, "electronic rail:cathode")
        assert step(evaluation, "nu:cathode") == pytest.approx(math.sqrt(rails * 2.7))


def test_that_diffusion_slows_each_material_by_the_charge_that_it_has_to_take(make: Make) -> None:
    evaluation = several(make, ("a", 25, true(make, 36)), ("b", 25, true(make, 36)), hosts={"b": {"capacity": 100}})
    one = 1.0 * 2.5e-6 / (5 * 3600 * 200 * 2000 * 1e-14 * 30) * 1e4
    assert one == pytest.approx(11.574, abs=5e-4)
    assert step(evaluation, "diffusion:cathode/a") == pytest.approx(one)
    assert step(evaluation, "diffusion:cathode/b") == pytest.approx(2 * one)
    assert step(evaluation, "storage:cathode/a") == pytest.approx(3600 * 0.2 * 2 * 0.25 * 0.01)  # F/cm2 over 1 V
    together = 4 / 9 * (2 + one) + 1 / 9 * (2 + 2 * one)  # two thirds and one third of the charge, 2 Ohm cm2 each
    assert step(evaluation, "diffusion:cathode") == pytest.approx(together - 1)
    rails = step(evaluation, "ionic rail:cathode") + step(evaluation, "electronic rail:cathode")
    slow = make.part(evaluation, LATER)
    assert (slow.value, slow.at_least) == (pytest.approx(together + rails / 3), False)


@pytest.mark.parametrize("basis", ["geometric", "unknown"])
def test_that_a_charge_transfer_per_electrode_area_is_not_counted_twice(make: Make, basis: Any) -> None:
    own = {"charge_transfer": ChargeTransfer(area_resistance=make.q(20, "Ohm cm2"), basis=basis)}
    evaluation = several(make, ("cam", 40, own), ("cam", 30, {**own, "particle_radius": make.q(1, "um")}))
    assert step(evaluation, "charge transfer on electrode:cathode") == pytest.approx(20)
    shares = [step(evaluation, f"area share:cathode/{key}") for key in ("cam", "cam#2")]
    assert shares == [pytest.approx(16 / 46), pytest.approx(30 / 46)]


def test_that_an_unknown_part_of_the_reaction_is_named(make: Make) -> None:
    without = several(make, ("a", 25, true(make, 20)), ("b", 25, {}))
    for key in (AT_ONCE, LATER):
        figure = make.part(without, key)
        assert figure.at_least
        assert "charge transfer of b is unknown" in (figure.note or "")
    still = several(make, ("a", 25, true(make, 20)), ("b", 25, true(make, 20, diffusivity=None)))
    slow, fast = make.part(still, LATER), make.part(still, AT_ONCE)
    assert (slow.at_least, fast.at_least) == (True, False)
    assert "grains of b, which is not on record" in (slow.note or "")


@pytest.mark.parametrize(("shapes", "regime"), [(("flat", "flat"), "front"), (("flat", "sloping"), "pseudo-steady"),
                                                (("sloping", "flat"), "pseudo-steady")])  # fmt: skip
def test_that_fronts_need_flat_curves_all_over(make: Make, shapes: tuple[str, str], regime: str) -> None:
    hosts = {key: {"ocv_shape": shape} for key, shape in zip("ab", shapes, strict=True)}
    evaluation = several(make, ("a", 25, true(make, 20)), ("b", 25, true(make, 20)), hosts=hosts)
    figure = make.part(evaluation, f"asr:cathode@{regime}")
    assert ("flat and sloping" in (figure.note or "")) == (regime != "front")
    assert figure.at_least == (regime != "front")
    if regime != "front":
        assert f"{'ab'[shapes.index('flat')]}, whose voltage is flat" in (figure.note or "")


def test_that_grains_of_two_materials_leave_the_electrons_unknown(make: Make) -> None:
    known = {"electronic_conductivity": make.q(1e-3, "mS/cm")}
    for first, second in (("a", "b"), ("b", "a")):
        evaluation = several(make, (first, 25, {}), (second, 25, {}), hosts={"a": known}, electronic_conductivity=None)
        note = make.part(evaluation, "asr:cathode").note or ""
        assert f"electronic conductivity of {first} and {second} together is not on record" in note


@pytest.mark.parametrize("field", ["electronic_conductivity", "tortuosity_factor"])
def test_that_a_property_entered_as_unknown_is_not_estimated(make: Make, field: str) -> None:
    unit = "1" if field == "tortuosity_factor" else "mS/cm"
    figure = make.part(blend(make, **{field: make.q(None, unit)}), "asr:cathode")
    assert figure.value is None
    what = field.replace("_", " ")
    assert f"the {what} of cathode (cam composite) is marked as unknown in the design" in (figure.note or "")


def test_that_a_charge_transfer_of_zero_leaves_the_two_rails(make: Make) -> None:
    evaluation = several(make, ("a", 50, true(make, 0)))
    i, e = step(evaluation, "ionic rail:cathode"), step(evaluation, "electronic rail:cathode")
    figure = make.part(evaluation, AT_ONCE)
    assert (figure.value, figure.at_least) == (pytest.approx(i * e / (i + e)), False)
    assert "nu:cathode" not in evaluation.figures.trace.steps
