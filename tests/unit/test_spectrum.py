"""The impedance of whole designs: every element by hand, what is left out, the limits, and one run for many cells."""

import cmath
import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.sum_rule import kramers_kronig_sum

import cellbuilder
from cellbuilder import assess
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.contact import ChargeTransfer, Interface
from cellbuilder.domain.design import Design
from cellbuilder.domain.stack import GrainBoundary
from cellbuilder.engine import circuit, spectrum
from cellbuilder.engine.cell import Cell
from cellbuilder.engine.circuit import Circuit
from cellbuilder.engine.elements import Porous
from cellbuilder.engine.kernels import impedance as kernels
from cellbuilder.engine.trace import Tracer

EPS_0 = 8.8541878188e-12
OHM_CM2 = 1e-4
UF_CM2 = 1e-2
WIDE = np.geomspace(1e-9, 1e11, 201)


def q(value: float | None, unit: str, **more: Any) -> Any:
    from cellbuilder.domain.quantity import Quantity

    return Quantity(value=value, unit=unit, **more)


def built(design: Design) -> tuple[Cell, Circuit]:
    cell = assess.cell_of(design, EvidenceBase(()))
    return cell, circuit.build(cell, design)


def with_contacts(design: Design, *contacts: Interface) -> Design:
    return design.model_copy(update={"stack": design.stack.model_copy(update={"interfaces": contacts})})


def half_cell(make: SimpleNamespace, *, sigma: float = 1.0, separator: Any = None, cathode: Any = None,
              contacts: Any = ("left", "right"), **more: Any) -> Design:  # fmt: skip
    """steel | LCO + SE | SE | Li | steel with everything entered: 30 um of 1 mS/cm, contacts of 20 and 10 Ohm cm2."""
    transfer = ChargeTransfer(area_resistance=q(40, "Ohm cm2"), basis="true contact")
    fields: dict[str, Any] = {"charge_transfer": transfer, "diffusivity": q(1e-10, "cm2/s"),
                              "particle_radius": q(3, "um"), "coverage": q(50, "%"), **(cathode or {})}  # fmt: skip
    layer_fields = fields.pop("layer", {})
    host_fields = fields.pop("host", {})
    active, catholyte = make.mixed(active__lco=70, catholyte__se=30)
    active = active.model_copy(update={name: value for name, value in fields.items() if value is not None})
    layers = [
        make.layer(id="cathode-collector", role="cathode collector", material="steel", thickness=q(10, "um")),
        make.layer(id="cathode", role="cathode", components=(active, catholyte), thickness=q(60, "um"),
                   porosity=q(10, "%"), electronic_conductivity=q(2, "mS/cm"), **layer_fields),
        make.layer(id="electrolyte", role="electrolyte", material="se",
                   **{"thickness": q(30, "um"), **(separator or {})}),
        make.layer(id="anode", role="anode", material="li", thickness=q(20, "um")),
        make.layer(id="anode-collector", role="anode collector", material="steel", thickness=q(10, "um")),
    ]  # fmt: skip
    materials = [make.foil("steel", 7.9), make.metal(),
                 make.host("lco", 150, 3.9, density=q(5.0, "g/cm3"), ocv_shape="sloping", **host_fields),
                 make.conductor("se", sigma, density=q(2.0, "g/cm3"), **more)]  # fmt: skip
    values = {"left": Interface(between=("cathode", "electrolyte"), area_resistance=q(20, "Ohm cm2")),
              "right": Interface(between=("electrolyte", "anode"), area_resistance=q(10, "Ohm cm2"))}  # fmt: skip
    entries = [values[entry] if isinstance(entry, str) else entry for entry in contacts]
    return with_contacts(make.design(layers, materials), *entries)


def named(made: Circuit, kind: str, layer: str) -> Any:
    return next(item for item in made.elements if item.kind == kind and layer in item.layers)


def plain(term: Any) -> float:
    return float(term.value)


def test_that_the_elements_stand_in_the_order_of_the_stack_each_with_its_layer(make: SimpleNamespace) -> None:
    _, made = built(half_cell(make))
    assert [(item.kind, item.layers) for item in made.elements] == [
        ("porous electrode", ("cathode",)), ("contact", ("cathode", "electrolyte")), ("bulk", ("electrolyte",)),
        ("contact", ("electrolyte", "anode")),
    ]  # fmt: skip
    assert made.missing == ()
    found = spectrum.calculate(made, WIDE)
    assert not found.partial
    (note,) = found.notes
    assert note.startswith("without an element, because electrons carry the current: cathode collector (steel) (at")
    assert "anode (li)" in note
    assert [part.name for part in found.parts][2] == "electrolyte (se)"


