"""The five classes compared: every number counted again from the files."""

import json
import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any, get_args

import pytest

import cellbuilder
from cellbuilder.compatibility import class_book
from cellbuilder.compatibility.class_book import ClassBook, Property, ScoreRule
from cellbuilder.compatibility.classes import CLASSES, IONS, UNITS, ClassRow, Statistics, classes
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.domain.quantity import Quantity
from cellbuilder.io.library import Library

PRESETS = Path(__file__).resolve().parents[2] / "presets"
PAIRS = [(name, ion) for name in CLASSES for ion in IONS]
KNOWN = ("measured", "calculated")


def read(folder: str) -> dict[str, Any]:
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((PRESETS / folder).glob("*.json"))
    }


MATERIALS, CELLS, RECORDS = read("materials"), read("cells"), read("interfaces")


@pytest.fixture(scope="module")
def rows() -> dict[tuple[str, str], ClassRow]:
    library = Library(PRESETS)
    found = classes(library.materials(), cellbuilder.evidence(), library.cells(), class_book.load())
    return {(row.material_class, row.ion): row for row in found}


def own(name: str, ion: str) -> list[dict[str, Any]]:
    wanted = ("electrolyte", name, ion)
    every = MATERIALS.values()
    return [entry for entry in every if (entry["category"], entry.get("material_class"), entry.get("ion")) == wanted]


def preferred(entry: dict[str, Any]) -> dict[str, Any] | None:
    return next((point for point in entry.get("conductivity", []) if point["id"] == entry.get("preferred")), None)


def compare(found: Statistics | None, wanted: Iterable[float]) -> None:
    numbers = sorted(wanted)
    assert (found.n if found else 0) == len(numbers)
    if found is not None:
        assert found.median == pytest.approx(median(numbers), rel=1e-6)
        assert [datum.value for datum in found.behind] == pytest.approx(numbers, rel=1e-6)


@pytest.mark.parametrize(("name", "ion"), PAIRS)
def test_that_conductivities_are_the_preferred_ones_at_25_degc(rows: Any, name: str, ion: str) -> None:
    wanted: dict[bool, list[float]] = {True: [], False: []}
    left_out = 0
    for entry in own(name, ion):
        point = preferred(entry)
        if point is None or point["value"] is None:
            continue
        kelvin = 298.15
        if point.get("temperature"):
            kelvin = point["temperature"]["value"] + (273.15 if point["temperature"]["unit"] == "degC" else 0.0)
        energy = point.get("activation_energy")
        value = float(point["value"])
        if energy and energy["value"] is not None:
            ev = energy["value"] * (1.0 if energy["unit"] == "eV" else 1.0 / 96.48533212)
            value *= math.exp(-ev / 8.617333262e-5 * (1.0 / 298.15 - 1.0 / kelvin))
            value *= kelvin / 298.15 if point.get("form", "ST") != "S" else 1.0
        elif abs(kelvin - 298.15) > 5.0:
            left_out += 1
            continue
        wanted[point["kind"] in KNOWN].append(value)
    found = rows[name, ion].of("ionic conductivity")
    compare(found.known, wanted[True])
    compare(found.estimated, wanted[False])
    assert len(found.left_out) == left_out


@pytest.mark.parametrize(("name", "ion"), PAIRS)
@pytest.mark.parametrize("field", ["density", "Young's modulus", "electronic conductivity"])
def test_that_values_and_middles_of_ranges_are_counted_apart_from_estimates(
    rows: Any, name: str, ion: str, field: Any
) -> None:
    wanted: dict[bool, list[float]] = {True: [], False: []}
    ends: list[float] = []
    for entry in own(name, ion):
        place = entry.get("mechanics", {}) if field == "Young's modulus" else entry
        datum = place.get({"Young's modulus": "youngs_modulus"}.get(field, field.replace(" ", "_")))
        if datum is None:
            continue
        low, value, high = datum.get("low"), datum["value"], datum.get("high")
        if value is None and None in (low, high):
            continue
        if value is None:
            value = math.sqrt(low * high) if field == "electronic conductivity" else (low + high) / 2
        wanted[datum["kind"] in KNOWN].append(value)
        ends += [number for number in (low, value, high) if number is not None]
    found = rows[name, ion].of(field)
    compare(found.known, wanted[True])
    compare(found.estimated, wanted[False])
    tiers = [tier for tier in (found.known, found.estimated) if tier is not None]
    if tiers:
        assert min(tier.low for tier in tiers) == pytest.approx(min(ends), rel=1e-6)
        assert max(tier.high for tier in tiers) == pytest.approx(max(ends), rel=1e-6)


