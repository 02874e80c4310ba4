from types import SimpleNamespace
from typing import Any, get_args

import pytest

import cellbuilder
from cellbuilder.app.charts import resistance
from cellbuilder.app.charts.model import Bars
from cellbuilder.app.colours import CLASS_COLOURS, PARTS
from cellbuilder.domain.contact import ChargeTransfer, ContactSpots, Interface
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Regime
from cellbuilder.domain.stack import Coating, Component, GrainBoundary, Layer
from cellbuilder.io.library import Library


def model(letter: str) -> Evaluation:
    return cellbuilder.evaluate(cellbuilder.from_model(letter))


def cell(key: str) -> Evaluation:
    return cellbuilder.evaluate(cellbuilder.from_cell(key))


def whole(chart: Bars) -> float:
    return sum(part.value or 0.0 for bar in chart.bars for part in bar.parts)


def parts(chart: Bars, bar: str) -> dict[str, float | None]:
    return {part.name: part.value for part in next(row for row in chart.bars if row.name == bar).parts}


def test_that_model_t_is_stacked_layer_by_layer_with_its_interfaces_between() -> None:
    chart = resistance.bars(model("T"), "pseudo-steady")
    assert chart.title == "Area-specific resistance, pseudo-steady"
    assert (chart.axis.name, chart.axis.unit) == ("resistance", "Ohm cm2")
    assert [(bar.name, bar.text) for bar in chart.bars] == [
        ("cathode (LCO composite)", "≥ 38.4 Ω cm² (13 – 370)"),
        ("LCO composite | Li3InCl6", "unknown"),
        ("electrolyte (Li3InCl6)", "26.9 Ω cm² (9.4 – 67)"),
        ("Li3InCl6 | argyrodite layer", "unknown"),
        ("argyrodite layer", "16.5 Ω cm² (5.7 – 38)"),
        ("argyrodite layer | Li-In", "unknown"),
        ("layers of metal", "≤ 1.40e-5 Ω cm²"),
    ]
    assert chart.bars[1].layers == ("cathode", "electrolyte")
    assert chart.bars[2].key == "asr:electrolyte"
    assert chart.bars[6].layers == ("cathode-collector", "anode", "anode-collector")
    assert chart.note.startswith("total: ≥ 81.8 Ω cm² (48 – 420), bound*; not counted, because unknown: ")


def test_that_a_composite_is_taken_apart_into_the_processes_that_add_up() -> None:
    chart = resistance.bars(cell("t8-38"), "pseudo-steady")
    assert parts(chart, "cathode (NCM83 composite)") == {
        "ions through the layer": pytest.approx(94.41861716269347 / 3, rel=1e-12),
        "electrons through the layer": pytest.approx(4.186607870490634 / 3, rel=1e-12),
        "diffusion in the grains": pytest.approx(7.416425781157299, rel=1e-12),
        "unknown": None,
    }
    assert [part.key for part in chart.bars[0].parts] == [
        "rails:cathode", "rails:cathode", "diffusion:cathode/ncm83", "asr:cathode@pseudo-steady",
    ]  # fmt: skip
    assert chart.bars[0].parts[3].note.startswith("transport only: the charge-transfer resistance")


def test_that_processes_which_do_not_add_up_stay_together() -> None:
    chart = resistance.bars(cell("t8-38"), "instantaneous")
    assert parts(chart, "cathode (NCM83 composite)") == {
        "ions and electrons together": 4.008851717554971,
        "unknown": None,
    }


def test_that_charge_transfer_has_its_own_piece_where_it_is_known(library: Library) -> None:
    found = [cell(entry.id) for entry in library.cells() if "NCM811 + Li6PS5Cl + Super P" in entry.title]
    report = found[0].figures.resistance
    assert report.totals[-1].regime == "pseudo-steady"
    shown = parts(resistance.bars(found[0], "pseudo-steady"), "cathode (NCM811 composite)")
    assert list(shown) == [
        "ions through the layer", "electrons through the layer", "charge transfer", "diffusion in the grains",
    ]  # fmt: skip
    assert None not in shown.values()


