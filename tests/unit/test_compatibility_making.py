"""How a cell is made: moist air, heat, solvents, order of steps, pressure; each limit from both sides."""

from types import SimpleNamespace
from typing import Any

import pytest
from tests.stacked import base, every, made, mixed, q, stacked

import cellbuilder
from cellbuilder.compatibility import structure
from cellbuilder.compatibility.moisture import CLASSES
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import EvidenceRecord

SULFIDE = mixed("ncm811", ("catholyte", "li6ps5cl", 30))
GARNET = mixed("lco", ("catholyte", "llzo", 30))
HALIDE = mixed("lco", ("catholyte", "li3ycl6", 30))


def garnet_cell(**conditions: Any) -> Design:
    return stacked(GARNET, "llzo", "li", **conditions)


def fired(make: SimpleNamespace, *sides: str, celsius: float | None = 700, **more: Any) -> EvidenceRecord:
    limit = None if celsius is None else q(celsius, "degC")
    fields = {"phenomenon": "processing", "statement": "They react.", "temperature_limit": limit, **more}
    record: EvidenceRecord = make.record("r1", *sides, **fields)
    return record


# Moist air


@pytest.mark.parametrize(
    ("dew", "severity", "words"),
    [
        (None, "info", "No dew point is entered."),
        (-39, "warning", "The dew point entered, -39 °C, is above this."),
        (-40, "info", "is within this"),
        (-59, "info", "is within this"),
        (-60, "info", "is well within this"),
        (-80, "info", "is well within this"),
        (20, "warning", "is above this"),
    ],
)
def test_that_a_sulfide_is_weighed_by_the_dew_point(dew: float | None, severity: str, words: str) -> None:
    more = {} if dew is None else {"dew_point": q(dew, "degC")}
    item = made(stacked(SULFIDE, "li6ps5cl", "li", **more))["moisture-gas"]
    assert (item.severity, item.verdict, item.phenomenon) == (severity, "risk", "moisture")
    assert item.title == "Li6PS5Cl gives off toxic gas in moist air"
    assert "H2S" in item.message
    assert "dew point below -40 °C, better -60 °C" in item.message
    assert words in item.message
    assert item.targets == ("cathode", "separator")
    assert item.supporting


def test_that_an_unknown_dew_point_is_none() -> None:
    item = made(stacked(SULFIDE, "li6ps5cl", "li", dew_point=q(None, "degC")))["moisture-gas"]
    assert (item.severity, item.conditions) == ("info", None)


def test_that_there_is_one_finding_for_each_class_of_hazard_and_not_for_each_grain() -> None:
    cathode = mixed("ncm811", ("catholyte", "li6ps5cl", 15), ("catholyte", "li3ps4", 15))
    found = made(stacked(cathode, "li7p3s11", "li", dew_point=q(-30, "degC")))
    moist = [key for key in found if key.startswith("moisture")]
    assert sorted(moist) == ["moisture-gas", "moisture-hydrogen", "moisture-surface"]
    assert all(name in found["moisture-gas"].title for name in ("Li6PS5Cl", "Li3PS4", "Li7P3S11"))
    assert " give off " in found["moisture-gas"].title
    assert found["moisture-hydrogen"].severity == found["moisture-surface"].severity == "info"


def test_that_sodium_thioantimonate_stands_a_dew_point_at_which_a_thiophosphate_does_not() -> None:
    bad = made(stacked("nvp", "na3ps4", "na", dew_point=q(-20, "degC")))["moisture-gas"]
    good = made(stacked("nvp", "na3sbs4", "na", dew_point=q(-20, "degC")))["moisture-gas"]
    assert (bad.severity, good.severity) == ("warning", "info")
    assert "a little gas" in good.title
    assert "moisture-gas" not in made(stacked("nvp", "na2.9sb0.9w0.1s4", "na", dew_point=q(-20, "degC")))


def test_that_a_sulfide_cathode_alone_is_no_reason_for_a_warning() -> None:
    item = made(stacked("tis2", "llzo", "li", dew_point=q(20, "degC")))["moisture-gas"]
    assert item.severity == "info"
    assert "hydrogen sulfide" in item.message


