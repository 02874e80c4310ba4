import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import cellbuilder
from cellbuilder.app import explain, export
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation

Run = Callable[..., Any]

PELLET = """\
Pellet
{path}; cellbuilder {version}

total area-specific resistance (instantaneous)
  asr@instantaneous = 50.0 Ω cm² (30 – 80), estimate*
  regime: instantaneous, at the first moment of a current
  range: holds the value nine times in ten, if the ranges of the inputs do
  * an assumption or estimate is among the inputs

Formula
  ASR = sum(ASR)
    ASR = 50.0 Ω cm² (30 – 80)  pellet [computed*]

Where the range comes from
  17 % of this range comes from 1 assumption: thickness of pellet (17 %)
  83 % comes from 1 other input: ionic conductivity of pellet (entered) (83 %, measured)

Measure this next
  ionic conductivity of pellet (entered), on this very cell (83 % of the range)

Steps below
  ASR = d / sigma = 50.0 Ω cm² (30 – 80)  pellet [computed*]
    d = 500 µm (400 – 600)  thickness of pellet [assumption; as pressed]
    sigma = 1.00 mS/cm (0.65 – 1.6)  ionic conductivity of pellet (entered) [measured; ref. 42
        (Table 3, row 76), doi:10.1002/adfm.202200767; at 25 degC]

Assumptions inside
  thickness of pellet: 500 µm (400 – 600) [assumption]
"""

THICKNESS = """\
Pellet
{path}; cellbuilder {version}

thickness of pellet
  thickness:electrolyte = 500 µm (400 – 600), assumption
  note: as pressed

Goes into
  mass:electrolyte
  thickness
  thickness@stack
  asr:electrolyte
"""

CAPACITY = """\
Pellet
{path}; cellbuilder {version}

areal capacity of the cell
  capacity = unknown
  reason: the stack has no cathode with an active material
"""


@pytest.fixture
def pellet(raw: dict[str, Any], tmp_path: Path) -> Path:
    """One layer of electrolyte: 500 um with 1 mS/cm, which makes 50 Ohm cm2."""
    raw["name"] = "Pellet"
    material = raw["stack"]["layers"][2]["material"]
    raw["stack"]["layers"] = [
        {
            "id": "electrolyte", "role": "electrolyte", "name": "pellet", "material": material,
            "thickness": {
                "value": 500, "unit": "um", "low": 400, "high": 600, "kind": "assumption", "note": "as pressed",
            },
            "porosity": {"value": 10, "unit": "%"},
            "conductivity": {
                "value": 1.0, "unit": "mS/cm", "low": 0.65, "high": 1.6, "kind": "measured", "conditions": "at 25 degC",
                "source": {"ref": "42", "table": 3, "row": 76},
            },
        },
    ]  # fmt: skip
    raw["stack"]["interfaces"] = []
    raw["materials"] = {material: raw["materials"][material]}
    path = tmp_path / "pellet.cellbuilder.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


@pytest.fixture
def evaluation(design: Path) -> Evaluation:
    return cellbuilder.evaluate(cellbuilder.load(design))


def below(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield item
    for entry in item["items"]:
        yield from below(entry)


@pytest.mark.parametrize(
    ("key", "text"), [("asr", PELLET), ("thickness:electrolyte", THICKNESS), ("capacity", CAPACITY)]
)
def test_that_a_number_is_explained_to_the_letter(run: Run, pellet: Path, key: str, text: str) -> None:
    done = run("explain", pellet, key)
    version = cellbuilder.evaluate(cellbuilder.load(pellet)).engine_version
    assert (done.code, done.err) == (0, "")
    assert done.out == text.format(path=pellet, version=version)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("asr", "asr@pseudo-steady"),
        ("asr@instantaneous", "asr@instantaneous"),
        ("asr:cathode", "asr:cathode@pseudo-steady"),
        ("asr:anode", "asr:anode"),
        ("asr:electrolyte|anode-interface-layer", "asr:electrolyte|anode-interface-layer"),
        ("capacity", "capacity"),
        ("voltage", "voltage"),
        ("np", "np"),
        ("wh_per_kg", "wh_per_kg:stack"),
        ("wh_per_l", "wh_per_l:stack"),
        ("wh_per_kg:cell", "wh_per_kg:cell"),
        ("thickness", "thickness"),
        ("mass:cathode", "mass:cathode"),
        ("Power-Limit", "power limit"),
        ("charged_thickness", "charged thickness"),
        ("porosity:cathode", "porosity:cathode"),
        ("volume fraction:cathode/lco", "volume fraction:cathode/lco"),
    ],
)
def test_that_figures_steps_and_inputs_are_found_by_their_keys(run: Run, design: Path, asked: str, key: str) -> None:
    done = run("explain", design, asked, "--json")
    assert (done.code, done.err) == (0, "")
    assert done.data["key"] == key
    assert done.data["file"] == str(design)