def test_that_the_same_pieces_are_sorted_by_process() -> None:
    chart = resistance.bars(cell("t8-38"), "pseudo-steady", "process")
    assert [(bar.name, bar.text) for bar in chart.bars] == [
        ("ions through the layer", "142 Ω cm²"),
        ("electrons through the layer", "1.40 Ω cm²"),
        ("diffusion in the grains", "7.42 Ω cm²"),
        ("electrons through metal", "≤ 1.40e-5 Ω cm²"),
        ("unknown", "unknown"),
    ]
    assert [part.name for part in chart.bars[0].parts] == [
        "cathode (NCM83 composite)", "electrolyte (SmCl3-0.5Li2ZrCl6)", "Li-Y-Cl layer",
    ]  # fmt: skip
    assert all(part.value is None for part in chart.bars[-1].parts)


@pytest.mark.parametrize("regime", get_args(Regime))
def test_that_all_pieces_add_up_to_the_total_of_every_design_in_the_library(library: Library, regime: Regime) -> None:
    designs = [cellbuilder.from_cell(entry.id) for entry in library.cells()]
    designs += [cellbuilder.from_model(entry.letter) for entry in library.models()]
    compared = 0
    for design in designs:
        evaluation = cellbuilder.evaluate(design)
        if regime not in resistance.regimes(evaluation):
            continue
        total = resistance.total(evaluation, regime)
        in_one = resistance.stack(evaluation, regime, design)
        assert whole(in_one) == pytest.approx(total.value or 0.0, rel=1e-9)
        for bar in in_one.bars:
            assert all(part.colour in CLASS_COLOURS or part.colour in PARTS for part in bar.parts)
        if "in the range only" in (total.note or ""):
            continue  # its upper bounds are drawn, and the total leaves them out
        for by in get_args(resistance.By):
            assert whole(resistance.bars(evaluation, regime, by)) == pytest.approx(total.value or 0.0, rel=1e-9)
            compared += 1
    assert compared >= 10


def test_that_the_whole_cell_in_one_bar_keeps_the_order_of_the_stack_and_names_what_is_unknown() -> None:
    design = cellbuilder.from_model("T")
    chart = resistance.stack(cellbuilder.evaluate(design), "pseudo-steady", design)
    (bar,) = chart.bars
    assert [(part.name, part.text, part.colour) for part in bar.parts] == [
        ("cathode collector (steel)", "≤ 2.00e-6 Ω cm²", "collector"),
        ("cathode (LCO composite)", "≥ 38.4 Ω cm²", "active"),
        ("LCO composite | Li3InCl6", "unknown", "unknown"),
        ("electrolyte (Li3InCl6)", "26.9 Ω cm²", "halide"),
        ("Li3InCl6 | argyrodite layer", "unknown", "unknown"),
        ("argyrodite layer", "16.5 Ω cm²", "sulfide"),
        ("argyrodite layer | Li-In", "unknown", "unknown"),
        ("anode (Li-In)", "≤ 1.00e-5 Ω cm²", "metal"),
        ("anode collector (steel)", "≤ 2.00e-6 Ω cm²", "collector"),
    ]
    assert [part.hatched for part in bar.parts] == [True, True, True, False, True, False, True, True, True]
    assert [part.value for part in bar.parts if part.text == "unknown"] == [None, None, None]


def test_that_an_upper_bound_which_the_total_leaves_out_has_no_length() -> None:
    evaluation = model("C")
    chart = resistance.stack(evaluation, "instantaneous")
    left_out = [part for part in chart.bars[0].parts if "not counted" in part.note and part.text.startswith("≤")]
    assert [part.value for part in left_out] == [None]
    assert left_out[0].high is not None
    drawn = resistance.bars(evaluation, "instantaneous")
    assert any(bar.text.startswith("≤ 222") and bar.parts[0].hatched for bar in drawn.bars)


def test_that_the_regimes_of_a_design_are_listed_and_another_one_falls_back_to_the_slowest() -> None:
    flat = cellbuilder.evaluate(cellbuilder.from_model("T"))
    assert resistance.regimes(flat) == ("instantaneous", "pseudo-steady")
    assert resistance.total(flat, "front").key == "asr@pseudo-steady"
    assert resistance.bars(flat, "front").title == "Area-specific resistance, pseudo-steady"


