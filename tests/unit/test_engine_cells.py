"""What must hold for each of the 66 published cells and 28 models."""

import math
from collections.abc import Iterator
from dataclasses import fields

import pytest

import cellbuilder
from cellbuilder.domain.design import Design, EmbeddedMaterial
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import CellFigures, Figure
from cellbuilder.domain.stack import CellFormat, Conditions, Layer, Stack
from cellbuilder.engine import conductivity
from cellbuilder.engine.calculation import Calculation
from cellbuilder.io.library import MODEL_ORDER

CELLS = [f"t7-{row:02d}" for row in range(1, 16)] + [f"t8-{row:02d}" for row in range(1, 52)]
UNITS = {"asr": "Ohm cm2", "capacity": "mAh/cm2", "voltage": "V", "np": "1", "energy": "mWh/cm2", "wh_per_kg": "Wh/kg",
         "wh_per_l": "Wh/L", "thickness": "um", "layer thickness": "um", "charged thickness": "um", "mass": "mg/cm2",
         "areal mass": "mg/cm2", "loading": "mg/cm2", "current": "mA/cm2", "drop": "mV", "delivered": "%",
         "energy at rate": "mWh/cm2", "power limit": "mW/cm2", "efficiency": "%", "heat": "mW/cm2", "leakage": "mA/cm2",
         "self-discharge": "h", "relaxation": "s", "diffusion time": "s", "critical": "1",
         "coulombic efficiency": "%"}  # fmt: skip
MAY_BE_NONE = ("delivered", "energy at rate", "efficiency")
ROUNDING = 1 + 1e-12


@pytest.fixture(scope="module", params=[*CELLS, *MODEL_ORDER])
def evaluation(request: pytest.FixtureRequest) -> Evaluation:
    name = request.param
    design = cellbuilder.from_cell(name) if name in CELLS else cellbuilder.from_model(name)
    return cellbuilder.evaluate(design)


def every_figure(figures: CellFigures) -> Iterator[Figure]:
    for field in fields(figures):
        value = getattr(figures, field.name)
        if isinstance(value, Figure):
            yield value
    report = figures.resistance
    yield from (*report.parts, *report.contacts, *report.totals)
    for level in figures.levels:
        yield from (level.specific_energy, level.energy_density)
    for row in figures.budget:
        yield from (row.thickness, row.areal_mass)
    yield from figures.operation


def test_that_every_figure_is_a_positive_number_within_its_range_or_says_why_not(evaluation: Evaluation) -> None:
    for figure in every_figure(evaluation.figures):
        if figure.value is None:
            assert figure.label == "unknown", figure.key
            assert figure.note, figure.key
            assert figure.low is None and figure.high is None, figure.key  # noqa: PT018
            continue
        assert math.isfinite(figure.value), figure.key
        assert figure.value > 0 or (figure.value == 0 and figure.key in MAY_BE_NONE), figure.key
        if figure.high is None:
            assert figure.low is None or "mass fraction" in figure.contributions[0].key, figure.key
            continue
        assert figure.low is not None, figure.key
        assert 0 <= figure.low <= figure.value * ROUNDING, figure.key
        assert figure.value <= figure.high * ROUNDING, figure.key
        assert math.isfinite(figure.high), figure.key


def test_that_every_figure_has_the_unit_of_its_kind(evaluation: Evaluation) -> None:
    for figure in every_figure(evaluation.figures):
        assert figure.unit == UNITS[figure.key.partition(":")[0].partition("@")[0]], figure.key


def test_that_every_figure_names_its_inputs_and_every_input_its_kind(evaluation: Evaluation) -> None:
    for figure in every_figure(evaluation.figures):
        if figure.value is not None:
            assert figure.inputs, figure.key
            assert figure.formula, figure.key
        for item in figure.inputs:
            assert item.kind in ("measured", "calculated", "estimate", "assumption", "bound", "extrapolated",
                                 "computed"), (figure.key, item.name)  # fmt: skip


def test_that_totals_say_at_least_exactly_where_something_is_unknown(evaluation: Evaluation) -> None:
    report = evaluation.figures.resistance
    for total in report.totals:
        mine = [
            part for part in (*report.parts, *report.contacts)
            if part.regime in (None, total.regime) or total.regime != "instantaneous" != part.regime
        ]  # fmt: skip
        missing = [part for part in mine if part.value is None or part.at_least]
        firm = [part for part in mine if part.value is not None and not part.at_most]
        if total.value is None:
            assert missing
            assert not firm
            continue
        assert total.at_least == bool(missing)
        assert total.value == pytest.approx(sum(part.value or 0 for part in firm), rel=1e-3)
        for part in firm:
            assert total.value * ROUNDING >= (part.value or 0), part.key
        assert (total.high or 0) <= sum(part.high or part.value or 0 for part in mine) * ROUNDING
        for part in missing:
            assert part.name in (total.note or "")