def test_that_a_bulk_arc_peaks_where_its_conductivity_and_permittivity_say(make: SimpleNamespace) -> None:
    for thickness in (30, 300):
        design = half_cell(make, permittivity=q(33, "1"), separator={"thickness": q(thickness, "um")})
        _, made = built(design)
        bulk = named(made, "bulk", "electrolyte")
        assert bulk.ends() == pytest.approx((thickness / 10 * OHM_CM2, 0.0))
        apex = 0.1 / (2 * math.pi * EPS_0 * 33)
        assert bulk.apex_hz() == pytest.approx(apex, rel=1e-12)
        assert apex == pytest.approx(54.47e6, rel=1e-3)
        z = bulk.impedance(np.array([2 * math.pi * apex]), plain)
        assert z[0] == pytest.approx(thickness / 10 * OHM_CM2 * (0.5 - 0.5j), rel=1e-12)
    part = spectrum.calculate(made, WIDE).parts[2]
    assert part.note is not None
    assert "beyond most analysers" in part.note
    assert "assumed" not in part.note


def test_that_an_unknown_permittivity_is_a_named_assumption_with_a_range(make: SimpleNamespace) -> None:
    cell, made = built(half_cell(make))
    leaf = cell.calculation.terms["permittivity:se"]
    assert (leaf.value, leaf.label) == (30.0, "assumption")
    assert named(made, "bulk", "electrolyte").note.endswith("relative permittivity of se assumed: 30 (10 to 60)")
    low, high = (spectrum.impedance(made, [1e7], {"permittivity:se": np.array([eps])})[0, 0] for eps in (10.0, 60.0))
    assert -high.imag > -low.imag > 0.0


def test_that_grain_boundaries_have_an_arc_of_their_own(make: SimpleNamespace) -> None:
    boundary = GrainBoundary(grain_size=q(1, "um"), area_resistance=q(0.02, "Ohm cm2"), capacitance=q(4, "uF/cm2"))
    cell, made = built(half_cell(make, separator={"thickness": q(50, "um"), "grain_boundary": boundary}))
    grains, between = named(made, "bulk", "electrolyte"), named(made, "grain boundaries", "electrolyte")
    assert grains.ends()[0] == pytest.approx(5.0 * OHM_CM2, rel=1e-12)
    assert between.ends()[0] == pytest.approx(50 * 0.02 * OHM_CM2, rel=1e-12)
    assert between.capacitance.value == pytest.approx(4 * UF_CM2 / 50, rel=1e-12)
    apex = 1 / (2 * math.pi * 0.02 * OHM_CM2 * 4 * UF_CM2)
    assert between.apex_hz() == pytest.approx(apex, rel=1e-12)
    assert between.impedance(np.array([2 * math.pi * apex]), plain)[0] == pytest.approx(
        1.0 * OHM_CM2 * (0.5 - 0.5j), rel=1e-12
    )
    assert between.note is None
    assert "together" not in (grains.note or "")
    assert cell.calculation.terms["asr:electrolyte"].value == pytest.approx(6.0 * OHM_CM2, rel=1e-12)


def test_that_a_boundary_without_a_capacitance_gets_an_assumed_one(make: SimpleNamespace) -> None:
    boundary = GrainBoundary(grain_size=q(1, "um"), area_resistance=q(0.02, "Ohm cm2"))
    cell, made = built(half_cell(make, separator={"grain_boundary": boundary}))
    assert cell.calculation.terms["grain boundary capacitance:electrolyte"].label == "assumption"
    assert "assumed: 3 uF/cm2 (0.5 to 25)" in named(made, "grain boundaries", "electrolyte").note


def test_that_a_depressed_contact_arc_peaks_at_its_capacitance(make: SimpleNamespace) -> None:
    entry = Interface(between=("electrolyte", "cathode"), area_resistance=q(20, "Ohm cm2"),
                      capacitance=q(5, "uF/cm2"), capacitance_exponent=q(0.8, "1"))  # fmt: skip
    _, made = built(half_cell(make, contacts=(entry, "right")))
    contact = named(made, "contact", "cathode")
    apex = 1 / (2 * math.pi * 20 * 5e-6)
    assert contact.apex_hz() == pytest.approx(apex, rel=1e-12)
    omega = 2 * math.pi * np.array([apex, 0.99 * apex, 1.01 * apex])
    z = contact.impedance(omega, plain)
    assert z[0] == pytest.approx(20 * OHM_CM2 / 2 * (1 - 1j * math.tan(0.8 * math.pi / 4)), rel=1e-12)
    assert -z[0].imag > max(-z[1].imag, -z[2].imag)
    coefficient = kernels.cpe_coefficient(20 * OHM_CM2, 5 * UF_CM2, 0.8)
    assert z == pytest.approx(kernels.arc(omega, 20 * OHM_CM2, coefficient, 0.8), rel=1e-12)


