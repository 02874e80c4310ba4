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
    assert "of cells with Li10GeP2S12 is 61 %; lithium is lost to an interfacial layer. (conditions not stated)" in text
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


@pytest.mark.parametrize("volts", ["nan", "inf", "-inf", "8.1", "-1.5"])
def test_that_a_potential_that_no_cathode_has_is_refused(run: Run, volts: str) -> None:
    done = run("pair", "NCM811", "Li3InCl6", f"--upper={volts}")
    assert (done.code, done.out) == (2, "")
    assert "--upper is a potential in V between -1 and 8" in done.err


@pytest.mark.parametrize(
    ("first", "volts", "against", "expected"),
    [
        ("NCM811", "3.68", "In/InLi", 4.3), ("NCM811", "3.68", "Li-In", 4.3), ("NCM811", "2.75", "Li4Ti5O12", 4.3),
        ("NCM811", "2.75", "lto", 4.3), ("NCM811", "4.3", "Li/Li+", 4.3), ("NVP", "3.7", "Na-Sn", 3.8),
    ],
)  # fmt: skip
def test_that_a_potential_is_moved_from_every_reference_with_a_plateau(
    run: Run, first: str, volts: str, against: str, expected: float
) -> None:
    electrolyte = "Na3PS4" if first == "NVP" else "Li3InCl6"
    data = run("pair", first, electrolyte, "--upper", volts, "--against", against, "--json").data
    assert data["aspects"][0]["at"]["volts"] == pytest.approx(expected)


def test_that_without_a_reference_the_metal_of_the_ion_is_taken(run: Run) -> None:
    at = run("pair", "NVP", "Na3PS4", "--upper", "3.8", "--json").data["aspects"][0]["at"]
    assert (at["volts"], at["metal"]) == (pytest.approx(3.8), "Na/Na+")


@pytest.mark.parametrize(
    ("against", "words"),
    [
        ("Na/Na+", "Na/Na+ is a reference of Na cells, and these materials work with Li"),
        ("Na-Sn", "Na-Sn is a reference of Na cells"),
        ("graphite", "graphite has no fixed potential; use one of Li/Li+, Na/Na+, Li-In"),
        ("Ag/AgCl", "Ag/AgCl is no reference known here"),
    ],
)
def test_that_a_reference_that_cannot_be_used_is_refused_in_words(run: Run, against: str, words: str) -> None:
    done = run("pair", "NCM811", "Li3InCl6", "--upper", "4.3", "--against", against)
    assert (done.code, done.out) == (2, "")
    assert words in done.err


def test_that_a_group_without_statements_of_its_own_names_members_that_have_some(run: Run) -> None:
    done = run("pair", "chloride", "argyrodite")
    text = " ".join(done.out.split())
    assert done.code == 0
    assert "Nothing is filed under these names as such" in text
    members = run("pair", "chloride", "argyrodite", "--json").data["members"]
    assert 1 <= len(members) <= 5
    assert "Li3InCl6 | Li6PS5Cl" in members
    for name in members:
        assert name in text
    first, second = members[0].split(" | ")
    assert run("pair", first, second, "--json").data["aspects"][0]["supporting"]
    assert run("pair", "NCM", "Li6PS5Cl", "--json").data["members"] == []
    assert "no sign that they go together" in run("pair", "halide", "garnet").out


def test_that_very_long_names_are_cut_in_check_why_and_pair(
    run: Run, program: Run, environment: dict[str, str], bare: Path, tmp_path: Path
) -> None:
    long = "very " * 39 + "long"
    data = json.loads(bare.read_text(encoding="utf-8"))
    data["name"] = long
    entry = data["materials"]["lgps"]["entry"]
    entry |= {"name": long, "symbol": long}
    bare.write_text(json.dumps(data), encoding="utf-8")
    for words in (("check", bare), ("why", bare, "contact:lgps|li")):
        out = " ".join(run(*words).out.split())
        assert "very very" in out
        assert "very " * 13 not in out
        assert "…" in out
    folder = tmp_path / "own" / "materials"
    folder.mkdir(parents=True)
    own = {**entry, "id": "own-lgps"}
    (folder / "own-lgps.json").write_text(json.dumps(own), encoding="utf-8")
    own_library = environment | {"CELLBUILDER_USER_LIBRARY": str(tmp_path / "own"), "PYTHONIOENCODING": "utf-8"}
    out = " ".join(program("pair", "own-lgps", "li", env=own_library).out.split())
    assert "very very" in out
    assert "very " * 13 not in out
    assert len(run("pair", "x" * 5000, "li").err) < 300


def verdict(run: Run, *words: str) -> str:
    return str(run("pair", *words, "--json").data["verdict"])


def test_that_a_general_praise_without_a_potential_makes_nothing_green(run: Run) -> None:
    assert verdict(run, "LiBH4", "LNMO", "--upper", "4.9") != "no issue reported"
    assert verdict(run, "LATP", "NCM811", "--upper", "4.3") != "no issue reported"
    for entry in cellbuilder.evidence().records:
        names = [side.family for side in entry.sides if side.family]
        if entry.grade == "E" and "cathode active material" in names and entry.verdict == "no issue reported":
            assert entry.electrode_potential is not None or entry.layer is not None, entry.id
    assert "Hydroborate electrolytes are very stable" in run("pair", "hydroborate", "oxide cathode active material").out


def test_that_what_carbon_does_to_an_electrolyte_holds_at_the_cathode(run: Run) -> None:
    for electrolyte in ("Li6PS5Cl", "LGPS", "Li3PS4"):
        assert verdict(run, electrolyte, "VGCF", "--upper", "4.2") == "risk"
        assert verdict(run, electrolyte, "VGCF", "--upper", "1.5") != "no issue reported"
    carbon = [
        entry
        for entry in cellbuilder.evidence().records
        if entry.phenomenon == "electrochemical oxidation"
        and any(side.family == "carbon" or side.material in ("vgcf", "carbon-black") for side in entry.sides)
    ]
    assert len(carbon) >= 9
    for entry in carbon:
        assert entry.location == "cathode interface", entry.id
        assert entry.electrode_potential is not None, entry.id
        assert entry.electrode_potential.low is not None, entry.id


def test_that_collectors_are_judged_at_the_potential_they_meet(run: Run) -> None:
    assert verdict(run, "Al", "graphite") == "risk"
    assert verdict(run, "Al", "Si") == "risk"
    assert verdict(run, "Al", "Li-In") == "no data"
    assert verdict(run, "Cu", "NCM811", "--upper", "4.2") == "risk"
    assert verdict(run, "Cu", "LTO") == "no data"
    assert verdict(run, "Cu", "NVP", "--upper", "3.8") == "risk"
    assert verdict(run, "Al", "Li6PS5Cl", "--upper", "4.2") == "no issue reported"
    assert verdict(run, "Al", "Li6PS5Cl", "--upper", "0.1") != "no issue reported"


def test_that_a_short_life_of_a_whole_cell_is_weak_evidence() -> None:
    records = {entry.id: entry for entry in cellbuilder.evidence().records}
    short = ("x-t8-11-lco-sb-lgps", "x-na-n4b20-tis2", "x-na-nb24-nfm", "x-an-li2ohbr-li-01", "x-an-lps7-in-01")
    assert {records[key].grade for key in short} == {"D"}
    assert records["s3.2.2-20"].phenomenon == "processing"
    assert {"x-ca-sulfide-polar", "x-ca-lco-llzo-lithium"} & set(records) == set()
    assert {"x-se-sulfide-polar-01", "x-se-lco-llzo-02"} <= set(records)
