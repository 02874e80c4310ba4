"""check in groups, why and pair, as they are typed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cellbuilder
from cellbuilder.app import edits

Run = Callable[..., Any]


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """LCO with LGPS on bare lithium."""
    path = tmp_path / "bare.cellbuilder.json"
    cellbuilder.save(cellbuilder.from_cell("t8-19"), path)
    return path


def test_that_check_groups_findings_the_worst_first_and_counts_them(run: Run, bare: Path) -> None:
    done = run("check", bare)
    assert (done.code, done.err) == (0, "")
    lines = [line.strip() for line in done.out.splitlines()]
    heads = [line for line in lines if line in ("Cannot work", "Warnings", "Risks to know of", "For information")]
    assert heads == ["Warnings", "Risks to know of", "For information"]
    assert lines.index("contact:lgps|li") < lines.index("Risks to know of") < lines.index("contact:lco|lgps")
    evaluation = cellbuilder.evaluate(cellbuilder.load(bare))
    assert f"{evaluation.contacts_without_evidence} of {evaluation.contacts} contacts have no" in " ".join(lines)
    assert lines[1].startswith("1 warning, ")


def test_that_why_tells_one_finding_with_its_evidence(run: Run, bare: Path) -> None:
    done = run("why", bare, "contact:lgps|li")
    assert (done.code, done.err) == (0, "")
    text = " ".join(done.out.split())
    for words in ("LGPS | Li: the interphase keeps growing", "warning; verdict: grows; grade A", "Evidence for it",
                  "What would change this", "s3.2.3.5-05", "t4-06", "Li15Ge4"):  # fmt: skip
        assert words in text
    data = run("why", bare, "contact:lgps|li", "--json").data
    assert data["finding"]["verdict"] == "grows"
    assert "t4-06" in {cite["evidence"] for cite in data["finding"]["supporting"]}


def test_that_why_takes_a_part_that_names_only_one_and_names_near_ones(run: Run, bare: Path) -> None:
    assert run("why", bare, "the interphase keeps growing").out.startswith("LGPS | Li: the interphase keeps growing")
    done = run("why", bare, "lgps")
    assert (done.code, done.out) == (2, "")
    assert "there is no finding 'lgps'; did you mean " in done.err
    assert "contact:lgps|li" in done.err


def test_that_a_pair_is_found_by_name_formula_alias_and_either_way_round(run: Run) -> None:
    first = run("pair", "Li6PS5Cl", "NCM811", "--json").data
    for words in (("NCM811", "li6ps5cl"), ("LPSCl", "LiNi0.8Co0.1Mn0.1O2"), ("Li₆PS₅Cl", "ncm811")):
        assert run("pair", *words, "--json").data == first
    assert (first["verdict"], first["aspects"][0]["aspect"]) == ("grows", "stability")
    assert "x-ca-ncm811-lpscl-bare" in {cite["evidence"] for cite in first["aspects"][0]["supporting"]}


def test_that_a_coating_and_a_potential_may_be_asked_for(run: Run) -> None:
    coated = run("pair", "LCO", "LGPS", "--between", "LiNbO3", "--json").data
    assert (coated["verdict"], coated["between"]) == ("no issue reported", "LiNbO3")
    low = run("pair", "NCM85", "Li3InCl6", "--upper", "4.1", "--json").data
    high = run("pair", "NCM85", "Li3InCl6", "--upper", "3.68", "--against", "Li-In", "--json").data
    assert (low["verdict"], high["verdict"]) == ("no issue reported", "grows")
    assert high["aspects"][0]["at"]["volts"] == pytest.approx(4.3)
    assert "x-ca-ncm85-lic-41" in {cite["evidence"] for cite in high["aspects"][0]["elsewhere"]}


def test_that_two_ions_block_a_pair_and_an_unknown_pair_is_no_data(run: Run) -> None:
    assert run("pair", "Na3PS4", "Li-In", "--json").data["verdict"] == "blocks"
    done = run("pair", "VCl3", "Na3PS4")
    assert "That is no sign that they are stable" in " ".join(done.out.split()) or "no ion passes" in done.out


def test_that_a_family_or_class_may_be_named(run: Run) -> None:
    done = run("pair", "halide", "cathode active material")
    assert (done.code, done.err) == (0, "")
    assert "s2.5-01" in done.out
    assert "t5-05" in run("pair", "NCM", "Li6PS5Cl").out


def test_that_an_unknown_name_is_refused_with_near_ones(run: Run) -> None:
    done = run("pair", "ncm81", "Li")
    assert (done.code, done.out) == (2, "")
    assert "'ncm81' is no material, family or class of the library; did you mean ncm811" in done.err
    assert run("pair", "Li", "LGPS", "--between", "xyz").code == 2


def test_that_a_waived_finding_is_counted_apart(run: Run, bare: Path) -> None:
    data = json.loads(bare.read_text(encoding="utf-8"))
    data["waivers"] = [{"finding": "contact:lgps|li", "reason": "a teaching cell"}]
    bare.write_text(json.dumps(data), encoding="utf-8")
    out = " ".join(run("check", bare).out.split())
    assert "1 waived" in out
    assert "(waived: a teaching cell)" in out
    assert "Waived: a teaching cell" in run("why", bare, "contact:lgps|li").out


def test_that_a_repaired_cell_loses_the_finding(run: Run, bare: Path) -> None:
    library = cellbuilder.library()
    cellbuilder.save(edits.set_material(cellbuilder.load(bare), "anode", "li-in", library), bare)
    assert "contact:lgps|li\n" not in run("check", bare).out


def test_that_why_shows_what_helps_and_writes_the_design_with_it(run: Run, bare: Path, tmp_path: Path) -> None:
    done = run("why", bare, "contact:lgps|li")
    text = " ".join(done.out.split())
    assert text.index("What would change this") < text.index("What helps")
    offers = run("why", bare, "contact:lgps|li", "--json").data["remedies"]
    assert offers[0]["kind"] == "insert layer"
    assert offers[0]["targets"] == ["electrolyte", "anode"]
    assert "contact:lgps|li" in offers[0]["gone"]
    target = tmp_path / "better.cellbuilder.json"
    assert run("why", bare, "contact:lgps|li", "--apply", "1", "-o", target).code == 0
    better = cellbuilder.load(target)
    assert offers[0]["material"] in {layer.material for layer in better.stack.layers}
    assert "contact:lgps|li" not in {item.id for item in cellbuilder.evaluate(better).findings}
    again = run("why", bare, "contact:lgps|li", "--apply", "1", "-o", target)
    assert (again.code, again.err) == (2, f"{target} exists already; choose another name or add --force\n")
    assert run("why", bare, "contact:lgps|li", "--apply", "99", "-o", target, "--force").code == 2
    assert cellbuilder.load(target) == better