def test_that_a_contact_without_a_capacitance_gets_an_assumed_one(make: SimpleNamespace) -> None:
    cell, made = built(half_cell(make))
    contact = named(made, "contact", "anode")
    assert cell.calculation.terms["contact capacitance:electrolyte|anode"].label == "assumption"
    assert contact.note.endswith("assumed: 3 uF/cm2 (1 to 10)")
    assert contact.apex_hz() == pytest.approx(1 / (2 * math.pi * 10 * 3e-6), rel=1e-12)


def test_that_a_contact_entered_as_zero_adds_nothing_and_has_no_apex(make: SimpleNamespace) -> None:
    entry = Interface(between=("cathode", "electrolyte"), area_resistance=q(0, "Ohm cm2"),
                      capacitance_exponent=q(0.8, "1"))  # fmt: skip
    _, made = built(half_cell(make, contacts=(entry, "right")))
    contact = named(made, "contact", "cathode")
    assert contact.apex_hz() is None
    assert np.all(contact.impedance(WIDE, plain) == 0.0)
    assert made.missing == ()


def test_that_an_unknown_contact_is_left_out_and_named(make: SimpleNamespace) -> None:
    _, whole = built(half_cell(make))
    _, made = built(half_cell(make, contacts=("left",)))
    found = spectrum.calculate(made, WIDE)
    (missing,) = found.missing
    assert (missing.layers, missing.name) == (("electrolyte", "anode"), "electrolyte (se) | anode (li)")
    assert missing.reason == "no published resistance for this contact"
    assert found.partial
    assert found.table()[0][1] == "Re Z (partial) / Ohm cm2"
    contact = named(whole, "contact", "anode").impedance(2 * np.pi * WIDE, plain)
    assert spectrum.calculate(whole, WIDE).total - contact == pytest.approx(found.total, rel=1e-12)


def test_that_a_mixed_conducting_contact_counts_and_is_named_as_partial(make: SimpleNamespace) -> None:
    entry = Interface(between=("electrolyte", "anode"), area_resistance=q(10, "Ohm cm2"), behaviour="mixed-conducting")
    _, made = built(half_cell(make, contacts=("left", entry)))
    found = spectrum.calculate(made, WIDE)
    assert found.parts[3].at_least
    assert found.parts[3].resistance == pytest.approx(10 * OHM_CM2)
    assert [item.layers for item in found.missing] == [("electrolyte", "anode")]
    assert "keeps growing" in found.missing[0].reason


def test_that_a_bulk_conductivity_alone_makes_the_arc_a_lower_limit(make: SimpleNamespace) -> None:
    design = half_cell(make)
    se = design.materials["se"].entry
    point = se.conductivity[0].model_copy(update={"scope": "bulk"})
    entry = design.materials["se"].model_copy(update={"entry": se.model_copy(update={"conductivity": (point,)})})
    design = design.model_copy(update={"materials": {**design.materials, "se": entry}})
    _, made = built(design)
    part = next(item for item in spectrum.calculate(made, WIDE).parts if item.kind == "bulk")
    assert part.at_least
    assert "together" not in (part.note or "")
    assert "electrolyte" in {layer for item in made.missing for layer in item.layers}


def test_that_the_low_end_without_diffusion_is_the_instantaneous_resistance(make: SimpleNamespace) -> None:
    boundary = GrainBoundary(grain_size=q(1, "um"), area_resistance=q(0.02, "Ohm cm2"))
    cell, made = built(half_cell(make, separator={"grain_boundary": boundary}))
    z = spectrum.impedance(made, [1e-10], diffusion=False)
    terms = cell.calculation.terms
    metals = sum(terms[f"asr:{key}"].value for key in ("cathode-collector", "anode", "anode-collector"))
    assert z[0].real == pytest.approx(terms["asr@instantaneous"].value - metals, rel=1e-12)
    assert metals < 1e-6 * z[0].real
    found = spectrum.calculate(made, WIDE)
    assert sum(part.resistance for part in found.parts) == pytest.approx(z[0].real, rel=1e-12)