@pytest.mark.parametrize(
    ("separator", "anode", "code", "word"),
    [
        ("li3ycl6", "li", "moisture-acid", "acid"),
        ("li3incl6", "li-in", "moisture-acid", "corrosive acid"),
        ("llzo", "li", "moisture-surface", "Li2CO3"),
        ("nzsp", "na", "moisture-surface", "by-products"),
        ("na2b12h12-na2b10h10", "na", "moisture-uptake", "hydrates"),
        ("li3ohcl", "li", "moisture-uptake", "takes up water"),
        ("libh4", "li", "moisture-hydrogen", "H2"),
    ],
)
def test_that_other_hazards_are_information_whatever_the_dew_point(
    separator: str, anode: str, code: str, word: str
) -> None:
    cathode = "nvp" if anode == "na" else "lco"
    item = made(stacked(cathode, separator, anode, dew_point=q(10, "degC")))[code]
    assert item.severity == "info"
    assert word in item.message
    assert "separator" in item.targets


@pytest.mark.parametrize(
    ("separator", "anode", "told"),
    [("li6ps5cl", "li", "Li"), ("na3ps4", "na", "Na"), ("libh4", "li-in", "LiBH4"), ("li6ps5cl", "li-in", None),
     ("li6ps5cl", "li-si", None), ("na3ps4", "na-sn", None)],
)  # fmt: skip
def test_that_hydrogen_is_told_of_metals_and_hydrides_and_not_of_alloys(
    separator: str, anode: str, told: str | None
) -> None:
    cathode = "nvp" if anode.startswith("na") else "lco"
    item = made(stacked(cathode, separator, anode, dew_point=q(-30, "degC"))).get("moisture-hydrogen")
    assert (None if item is None else item.title) == (None if told is None else f"{told} reacts with water to hydrogen")


def test_that_an_alloy_in_a_slurry_with_water_is_told() -> None:
    anode = mixed("li-si", ("electrolyte", "latp", 30))
    item = made(stacked("lfp", "latp", anode, solvent="water"))["solvent-water"]
    assert (item.severity, item.targets) == ("warning", ("anode",))


@pytest.mark.parametrize("separator", ["lagp", "latp", "llto"])
def test_that_what_is_stable_in_air_is_no_finding(separator: str) -> None:
    found = made(stacked("lfp", separator, "graphite", dew_point=q(20, "degC")))
    assert [key for key in found if key.startswith("moisture")] == []


def test_that_a_material_of_which_nothing_is_known_is_no_finding(make: SimpleNamespace) -> None:
    own = make.conductor("own-oxide", 1.0, material_class="oxide")
    assert made(stacked("lfp", "own-oxide", "graphite", own=[own], dew_point=q(20, "degC"))) == {}


def test_that_an_own_sulfide_is_judged_by_its_class(make: SimpleNamespace) -> None:
    own = make.conductor("own-sulfide", 1.0)
    item = made(stacked("lfp", "own-sulfide", "graphite", own=[own], dew_point=q(-30, "degC")))["moisture-gas"]
    assert item.severity == "warning"
    assert item.grade in ("D", "E")


def test_that_every_hazard_of_the_library_belongs_to_the_class_that_it_names() -> None:
    words = {"H2S": "moisture-gas", "H2Se": "moisture-gas", "little H2S": "moisture-gas",
             "hydrogen sulfide": "moisture-gas", "HCl": "moisture-acid", "hydrogen chloride": "moisture-acid",
             "corrosive acid": "moisture-acid", "H2,": "moisture-hydrogen"}  # fmt: skip
    seen = set()
    for material in cellbuilder.library().materials():
        hazard = None if material.moisture is None else material.moisture.hazard
        if hazard is None or material.category not in ("electrolyte", "cathode active material"):
            continue
        first = max((word for word in words if hazard.startswith(word)), key=len)
        separator = material.id if material.category == "electrolyte" else "llzo"
        cathode = material.id if material.category == "cathode active material" else "lfp"
        found = made(stacked(cathode, separator, "graphite"))
        assert [key for key in CLASSES if key in found and material.label in found[key].message] == [words[first]]
        seen.add(first)
    assert seen >= {"H2S", "H2Se", "little H2S", "HCl", "hydrogen sulfide", "corrosive acid", "H2,"}


# Heat