def test_that_a_lone_layer_has_a_total_and_no_seam(make: SimpleNamespace) -> None:
    layer = Layer(id="s", role="electrolyte", material="se", thickness=make.q(100, "um"))
    chart = resistance.bars(make.evaluate(make.design([layer], [make.conductor("se", 1.0)])), "instantaneous")
    assert [(bar.name, bar.text) for bar in chart.bars] == [("electrolyte (se)", "10.0 Ω cm²")]


def test_that_grain_boundaries_are_a_piece_of_their_layer(make: SimpleNamespace) -> None:
    boundary = GrainBoundary(grain_size=make.q(1, "um"), area_resistance=make.q(0.1, "Ohm cm2"))
    layer = Layer(id="s", role="electrolyte", material="se", thickness=make.q(100, "um"), grain_boundary=boundary)
    chart = resistance.bars(make.evaluate(make.design([layer], [make.conductor("se", 1.0)])), "instantaneous")
    assert parts(chart, "electrolyte (se)") == {
        "ions through the layer": pytest.approx(10.0), "grain boundaries": pytest.approx(10.0),
    }  # fmt: skip


def test_that_growth_and_constriction_are_pieces_of_their_contact(make: SimpleNamespace) -> None:
    layers = [
        Layer(id="a", role="electrolyte", material="se", thickness=make.q(100, "um")),
        Layer(id="b", role="anode", material="li", thickness=make.q(20, "um")),
    ]
    fields: dict[str, Any] = {
        "growth": Quantity(value=2, unit="Ohm cm2/h^0.5"),
        "spots": ContactSpots(radius=make.q(10, "um"), per_area=make.q(10000, "1/cm2")),
    }
    seam = Interface(between=("a", "b"), area_resistance=make.q(7, "Ohm cm2"), **fields)
    made = make.design(layers, [make.conductor("se", 1.0), make.metal()], interfaces=[seam], age=make.q(9, "h"))
    found = make.evaluate(made)
    shown = parts(resistance.bars(found, "instantaneous"), "se | li")
    assert shown == {
        "contact": pytest.approx(7.0), "interphase growth": pytest.approx(6.0),
        "constriction at contact spots": pytest.approx(25.0),
    }  # fmt: skip
    assert sum(value or 0.0 for value in shown.values()) == pytest.approx(make.part(found, "asr:a|b").value, rel=1e-12)


def test_that_a_coating_is_a_piece_beside_charge_transfer(make: SimpleNamespace) -> None:
    design = cellbuilder.from_model("T")
    cathode = design.stack.layers[1]
    charged: dict[str, Any] = {
        "charge_transfer": ChargeTransfer(area_resistance=make.q(20, "Ohm cm2"), basis="geometric"),
        "coating": Coating(material="li3incl6", thickness=make.q(10, "nm")),
    }
    first: Component = cathode.components[0].model_copy(update=charged)
    layers = (design.stack.layers[0], cathode.model_copy(update={"components": (first, *cathode.components[1:])}),
              *design.stack.layers[2:])  # fmt: skip
    coated = design.model_copy(update={"stack": design.stack.model_copy(update={"layers": layers})})
    evaluation = cellbuilder.evaluate(coated)
    shown = parts(resistance.bars(evaluation, "pseudo-steady"), "cathode (LCO composite)")
    assert shown["charge transfer"] == pytest.approx(20.0)
    assert shown["coating"] is not None
    assert 0.0 < shown["coating"] < 1.0


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("electrolyte (Li3InCl6)", "Li3InCl6"),
        ("cathode interface layer (LiNbO3)", "LiNbO3"),
        ("my layer (v2)", "my layer (v2)"),
    ],
)
def test_that_only_names_made_of_role_and_material_are_shortened(title: str, short: str) -> None:
    assert resistance.short_title(title) == short


def test_that_what_is_at_least_stays_so_when_sorted_by_process() -> None:
    evaluation = model("B")
    by_process = {bar.name: bar.text for bar in resistance.bars(evaluation, "instantaneous", "process").bars}
    assert by_process == {
        "ions through the layer": "11.0 Ω cm²",
        "ions and electrons together": "≥ 1.16 Ω cm²",
        "electrons through metal": "≤ 1.40e-5 Ω cm²",
        "unknown": "unknown",
    }
    slow = {bar.name: bar.text for bar in resistance.bars(evaluation, "pseudo-steady", "process").bars}
    assert slow["diffusion in the grains"] == "17.8 Ω cm²"  # what is lacking beside it is the charge transfer