def test_that_every_result_step_and_input_of_a_model_is_explained(design: Path, evaluation: Evaluation) -> None:
    figures, sources = evaluation.figures, cellbuilder.library().sources
    for key, figure in explain.results(evaluation).items():
        found = explain.explain(evaluation, key, sources)
        assert (found.key, found.figure.value, found.figure.unit) == (key, figure.value, figure.unit)
        assert explain.key_of(evaluation, figure) == key
    for key in (*figures.trace.steps, *figures.trace.inputs):
        assert explain.explain(evaluation, key, sources).figure.name


def test_that_the_tree_of_the_resistance_holds_every_step_and_input_once(
    run: Run, design: Path, evaluation: Evaluation
) -> None:
    data = run("explain", design, "asr", "--json").data
    trace = evaluation.figures.trace
    total = evaluation.figures.resistance.totals[-1]
    items = list(below(data["figure"]))
    first = [item for item in items if not item["again"]]
    steps = [item["key"] for item in first if item["formula"] is not None]
    inputs = [item["key"] for item in first if item["formula"] is None]
    assert (len(steps), len(inputs)) == (len({*steps}), len({*inputs}))
    assert {*inputs} == {entry.key for entry in trace.inputs_of(total)}
    assert {*steps} - {total.key} <= {*trace.steps}
    assert all(item["items"] == [] for item in items if item["again"])
    for item in first:
        known = total if item["key"] == total.key else trace.steps.get(item["key"]) or trace.inputs[item["key"]]
        assert (item["value"], item["low"], item["high"], item["unit"]) == (
            known.value, known.low, known.high, known.unit,
        )  # fmt: skip
    sigma = next(item for item in first if item["key"] == "conductivity:li3incl6")
    assert sigma["source"] == "ref. 42 (Table 3, row 76), doi:10.1002/adfm.202200767"
    assert sigma["kind"] == "measured"


def test_that_shares_advice_gaps_and_assumptions_are_those_of_the_figure(
    run: Run, design: Path, evaluation: Evaluation
) -> None:
    data = run("explain", design, "asr", "--json").data
    total = evaluation.figures.resistance.totals[-1]
    assert [(entry["key"], entry["share"]) for entry in data["shares"]] == [
        (entry.key, entry.share) for entry in total.contributions
    ]
    assert data["assumed_share"] == total.assumed_share
    assert data["measure_next"]["key"] == total.contributions[0].key
    assert {entry["key"] for entry in data["assumptions"]} == {
        entry.key for entry in evaluation.figures.trace.inputs_of(total)
        if entry.kind in ("assumption", "estimate", "extrapolated")
    }  # fmt: skip
    assert [(entry["name"], entry["state"]) for entry in data["gaps"]] == [
        ("cathode (LCO composite), pseudo-steady", "at least"),
        ("cathode (LCO composite) | electrolyte (Li3InCl6)", "unknown"),
        ("electrolyte (Li3InCl6) | argyrodite layer", "unknown"),
        ("argyrodite layer | anode (Li-In)", "unknown"),
    ]
    assert "drop" in data["goes_into"]


def test_that_what_one_sets_is_not_named_as_the_next_thing_to_measure(run: Run, design: Path) -> None:
    data = run("explain", design, "current", "--json").data
    assert data["shares"][0]["key"] == "C-rate"
    assert data["measure_next"]["key"] == data["shares"][1]["key"] == "loading:cathode"


