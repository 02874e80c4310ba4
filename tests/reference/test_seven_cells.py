"""Seven cells that a teacher would show: three bad ones, a wrong window, three good ones, and the words that say so.

They are made up to be read; their sizes and compositions are assumptions.
"""

from functools import cache
from pathlib import Path

import pytest

import cellbuilder
from cellbuilder import assess
from cellbuilder.app import assembly
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.finding import Evaluation, Examined, Finding
from cellbuilder.io import codec
from cellbuilder.io.data_dir import data_dir
from cellbuilder.io.library import Library

DESIGNS = Path(__file__).with_name("designs")
LIBRARY = Library(data_dir("presets"))
EVIDENCE = EvidenceBase(LIBRARY.evidence, LIBRARY.materials(), LIBRARY.rules)
BAD = ("bad-li-on-bare-lgps", "bad-ncm811-bare-4.5-v", "bad-na3ps4-on-li-in", "window-na-against-li-in")
GOOD = ("good-coated-lco-lgps", "good-hydroborate-nvpof", "good-halide-li3po4")


@cache
def found(name: str) -> Evaluation:
    return assess.evaluate(codec.load(DESIGNS / f"seven-{name}.cellbuilder.json"), EVIDENCE)


def finding(name: str, key: str) -> Finding:
    by_id = {item.id: item for item in found(name).findings}
    assert key in by_id, sorted(by_id)
    return by_id[key]


def contact(name: str, first: str, second: str) -> Examined:
    return next(item for item in found(name).examined if (item.first, item.second) == (first, second))


def severe(name: str) -> list[tuple[str, str]]:
    return [(item.severity, item.id) for item in found(name).findings if item.severity in ("error", "warning")]


def test_that_there_are_seven() -> None:
    files = sorted(path.name for path in DESIGNS.glob("seven-*.cellbuilder.json"))
    assert files == sorted(f"seven-{name}.cellbuilder.json" for name in (*BAD, *GOOD))


@pytest.mark.parametrize("name", [*BAD, *GOOD])
def test_that_a_design_holds_what_the_library_holds(name: str) -> None:
    """Its copies of materials are judged by use, ion and family; where these change it is to be saved anew."""
    design = codec.load(DESIGNS / f"seven-{name}.cellbuilder.json")
    for key, held in design.materials.items():
        now = LIBRARY.material(key)
        kept = (held.entry.id, held.entry.ion, held.entry.category, held.entry.family, held.entry.material_class)
        assert kept == (key, now.ion, now.category, now.family, now.material_class)


# Three bad ones


def test_that_lithium_on_bare_lgps_is_warned_of_as_an_interphase_that_keeps_growing() -> None:
    item = finding("bad-li-on-bare-lgps", "contact:lgps|li")
    assert (item.severity, item.verdict, item.grade) == ("warning", "grows", "A")
    assert item.targets == ("electrolyte", "anode")
    assert item.title == "LGPS | Li: the interphase keeps growing"
    assert "overpotential" in item.message
    assert "LiF-Li3N" in item.message
    assert item.sources
    assert severe("bad-li-on-bare-lgps") == [("warning", "contact:lgps|li")]


def test_that_the_bare_cathode_of_that_cell_is_noticed_and_not_called_impossible() -> None:
    item = finding("bad-li-on-bare-lgps", "contact:lco|lgps")
    assert (item.severity, item.verdict) == ("notice", "risk")
    assert "high resistance" in item.message
    assert "LiNbO3" in item.message


def test_that_bare_ncm811_to_four_and_a_half_volts_is_warned_of_at_the_cathode() -> None:
    item = finding("bad-ncm811-bare-4.5-v", "contact:li6ps5cl|ncm811")
    assert (item.severity, item.verdict) == ("warning", "grows")
    assert item.targets == ("cathode", "electrolyte")
    assert item.title == "NCM811 | Li6PS5Cl: the interphase keeps growing"
    assert "resistances" in item.message
    assert "increase" in item.message
    assert "LiNbO3" in item.message
    assert severe("bad-ncm811-bare-4.5-v") == [("warning", "contact:li6ps5cl|ncm811")]


def test_that_the_limit_of_the_electrolyte_is_compared_on_one_reference() -> None:
    item = finding("bad-ncm811-bare-4.5-v", "oxidation:li6ps5cl")
    assert (item.severity, item.verdict) == ("notice", "risk")
    assert "2.01 V against Li/Li+" in item.message
    assert "upper cut-off lies at 4.5 V" in item.message
    assert "calculated" in item.message


def test_that_the_alloy_is_not_blamed_for_the_cathode() -> None:
    assert contact("bad-ncm811-bare-4.5-v", "li6ps5cl", "li-in").verdict == "no issue reported"