@pytest.mark.parametrize(("celsius", "told"), [(700, False), (701, True), (1100, True), (25, False)])
def test_that_a_pair_fired_above_its_limit_is_a_warning_that_names_both(
    make: SimpleNamespace, celsius: float, told: bool
) -> None:
    design = garnet_cell(fabrication_temperature=q(celsius, "degC"))
    found = made(design, fired(make, "lco", "llzo"))
    assert ("firing:lco|llzo" in found) is told
    assert "firing" not in found
    if told:
        item = found["firing:lco|llzo"]
        assert (item.severity, item.verdict, item.grade, item.phenomenon) == ("warning", "risk", "B", "processing")
        assert item.title == "LCO | LLZO: fired above 700 °C"
        assert f"heated to {celsius} °C together" in item.message
        assert item.targets == ("cathode", "separator")
        assert item.evidence == ("r1",)


def test_that_without_a_fabrication_temperature_the_pairs_are_listed_once(make: SimpleNamespace) -> None:
    found = made(garnet_cell(), fired(make, "lco", "llzo"), make.record("r2", "llzo", "li", statement="They melt.",
                 phenomenon="processing"))  # fmt: skip
    item = found["firing"]
    assert (item.severity, item.verdict) == ("info", "risk")
    assert "LCO | LLZO (above 700 °C)" in item.message
    assert "LLZO | Li (limit unknown)" in item.message
    assert "No fabrication temperature is entered." in item.message
    assert len([key for key in found if key.startswith("firing")]) == 1
    assert "firing" not in made(stacked(SULFIDE, "li6ps5cl", "li"), fired(make, "lco", "llzo"))


def test_that_a_limit_of_a_class_or_of_a_good_report_is_a_notice(make: SimpleNamespace) -> None:
    design = garnet_cell(fabrication_temperature=q(900, "degC"))
    assert made(design, fired(make, "lco", "C:oxide"))["firing:lco|llzo"].severity == "notice"
    item = made(design, fired(make, "lco", "llzo", verdict="no issue reported"))["firing:lco|llzo"]
    assert item.severity == "notice"
    assert "without trouble up to 700 °C" in item.message


def test_that_the_lowest_limit_of_the_nearest_statements_decides(make: SimpleNamespace) -> None:
    design = garnet_cell(fabrication_temperature=q(650, "degC"))
    other = make.record("r2", "lco", "llzo", phenomenon="processing", temperature_limit=q(600, "degC"))
    far = make.record("r3", "lco", "C:oxide", phenomenon="processing", temperature_limit=q(300, "degC"))
    item = made(design, fired(make, "lco", "llzo"), other, far)["firing:lco|llzo"]
    assert "above 600 °C" in item.title
    assert item.evidence == ("r2", "r1")


def test_that_a_statement_without_a_temperature_is_information(make: SimpleNamespace) -> None:
    design = garnet_cell(fabrication_temperature=q(900, "degC"))
    item = made(design, fired(make, "lco", "llzo", celsius=None))["firing:lco|llzo"]
    assert item.severity == "info"
    assert "not on record" in item.message


@pytest.mark.parametrize(
    ("cathode", "separator", "anode", "key", "celsius"),
    [("lco", "llzo", "li", "li", 180.5), ("lco", "llzo", "in", "in", 156.6), ("nvp", "nzsp", "na", "na", 97.8),
     ("lfp", "peo-litfsi", "li", "peo-litfsi", 60)],
)  # fmt: skip
def test_that_what_melts_when_the_layers_are_heated_is_told(
    cathode: str, separator: str, anode: str, key: str, celsius: float
) -> None:
    def found(at: float) -> dict[str, Any]:
        return made(stacked(cathode, separator, anode, fabrication_temperature=q(at, "degC")))

    item = found(celsius + 1)[f"molten-when-made:{key}"]
    assert item.severity == ("info" if key == "peo-litfsi" else "notice")
    assert f"melts at {celsius:g} °C" in item.message
    assert f"molten-when-made:{key}" not in found(celsius - 1)
    assert not [one for one in made(stacked(cathode, separator, anode)) if one.startswith("molten")]


@pytest.mark.parametrize(("fields", "told"), [({"formula": "Li"}, True), ({}, True), ({"formula": "Li3Mg"}, False)])
def test_that_one_table_by_composition_says_what_melts_when_made_and_while_running(
    make: SimpleNamespace, fields: dict[str, Any], told: bool
) -> None:
    own = make.metal("our-foil", **fields)
    made_hot = stacked("lco", "llzo", "our-foil", own=[own], fabrication_temperature=q(200, "degC"))
    item = made(made_hot).get("molten-when-made:our-foil")
    assert (item is not None) is told
    run_hot = stacked("lco", "llzo", "our-foil", own=[own], temperature=q(200, "degC"))
    running = {one.id: one for one in structure.faults(run_hot, cellbuilder.library().rules)}.get("molten:anode")
    assert (running is not None) is told
    if item is not None and running is not None:
        assert (item.severity, running.severity) == ("notice", "warning")
        assert "melts at 180.5 °C" in item.message
        assert "melts at 180.5 °C" in running.message


