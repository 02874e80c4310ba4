"""Many variants at once against one design after the other."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from cellbuilder import assess, units
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import ConductivityPoint, Material, PhaseTransition
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.explore import many
from cellbuilder.explore.breaks import Breaks
from cellbuilder.explore.many import CHUNK, Variants, evaluate_many

NO_EVIDENCE = EvidenceBase(())
SAME = 1e-12


def composite(make: Any, **more: Any) -> Design:
    """A composite cathode, a separator of the same electrolyte, lithium; one contact is entered."""
    q = make.q
    return make.design(
        [
            make.layer(id="cathode", role="cathode", loading=q(20, "mg/cm2"), porosity=q(15, "%"),
                       ionic_exponent=q(2.2, "1"),
                       components=make.mixed(active__host=70, catholyte__ion=25, carbon__black=5)),
            make.layer(id="separator", role="electrolyte", material="ion", thickness=q(30, "um")),
            make.layer(id="anode", role="anode", material="li", thickness=q(20, "um")),
        ],
        [make.conductor("ion", 2.0, energy=0.35, form="ST", density=q(2.0, "g/cm3")),
         make.host("host", 200, 3.8, density=q(4.8, "g/cm3"), family="NCM", diffusivity=q(1e-11, "cm2/s"),
                   first_cycle_efficiency=q(90, "%")),
         Material(id="black", name="black", category="carbon", density=q(1.9, "g/cm3")), make.metal()],
        interfaces=[
                    (("separator", "anode"), q(5, "Ohm cm2")), (("cathode", "separator"), q(8, "Ohm cm2"))],
        celsius=50, c_rate=q(0.5, "C"), **more,
    )  # fmt: skip


def with_layer(design: Design, index: int, **fields: Any) -> Design:
    layers = list(design.stack.layers)
    layers[index] = layers[index].model_copy(update=fields)
    return design.model_copy(update={"stack": design.stack.model_copy(update={"layers": tuple(layers)})})


def with_share(design: Design, index: int, quantity: Quantity) -> Design:
    parts = list(design.stack.layers[0].components)
    parts[index] = parts[index].model_copy(update={"mass_fraction": quantity})
    return with_layer(design, 0, components=tuple(parts))


def with_conditions(design: Design, **fields: Any) -> Design:
    conditions = design.stack.conditions.model_copy(update=fields)
    return design.model_copy(update={"stack": design.stack.model_copy(update={"conditions": conditions})})


def with_contact(design: Design, quantity: Quantity) -> Design:
    first, *others = design.stack.interfaces
    changed = (first.model_copy(update={"area_resistance": quantity}), *others)
    return design.model_copy(update={"stack": design.stack.model_copy(update={"interfaces": changed})})


def with_point(design: Design, material: str, **fields: Any) -> Design:
    held = design.materials[material]
    (point,) = held.entry.conductivity
    entry = held.entry.model_copy(update={"conductivity": (point.model_copy(update=fields),)})
    return design.model_copy(
        update={"materials": {**design.materials, material: held.model_copy(update={"entry": entry})}}
    )


CHANGES: dict[str, Any] = {
    "thickness:separator": ("um", 1, 500, lambda d, v: with_layer(d, 1, thickness=v)),
    "porosity:cathode": ("%", 0, 60, lambda d, v: with_layer(d, 0, porosity=v)),
    "ionic exponent:cathode": ("1", 1, 4, lambda d, v: with_layer(d, 0, ionic_exponent=v)),
    "loading:cathode": ("mg/cm2", 1, 80, lambda d, v: with_layer(d, 0, loading=v)),
    "mass fraction:cathode/ion": ("wt%", 5, 60, lambda d, v: with_share(d, 1, v)),
    "mass fraction:cathode/black": ("wt%", 0, 8, lambda d, v: with_share(d, 2, v)),
    "conductivity:ion": (
        "mS/cm", 0.01, 30, lambda d, v: with_point(d, "ion", value=v.value, unit=v.unit, low=v.value, high=v.value)
    ),
    "activation energy:ion": ("meV", 150, 500, lambda d, v: with_point(d, "ion", activation_energy=v)),
    "temperature": ("degC", -20, 120, lambda d, v: with_conditions(d, temperature=v)),
    "C-rate": ("C", 0.01, 20, lambda d, v: with_conditions(d, c_rate=v)),
    "contact resistance:separator|anode": ("Ohm cm2", 0, 500, with_contact),
}  # fmt: skip


def one_by_one(design: Design, given: Mapping[str, Any], index: int) -> dict[str, float]:
    for key, (values, unit) in given.items():
        value = values if np.ndim(values) == 0 else values[index]
        design = CHANGES[key][3](design, Quantity(value=float(value), unit=unit, kind="assumption"))
    return {key: np.nan if value is None else value for key, value in
            assess.cell_of(design, NO_EVIDENCE).results().items()}  # fmt: skip


def assert_same(design: Design, given: Mapping[str, Any], count: int) -> None:
    found = evaluate_many(design, NO_EVIDENCE, given)
    assert set(found.values) == {
        key for key, value in assess.cell_of(design, NO_EVIDENCE).results().items() if value is not None
    }
    for index in range(count):
        expected = one_by_one(design, given, index)
        for key, values in found.values.items():
            assert values[index] == pytest.approx(expected[key], rel=SAME, abs=0, nan_ok=True), (key, index)


@pytest.mark.parametrize("key", CHANGES)
def test_that_one_input_varied_gives_what_its_design_gives(key: str, make: Any) -> None:
    unit, low, high, _ = CHANGES[key]
    values = np.random.default_rng(2).uniform(low, high, 12)
    design = composite(make)
    assert_same(design, {key: (values, unit)}, 12)
    found = evaluate_many(design, NO_EVIDENCE, {key: (values, unit)})
    assert any(np.ptp(array) > 0 for array in found.values.values())


def test_that_all_inputs_at_once_give_what_the_design_gives(make: Any) -> None:
    rng = np.random.default_rng(3)
    given = {key: (rng.uniform(low, high, 20), unit) for key, (unit, low, high, _) in CHANGES.items()}
    assert_same(composite(make), given, 20)


def test_that_numbers_and_arrays_go_together(make: Any) -> None:
    given = {
        "thickness:separator": (np.array([10.0, 50.0]), "um"),
        "conductivity:ion": (5, "mS/cm"),
        "temperature": (60, "degC"),
        "C-rate": ([1, 2], "C"),
    }
    assert_same(composite(make), given, 2)


def test_that_numbers_alone_are_one_variant(make: Any) -> None:
    found = evaluate_many(
        composite(make), NO_EVIDENCE, {"thickness:separator": (60, "um"), "temperature": (298.15, "K")}
    )
    assert found.values["asr:separator"] == pytest.approx([3.0], rel=SAME)


def test_that_results_are_in_the_unit_that_is_named(make: Any) -> None:
    q = make.q
    design = make.design(
        [make.layer(id="film", role="electrolyte", material="ion", thickness=q(500, "nm")),
         make.layer(id="pellet", role="electrolyte", material="ion", thickness=q(0.4, "mm"))],
        [make.conductor("ion", 2.0, density=q(2.0, "g/cm3"))],
    )  # fmt: skip
    keys = ("thickness:film", "thickness:pellet", "thickness", "mass:pellet", "asr:film", "temperature")
    found = evaluate_many(design, NO_EVIDENCE, {"thickness:film": ([0.5, 1.0], "um")}, keys)
    assert dict(found.units) == {
        "thickness:film": "nm", "thickness:pellet": "mm", "thickness": "um", "mass:pellet": "mg/cm2",
        "asr:film": "Ohm cm2", "temperature": "degC",
    }  # fmt: skip
    assert {key: values.tolist() for key, values in found.values.items()} == {
        "thickness:film": pytest.approx([500, 1000]), "thickness:pellet": pytest.approx([0.4, 0.4]),
        "thickness": pytest.approx([400.5, 401]), "mass:pellet": pytest.approx([80, 80]),
        "asr:film": pytest.approx([0.025, 0.05]), "temperature": pytest.approx([25, 25]),
    }  # fmt: skip


def test_that_a_layer_sized_by_its_loading_has_a_thickness_and_a_mass(make: Any) -> None:
    design = composite(make)
    found = evaluate_many(design, NO_EVIDENCE, {"loading:cathode": ([20, 40], "mg/cm2")})
    for key in ("thickness:cathode", "mass:cathode"):
        first, second = found.values[key]
        assert first == pytest.approx(assess.cell_of(design, NO_EVIDENCE).results()[key], rel=SAME)
        assert second == pytest.approx(2 * first, rel=SAME)


def test_that_an_unknown_result_is_nan(make: Any) -> None:
    design = make.design(
        [make.layer(id="a", role="electrolyte", material="a", thickness=make.q(30, "um")),
         make.layer(id="b", role="electrolyte", material="b", thickness=make.q(30, "um"))],
        [make.conductor("a", 1.0), make.conductor("b")],
    )  # fmt: skip
    given = {"thickness:a": ([10.0, 20.0], "um")}
    found = evaluate_many(design, NO_EVIDENCE, given, ["asr:a", "asr:b", "asr:a|b"])
    assert np.isnan(found.values["asr:b"]).tolist() == [True, True]
    assert np.isnan(found.values["asr:a|b"]).tolist() == [True, True]
    assert found.units["asr:b"] == "Ohm cm2"
    assert found.values["asr:a"] == pytest.approx([1.0, 2.0])
    assert "asr:b" not in evaluate_many(design, NO_EVIDENCE, given).values


def test_that_a_step_in_between_can_be_asked_for(make: Any) -> None:
    found = evaluate_many(composite(make), NO_EVIDENCE, {"porosity:cathode": ([0, 50], "%")},
                          ["volume fraction:cathode/host"])  # fmt: skip
    first, second = found.values["volume fraction:cathode/host"]
    assert second == pytest.approx(first / 2, rel=SAME)


def test_that_arrays_of_different_lengths_are_refused(make: Any) -> None:
    given = {"thickness:separator": (np.ones(3), "um"), "C-rate": (np.ones(4), "C")}
    with pytest.raises(ValueError, match=r"^the arrays of values have different lengths: \[3, 4\]$"):
        evaluate_many(composite(make), NO_EVIDENCE, given)


def test_that_a_table_is_refused(make: Any) -> None:
    with pytest.raises(ValueError, match="the arrays of values have more than one axis"):
        evaluate_many(composite(make), NO_EVIDENCE, {"C-rate": (np.ones((2, 3)), "C")})


def test_that_no_variants_give_no_results(make: Any) -> None:
    given = {"thickness:separator": (np.empty(0), "um"), "temperature": (np.empty(0), "K"), "C-rate": (1, "C")}
    found = evaluate_many(composite(make), NO_EVIDENCE, given)
    assert {values.size for values in found.values.values()} == {0}


@pytest.mark.parametrize("key", ["thickness:nothing", "asr:separator", "layer thickness:cathode"])
def test_that_what_is_no_input_is_refused(key: str, make: Any) -> None:
    with pytest.raises(KeyError, match=key):
        evaluate_many(composite(make), NO_EVIDENCE, {key: ([1.0], "um")})


def test_that_what_is_no_result_is_refused(make: Any) -> None:
    with pytest.raises(KeyError, match="asr:nothing"):
        evaluate_many(composite(make), NO_EVIDENCE, {"C-rate": ([1.0], "C")}, ["asr:nothing"])


def test_that_an_unknown_unit_is_refused(make: Any) -> None:
    with pytest.raises(units.UnitError, match="unit 'furlong' is not known"):
        evaluate_many(composite(make), NO_EVIDENCE, {"thickness:separator": ([1.0], "furlong")})


@pytest.mark.parametrize("count", [1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 1])
def test_that_chunks_leave_no_seam(count: int, make: Any) -> None:
    rng = np.random.default_rng(count)
    given = {"thickness:separator": (rng.uniform(10, 100, count), "um"), "C-rate": (rng.uniform(0.1, 5, count), "C"),
             "temperature": (rng.uniform(0, 60, count), "degC")}  # fmt: skip
    found = evaluate_many(composite(make), NO_EVIDENCE, given, ["asr@instantaneous", "drop", "np"])
    for index in {0, count // 2, min(CHUNK - 1, count - 1), min(CHUNK, count - 1), count - 1}:
        expected = one_by_one(composite(make), given, index)
        for key, values in found.values.items():
            assert values.shape == (count,)
            assert values[index] == pytest.approx(expected[key], rel=SAME, abs=0)


def test_that_threads_and_chunks_change_no_bit(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(9)
    count = 3 * CHUNK + 17
    given = {"thickness:separator": (rng.uniform(10, 100, count), "um"),
             "porosity:cathode": (rng.uniform(5, 30, count), "%"),
             "temperature": (rng.uniform(-40, 120, count), "degC")}  # fmt: skip
    design = composite(make)
    one = evaluate_many(design, NO_EVIDENCE, given, workers=1).values
    for workers in (2, 5):
        other = evaluate_many(design, NO_EVIDENCE, given, workers=workers).values
        assert all(np.array_equal(one[key], other[key], equal_nan=True) for key in one)
    monkeypatch.setattr(many, "CHUNK", 1000)
    small = evaluate_many(design, NO_EVIDENCE, given).values
    for key, values in one.items():
        assert np.allclose(small[key], values, rtol=1e-14, atol=0, equal_nan=True)


class TestTemperature:
    """A conductivity measured at three temperatures, with a phase transition between the upper two."""

    MEASURED = ((25.0, 1.0), (60.0, 4.0), (120.0, 900.0))
    TRANSITION = 100.0

    @pytest.fixture
    def design(self, make: Any) -> Design:
        q = make.q
        source = SourceRef(ref="test")
        base = ConductivityPoint(
            id="only", value=1.0, unit="mS/cm", low=1.0, high=1.0, temperature=q(25, "degC"), kind="measured",
            read_from="full text", source=source,
            at=tuple({"value": sigma, "unit": "mS/cm", "temperature": q(celsius, "degC")}
                     for celsius, sigma in self.MEASURED[1:]),
        )  # fmt: skip
        material = Material(
            id="ion", name="ion", category="electrolyte", ion="Li", material_class="sulfide", preferred="only",
            conductivity=(base,),
            phase_transitions=(PhaseTransition(temperature=q(self.TRANSITION, "degC"), what="order to disorder"),),
        )  # fmt: skip
        return make.design([make.layer(id="e", role="electrolyte", material="ion", thickness=q(100, "um"))], [material])

    def both(self, design: Design, celsius: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        found = evaluate_many(design, NO_EVIDENCE, {"temperature": (celsius, "degC")}, ["asr:e"]).values["asr:e"]
        single = [
            assess.cell_of(
                with_conditions(design, temperature=Quantity(value=float(t), unit="degC", kind="assumption")),
                NO_EVIDENCE,
            ).results()["asr:e"]
            for t in celsius
        ]  # fmt: skip
        return found, np.array(single, float)

    def test_that_every_side_of_every_break_gives_what_the_design_gives(self, design: Design) -> None:
        marks = np.array(sorted(assess.cell_of(design, NO_EVIDENCE).calculation.breaks["temperature"])) - 273.15
        rng = np.random.default_rng(4)
        celsius = np.concatenate((marks, marks - 1e-6, marks + 1e-6, rng.uniform(-120, 300, 60)))
        rng.shuffle(celsius)
        found, expected = self.both(design, celsius)
        assert found == pytest.approx(expected, rel=SAME, abs=0, nan_ok=True)

    def test_that_exactly_at_a_measured_temperature_the_measured_value_stands(self, design: Design) -> None:
        celsius = np.array([entry[0] for entry in self.MEASURED])
        found, _ = self.both(design, celsius)
        assert found == pytest.approx([10.0 / sigma for _, sigma in self.MEASURED], rel=SAME)

    def test_that_nothing_is_carried_across_a_phase_transition(self, design: Design) -> None:
        material = design.materials["ion"].entry
        only_cold = material.model_copy(
            update={"conductivity": (material.conductivity[0].model_copy(update={"at": ()}),)}
        )
        held = {"ion": design.materials["ion"].model_copy(update={"entry": only_cold})}
        cold = design.model_copy(update={"materials": held})
        found, expected = self.both(cold, np.array([25.0, 99.9, 100.0, 100.1, 250.0]))
        assert np.isnan(found).tolist() == [False, False, True, True, True]
        assert found == pytest.approx(expected, rel=SAME, abs=0, nan_ok=True)

    def test_that_what_is_no_temperature_has_no_result(self, design: Design) -> None:
        found = evaluate_many(
            design, NO_EVIDENCE, {"temperature": ([25 + 273.15, 0, -5, np.nan, np.inf], "K")}, ["asr:e"]
        )
        assert np.isnan(found.values["asr:e"]).tolist() == [False, True, True, True, True]

    def test_that_a_conductivity_is_carried_just_as_far_as_for_one_design(self, make: Any) -> None:
        """A factor of a million; no mark says at which temperature it is reached."""
        design = make.design(
            [make.layer(id="e", role="electrolyte", material="a", thickness=make.q(30, "um"))],
            [make.conductor("a", 1.0, energy=0.6, form="S")],
        )
        celsius = np.linspace(-150, 25, 200)
        found, expected = self.both(design, celsius)
        assert found == pytest.approx(expected, rel=SAME, abs=0, nan_ok=True)
        assert 0 < np.isnan(found).sum() < 200

    def test_that_each_side_is_built_a_few_times_only(self, design: Design, monkeypatch: pytest.MonkeyPatch) -> None:
        variants = Variants(design, NO_EVIDENCE, ["temperature"], ["asr:e"])
        built = []
        plain = many.assess.cell_of
        monkeypatch.setattr(many.assess, "cell_of", lambda *given: built.append(1) or plain(*given))
        rng = np.random.default_rng(4)
        for _ in range(20):
            variants.run_all({"temperature": rng.uniform(250, 420, 2 * CHUNK)})
        assert len(built) < 100

    def test_that_a_change_between_marks_is_found_by_halving(self, make: Any) -> None:
        design = make.design(
            [make.layer(id="e", role="electrolyte", material="a", thickness=make.q(30, "um"))],
            [make.conductor("a", 1.0, energy=0.6, form="S")],
        )

        def build(values: Mapping[str, float]) -> Any:
            kelvin = values["temperature"]
            return assess.cell_of(
                with_conditions(design, temperature=Quantity(value=kelvin, unit="K", kind="assumption")), NO_EVIDENCE
            )

        def prepare(cell: Any) -> Any:
            return [cell.results()["asr:e"] is not None]

        kelvin = np.random.default_rng(6).uniform(150, 290, 300)
        breaks = Breaks({"temperature": 298.15}, {}, build, prepare)
        groups = list(breaks.groups({"temperature": kelvin}, 300, ("temperature",)))
        assert sorted(np.concatenate([where for where, _ in groups])) == list(range(300))
        assert len(groups) == 2
        for where, (value,) in groups:
            assert {build({"temperature": float(kelvin[place])}).results()["asr:e"] is not None for place in where} == {
                value
            }
