import pytest

import cellbuilder
from cellbuilder.app.charts import energy
from cellbuilder.app.charts.model import Bars
from cellbuilder.app.colours import CLASS_COLOURS, PARTS
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.io.library import Library


def every_design(library: Library) -> list[Design]:
    designs = [cellbuilder.from_cell(entry.id) for entry in library.cells()]
    return designs + [cellbuilder.from_model(entry.letter) for entry in library.models()]


def whole(chart: Bars) -> float:
    return sum(part.value or 0.0 for bar in chart.bars for part in bar.parts)


def shown(chart: Bars, row: int) -> dict[str, float | None]:
    return {part.name: part.value for part in chart.bars[row].parts}


def test_that_the_grams_of_model_t_are_told_by_layer_and_ingredient() -> None:
    design = cellbuilder.from_model("T")
    chart = energy.mass(design, cellbuilder.evaluate(design))
    assert [(bar.name, bar.text, bar.layers) for bar in chart.bars][:3] == [
        ("cathode collector (steel)", "15.9 mg/cm² (7.9 – 40)", ("cathode-collector",)),
        ("cathode (LCO composite)", "12.0 mg/cm² (7 – 16)", ("cathode",)),
        ("electrolyte (Li3InCl6)", "102 mg/cm² (61 – 150)", ("electrolyte",)),
    ]
    assert shown(chart, 1) == {
        "LCO, active material": pytest.approx(8.4, rel=1e-12), "Li3InCl6, catholyte": pytest.approx(3.6, rel=1e-12),
    }  # fmt: skip
    assert [part.colour for part in chart.bars[1].parts] == ["active", "halide"]
    assert chart.bars[1].parts[0].key == "mass fraction:cathode/lco"
    assert chart.note.startswith("total: 261 mg/cm²")


def test_that_the_micrometres_of_a_published_cell_are_told_with_their_pores() -> None:
    design = cellbuilder.from_cell("t8-38")
    chart = energy.thickness(design, cellbuilder.evaluate(design))
    assert shown(chart, 1) == {
        "NCM83, active material": pytest.approx(15.970772442588725, rel=1e-12),
        "Li-Y-Cl, catholyte": pytest.approx(10.493827160493826, rel=1e-12),
        "pores": pytest.approx(4.670223459367509, rel=1e-9),
    }
    assert shown(chart, 2) == {"SmCl3-0.5Li2ZrCl6": pytest.approx(369.0), "pores": pytest.approx(41.0)}
    assert shown(chart, 4) == {"Li-In": pytest.approx(100.0)}
    assert [part.colour for part in chart.bars[1].parts] == ["active", "halide", "pores"]


def test_that_the_pieces_of_every_design_add_up_to_its_totals(library: Library) -> None:
    for design in every_design(library):
        evaluation = cellbuilder.evaluate(design)
        for chart, total in (
            (energy.mass(design, evaluation), evaluation.figures.areal_mass),
            (energy.thickness(design, evaluation), evaluation.figures.thickness),
        ):
            assert whole(chart) == pytest.approx(total.value or 0.0, rel=1e-9), design.name
            for part in (part for bar in chart.bars for part in bar.parts):
                assert part.colour in CLASS_COLOURS or part.colour in PARTS
                assert part.value is None or part.value >= 0.0


def test_that_the_ladder_says_what_each_level_leaves_and_names_the_unknown_one() -> None:
    evaluation = cellbuilder.evaluate(cellbuilder.from_cell("t8-38"))
    by_mass, by_volume = energy.ladder(evaluation), energy.ladder(evaluation, "volume")
    assert [(bar.name, bar.text) for bar in by_mass.bars] == [
        ("active material", "≤ 653 Wh/kg (640 – 670)"),
        ("electrodes", "≤ 68.2 Wh/kg (44 – 130)"),
        ("stack", "≤ 16.8 Wh/kg (12 – 27)"),
        ("cell", "unknown"),
    ]
    assert [bar.parts[0].value for bar in by_volume.bars] == [
        pytest.approx(3126.912), pytest.approx(380.8233300182787), pytest.approx(56.67600314153124), None,
    ]  # fmt: skip
    left = "stack: about {} of the energy of the active material is left; both are known from above only"
    assert by_mass.note == left.format("2.6 % (1.7 – 4.2)")
    assert by_volume.note == left.format("1.8 % (1.2 – 3.0)")
    assert by_mass.axis.unit == "Wh/kg"
    assert by_volume.axis.unit == "Wh/L"
    assert by_mass.bars[3].parts[0].note == (
        "a pellet cell has no packaging that scales; not meaningful without mass and volume of its case"
    )
    assert by_mass.bars[3].parts[0].hatched


def test_that_a_layer_of_unknown_size_is_named_and_takes_no_room() -> None:
    design = cellbuilder.from_model("T")
    electrolyte = design.stack.layers[2].model_copy(update={"thickness": Quantity(value=None, unit="um")})
    layers = (*design.stack.layers[:2], electrolyte, *design.stack.layers[3:])
    changed = design.model_copy(update={"stack": design.stack.model_copy(update={"layers": layers})})
    evaluation = cellbuilder.evaluate(changed)
    for chart in (energy.mass(changed, evaluation), energy.thickness(changed, evaluation)):
        (part,) = chart.bars[2].parts
        assert (part.value, part.text, part.colour, chart.bars[2].text) == (None, "unknown", "unknown", "unknown")
        assert part.note == "the thickness of electrolyte (Li3InCl6) is marked as unknown in the design"


def test_that_an_unknown_total_is_told_once() -> None:
    design = cellbuilder.from_model("T")
    (layer,) = [layer for layer in design.stack.layers if layer.id == "electrolyte"]
    only = layer.model_copy(update={"thickness": Quantity(value=None, unit="um")})
    stack = design.stack.model_copy(update={"layers": (only,), "interfaces": ()})
    changed = design.model_copy(update={"stack": stack})
    chart = energy.thickness(changed, cellbuilder.evaluate(changed))
    assert chart.note.startswith("total: unknown; one cathode")