def test_that_the_low_end_with_diffusion_is_the_pseudo_steady_resistance_and_a_capacitor(make: SimpleNamespace) -> None:
    cell, made = built(half_cell(make))
    terms = cell.calculation.terms
    electrode = named(made, "porous electrode", "cathode")
    hertz = electrode.filling_hz() * 1e-5
    omega = 2 * math.pi * hertz
    z = electrode.impedance(np.array([omega]), plain)[0]
    r_ct, r_diff = electrode.transfer.value, electrode.diffusion.value
    storage = electrode.time.value / (15 * r_diff)
    double = electrode.capacitance.value
    shared = storage / (storage + double)
    rails = (electrode.ionic.value + electrode.electronic.value) / 3
    assert z.real == pytest.approx((r_ct + r_diff) * shared**2 + rails, rel=1e-6)
    assert -1 / (omega * z.imag) == pytest.approx(storage + double, rel=1e-6)
    assert shared > 0.999
    assert z.real == pytest.approx(terms["asr:cathode@pseudo-steady"].value, rel=1e-3)
    whole = spectrum.impedance(made, [hertz])[0]
    assert whole.real == pytest.approx(terms["asr@pseudo-steady"].value, rel=1e-3)
    assert electrode.filling_hz() == pytest.approx(15 * 1e-14 / (2 * math.pi * (3e-6) ** 2), rel=1e-12)


@pytest.mark.parametrize("covered", [20, 50, 100])
def test_that_the_grains_store_what_all_the_active_material_holds(make: SimpleNamespace, covered: float) -> None:
    cell, made = built(half_cell(make, cathode={"coverage": q(covered, "%")}))
    electrode = named(made, "porous electrode", "cathode")
    storage = electrode.time.value / (15 * electrode.diffusion.value)
    terms = cell.calculation.terms
    held = 3600 * terms["capacity:cathode"].value / terms["voltage span:cathode/lco"].value
    assert storage == pytest.approx(held, rel=1e-9)  # whatever of them the catholyte covers


def test_that_the_high_end_is_the_two_rails_in_parallel(make: SimpleNamespace) -> None:
    cell, made = built(half_cell(make))
    i, e = (cell.calculation.terms[f"{name} rail:cathode"].value for name in ("ionic", "electronic"))
    found = spectrum.calculate(made, [1e17])
    assert found.total[0].real == pytest.approx(i * e / (i + e), rel=1e-4)
    assert found.parts[0].high_frequency == pytest.approx(i * e / (i + e), rel=1e-12)
    assert sum(part.high_frequency for part in found.parts[1:]) == 0.0


def test_that_a_porous_electrode_follows_the_equation_written_out(make: SimpleNamespace) -> None:
    layer = {"double_layer": q(8, "uF/cm2"), "double_layer_exponent": q(0.85, "1")}
    cell, made = built(half_cell(make, cathode={"layer": layer}))
    terms = cell.calculation.terms
    i, e = (terms[f"{name} rail:cathode"].value for name in ("ionic", "electronic"))
    area = terms["area ratio:cathode/lco"].value
    r = 40 * OHM_CM2  # per true area
    coefficient = (8 * UF_CM2) ** 0.85 * r ** (0.85 - 1)
    r_d = terms["diffusion:cathode/lco"].value * area  # half of the grains is covered, all of their surface takes ions
    assert area == pytest.approx(0.5 * terms["grain area:cathode/lco"].value, rel=1e-12)
    for hertz in (1e-4, 1e-1, 30.0, 1e4, 1e6):
        omega = 2 * math.pi * hertz
        p = cmath.sqrt(1j * omega * (3e-6) ** 2 / 1e-14)
        coth = 1 / cmath.tanh(p) if abs(p) < 300 else 1.0
        z_d = 5 * r_d / (p * coth - 1)
        z_ct = 1 / (area * (coefficient * (1j * omega) ** 0.85 + 1 / (r + z_d)))
        nu = cmath.sqrt((i + e) / z_ct)
        expected = i * e / (i + e) * (1 + 2 / (nu * cmath.sinh(nu))) + (i * i + e * e) / (i + e) / (nu * cmath.tanh(nu))
        assert named(made, "porous electrode", "cathode").impedance(np.array([omega]), plain)[0] == pytest.approx(
            expected, rel=1e-9
        )


def test_that_the_double_layer_counts_on_the_true_area(make: SimpleNamespace) -> None:
    cell, made = built(half_cell(make))
    electrode = named(made, "porous electrode", "cathode")
    leaf = cell.calculation.terms["double layer:cathode"]
    assert (leaf.label, leaf.value) == ("assumption", pytest.approx(10 * UF_CM2))
    assert electrode.capacitance.value == pytest.approx(
        10 * UF_CM2 * cell.calculation.terms["area ratio:cathode/lco"].value, rel=1e-12
    )
    assert electrode.transfer.value * electrode.capacitance.value == pytest.approx(40e-4 * 10e-2, rel=1e-12)