def test_that_thickness_and_mass_add_up(evaluation: Evaluation) -> None:
    figures = evaluation.figures
    for total, rows in ((figures.thickness, [row.thickness for row in figures.budget]),
                        (figures.areal_mass, [row.areal_mass for row in figures.budget])):  # fmt: skip
        assert total.value == pytest.approx(sum(row.value or 0 for row in rows))
        assert total.at_least == any(row.value is None for row in rows)


def test_that_energy_per_mass_falls_from_level_to_level(evaluation: Evaluation) -> None:
    values = [level.specific_energy.value for level in evaluation.figures.levels]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=True)
    assert all(level.specific_energy.convention or level.specific_energy.note for level in evaluation.figures.levels)


def test_that_the_headlines_are_what_such_cells_have(evaluation: Evaluation) -> None:
    figures = evaluation.figures
    assert 1.0 <= (figures.average_voltage.value or 0) <= 4.8
    assert 0.005 <= (figures.capacity.value or 0) <= 20
    total = figures.resistance.totals[-1].value
    assert total is None or 1 <= total <= 1e5
    assert 3 <= (figures.thickness.value or 0) <= 2500
    stack = figures.levels[2].specific_energy.value
    assert stack is None or stack < 300


def test_that_no_published_cell_or_model_is_called_impossible(evaluation: Evaluation) -> None:
    assert [item.id for item in evaluation.findings if item.severity == "error"] == []


def test_that_every_finding_says_what_where_and_on_what_ground(evaluation: Evaluation) -> None:
    assert len({item.id for item in evaluation.findings}) == len(evaluation.findings)
    for item in evaluation.findings:
        assert item.targets, item.id
        assert item.title, item.id
        assert item.message.rstrip().endswith((".", ")")), item.id
        assert (item.severity == "error") == (item.verdict == "blocks"), item.id
        published = item.id.startswith(("contact:", "layer:"))
        assert bool(item.evidence) >= published, item.id
        assert bool(item.sources) >= published, item.id


def test_that_pairs_without_evidence_are_counted_and_listed(evaluation: Evaluation) -> None:
    listed = [item for item in evaluation.findings if item.code == "no-evidence"]
    assert evaluation.contacts_without_evidence <= evaluation.contacts
    assert bool(listed) == bool(evaluation.contacts_without_evidence)
    for item in listed:
        assert item.message.count(" | ") == evaluation.contacts_without_evidence


def test_that_the_json_of_a_result_reads_back_the_same(evaluation: Evaluation) -> None:
    assert Evaluation.model_validate_json(evaluation.model_dump_json()) == evaluation


def test_that_a_known_activation_energy_makes_a_warm_electrolyte_conduct_better() -> None:
    judged = 0
    for material in cellbuilder.library().materials():
        point = material.preferred_point
        if point is None or point.value is None:
            continue
        calculation = Calculation()
        cold = conductivity.of_material(Calculation(), _at(25, material), material)
        warm = conductivity.of_material(calculation, _at(60, material), material)
        if isinstance(cold, str) or isinstance(warm, str):
            said = [entry for entry in (cold, warm) if isinstance(entry, str)]
            assert all("phase transition" in entry for entry in said), material.id
            assert material.phase_transitions, material.id
            continue
        judged += 1
        if any(key.startswith("activation energy:") for key in calculation.terms):
            assert 1.0 < warm.term.value / cold.term.value < 200, material.id
        elif point.at:
            assert warm.term.value >= cold.term.value, material.id
        else:
            assert warm.limit == "floor", material.id
    assert judged > 100


def _at(celsius: float, material: Material) -> Design:
    layer = Layer(id="se", role="electrolyte", material=material.id, thickness=Quantity(value=30, unit="um"))
    return Design(
        schema_name="cellbuilder-design", name="test", materials={material.id: EmbeddedMaterial(entry=material)},
        stack=Stack(
            layers=(layer,), conditions=Conditions(temperature=Quantity(value=celsius, unit="degC")),
            format=CellFormat(kind="pellet", area=Quantity(value=1, unit="cm2")),
        ),
    )  # fmt: skip
