"""The book of rules: what each rule needs, what is refused with its place, and that no book stops an evaluation."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from tests.stacked import base, mixed, q, stacked

import cellbuilder
from cellbuilder import assess, units
from cellbuilder.app import edits
from cellbuilder.compatibility import by_rule, electrons, making, mechanics, references, running, structure
from cellbuilder.compatibility.contacts import all_contacts
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.rulebook import LIMITS, Rule, Rulebook
from cellbuilder.engine import cell
from cellbuilder.io.data_dir import data_dir
from cellbuilder.io.library import Library

Raw = dict[str, Any]
BUNDLED = Library(data_dir("presets")).rules
CODES = [rule.code for rule in BUNDLED.rules]
PLACES = [(rule.code, name) for rule in BUNDLED.rules for name in rule.limits]


def raw(code: str) -> Raw:
    listing = json.loads((data_dir("presets") / "rules.json").read_text(encoding="utf-8"))["rules"]
    found: Raw = next(entry for entry in listing if entry["code"] == code)
    return found


def with_limit(code: str, name: str, value: Any) -> Raw:
    entry = raw(code)
    entry["limits"] = {key: old for key, old in entry["limits"].items() if key != name}
    return entry if value is None else entry | {"limits": {**entry["limits"], name: value}}


def put(folder: Path, *rules: Raw) -> Path:
    path = folder / "rules.json"
    path.write_text(json.dumps({"schema": "cellbuilder-rules", "schema_version": 1, "rules": rules}), encoding="utf-8")
    return path


def every_check(design: Design, rules: Rulebook) -> list[Finding]:
    library = cellbuilder.library()
    evidence, contacts = EvidenceBase(library.evidence, library.materials(), rules), all_contacts(design)
    calculated = assess.cell_of(design, evidence)
    return [
        *structure.faults(design, rules),
        *references.findings(design, rules),
        *electrons.findings(design, calculated, rules),
        *making.findings(design, contacts, evidence),
        *running.findings(design, contacts, cell.figures(calculated), evidence),
        *mechanics.findings(design, contacts, rules),
    ]


def busy() -> list[Design]:
    """Cells about which most of the rules have something to say."""
    conditions: Raw = {
        "temperature": q(190, "degC"), "dew_point": q(-20, "degC"), "fabrication_temperature": q(900, "degC"),
        "operating_pressure": q(80, "MPa"), "current_density": q(5, "mA/cm2"), "solvent": "polar",
        "cycles": q(100, "cycles"),
    }  # fmt: skip
    coated = mixed("ncm811", ("catholyte", "li6ps5cl", 25), ("binder", "ptfe", 5), coat="linbo3")
    graphite = mixed("graphite", ("electrolyte", "li6ps5cl", 40))
    return [
        stacked(coated, "li6ps5cl", "li", **conditions),
        stacked(coated, "li6ps5cl", graphite, kind="pouch", **conditions),
        stacked(mixed("lfp", ("catholyte", "llzo", 85)), "llzo", "si",
                **(conditions | {"operating_pressure": q(0, "MPa")})),
        stacked(mixed("lco", ("catholyte", "li3incl6", 30)), "li3incl6", None, **conditions),
    ]  # fmt: skip


def test_that_the_bundled_book_holds_every_rule_that_a_check_reads_with_the_limits_it_needs() -> None:
    assert sorted(CODES) == sorted(LIMITS)
    assert {rule.code: sorted(rule.limits) for rule in BUNDLED.rules if rule.code != "molten"} == {
        code: sorted(needs) for code, needs in LIMITS.items() if code != "molten"
    }


def test_that_thresholds_that_the_code_once_held_stand_in_the_book() -> None:
    held = {
        ("density", "most"): 1.02, ("temperature", "highest"): 423.15, ("reference-li-in", "low-upper"): 3.8,
        ("no-electron-path", "slack"): 100.0, ("window-margin", "margin"): 0.05, ("relatives", "family"): 0.05,
        ("relatives", "unknown"): 0.5, ("remedies", "conductivity_share"): 0.01, ("remedies", "coating"): 1e-8,
        ("remedies", "interlayer"): 1e-6, ("voltage-limits", "highest"): 6.0, ("molten", "Li"): 453.65,
    }  # fmt: skip
    for (code, name), value in held.items():
        rule = BUNDLED.rule(code)
        assert rule is not None
        assert rule.limit(name) == pytest.approx(value, rel=1e-12)
        assert rule.limits[name].kind == ("estimate" if code == "molten" else "assumption")


def test_that_a_limit_from_memory_is_never_called_measured() -> None:
    recalled = [limit for rule in BUNDLED.rules for limit in rule.limits.values() if limit.read_from == "memory"]
    assert len(recalled) > 2
    assert {limit.kind for limit in recalled} <= {"estimate", "assumption"}


# What is refused


@pytest.mark.parametrize(("code", "name"), [place for place in PLACES if place[0] != "molten"])
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _: None, "' is missing; it is a "),
        (lambda old: old | {"value": None}, "' is unknown (null)"),
        (lambda old: old | {"unit": "Wh/kg"}, "' is in 'Wh/kg', but a "),
        (lambda old: old | {"value": -1000}, "' is -1000 "),
    ],
    ids=["missing", "null", "other kind", "below"],
)
def test_that_a_limit_that_is_missing_unknown_or_of_another_kind_is_refused(
    code: str, name: str, change: Callable[[Raw], Raw | None], words: str
) -> None:
    entry = with_limit(code, name, change(raw(code)["limits"][name]))
    with pytest.raises(ValidationError) as caught:
        Rule.model_validate_json(json.dumps(entry))
    assert f"limit '{name}{words}" in str(caught.value)


def test_that_a_difference_of_temperatures_is_in_kelvin() -> None:
    with pytest.raises(ValidationError, match="limit 'kelvin' is in 'degC', but a temperature difference in K"):
        Rule.model_validate_json(json.dumps(with_limit("critical-current", "kelvin", {"value": 20, "unit": "degC"})))


@pytest.mark.parametrize(("code", "field"), [("reference-li-in", "families"), ("coating-order", "words")])
def test_that_a_rule_that_looks_for_words_needs_some(code: str, field: str) -> None:
    with pytest.raises(ValidationError, match=f"{field} is missing"):
        Rule.model_validate_json(json.dumps(raw(code) | {field: []}))


def test_that_a_table_of_melting_points_holds_temperatures() -> None:
    for limits, words in (({}, "at least one"), ({"Li": {"value": 3, "unit": "V"}}, "limit 'Li' is in 'V'"),
                          ({"K": {"value": None, "unit": "K"}}, "limit 'K' is unknown")):  # fmt: skip
        with pytest.raises(ValidationError, match=words):
            Rule.model_validate_json(json.dumps(raw("molten") | {"limits": limits}))


def test_that_other_moisture_rules_may_have_both_dew_points_or_none() -> None:
    both = raw("moisture-gas")["limits"]
    assert Rule.model_validate_json(json.dumps(raw("moisture-acid") | {"limits": both})).limit("best") > 0.0
    with pytest.raises(ValidationError, match="limit 'best' is missing"):
        Rule.model_validate_json(json.dumps(raw("moisture-acid") | {"limits": {"dry-room": both["dry-room"]}}))


@pytest.mark.parametrize(
    ("severity", "verdict", "sound"),
    [("error", "blocks", True), ("error", "risk", False), ("error", "grows", False), ("warning", "blocks", False),
     ("warning", "grows", True), ("notice", "risk", True)],
)  # fmt: skip
def test_that_only_an_error_blocks(own_library: Path, severity: str, verdict: str, sound: bool) -> None:
    put(own_library, raw("lab-pressure") | {"severity": severity, "verdict": verdict})
    library = cellbuilder.library()
    rule = library.rules.rule("lab-pressure")
    assert rule is not None
    assert (rule.severity, rule.verdict) == ((severity, verdict) if sound else ("notice", "risk"))
    assert [problem.where for error in library.damaged.values() for problem in error.problems] == (
        [] if sound else ["rules > rule 1 (lab-pressure), left out"]
    )


BAD: dict[str, tuple[Raw, str]] = {
    "missing": (with_limit("critical-current", "near", None), "limit 'near' is missing; it is a fraction in 1, %"),
    "null": (with_limit("volume-change", "stiff", {"value": None, "unit": "GPa"}), "limit 'stiff' is unknown (null)"),
    "other kind": (with_limit("lab-pressure", "pouch", {"value": 5, "unit": "mV"}), "limit 'pouch' is in 'mV', but a"),
    "no unit": (with_limit("lab-pressure", "pouch", {"value": 5, "unit": "cm/h"}), "unit 'cm/h' is not known"),
    "a number": (with_limit("lab-pressure", "pouch", 5), "must be an object in braces"),
    "logarithm": (with_limit("critical-current", "fold", {"value": 0, "unit": "1"}), "limit 'fold' is 0 1, which is"),
    "no limits": (raw("binder") | {"limits": {}}, "limit 'noticed' is missing"),
    "an error": (raw("solvent") | {"severity": "error"}, "severity 'error' and verdict 'blocks' go together"),
    "unknown code": (raw("solvent") | {"code": "solvant"}, "no check reads a rule 'solvant'; those that are read are"),
}


@pytest.mark.parametrize("kind", sorted(BAD))
def test_that_a_bad_rule_of_a_lab_is_named_with_its_place_and_everything_else_stands(
    own_library: Path, kind: str
) -> None:
    entry, words = BAD[kind]
    good = with_limit("plating", "margin", {"value": 1.5, "unit": "1"})
    path = put(own_library, good, entry)
    library = cellbuilder.library()
    for design in busy():
        assert every_check(design, library.rules)
        assert cellbuilder.evaluate(design).findings
    assert library.rules.rule(entry["code"]) == BUNDLED.rule(entry["code"])
    plating = library.rules.rule("plating")
    assert plating is not None
    assert plating.limit("margin") == 1.5
    (error,) = library.damaged.values()
    assert list(library.damaged) == [path]
    (problem,) = error.problems
    assert problem.where.startswith(f"rules > rule 2 ({entry['code']}), left out")
    assert words in problem.what
    assert [str(item) for item in library.check()] == [f"rules.json > {problem}"]


def test_that_rules_that_are_no_objects_are_named(own_library: Path) -> None:
    path = own_library / "rules.json"
    path.write_text('{"schema": "cellbuilder-rules", "schema_version": 1, "rules": [null, 3]}', encoding="utf-8")
    library = cellbuilder.library()
    assert library.rules == BUNDLED
    assert [str(problem) for problem in library.damaged[path].problems] == [
        "rules > rule 1, left out: must be an object in braces", "rules > rule 2, left out: must be an object in braces"
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["[]", '{"rules": 3}', '{"rules": [], "colour": 1}', "{", '{"rules": null}'])
def test_that_a_damaged_book_is_named_and_the_bundled_one_stays(own_library: Path, content: str) -> None:
    path = own_library / "rules.json"
    path.write_text(content, encoding="utf-8")
    assert cellbuilder.library().rules == BUNDLED
    assert list(cellbuilder.library().damaged) == [path]


def test_that_a_limit_that_no_check_reads_is_kept() -> None:
    entry = with_limit("lab-pressure", "coin cell", {"value": None, "unit": "V"})
    assert "coin cell" in Rule.model_validate_json(json.dumps(entry)).limits


# That what is not refused can be applied


@pytest.mark.parametrize("end", ["least", "most", "as it is"])
def test_that_no_sound_limit_stops_a_check(end: str) -> None:
    def extreme(rule: Rule) -> Rule:
        limits: Raw = {}
        for name, old in rule.limits.items():
            need = LIMITS[rule.code].get(name)
            offset = units.find(old.unit).offset
            least = units.from_si(1.0, old.unit) if offset or (need is not None and need.least) else 1e-25
            value = {"least": least, "most": 1e4 if offset else 1e30, "as it is": old.value}[end]
            limits[name] = old.model_dump(exclude_none=True) | {"value": value}
        entry = rule.model_dump(mode="json", exclude_none=True) | {"limits": limits}
        return Rule.model_validate_json(json.dumps(entry))

    book = BUNDLED.model_copy(update={"rules": tuple(extreme(rule) for rule in BUNDLED.rules)})
    for design in busy():
        for item in every_check(design, book):
            assert (item.severity == "error") == (item.verdict == "blocks")
            assert item.title
            assert item.message


def test_that_a_rule_that_blocks_tells_a_risk_where_it_weighs_less() -> None:
    rule = BUNDLED.rule("plating")
    assert rule is not None
    given = [by_rule.finding(rule, "t", "m", (), severity=weight) for weight in (None, "warning", "notice", "info")]
    assert [(item.severity, item.verdict) for item in given] == [
        ("error", "blocks"), ("warning", "risk"), ("notice", "risk"), ("info", "risk")
    ]  # fmt: skip
    told = by_rule.finding(rule, "t", "m", (), verdict="grows")
    assert (told.severity, told.verdict) == ("warning", "grows")


def test_that_an_empty_book_leaves_the_hard_facts() -> None:
    design = edits.remove_layer(cellbuilder.from_model("T"), "cathode")
    for rules in (None, Rulebook()):
        assert [item.code for item in structure.faults(design, rules)] == ["no-cathode"]
    assert every_check(stacked("nvp", "na3ps4", "na", temperature=q(300, "degC")), Rulebook()) == []


def test_that_a_threshold_of_a_lab_is_followed() -> None:
    design = stacked("ncm811", "li6ps5cl", "li-in", temperature=q(120, "degC"))
    hotter = Rule.model_validate_json(json.dumps(with_limit("temperature", "highest", {"value": 110, "unit": "degC"})))
    assert structure.faults(design, base().rules) == []
    assert [item.code for item in structure.faults(design, Rulebook(rules=(hotter,)))] == ["temperature"]