def test_that_pairs_about_whose_heating_nothing_is_on_record_are_listed_once(make: SimpleNamespace) -> None:
    record = fired(make, "lco", "llzo")
    item = made(garnet_cell(fabrication_temperature=q(600, "degC")), record)["firing:not-on-record"]
    assert (item.severity, item.verdict, item.grade) == ("info", "no data", "E")
    assert item.title == "Heating these together is not on record: 1 pair"
    assert "heated to 600 °C together. Nothing is on record about heating LLZO | Li." in item.message
    assert item.targets == ("separator", "anode")
    assert "firing:not-on-record" not in made(garnet_cell(), record)
    assert "firing:not-on-record" not in made(garnet_cell(fabrication_temperature=q(None, "degC")), record)
    other = fired(make, "llzo", "li", celsius=None)
    assert "firing:not-on-record" not in made(garnet_cell(fabrication_temperature=q(600, "degC")), record, other)


@pytest.mark.parametrize(("celsius", "told"), [(25, False), (40, False), (41, True)])
def test_that_pressing_without_heat_asks_for_no_record(make: SimpleNamespace, celsius: float, told: bool) -> None:
    found = made(garnet_cell(fabrication_temperature=q(celsius, "degC")), fired(make, "lco", "llzo"))
    assert ("firing:not-on-record" in found) is told


def test_that_metal_that_is_plated_later_is_not_heated_with_the_layers(make: SimpleNamespace) -> None:
    from cellbuilder.compatibility import making
    from cellbuilder.compatibility.contacts import all_contacts, plated

    records = fired(make, "llzo", "li", celsius=150), fired(make, "lco", "llzo")
    design = stacked(GARNET, "llzo", None, fabrication_temperature=q(600, "degC"))
    contacts = (*all_contacts(design), *plated(design, cellbuilder.library().material("li")))
    assert any(contact.pair == "li|llzo" for contact in contacts)
    found = [item for item in making.findings(design, contacts, base(*records)) if item.code == "firing"]
    assert "firing:li|llzo" not in {item.id for item in found}
    assert not [item.id for item in found if "LLZO | Li" in item.message]


# Solvents


def test_that_a_solvent_is_judged_by_what_is_published_of_it(make: SimpleNamespace) -> None:
    record = make.record("r1", "li6ps5cl", "F:polar solvent", statement="NMP decomposes it.", verdict="grows")
    for solvent, told in (("polar", True), ("non-polar", False), ("none", False), (None, False)):
        found = made(stacked(SULFIDE, "li6ps5cl", "li", **({"solvent": solvent} if solvent else {})), record)
        assert ("solvent:li6ps5cl" in found) is told
    item = made(stacked(SULFIDE, "li6ps5cl", "li", solvent="polar"), record)["solvent:li6ps5cl"]
    assert (item.severity, item.verdict, item.grade) == ("warning", "grows", "B")
    assert item.targets == ("cathode",)
    assert "NMP decomposes it." in item.message
    assert "polar solvent" in item.title


def test_that_a_coated_grain_shows_its_coating_to_the_solvent(make: SimpleNamespace) -> None:
    record = make.record("r1", "lco", "F:polar solvent", statement="It is etched.")
    bare = mixed("lco", ("catholyte", "li6ps5cl", 30))
    coated = mixed("lco", ("catholyte", "li6ps5cl", 30), coat="linbo3")
    assert made(stacked(bare, "li6ps5cl", "li", solvent="polar"), record)["solvent:lco"].severity == "notice"
    assert "solvent:lco" not in made(stacked(coated, "li6ps5cl", "li", solvent="polar"), record)


def test_that_a_good_report_of_a_solvent_is_no_finding() -> None:
    cathode = mixed("nacro2", ("catholyte", "na3sbs4", 30))
    assert not [key for key in made(stacked(cathode, "na3sbs4", "na", solvent="polar")) if key.startswith("solvent")]