def test_that_calculated_oxidation_limits_of_sulfides_are_those_of_table_4(rows: Any) -> None:
    wanted = {}
    for record in RECORDS.values():
        key = record["sides"][0].get("material") if "sides" in record else None
        if key and record.get("high_potential") and MATERIALS[key].get("material_class") == "sulfide" \
                and MATERIALS[key]["ion"] == "Li":  # fmt: skip
            wanted[key] = min(step["potential"]["value"] for step in record["high_potential"])
    found = rows["sulfide", "Li"].of("oxidation limit, calculated").known
    assert {datum.of: datum.value for datum in found.behind} == wanted
    assert found.low == 2.01
    assert found.high == 2.4


def test_that_limits_found_in_different_ways_stay_apart(rows: Any) -> None:
    halides = rows["halide", "Li"]
    ways = {of: [] for of in UNITS if of.startswith("oxidation")}
    for entry in own("halide", "Li"):
        for window in entry.get("windows", []):
            words = {"thermodynamic": "calculated", "experimental": "measured", "unknown": "method not said"}
            if window.get("oxidation"):
                ways[f"oxidation limit, {words[window['method']]}"].append(entry["id"])  # type: ignore[index]
    for of, keys in ways.items():
        tiers = (halides.of(of).known, halides.of(of).estimated)
        counted = [datum.of for tier in tiers if tier for datum in tier.behind if not datum.source.table]
        assert sorted(counted) == sorted(keys), of


@pytest.mark.parametrize(("name", "ion"), PAIRS)
def test_that_moisture_counts_materials_hazards_and_sources(rows: Any, name: str, ion: str) -> None:
    told = [entry["moisture"] for entry in own(name, ion) if "moisture" in entry]
    found = rows[name, ion].moisture
    assert found.n == len(told)
    assert found.measured == sum(entry["kind"] in KNOWN for entry in told)
    assert found.sources == len({entry["source"]["ref"] for entry in told if "source" in entry})
    assert found.hazards == Counter(entry["hazard"] for entry in told if entry.get("hazard"))


@pytest.mark.parametrize(("name", "ion"), PAIRS)
def test_that_the_published_cells_are_summed_up_as_printed(rows: Any, name: str, ion: str) -> None:
    cells = [cell for cell in CELLS.values() if (cell["material_class"], cell["ion"]) == (name, ion)]
    found = rows[name, ion].cells
    assert list(found.cells) == [cell["id"] for cell in cells]
    reported = [cell["reported"] for cell in cells]
    compare(found.capacity, [r["capacity"]["value"] for r in reported
                             if r.get("capacity") and r["capacity"]["unit"] == "mAh/g"])  # fmt: skip
    compare(found.retention, [r["retention"]["value"] for r in reported if r.get("retention")])
    compare(found.cycles, [r["retention_cycles"] for r in reported if r.get("retention") and "retention_cycles" in r])


def test_that_an_areal_capacity_needs_one_in_print_or_a_loading(rows: Any) -> None:
    known = {datum.of: datum.value for row in rows.values() if row.cells.areal_capacity
             for datum in row.cells.areal_capacity.behind}  # fmt: skip
    assert set(known) == {"t7-02", "t7-14", "t7-15", "t8-42"}
    assert known["t8-42"] == 16.1
    assert known["t7-02"] == pytest.approx(102 * 2e-3)
    assert known["t7-14"] == pytest.approx(117.9 * 8.9e-3 * 0.588)


