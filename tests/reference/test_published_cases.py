"""What papers print, against what the program gives for a design made of their inputs (see README.md here)."""

import json
import math
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import cellbuilder
from cellbuilder.cli import main
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.engine.kernels import impedance, interfaces, inventory, rate, transport
from cellbuilder.io import codec

HERE = Path(__file__).parent
README = HERE / "README.md"
BEGIN, END = "<!-- begin: written by the test -->", "<!-- end: written by the test -->"
ROUNDING = 2e-4
"""How far the engine may be from a calculation by hand: six printed digits, and atomic weights of other years."""

Case = dict[str, Any]


def _read(path: Path) -> Case:
    case: Case = json.loads(path.read_text(encoding="utf-8"))
    return case


CASES: dict[str, Case] = {path.stem: _read(path) for path in sorted((HERE / "cases").glob("*.json"))}
REFUSED = [name for name, case in CASES.items() if "refusal" in case["result"]]
CALCULATED = [name for name in CASES if name not in REFUSED]
WITH_DESIGN = [name for name in CALCULATED if "design" in CASES[name]]


def given(case: Case, name: str) -> float:
    return float(next(entry["value"] for entry in case["inputs"] if entry["name"] == name))


def _li_in_over_graphite(case: Case) -> float:
    x = given(case, "atomic fraction of Li at the end of the plateau")
    masses = given(case, "molar mass of In") / 1000.0, given(case, "molar mass of Li") / 1000.0
    return float(inventory.alloy_capacity(x / (1.0 - x), *masses)) / given(case, "graphite capacity")


def _retention(case: Case) -> float:
    return float(rate.retained_capacity(1.0, given(case, "mean Coulombic efficiency"), given(case, "cycles")))


def _bulk_apex(case: Case) -> float:
    resistance = transport.planar_resistance(1e-3, given(case, "bulk conductivity") / 10.0)
    capacitance = impedance.geometric_capacitance(1e-3, given(case, "relative permittivity"))
    return 1.0 / (2.0 * math.pi * float(resistance) * float(capacitance))


def _interphase(case: Case) -> float:
    later = given(case, "thickness after the longer time"), given(case, "longer time")
    constant = interfaces.parabolic_constant(later[0] * 1e-9, later[1] * 3600.0)
    return float(interfaces.layer_thickness(constant, given(case, "one week") * 3600.0)) * 1e9


KERNELS: dict[str, Callable[[Case], float]] = {
    "inventory.alloy_capacity": _li_in_over_graphite,
    "rate.retained_capacity": _retention,
    "impedance.geometric_capacitance": _bulk_apex,
    "interfaces.layer_thickness": _interphase,
}
"""Relations that no design expresses, by the name of the kernel."""


def found(evaluation: Any, key: str) -> dict[str, Any] | None:
    """Return the figure with this key from what ``evaluate --json`` prints: a result, or a step of its trace."""
    entries = evaluation.values() if isinstance(evaluation, dict) else evaluation
    if isinstance(evaluation, dict) and evaluation.get("key") == key and "formula" in evaluation:
        return evaluation
    inside = (found(entry, key) for entry in entries if isinstance(entry, (dict, list)))
    return next((figure for figure in inside if figure is not None), None)


@cache
def evaluated(name: str) -> dict[str, Any]:
    dumped: dict[str, Any] = cellbuilder.evaluate(codec.load(HERE / CASES[name]["design"])).model_dump(mode="json")
    return dumped


def _value(name: str, key: str) -> float:
    figure = found(evaluated(name), key)
    assert figure is not None, f"{name}: the evaluation has no figure {key}"
    assert figure["value"] is not None, f"{name}: {key} is unknown: {figure['note']}"
    return float(figure["value"])


