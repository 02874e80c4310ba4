"""How a cell runs: critical currents, plating, leakage, losses, cells without an anode; limits from both sides."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from tests.stacked import base, figures, mixed, q, run, stacked

from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import CriticalCurrent, EvidenceRecord
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.material import Material
from cellbuilder.domain.result import Figure

CATHODE = mixed("ncm811", ("catholyte", "li6ps5cl", 30))
KEY = "critical-current:li|li6ps5cl"


def failed(
    make: SimpleNamespace, key: str, value: float, *, celsius: float | None = None, megapascal: float | None = None,
    **more: Any,
) -> EvidenceRecord:  # fmt: skip
    current = CriticalCurrent(
        value=q(value, "mA/cm2"), direction="stripping", criterion="short circuit",
        temperature=None if celsius is None else q(celsius, "degC"),
        pressure=None if megapascal is None else q(megapascal, "MPa"),
    )  # fmt: skip
    fields = {"phenomenon": "dendrite growth", "critical_current": current, **more}
    record: EvidenceRecord = make.record(key, "li6ps5cl", "li", **fields)
    return record


def lithium_cell(current: float = 1.0, **conditions: Any) -> Design:
    return stacked(CATHODE, "li6ps5cl", "li", current_density=q(current, "mA/cm2"), **conditions)


# Critical currents


@pytest.mark.parametrize(
    ("critical", "severity", "words"),
    [(2.01, None, ""), (2.0, None, ""), (1.99, "notice", "near"), (1.0, "notice", "near"), (0.99, "warning", "above")],
)
def test_that_the_share_of_one_critical_current_decides(
    make: SimpleNamespace, critical: float, severity: str | None, words: str
) -> None:
    item = run(lithium_cell(), failed(make, "r1", critical)).get(KEY)
    assert (None if item is None else item.severity) == severity
    if item is not None:
        assert (item.verdict, item.phenomenon, item.targets) == ("risk", "dendrite growth", ("separator", "anode"))
        assert item.title == f"Li6PS5Cl | Li: the current is {words} published critical current"
        assert "no property of the material" in item.message
        assert "stripping: short circuit" in item.message
        assert item.evidence == ("r1",)


def test_that_several_records_give_one_finding_with_the_spread(make: SimpleNamespace) -> None:
    records = failed(make, "r1", 0.2, megapascal=3), failed(make, "r2", 4.0, megapascal=7)
    item = run(lithium_cell(), *records)[KEY]
    assert item.severity == "notice"
    assert "0.25 to 5 times" in item.message
    assert "stripping, 3 MPa" in item.message
    assert "stripping, 7 MPa" in item.message
    assert "No operating pressure is entered" in item.message
    both = run(lithium_cell(), failed(make, "r1", 0.2), failed(make, "r2", 0.9))[KEY]
    assert both.severity == "warning"


@pytest.mark.parametrize(
    ("megapascal", "severity", "evidence"),
    [(3, "warning", ("r1",)), (1.1, "warning", ("r1",)), (7, None, ()), (20, None, ()), (0.9, "notice", ("r1", "r2")),
     (22, "notice", ("r1", "r2"))],
)  # fmt: skip
def test_that_the_record_nearest_in_pressure_decides(
    make: SimpleNamespace, megapascal: float, severity: str | None, evidence: tuple[str, ...]
) -> None:
    records = failed(make, "r1", 0.2, megapascal=3), failed(make, "r2", 4.0, megapascal=7)
    item = run(lithium_cell(operating_pressure=q(megapascal, "MPa")), *records).get(KEY)
    assert (None if item is None else item.severity) == severity
    assert (() if item is None else item.evidence) == evidence


@pytest.mark.parametrize(("celsius", "severity"), [(25, "warning"), (45, "warning"), (79, None), (80, None)])
def test_that_records_far_in_temperature_are_left_aside(
    make: SimpleNamespace, celsius: float, severity: str | None
) -> None:
    records = failed(make, "r1", 0.2), failed(make, "r2", 4.0, celsius=80)
    item = run(lithium_cell(temperature=q(celsius, "degC")), *records).get(KEY)
    assert (None if item is None else item.severity) == severity


def test_that_a_record_far_in_temperature_counts_where_there_is_no_other(make: SimpleNamespace) -> None:
    assert run(lithium_cell(), failed(make, "r1", 0.2, celsius=80))[KEY].severity == "warning"


def test_that_a_contact_that_stood_more_speaks_against_it(make: SimpleNamespace) -> None:
    good = failed(make, "r2", 9.0, verdict="no issue reported")
    item = run(lithium_cell(), failed(make, "r1", 0.2), good)[KEY]
    assert [entry.evidence for entry in item.opposing] == ["r2"]
    less = failed(make, "r2", 0.9, verdict="no issue reported")
    assert run(lithium_cell(), failed(make, "r1", 0.2), less)[KEY].opposing == ()


def test_that_no_published_value_or_no_current_is_no_finding(make: SimpleNamespace) -> None:
    assert KEY not in run(lithium_cell(), make.record("r1", "li6ps5cl", "li"))
    assert KEY not in run(stacked(CATHODE, "li6ps5cl", "li"), failed(make, "r1", 0.2))
    other = make.record("r1", "F:argyrodite", "li", critical_current=failed(make, "x", 0.2).critical_current)
    assert KEY not in run(lithium_cell(), other)


def test_that_a_current_known_from_above_only_is_no_warning(make: SimpleNamespace) -> None:
    design, records = lithium_cell(), (failed(make, "r1", 0.2),)
    shown = figures(design, base(*records))
    bounded = tuple(
        replace(figure, label="bound") if figure.key.startswith("critical") else figure for figure in shown.operation
    )
    item = run(design, *records, shown=replace(shown, operation=bounded))[KEY]
    assert item.severity == "notice"
    assert "from above only" in item.message


# Plating


def with_ratio(design: Design, value: float | None, low: float | None = None, high: float | None = None,
               **more: Any) -> dict[str, Finding]:  # fmt: skip
    """The findings with another N/P than the one of the stack."""
    shown = figures(design, base())
    ratio = Figure(**{"key": "np", "name": "N/P", "value": value, "unit": "1", "label": "estimate", "low": low,
                      "high": high, **more})  # fmt: skip
    return run(design, shown=replace(shown, np_ratio=ratio))


GRAPHITE = mixed("graphite", ("electrolyte", "li6ps5cl", 40))


@pytest.mark.parametrize(
    ("ratio", "severity", "words"),
    [
        ((0.9, 0.85, 0.95), "error", "cannot take up"),
        ((0.999, None, None), "error", "cannot take up"),
        ((0.97, 0.9, 1.04), "warning", "may be plated"),
        ((1.0, None, None), "warning", "may be plated"),
        ((1.049, 1.0, 1.1), "warning", "may be plated"),
        ((1.05, 1.0, 1.1), None, ""),
        ((1.2, None, None), None, ""),
        ((None, None, None), None, ""),
    ],
)
def test_that_a_host_smaller_than_the_cathode_is_plated(ratio: Any, severity: str | None, words: str) -> None:
    item = with_ratio(stacked(CATHODE, "li6ps5cl", GRAPHITE), *ratio).get("plating")
    assert (None if item is None else item.severity) == severity
    if item is not None:
        assert words in item.title
        assert "Graphite" in item.title
        assert "N/P is" in item.message
        assert item.targets == ("cathode", "anode")
        assert item.verdict == ("blocks" if severity == "error" else "risk")


def test_that_the_ratio_of_the_engine_is_the_one_that_counts() -> None:
    thin = stacked(CATHODE, "li6ps5cl", GRAPHITE, cathode_layer={"loading": q(60, "mg/cm2")})
    assert run(thin)["plating"].severity == "error"
    assert "plating" not in run(stacked(CATHODE, "li6ps5cl", GRAPHITE))


@pytest.mark.parametrize(
    ("anode", "ratio", "severity"),
    [("lto", 0.8, "notice"), ("lto", 1.02, None), ("si", 0.8, "notice"), ("si", 1.02, None), ("li", 0.1, None),
     ("ag-c", 0.1, None)],
)  # fmt: skip
def test_that_metal_and_hosts_far_from_it_are_never_called_impossible(
    anode: str, ratio: float, severity: str | None
) -> None:
    item = with_ratio(stacked(CATHODE, "li6ps5cl", anode), ratio).get("plating")
    assert (None if item is None else item.severity) == severity
    assert item is None or (item.verdict == "risk" and "limits the cell" in item.title)


def test_that_a_ratio_known_from_below_or_an_empty_cathode_is_no_finding() -> None:
    assert "plating" not in with_ratio(stacked(CATHODE, "li6ps5cl", GRAPHITE), 0.8, label="bound", at_least=True)
    assert with_ratio(stacked(CATHODE, "li6ps5cl", GRAPHITE), 0.8, label="bound")["plating"].severity == "error"
    assert "plating" not in with_ratio(stacked("tis2", "li6ps5cl", GRAPHITE), 0.8)


# Leakage, voltage drop, anode-free


def leaking(make: SimpleNamespace, sigma: float, **more: Any) -> Material:
    own: Material = make.conductor("own", 3.0, electronic_conductivity=q(sigma, "S/cm", **more))
    return own


def test_that_a_separator_that_empties_the_cell_contradicts_itself(make: SimpleNamespace) -> None:
    def found(sigma: float, **more: Any) -> tuple[float, dict[str, Finding]]:
        design = stacked(CATHODE, "own", "li", own=[leaking(make, sigma, **more)])
        shown = {figure.key: figure.value for figure in figures(design, base()).operation}
        return shown["self-discharge"] or 0.0, run(design)

    hours, told = found(1e-6)
    assert hours < 100
    item = told["self-discharge"]
    assert (item.severity, item.verdict, item.targets) == ("notice", "risk", ("separator",))
    assert "contradicts any cell that stores charge" in item.message
    scale = hours * 1e-6
    assert "self-discharge" in found(1.25 * scale / 100)[1]
    assert "self-discharge" not in found(scale / 130)[1]
    assert "self-discharge" not in found(1e-6, low=1e-9, high=1e-5)[1]


def test_that_a_separator_without_electronic_conductivity_on_record_is_no_finding(make: SimpleNamespace) -> None:
    assert "self-discharge" not in run(stacked(CATHODE, "own", "li", own=[make.conductor("own", 3.0)]))


@pytest.mark.parametrize(("share", "told"), [(0.199, False), (0.201, True), (0.5, True)])
def test_that_a_large_voltage_drop_is_noticed(share: float, told: bool) -> None:
    design = lithium_cell()
    shown = figures(design, base())
    volts = shown.average_voltage.value
    assert volts is not None
    drop = replace(shown.voltage_drop, value=1000.0 * share * volts, label="estimate", at_least=False)
    found = run(design, shown=replace(shown, voltage_drop=drop))
    assert ("voltage-drop" in found) is told
    if told:
        assert found["voltage-drop"].severity == "notice"
        assert f"costs {100 * share:.2g} % of the voltage" in found["voltage-drop"].title
    above = replace(drop, label="bound")
    assert "voltage-drop" not in run(design, shown=replace(shown, voltage_drop=above))


@pytest.mark.parametrize(("efficiency", "severity"), [(None, "info"), (99.97, "notice"), (99.98, "info")])
def test_that_an_anode_free_cell_says_the_efficiency_that_it_needs(efficiency: float | None, severity: str) -> None:
    more = {} if efficiency is None else {"coulombic_efficiency": q(efficiency, "%")}
    item = run(stacked(CATHODE, "li6ps5cl", None, **more))["anode-free"]
    assert item.severity == severity
    assert "99.978 % coulombic efficiency" in item.title
    assert "CE^n" in item.message
    assert item.targets == ("foil",)
    assert "anode-free" not in run(stacked(CATHODE, "li6ps5cl", "li", **more))