@pytest.mark.parametrize("exponent", [1.0, 0.8])
def test_that_the_apex_of_a_slow_electrode_is_that_of_its_charge_transfer(
    make: SimpleNamespace, exponent: float
) -> None:
    transfer = ChargeTransfer(area_resistance=q(1e6, "Ohm cm2"), basis="geometric")
    layer = {"double_layer": q(8, "uF/cm2"), "double_layer_exponent": q(exponent, "1")}
    _, made = built(half_cell(make, cathode={"charge_transfer": transfer, "layer": layer}))
    electrode = named(made, "porous electrode", "cathode")
    rate = 1 / (electrode.transfer.value * electrode.capacitance.value)
    assert electrode.apex_hz() == pytest.approx(rate / (2 * math.pi), rel=1e-3)


@pytest.mark.parametrize("resistance", [1e-4, 0.01, 1.0, 30.0])
@pytest.mark.parametrize("exponent", [1.0, 0.7])
def test_that_the_apex_of_an_electrode_is_where_its_arc_is_highest(
    make: SimpleNamespace, resistance: float, exponent: float
) -> None:
    transfer = ChargeTransfer(area_resistance=q(resistance, "Ohm cm2"), basis="geometric")
    layer = {"double_layer_exponent": q(exponent, "1")}
    _, made = built(half_cell(make, cathode={"charge_transfer": transfer, "layer": layer}))
    electrode = named(made, "porous electrode", "cathode")
    rate = 1 / (electrode.transfer.value * electrode.capacitance.value)
    omega = rate * np.geomspace(0.01, 1e4, 200_001)
    height = -electrode.impedance(omega, plain, diffusion=False).imag
    assert electrode.apex_hz() == pytest.approx(omega[np.argmax(height)] / (2 * math.pi), rel=2e-3)


def test_that_an_unknown_charge_transfer_leaves_transport_and_diffusion_and_is_named(make: SimpleNamespace) -> None:
    cell, made = built(half_cell(make, cathode={"charge_transfer": None}))
    electrode = named(made, "porous electrode", "cathode")
    assert electrode.transfer is None
    (missing,) = made.missing
    assert (missing.layers, missing.reason.startswith("transport only")) == (("cathode",), True)
    terms = cell.calculation.terms
    z = electrode.impedance(np.array([1e-6]), plain, diffusion=False)
    i, e = (terms[f"{name} rail:cathode"].value for name in ("ionic", "electronic"))
    assert z == pytest.approx(i * e / (i + e), rel=1e-12)
    assert z.real == pytest.approx(terms["asr:cathode@instantaneous"].value, rel=1e-12)
    slow = electrode.impedance(np.array([2e-5 * math.pi * electrode.filling_hz()]), plain)
    assert slow[0].real == pytest.approx(terms["asr:cathode@pseudo-steady"].value, rel=1e-3)
    part = spectrum.calculate(made, WIDE).parts[0]
    assert (part.at_least, part.apex_hz, part.label) == (True, None, "estimate")


def test_that_an_exponent_without_a_charge_transfer_is_left_aside(make: SimpleNamespace) -> None:
    layer = {"double_layer_exponent": q(0.7, "1")}
    zero = ChargeTransfer(area_resistance=q(0, "Ohm cm2"), basis="true contact")
    found = []
    for transfer, more in ((None, {}), (None, {"layer": layer}), (zero, {"layer": layer})):
        _, made = built(half_cell(make, cathode={"charge_transfer": transfer, **more}))
        found.append(spectrum.calculate(made, WIDE).total)
    assert found[1] == pytest.approx(found[0], rel=1e-12)
    assert found[2] == pytest.approx(found[0], rel=1e-12)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"host": {"ocv_shape": "flat"}}, "flat voltage: without storage and diffusion in the grains"),
        ({"diffusivity": None}, "without diffusion in the grains, which is not on record"),
    ],
)
def test_that_an_electrode_without_diffusion_ends_in_a_resistance_and_is_named(
    make: SimpleNamespace, change: dict[str, Any], reason: str
) -> None:
    design = half_cell(make)
    if "host" in change:
        lco = design.materials["lco"]
        flat = lco.model_copy(update={"entry": lco.entry.model_copy(update=change["host"])})
        design = design.model_copy(update={"materials": {**design.materials, "lco": flat}})
    else:
        design = half_cell(make, cathode=change)
    cell, made = built(design)
    assert [(item.layers, item.reason) for item in made.missing] == [(("cathode",), reason)]
    electrode = named(made, "porous electrode", "cathode")
    assert electrode.filling_hz() is None
    z = electrode.impedance(np.array([1e-9]), plain)
    assert z[0] == pytest.approx(cell.calculation.terms["asr:cathode@instantaneous"].value, rel=1e-9)


def test_that_the_parts_add_up_to_the_total_exactly(make: SimpleNamespace) -> None:
    _, made = built(half_cell(make))
    found = spectrum.calculate(made, WIDE, area_m2=1e-4, lead_ohm=0.5)
    total = np.zeros(WIDE.size, complex)
    for part in found.parts:
        total = total + part.impedance
    assert np.array_equal(total, found.total)