@cache
def calculated(name: str) -> float:
    """Return the compared number of a case, in the unit that its source prints."""
    case = CASES[name]
    result = case["result"]
    if "kernel" in result:
        return KERNELS[result["kernel"]](case)
    value = _value(name, result["figure"])
    if "into" in result:
        return (_value(name, result["into"]) if isinstance(result["into"], str) else float(result["into"])) / value
    return value * float(result.get("times", 1.0))


def allowed(case: Case) -> float:
    tolerance = case["tolerance"]
    return float(tolerance.get("absolute", tolerance.get("relative", 0.0) * abs(case["expected"]["value"])))


def verdict(name: str) -> str:
    case = CASES[name]
    if name in REFUSED:
        return "refused"
    difference = calculated(name) - case["expected"]["value"]
    if case.get("comparison") == "not below":
        return "agrees" if difference >= -allowed(case) else "too low"
    if abs(difference) <= allowed(case):
        return "agrees"
    return "too high" if difference > 0.0 else "too low"


def by_hand(case: Case) -> float | None:
    hand = case.get("hand")
    return hand["value"] if isinstance(hand, dict) else hand


@pytest.mark.parametrize("name", CALCULATED)
def test_that_a_published_number_is_met_or_missed_as_recorded(name: str) -> None:
    case = CASES[name]
    tolerance, expected = allowed(case), case["expected"]["value"]
    assert case["result"]["verdict"] == verdict(name), f"{calculated(name):.6g}, printed {expected:g} ± {tolerance:.3g}"