def test_that_what_no_instrument_shows_is_replaced_by_what_one_measures(
    run: Run, design: Path, evaluation: Evaluation
) -> None:
    found = explain.explain(evaluation, "asr:cathode@instantaneous", cellbuilder.library().sources)
    advice = found.measure_next
    assert advice is not None
    assert advice.key == "bare network:cathode"
    assert advice.how == "the electronic conductivity of the composite"
    assert f"; measure {advice.how}" in " ".join(run("explain", design, "asr:cathode@instantaneous").out.split())


def test_that_a_range_without_end_says_so(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "k.cellbuilder.json"
    design = cellbuilder.from_model("K")
    cellbuilder.save(design, path)
    rail = cellbuilder.evaluate(design).figures.trace.steps["ionic rail:cathode"]
    assert rail.low is not None
    assert rail.high is None
    done = run("explain", path, "ionic rail:cathode")
    assert "ionic rail:cathode = 4.73 Ω cm² (1.7 – no upper end), estimate*" in done.out


def test_that_the_text_of_a_model_names_each_step_once_and_refers_back(run: Run, design: Path) -> None:
    out = run("explain", design, "asr").out
    flat = " ".join(out.split())
    assert flat.count("phi = (1 - p) * w / (rho * V) = 0.471") == 1
    assert "volume fraction of LCO in cathode (LCO composite) [see above]" in flat
    heads = [line for line in out.splitlines() if line and not line.startswith(" ")]
    assert heads[3:] == ["Formula", "Where the range comes from", "Measure this next", "What is not known",
                         "Steps below", "Assumptions inside", "Goes into"]  # fmt: skip
    assert max(map(len, out.splitlines()[2:])) <= 100


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("asr:electrolite", "did you mean 'asr:electrolyte', "),
        ("capasity", "did you mean 'capacity'"),
        ("zzzz", "the results are: asr, asr@instantaneous, asr@pseudo-steady, asr:cathode-collector, "),
        ("", "the results are: asr, "),
        ("\x1b[2J", "the results are: asr, "),
    ],
)
def test_that_an_unknown_key_is_an_error_that_names_others(run: Run, design: Path, key: str, hint: str) -> None:
    done = run("explain", design, key)
    shown = key.replace("\x1b", " ")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{design}: there is no figure '{shown}'; {hint}")
    assert done.err.count("\n") == 1


def test_that_a_file_that_cannot_be_read_or_a_folder_is_an_error(run: Run, tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "x.json", "does not exist"), (tmp_path, "is a folder, not a file")):
        done = run("explain", path, "asr")
        assert (done.code, done.out) == (2, "")
        assert done.err == f"{path} cannot be used:\n  - {reason}\n"


def test_that_the_command_explains_itself(run: Run) -> None:
    done = run("explain", "--help")
    text = " ".join(done.out.split())
    assert (done.code, done.err) == (0, "")
    for words in ("usage: cellbuilder explain", "--json", "FILE", "KEY", "asr, asr:cathode, asr@instantaneous"):
        assert words in text
    assert "cellbuilder explain t.cellbuilder.json asr" in run("--help").out


def test_that_control_characters_of_a_file_never_reach_the_terminal(
    run: Run, raw: dict[str, Any], tmp_path: Path
) -> None:
    raw["name"] = "evil\x1b[2J\rname"
    raw["stack"]["layers"][2]["name"] = "layer\x1b]0;title\x07"
    raw["stack"]["layers"][2]["thickness"]["note"] = "line\nline\x1b"
    path = tmp_path / "a.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    done = run("explain", path, "asr")
    assert done.code == 0
    assert {char for char in done.out if not char.isprintable()} <= {"\n"}


def test_that_the_evaluation_as_json_holds_every_figure_and_the_whole_trace(
    run: Run, design: Path, evaluation: Evaluation
) -> None:
    data = run("evaluate", design, "--json").data["figures"]
    figures = evaluation.figures
    assert {*data["trace"]["steps"]} == {*figures.trace.steps}
    assert {*data["trace"]["inputs"]} == {*figures.trace.inputs}
    for key, step in figures.trace.steps.items():
        written = data["trace"]["steps"][key]
        assert (written["value"], written["formula"]) == (step.value, step.formula)
        assert [entry["key"] for entry in written["inputs"]] == [entry.key for entry in step.inputs]
    total = data["resistance"]["totals"][-1]
    assert total["assumed_share"] == figures.resistance.totals[-1].assumed_share
    assert [entry["share"] for entry in total["contributions"]] == [
        entry.share for entry in figures.resistance.totals[-1].contributions
    ]
    assert data["charged_thickness"]["value"] == figures.charged_thickness.value
    assert [entry["key"] for entry in data["operation"]] == [figure.key for figure in figures.operation]
    source = data["trace"]["inputs"]["conductivity:li3incl6"]["source"]
    assert (source["ref"], source["table"], source["row"]) == ("42", 3, 76)


