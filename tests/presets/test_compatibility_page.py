"""The page about what is flagged in the published cells: it is up to date, and honest about each of them."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def maker() -> Iterator[ModuleType]:
    """The script that writes the page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DOCS))
        spec = importlib.util.spec_from_file_location("make_compatibility", DOCS / "make_compatibility.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        patch.setitem(sys.modules, "make_compatibility", module)
        spec.loader.exec_module(module)
        yield module
        sys.modules.pop("compatibility_remarks", None)


def test_that_the_page_is_what_the_script_writes(maker: ModuleType) -> None:
    written = (DOCS / "compatibility.md").read_text(encoding="utf-8")
    assert written == maker.page(), "run python docs/make_compatibility.py"


def test_that_all_published_cells_are_judged_in_the_order_of_the_tables(maker: ModuleType) -> None:
    cells = [line.cell for line in maker.lines()]
    assert [(cell.table, cell.row) for cell in cells] == [(7, n) for n in range(1, 16)] + [(8, n) for n in range(1, 52)]
    assert sum(maker.number_of(way) for way in maker.OUTCOMES) == 66


def test_that_no_published_cell_is_said_to_be_impossible(maker: ModuleType) -> None:
    """Every one of them was built: an error would be a false one."""
    said = [
        (line.cell.id, item.id)
        for line in maker.lines()
        for found in (line.found, line.blind)
        for item in found.findings
        if item.verdict == "blocks" or item.severity == "error"
    ]
    assert said == []


def test_that_every_finding_on_a_cell_that_cycles_well_has_a_sentence_why_it_still_ran(maker: ModuleType) -> None:
    flagged = [line for line in maker.lines() if line.cycling == "cycles well" and maker.level(line.found) != "nothing"]
    assert flagged
    assert [line.cell.id for line in flagged if not line.remark.trouble and not line.remark.still_ran] == []


def test_that_printed_retention_decides_what_counts_as_cycling_well(maker: ModuleType) -> None:
    """80 % over 50 cycles; no remark may turn such a cell into one that needs no sentence."""
    stable = []
    for line in maker.lines():
        said = line.cell.reported
        if said.retention is not None and said.retention.value >= 80 and (said.retention_cycles or 0) >= 50:
            stable.append(line.cell.id)
            assert line.cycling == "cycles well", line.cell.id
            if maker.level(line.found) in ("warning", "error"):
                assert line.remark.still_ran, line.cell.id
    assert len(stable) >= 30


def test_that_every_miss_has_a_reason(maker: ModuleType) -> None:
    missed = [line for line in maker.lines() if line.outcome == "missed"]
    assert [line.cell.id for line in missed if not line.remark.missed] == []


def test_that_remarks_are_complete_and_name_real_cells(maker: ModuleType) -> None:
    cells = {line.cell.id for line in maker.lines()}
    assert set(maker.REMARKS) <= cells
    for key, remark in maker.REMARKS.items():
        assert bool(remark.trouble) == bool(remark.section) == bool(remark.finding), key
        assert bool(remark.cycling) == bool(remark.because), key


def test_that_no_sentence_is_kept_for_a_finding_that_is_gone(maker: ModuleType) -> None:
    idle = [
        line.cell.id
        for line in maker.lines()
        if (line.remark.still_ran and line.outcome not in ("false alarm", "ran all the same"))
        or (line.remark.missed and line.outcome != "missed")
    ]
    assert idle == []


def test_that_leaving_out_a_paper_leaves_out_its_statements_only(maker: ModuleType) -> None:
    everything = {record.id for record in maker.library().evidence}
    own = {record.id for record in maker.library().evidence if record.source.ref == "97"}
    line = next(line for line in maker.lines() if line.cell.id == "t8-19")
    cited = {name for item in line.blind.findings for name in item.evidence}
    assert own
    assert own < everything
    assert not cited & own
    assert {name for item in line.found.findings for name in item.evidence} & own


@pytest.mark.parametrize(
    ("key", "expected"),
    [("t8-19", "hit"), ("t8-37", "ran all the same"), ("t8-34", "missed"), ("t8-51", "quiet"), ("t8-10", "undecided")],
)
def test_that_known_cells_come_out_as_they_should(maker: ModuleType, key: str, expected: str) -> None:
    assert next(line.outcome for line in maker.lines() if line.cell.id == key) == expected


def test_that_the_bare_cell_is_warned_of_and_the_protected_one_is_not(maker: ModuleType) -> None:
    """The two cells of one paper: LCO | LGPS | Li without and with Li3N-LiF."""
    levels = {line.cell.id: maker.level(line.found) for line in maker.lines()}
    assert (levels["t8-19"], levels["t8-18"]) == ("warning", "notice")


def test_that_misses_and_false_alarms_stay_few(maker: ModuleType) -> None:
    """Counted on the day the page was first written; more of either is a step back that wants a reason."""
    assert maker.number_of("false alarm") == 0
    assert maker.number_of("missed") <= 4
    assert maker.number_of("ran all the same") <= 20