@pytest.mark.parametrize("name", REFUSED)
def test_that_printed_numbers_that_cannot_all_hold_are_refused(name: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        codec.load(HERE / CASES[name]["design"])
    assert CASES[name]["result"]["refusal"] in refused.value.text()


@pytest.mark.parametrize("name", [name for name in CALCULATED if by_hand(CASES[name]) is not None])
def test_that_the_engine_agrees_with_the_calculation_by_hand(name: str) -> None:
    case = CASES[name]
    same = calculated(name) == pytest.approx(by_hand(case), rel=ROUNDING)
    assert same is ("not_by_hand" not in case["result"]), f"{calculated(name):.8g}, by hand {by_hand(case):.8g}"


def test_that_every_known_failure_is_explained() -> None:
    failures = [name for name, case in CASES.items() if case["result"]["verdict"] in ("too high", "too low")]
    assert failures
    assert [name for name in failures if not CASES[name].get("explanation")] == []


def test_that_most_cases_from_many_sources_agree() -> None:
    agreeing = [case for case in CASES.values() if case["result"]["verdict"] == "agrees"]
    assert len(agreeing) >= 35
    assert len({case["source"]["citation"] for case in agreeing}) >= 15


def test_that_every_case_has_a_design_or_says_why_it_has_none() -> None:
    assert [name for name, case in CASES.items() if case["id"] != name] == []
    without = {name for name, case in CASES.items() if "design" not in case}
    assert {name for name in without if not CASES[name]["result"]["why"]} == set()
    assert {CASES[name]["result"]["kernel"] for name in without} == set(KERNELS)
    used = {case["design"] for case in CASES.values() if "design" in case}
    files = {f"designs/{path.name}" for path in (HERE / "designs").iterdir()}
    assert used == {name for name in files if not name.startswith("designs/seven-")}  # those: test_seven_cells.py


@pytest.mark.parametrize("name", WITH_DESIGN)
def test_that_a_design_is_written_as_the_program_writes_it(name: str) -> None:
    path = HERE / CASES[name]["design"]
    assert codec.dumps(codec.load(path)) == path.read_text(encoding="utf-8")


def test_that_the_command_line_prints_the_compared_figure(capsys: pytest.CaptureFixture[str]) -> None:
    name = "res-asr-hydroborate"
    assert main(["evaluate", str(HERE / CASES[name]["design"]), "--json"]) == 0
    figure = found(json.loads(capsys.readouterr().out), CASES[name]["result"]["figure"])
    assert figure is not None
    assert figure["value"] == pytest.approx(50.0)
    assert figure["unit"] == CASES[name]["result"]["unit"]


def test_that_the_bound_of_na2b10h10_holds_whatever_its_arrhenius_form_is() -> None:
    case = CASES["res-arrhenius-na2b10h10-500k"]
    raw = json.loads((HERE / case["design"]).read_text(encoding="utf-8"))
    point = raw["materials"]["na2b10h10"]["entry"]["conductivity"][0]
    values = {}
    for form in ("S", "ST"):
        point["form"] = form
        dumped = cellbuilder.evaluate(codec.loads(json.dumps(raw).encode())).model_dump(mode="json")
        figure = found(dumped, case["result"]["figure"])
        assert figure is not None
        values[form] = figure["value"] / 1000.0
    assert values == pytest.approx({"S": case["hand"]["form_S"], "ST": case["hand"]["value"]}, rel=1e-9)
    assert min(values.values()) >= case["expected"]["value"]


def _source(case: Case) -> str:
    source = case["source"]
    citation = source["citation"]
    first = citation.split(",")[0].removesuffix(" et al.")
    person = re.fullmatch(r"(?:\w\.[- ]?)+ ?([\w-]+)", first)
    years = re.findall(r"\b(?:19|20)\d\d\b", citation)
    name = (person.group(1) if person else "Li7P3S11 with FeS2" if "FeS2" in first else first) + (
        f" {years[-1]}" if years else ""
    )
    return f"[{name}](https://doi.org/{source['doi']})" if source["doi"] else name


def _plain(unit: str) -> str:
    return "" if unit == "1" else " " + {"µm": "um", "Ω": "Ohm", "Ω cm2": "Ohm cm2"}.get(unit, unit)


def _tolerance(case: Case) -> str:
    if case.get("comparison") == "not below":
        return "not below"
    tolerance = case["tolerance"]
    if "absolute" in tolerance:
        return f"± {tolerance['absolute']:.4g}{_plain(case['expected']['unit'])}"
    return f"± {100.0 * tolerance['relative']:.3g} %"


def _row(name: str) -> str:
    case = CASES[name]
    unit = _plain(case["expected"]["unit"])
    value = "none" if name in REFUSED else f"{calculated(name):.4g}{unit}"
    kernel = " (kernel)" if "kernel" in case["result"] else ""
    cells = (
        f"[{name}](cases/{name}.json)", _source(case), case["source"]["read_from"], case["quantity"],
        f"{case['expected']['value']:.4g}{unit}", value + kernel, _tolerance(case), verdict(name),
    )  # fmt: skip
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def tables() -> str:
    """Return the table of all cases, what explains those that do not agree, and the figures they are read from."""
    head = ("case", "source", "read from", "quantity", "printed", "calculated", "tolerance", "verdict")
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *(_row(name) for name in CASES)]
    lines += ["", "### What does not agree, and why", ""]
    for name, case in CASES.items():
        if case["result"]["verdict"] != "agrees":
            lines.append(f"- **{name}** ({case['result']['verdict']}): {case['explanation']}")
    lines += ["", "### Which figure is compared", "", "| case | figure of the evaluation | then |", "|---|---|---|"]
    for name, case in CASES.items():
        result = case["result"]
        key = result.get("figure") or result.get("kernel") or "none: the design is refused"
        above = result.get("into")
        shift = f"`{above}` over it; " if isinstance(above, str) else f"{above:.4g} over it; " if above else ""
        shift += f"times {result['times']:.4g}; " if "times" in result else ""
        why = (shift + result.get("why", "")).removesuffix("; ")
        key = key.replace("|", "\\|")
        lines.append(f"| {name} | `{key}` | {why} |")
    return "\n".join(lines)


def test_that_the_tables_of_the_readme_are_up_to_date(request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    wanted = f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"
    if request.config.getoption("--update-reference", default=False):
        README.write_text(wanted, encoding="utf-8")
    assert README.read_text(encoding="utf-8") == wanted