def test_that_one_run_for_many_cells_equals_a_run_for_each(make: SimpleNamespace) -> None:
    hertz = np.geomspace(1e-3, 1e7, 7)
    _, made = built(half_cell(make))
    thickness = np.array([10.0, 30.0, 120.0])
    sigma = np.array([[0.3], [3.0]])
    found = spectrum.impedance(made, hertz, {"thickness:electrolyte": thickness * 1e-6, "conductivity:se": sigma * 0.1})
    assert found.shape == (2, 3, 7)
    for row, ionic in enumerate(sigma[:, 0]):
        for column, d in enumerate(thickness):
            _, one = built(half_cell(make, sigma=ionic, separator={"thickness": q(d, "um")}))
            assert found[row, column] == pytest.approx(spectrum.impedance(one, hertz), rel=1e-12)


def test_that_the_assumed_values_can_be_drawn_like_any_input(make: SimpleNamespace) -> None:
    hertz = np.geomspace(1e-3, 1e9, 25)
    cell, made = built(half_cell(make, cathode={"layer": {"double_layer_exponent": q(0.9, "1")}}))
    keys = [leaf.key for leaf in cell.calculation.leaves() if leaf.low is not None and leaf.label == "assumption"]
    assert {"permittivity:se", "double layer:cathode", "contact capacitance:electrolyte|anode"} <= set(keys)
    random = np.random.default_rng(7)
    terms = cell.calculation.terms
    draws = {key: terms[key].value * random.lognormal(0.0, 0.5, 200) for key in keys}
    found = spectrum.impedance(made, hertz, draws)
    assert found.shape == (200, 25)
    assert np.isfinite(found).all()
    assert np.all(found.real > 0.0)
    assert np.ptp(-found.imag, axis=0).min() > 0.0
    third = {key: values[3] for key, values in draws.items()}
    assert spectrum.impedance(made, hertz, third) == pytest.approx(found[3], rel=1e-12)


def test_that_nothing_varied_gives_the_total_itself(make: SimpleNamespace) -> None:
    _, made = built(half_cell(make))
    assert np.array_equal(spectrum.impedance(made, WIDE), spectrum.calculate(made, WIDE).total)
    with pytest.raises(KeyError):
        spectrum.impedance(made, WIDE, {"thickness:nowhere": 1.0})


def test_that_the_calculation_is_left_alone_until_impedance_is_asked_for(make: SimpleNamespace) -> None:
    design = half_cell(make)
    cell = assess.cell_of(design, EvidenceBase(()))
    before = dict(cell.calculation.terms)
    assert not [key for key in before if key.startswith(("permittivity", "contact capacitance", "double layer"))]
    results = cell.results()
    circuit.build(cell, design)
    after = dict(cell.calculation.terms)
    assert set(before) < set(after)
    assert all(after[key] is term for key, term in before.items())
    circuit.build(cell, design)
    assert cell.calculation.terms == after
    assert cell.results() == results


def test_that_an_apex_has_a_range_and_names_the_inputs_behind_it(make: SimpleNamespace) -> None:
    cell, made = built(half_cell(make))
    apex = named(made, "bulk", "electrolyte").apex
    tracer = Tracer(cell.calculation, [apex.key])
    figure = tracer.figure(apex, "apex", "apex", "Hz")
    assert figure.unit == "Hz"
    assert figure.value == pytest.approx(0.1 / (2 * math.pi * EPS_0 * 30), rel=1e-12)
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low == pytest.approx(figure.value / 2, rel=1e-9)
    assert figure.high == pytest.approx(figure.value * 3, rel=1e-9)
    assert [item.key for item in figure.contributions] == ["permittivity:se"]
    assert tracer.trace().inputs["permittivity:se"].kind == "assumption"


def test_that_an_area_gives_ohm_and_leads_lie_in_series(make: SimpleNamespace) -> None:
    _, made = built(half_cell(make))
    areal, whole = spectrum.calculate(made, WIDE), spectrum.calculate(made, WIDE, area_m2=0.785e-4, lead_ohm=0.3)
    assert (areal.unit, whole.unit) == ("Ohm cm2", "Ohm")
    assert whole.total == pytest.approx(areal.total / 0.785e-4 + 0.3, rel=1e-12)
    assert areal.shown(areal.parts[1].resistance) == pytest.approx(20.0)
    assert whole.shown(whole.parts[1].resistance) == pytest.approx(20.0 / 0.785)
    assert (whole.parts[-1].name, whole.parts[-1].resistance) == ("leads", 0.3)
    assert whole.parts[0].diffusion == pytest.approx((areal.parts[0].diffusion or 0.0) / 0.785e-4)