def test_that_a_sodium_electrolyte_on_li_in_cannot_work() -> None:
    item = finding("bad-na3ps4-on-li-in", "ion-mismatch")
    assert (item.severity, item.verdict, item.grade) == ("error", "blocks", "A")
    assert item.title == "Lithium and sodium parts in one cell"
    assert item.targets == ("cathode", "electrolyte", "anode")
    assert "Li-In" in item.message
    assert "Na3PS4" in item.message
    assert "cannot work" in item.message
    assert severe("bad-na3ps4-on-li-in") == [("error", "ion-mismatch")]
    assert found("bad-na3ps4-on-li-in").findings[0].id == "ion-mismatch"  # worst first


def test_that_a_contact_through_which_no_ion_passes_is_blocked_and_says_so_once() -> None:
    item = contact("bad-na3ps4-on-li-in", "na3ps4", "li-in")
    assert (item.verdict, item.finding) == ("blocks", "ion-mismatch")


def test_that_a_window_against_li_in_is_named_as_wrong_in_a_sodium_cell() -> None:
    item = finding("window-na-against-li-in", "reference-ion")
    assert (item.severity, item.verdict) == ("warning", "risk")
    assert item.targets == ("cathode",)
    assert "Li-In" in item.title
    assert "sodium cell" in item.title
    assert "1.4 V to 3 V" in item.message
    assert "Na/Na+" in item.message
    assert severe("window-na-against-li-in") == [("warning", "reference-ion")]


def test_that_no_limit_is_judged_with_a_window_of_the_wrong_electrode() -> None:
    """1.4 to 3.0 V against Li-In is no potential in a sodium cell, so it must not be compared with 2.25 V."""
    assert not [item for item in found("window-na-against-li-in").findings if item.code == "oxidation"]


# Three good ones


@pytest.mark.parametrize("name", GOOD)
def test_that_a_good_cell_has_no_error_and_no_warning(name: str) -> None:
    assert severe(name) == []


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("good-coated-lco-lgps", "lgps", "li-in"),
        ("good-hydroborate-nvpof", "nvpof", "na4cb11-b12"),
        ("good-hydroborate-nvpof", "na4cb11-b12", "na"),
        ("good-halide-li3po4", "lco", "li3incl6"),
        ("good-halide-li3po4", "li3incl6", "li3po4"),
        ("good-halide-li3po4", "li3po4", "li6ps5cl"),
        ("good-halide-li3po4", "li6ps5cl", "li-in"),
    ],
)
def test_that_the_contacts_that_decide_have_no_issue_reported(name: str, first: str, second: str) -> None:
    assert contact(name, first, second).verdict == "no issue reported"


@pytest.mark.parametrize(
    ("name", "key", "title"),
    [
        ("good-coated-lco-lgps", "layer:lco|lgps|linbo3", "LiNbO3 between LCO and LGPS"),
        ("good-halide-li3po4", "layer:li3incl6|li6ps5cl|li3po4", "Li3PO4 between Li3InCl6 and Li6PS5Cl"),
    ],
)
def test_that_a_layer_is_named_as_what_helps(name: str, key: str, title: str) -> None:
    item = finding(name, key)
    assert (item.severity, item.verdict, item.title) == ("info", "no issue reported", f"{title}: reported to help")


def test_that_a_coated_grain_is_not_judged_as_if_it_were_bare() -> None:
    pairs = {(item.first, item.second) for item in found("good-coated-lco-lgps").examined}
    assert ("lco", "lgps") not in pairs
    assert {("lco", "linbo3"), ("linbo3", "lgps")} <= pairs


def test_that_the_limits_against_li_in_are_turned_to_lithium() -> None:
    """3.6 V against Li-In are 4.22 V against lithium."""
    item = finding("good-coated-lco-lgps", "oxidation:lgps")
    assert (item.severity, item.verdict) == ("notice", "risk")
    assert "4.22 V" in item.message


def test_that_hydroborate_and_cathode_say_at_which_potential_trouble_begins() -> None:
    item = finding("good-hydroborate-nvpof", "contact:na4cb11-b12|nvpof")
    assert (item.severity, item.grade) == ("info", "B")
    assert "4.15 V" in item.message


def test_that_the_published_cell_without_the_phosphate_is_told_of_it() -> None:
    """What the good halide cell does better than row 37 of Table 8."""
    published = assess.evaluate(assembly.from_cell(LIBRARY.cell("t8-37"), LIBRARY), EVIDENCE)
    item = next(item for item in published.findings if item.id == "contact:li3incl6|li6ps5cl")
    assert item.severity in ("warning", "notice")
    assert item.verdict in ("grows", "risk")
    assert "Reported to help: Li3PO4" in item.message
    assert "contact:li3incl6|li6ps5cl" not in {entry.id for entry in found("good-halide-li3po4").findings}


def test_that_the_public_way_gives_the_same() -> None:
    design = cellbuilder.load(DESIGNS / "seven-bad-na3ps4-on-li-in.cellbuilder.json")
    assert "ion-mismatch" in {item.id for item in cellbuilder.evaluate(design).findings}