@pytest.mark.parametrize(
    ("cathode", "separator", "anode", "severity"),
    [
        (SULFIDE, "li6ps5cl", "li", "warning"),
        (HALIDE, "li3ycl6", "li-in", "warning"),
        (mixed("ncm811", ("catholyte", "latp", 30)), "latp", "graphite", "notice"),
        (mixed("lfp", ("catholyte", "latp", 30)), "latp", "graphite", None),
    ],
)
def test_that_a_slurry_with_water_is_judged_by_what_moist_air_does(
    cathode: Any, separator: str, anode: str, severity: str | None
) -> None:
    item = made(stacked(cathode, separator, anode, solvent="water")).get("solvent-water")
    assert (None if item is None else item.severity) == severity
    assert item is None or ("with water" in item.title and item.targets == ("cathode",))


# Order of steps and pressure


def test_that_a_coating_made_with_heat_comes_before_the_catholyte(make: SimpleNamespace) -> None:
    cathode = mixed("lco", ("catholyte", "li6ps5cl", 30), coat="linbo3")
    fields = {"phenomenon": "coating", "verdict": "no issue reported", "layer": make.side("linbo3")}
    heated = make.record("r1", "lco", "li6ps5cl", process="sol-gel, annealed at 350 °C", **fields)
    item = made(stacked(cathode, "li6ps5cl", "li"), heated)["coating-order:cathode.linbo3"]
    assert (item.severity, item.targets) == ("info", ("cathode",))
    assert "annealed at 350 °C" in item.message
    cold = make.record("r1", "lco", "li6ps5cl", process="ALD", **fields)
    assert not [key for key in made(stacked(cathode, "li6ps5cl", "li"), cold) if key.startswith("coating")]
    bare = mixed("lco", ("catholyte", "li6ps5cl", 30))
    assert not [key for key in made(stacked(bare, "li6ps5cl", "li"), heated) if key.startswith("coating")]


@pytest.mark.parametrize(
    ("kind", "megapascal", "severity"),
    [("pouch", 5.1, "notice"), ("pouch", 5, None), ("pellet", 250, "info"), ("pellet", 5, None), ("pouch", None, None)],
)
def test_that_a_laboratory_pressure_is_told_and_weighs_in_a_pouch_only(
    kind: str, megapascal: float | None, severity: str | None
) -> None:
    more = {"operating_pressure": q(megapascal, "MPa"), "fabrication_pressure": q(300, "MPa")}
    item = made(stacked(SULFIDE, "li6ps5cl", "li", kind=kind, **more)).get("lab-pressure")
    assert (None if item is None else item.severity) == severity
    assert item is None or ("50 to 400 MPa" in item.message and "pressed at 300 MPa" in item.message)


def test_that_pressing_alone_is_no_finding() -> None:
    found = made(stacked(SULFIDE, "li6ps5cl", "li", kind="pouch", fabrication_pressure=q(300, "MPa")))
    assert "lab-pressure" not in found


# All of it on what is published


@pytest.mark.parametrize("key", [cell.id for cell in cellbuilder.library().cells()])
def test_that_no_published_cell_is_called_impossible_or_warned_of(key: str) -> None:
    found = every(cellbuilder.from_cell(key))
    assert [item.id for item in found if item.severity in ("error", "warning") or item.verdict == "blocks"] == []
    assert len({item.id for item in found}) == len(found)


def test_that_without_rules_nothing_is_said() -> None:
    from cellbuilder.compatibility import making
    from cellbuilder.compatibility.contacts import all_contacts
    from cellbuilder.compatibility.evidence_base import EvidenceBase

    design = stacked(SULFIDE, "li6ps5cl", "li", dew_point=q(0, "degC"), operating_pressure=q(300, "MPa"))
    assert making.findings(design, all_contacts(design), EvidenceBase(cellbuilder.evidence().records)) == []


def test_that_every_rule_and_limit_has_a_source_that_is_on_record_or_a_label() -> None:
    library = cellbuilder.library()
    known = {*library.sources, "physics-notes", "review"}
    assert len(library.rules.rules) >= 31
    for rule in library.rules.rules:
        assert rule.source.ref in known
        assert (rule.severity == "error") == (rule.verdict == "blocks")
        for limit in rule.limits.values():
            assert limit.kind is not None
            assert limit.value is not None
            assert (limit.source is not None and limit.source.ref in known) or limit.note