def test_that_a_symmetric_cell_has_two_of_one_electrode_and_none_of_the_other(make: SimpleNamespace) -> None:
    _, made = built(half_cell(make))
    anode, cathode = made.symmetric("anode"), made.symmetric("cathode")
    assert [(item.kind, item.count) for item in anode.elements] == [("bulk", 1), ("contact", 2)]
    assert spectrum.impedance(anode, [1e-9])[0].real == pytest.approx((3 + 2 * 10) * OHM_CM2, rel=1e-9)
    assert [(item.kind, item.count) for item in cathode.elements] == [
        ("porous electrode", 2), ("contact", 2), ("bulk", 1)
    ]  # fmt: skip
    one, two = made.elements[0], cathode.elements[0]
    assert two.impedance(WIDE, plain) == pytest.approx(2 * one.impedance(WIDE, plain), rel=1e-14)
    assert two.ends() == pytest.approx((2 * one.ends()[0], 2 * one.ends()[1]))
    assert two.apex_hz() == pytest.approx(one.apex_hz(), rel=1e-12)
    assert isinstance(two, Porous)
    assert two.diffusion is not None
    assert spectrum.calculate(cathode, WIDE).parts[0].diffusion == pytest.approx(2 * two.diffusion.value)
    assert cathode.notes[0] == "symmetric cell: the cathode on both faces of the electrolyte"


def test_that_a_symmetric_cell_lacks_only_what_it_has(make: SimpleNamespace) -> None:
    _, made = built(half_cell(make, contacts=()))
    assert len(made.missing) == 2
    assert [item.layers for item in made.symmetric("anode").missing] == [("electrolyte", "anode")]


def test_that_a_cell_of_which_nothing_is_known_has_no_impedance(make: SimpleNamespace) -> None:
    design = half_cell(make, contacts=())
    se = design.materials["se"]
    bare = se.model_copy(update={"entry": se.entry.model_copy(update={"conductivity": (), "preferred": None})})
    _, made = built(design.model_copy(update={"materials": {**design.materials, "se": bare}}))
    assert made.elements == ()
    assert len(made.missing) == 4
    assert np.isnan(spectrum.calculate(made, WIDE).total).all()
    assert np.isnan(spectrum.impedance(made, WIDE)).all()


def test_that_the_kramers_kronig_sum_holds_for_a_whole_cell(make: SimpleNamespace) -> None:
    _, made = built(half_cell(make, cathode={"layer": {"double_layer_exponent": q(0.9, "1")}}))
    hertz = np.geomspace(1e-9, 1e12, 4001)
    z = spectrum.impedance(made, hertz, diffusion=False)
    assert kramers_kronig_sum(2 * np.pi * hertz, z) == pytest.approx(z[0].real - z[-1].real, rel=1e-3)


def test_that_the_kramers_kronig_sum_holds_with_diffusion_once_its_pole_is_off(make: SimpleNamespace) -> None:
    _, made = built(half_cell(make))
    electrode = named(made, "porous electrode", "cathode")
    pole = electrode.time.value / (15 * electrode.diffusion.value) + electrode.capacitance.value
    hertz = np.geomspace(electrode.filling_hz() * 1e-5, 1e12, 4001)
    z = spectrum.impedance(made, hertz) + 1j / (2 * np.pi * hertz * pole)
    assert kramers_kronig_sum(2 * np.pi * hertz, z) == pytest.approx(z[0].real - z[-1].real, rel=1e-3)


@pytest.mark.parametrize("wrong", [[0.0], [-1.0], [1.0, math.inf], [math.nan], [[1.0]], 1.0])
def test_that_frequencies_are_positive_and_in_a_row(make: SimpleNamespace, wrong: Any) -> None:
    _, made = built(half_cell(make))
    with pytest.raises(ValueError, match="frequencies must be positive"):
        spectrum.impedance(made, wrong)
    with pytest.raises(ValueError, match="frequencies must be positive"):
        spectrum.calculate(made, wrong)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"area_m2": 0.0}, "the area must be"), ({"area_m2": math.inf}, "the area must be"),
        ({"area_m2": 1.0, "lead_ohm": -1.0}, "the lead resistance must be"),
        ({"lead_ohm": 1.0}, "a lead resistance needs the area"),
    ],
)  # fmt: skip
def test_that_an_area_and_leads_make_sense(make: SimpleNamespace, options: dict[str, float], message: str) -> None:
    _, made = built(half_cell(make))
    with pytest.raises(ValueError, match=message):
        spectrum.calculate(made, WIDE, **options)