def test_that_the_csv_holds_every_result(evaluation: Evaluation) -> None:
    rows = list(csv.DictReader(io.StringIO(export.csv_text(evaluation))))
    results = explain.results(evaluation)
    assert len(rows) == len(results)
    assert {row["key"] for row in rows} == {figure.key for figure in results.values()}
    charged = next(row for row in rows if row["key"] == "charged thickness")
    assert charged["value"] == repr(evaluation.figures.charged_thickness.value)
    assert charged["formula"] == "d = d + sum(delta)"


def test_that_the_evaluation_tells_what_happens_under_current_and_why_something_is_unknown(
    run: Run, design: Path
) -> None:
    out = run("evaluate", design).out
    under = out[out.index("\nUnder current\n") : out.index("\n* an assumption")]
    flat = " ".join(under.split())
    for words in ("current density", "highest power", "resistance lets through", "diffusion time of the", "unknown"):
        assert words in flat
    assert "thickness of the charged" in out


def test_that_sources_are_those_of_the_inputs_of_the_design(run: Run, design: Path) -> None:
    out = " ".join(run("evaluate", design, "--sources").out.split())
    start = out.index("total area-specific resistance (pseudo-steady): ASR = sum(ASR)")
    assert "row 76), doi:10.1002/adfm.202200767" in out[start : start + 4000]


def test_that_a_step_on_the_way_says_how_much_of_its_range_is_assumed_and_where_to_ask(run: Run, design: Path) -> None:
    out = run("explain", design, "ionic rail:cathode").out
    lines = out[out.index("Where the range comes from\n") :].splitlines()[1:3]
    assert lines[0].endswith(" % of this range comes from assumptions and estimates")
    assert lines[1] == ("  single inputs are named for results, not for steps on the way: ask for what this goes into")
    assert out.splitlines()[-2:] == ["  asr:cathode@instantaneous", "  rails:cathode"]


def test_that_the_assumed_range_of_a_measured_value_counts_as_assumed(
    run: Run, raw: dict[str, Any], pellet: Path
) -> None:
    own = json.loads(pellet.read_text(encoding="utf-8"))
    own["stack"]["layers"][0]["conductivity"]["range_kind"] = "assumption"
    pellet.write_text(json.dumps(own), encoding="utf-8")
    out = " ".join(run("explain", pellet, "asr").out.split())
    sigma = "ionic conductivity of pellet (entered)"
    assert (
        f"100 % of this range comes from 2 assumptions: {sigma} (83 %, range assumed, value measured), "
        "thickness of pellet (17 %) Measure"
    ) in out
    assert f"Measure this next {sigma}, on this very cell (83 % of the range)" in out
    data = run("explain", pellet, "asr", "--json").data
    assert data["assumed_share"] == pytest.approx(1.0)
    assert (data["shares"][0]["kind"], data["shares"][0]["value_kind"]) == ("assumption", "measured")
    alone = run("explain", pellet, data["shares"][0]["key"]).out
    assert "  range: assumed, not measured\n" in alone


def test_that_the_range_of_a_conductivity_of_a_single_source_is_an_assumption(raw: dict[str, Any]) -> None:
    entry = raw["materials"]["li3incl6"]["entry"]
    assert entry["conductivity_spread"]["kind"] == "estimate"
    kinds = {}
    for name, spread in (("single", None), ("read", {**entry["conductivity_spread"], "kind": "measured"})):
        entry["conductivity_spread"] = spread
        held = json.loads(json.dumps(raw))
        if spread is None:
            del held["materials"]["li3incl6"]["entry"]["conductivity_spread"]
        design = Design.model_validate_json(json.dumps(held))
        item = cellbuilder.evaluate(design).figures.trace.inputs["conductivity:li3incl6"]
        kinds[name] = (item.kind, item.range_kind)
    assert kinds == {"single": ("measured", "assumption"), "read": ("measured", None)}