def test_that_verdicts_on_bare_contacts_of_hydroborates_are_counted_by_place(rows: Any) -> None:
    places = {"anode interface": "anode", "cathode interface": "cathode", "inside composite": "cathode",
              "electrolyte interface": "electrolyte"}  # fmt: skip
    stability = {"chemical reaction", "electrochemical reduction", "electrochemical oxidation", "interphase growth",
                 "stable interface"}  # fmt: skip
    families = {(entry.get("family") or "").casefold() for entry in own("hydroborate", "Li") + own("hydroborate", "Na")}

    def names(side: dict[str, Any]) -> bool:
        if side.get("material"):
            entry = MATERIALS[side["material"]]
            return (entry["category"], entry.get("material_class")) == ("electrolyte", "hydroborate")
        if side.get("material_class"):
            return side["material_class"] == "hydroborate" and side.get("category") in (None, "electrolyte")
        return side["family"].casefold() in families

    for ion in IONS:
        wanted: dict[str, Counter[str]] = {"anode": Counter(), "cathode": Counter(), "electrolyte": Counter()}
        for record in RECORDS.values():
            if "phenomenon" not in record or record["phenomenon"] not in stability or record.get("layer"):
                continue
            ions = {record.get("ion")} - {None} or {
                MATERIALS[side["material"]].get("ion") for side in record["sides"] if side.get("material")
            } - {None}
            place = places.get(record["location"])
            counts = record["verdict"] != "no data" and (not ions or ion in ions)
            if counts and place and any(names(side) for side in record["sides"]):
                wanted[place][record["verdict"]] += 1
        found = rows["hydroborate", ion].interfaces
        assert {"anode": found.anode, "cathode": found.cathode, "electrolyte": found.electrolyte} == wanted


def test_that_a_class_without_materials_is_unknown_and_not_zero(rows: Any) -> None:
    row = rows["antiperovskite", "Na"]
    assert row.materials == ()
    assert all(entry.shown is None and entry.score is None for entry in row.properties)
    assert row.cells.capacity is None


@pytest.mark.parametrize(("better", "scores"), [("higher", [1, 2, 3, 4, 5, 5]), ("lower", [5, 4, 3, 2, 1, 1])])
def test_that_a_score_counts_the_limits_that_are_reached(better: Any, scores: list[int]) -> None:
    ends = [Quantity(value=value, unit="mS/cm") for value in (0.001, 0.01, 0.1, 1)]
    rule = ScoreRule(
        of="ionic conductivity", better=better, least=1, limits=(ends[0], ends[1], ends[2], ends[3]), note=""
    )
    assert [rule.score(si) for si in (5e-5, 1e-4, 5e-3, 2e-2, 0.1, 9.0)] == scores


def test_that_the_scores_of_the_library_follow_their_rules(rows: Any) -> None:
    book = json.loads((PRESETS / "classes.json").read_text(encoding="utf-8"))
    for rule in book["scores"]:
        ends = [limit["value"] for limit in rule["limits"]]
        assert ends == sorted(ends)
        for row in rows.values():
            entry = row.of(rule["of"])
            tiers = {"known": entry.known, "estimates": entry.estimated}
            enough = [name for name, tier in tiers.items() if tier is not None and tier.n >= rule["least"]]
            assert entry.score_of == (enough[0] if enough else None)
            if enough:
                reached = sum(tiers[enough[0]].median >= end * (1 - 1e-9) for end in ends)
                assert entry.score == (1 + reached if rule["better"] == "higher" else 5 - reached)


def test_that_every_word_of_the_review_has_a_section_and_a_property() -> None:
    book = class_book.load()
    assert {entry.of for entry in book.stated} <= set(get_args(Property))
    assert all(entry.source.ref == "review" and entry.source.section for entry in book.stated)
    assert {entry.material_class for entry in book.stated} == set(CLASSES)
    assert [entry.says for entry in book.said("sulfide", "Na", "ionic conductivity")] == [
        "The highest of the five classes."
    ]
    assert book.said("halide", "Na", "interfaces") == ()


def test_that_a_damaged_book_is_refused_with_its_faults(tmp_path: Path) -> None:
    path = tmp_path / "classes.json"
    path.write_text('{"schema": "cellbuilder-classes", "schema_version": 1, "note": "", "scores": [], "stated": 3}')
    with pytest.raises(UnreadableError) as refused:
        class_book.load(path)
    assert "stated" in refused.value.text()
    assert isinstance(class_book.load(), ClassBook)