def test_that_layers_of_the_same_name_can_be_told_apart(make: SimpleNamespace) -> None:
    design = half_cell(make)
    first = design.stack.layers[2]
    layers = (*design.stack.layers[:3], first.model_copy(update={"id": "second"}), *design.stack.layers[3:])
    _, made = built(design.model_copy(update={"stack": design.stack.model_copy(update={"layers": layers})}))
    found = spectrum.calculate(made, WIDE)
    assert "electrolyte (se) [second]" in found.names()
    heads, rows = found.table()
    assert len(set(heads)) == len(heads) == rows.shape[1]
    assert rows[:, 0] == pytest.approx(WIDE)
    assert rows[:, 1] == pytest.approx(found.total.real / OHM_CM2)
    assert rows[:, 2] == pytest.approx(-found.total.imag / OHM_CM2)


def test_that_every_model_and_every_published_cell_has_a_passive_spectrum() -> None:
    library = cellbuilder.library()
    evidence = EvidenceBase(library.evidence)
    designs = [cellbuilder.from_model(model.letter) for model in library.models()]
    designs += [cellbuilder.from_cell(cell.id) for cell in library.cells()]
    drawn = 0
    for design in designs:
        cell = assess.cell_of(design, evidence)
        made = circuit.build(cell, design)
        found = spectrum.calculate(made, WIDE)
        if not found.parts:
            assert made.missing, design.name
            continue
        drawn += 1
        assert np.all(found.total.real >= 0.0), design.name
        assert np.all(found.total.imag <= 0.0), design.name
        low = spectrum.impedance(made, [1e-10], diffusion=False)[0].real
        assert low == pytest.approx(sum(part.resistance for part in found.parts), rel=1e-6), design.name
    assert drawn > 0.6 * len(designs)


def two_grains(make: SimpleNamespace, first: float, **second: Any) -> tuple[Cell, Circuit]:
    """The half cell, with its 70 wt% of active material in two parts."""
    design = half_cell(make)
    layers = list(design.stack.layers)
    active, catholyte = layers[1].components
    parts = (active.model_copy(update={"mass_fraction": q(first, "wt%")}),
             active.model_copy(update={"mass_fraction": q(70 - first, "wt%"), **second}), catholyte)  # fmt: skip
    layers[1] = layers[1].model_copy(update={"components": parts})
    return built(design.model_copy(update={"stack": design.stack.model_copy(update={"layers": tuple(layers)})}))


@pytest.mark.parametrize(("radius", "close"), [(3.0, 1e-12), (3.0000003, 1e-6)])
def test_that_a_split_of_equal_grains_leaves_the_spectrum(make: SimpleNamespace, radius: float, close: float) -> None:
    _, whole = built(half_cell(make))
    _, parted = two_grains(make, 20, particle_radius=q(radius, "um"))
    assert len(named(parted, "porous electrode", "cathode").branches) == (0 if radius == 3.0 else 2)
    assert spectrum.impedance(parted, WIDE) == pytest.approx(spectrum.impedance(whole, WIDE), rel=close)


def test_that_small_and_large_grains_fill_together(make: SimpleNamespace) -> None:
    cell, made = two_grains(make, 40, particle_radius=q(1, "um"), diffusivity=q(3e-10, "cm2/s"))
    electrode, terms = named(made, "porous electrode", "cathode"), cell.calculation.terms
    assert electrode.filling_hz() == pytest.approx(15 * 1e-14 / (2 * math.pi * (3e-6) ** 2), rel=1e-12)
    omega = 2 * math.pi * electrode.filling_hz() * 1e-5
    z = electrode.impedance(np.array([omega]), plain)[0]
    charge = 3600 * 150 * 60e-6 * 0.9 / (0.7 / 5000 + 0.3 / 2000) * 0.7  # C/m2: 150 Ah/kg of 70 wt%, 10 % pores
    held = charge / terms["voltage span:cathode/lco"].value
    assert -1 / (omega * z.imag) == pytest.approx(held + electrode.capacitance.value, rel=1e-6)
    assert z.real == pytest.approx(terms["asr:cathode@pseudo-steady"].value, rel=1e-3)
    assert electrode.impedance(np.array([1e17]), plain)[0].real == pytest.approx(electrode.ends()[1], rel=1e-4)


def test_that_two_kinds_of_grains_in_one_run_equal_a_run_for_each(make: SimpleNamespace) -> None:
    _, made = two_grains(make, 40, particle_radius=q(1, "um"))
    radii = np.array([0.5e-6, 1e-6, 4e-6])
    many = spectrum.impedance(made, WIDE, {"particle radius:cathode/lco#2": radii})
    for radius, row in zip(radii, many, strict=True):
        _, alone = two_grains(make, 40, particle_radius=q(float(radius) * 1e6, "um"))
        assert row == pytest.approx(spectrum.impedance(alone, WIDE), rel=1e-9)
