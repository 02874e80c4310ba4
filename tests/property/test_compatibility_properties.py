"""What must not change a verdict: the name and id of a material, the order in which a pair is named."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cellbuilder
from cellbuilder import assess
from cellbuilder.app import edits
from cellbuilder.compatibility import pairs
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Coating, Cutoffs

CELLS = tuple(cell.id for cell in cellbuilder.library().cells())
MATERIALS = tuple(cellbuilder.library().materials())


def renamed(design: Design) -> tuple[Design, dict[str, str]]:
    """The same design with other ids and names for all its materials; what has no formula keeps its id."""
    known = {key: key if held.entry.formula is None else f"mine-{number}"
             for number, (key, held) in enumerate(design.materials.items())}  # fmt: skip
    data: Any = json.loads(design.model_dump_json(by_alias=True))
    for layer in data["stack"]["layers"]:
        parts = [layer, *layer["components"], *(part["coating"] for part in layer["components"] if part["coating"])]
        for part in parts:
            if part.get("material"):
                part["material"] = known[part["material"]]
    packaging = data["stack"]["format"]["packaging"]
    data["stack"]["format"]["packaging"] = packaging and known[packaging]
    for held in data["materials"].values():
        held["entry"] |= {"id": known[held["entry"]["id"]], "name": f"Powder of {held['entry']['id']}", "aliases": []}
        held["digest"] = None
    data["materials"] = {known[key]: held for key, held in data["materials"].items()}
    return Design.model_validate_json(json.dumps(data)), {new: old for old, new in known.items()}


def verdicts(findings: tuple[Finding, ...], known: dict[str, str]) -> list[tuple[str, str, str, str]]:
    def plain(key: str) -> str:
        head, _, rest = key.partition(":")
        pair, _, place = rest.partition("@")
        return head + ":" + "|".join(sorted(known.get(name, name) for name in pair.split("|"))) + place

    return sorted((plain(item.id), item.verdict, item.grade, item.severity) for item in findings)


@pytest.mark.parametrize("cell", CELLS)
def test_that_the_name_of_a_material_changes_no_verdict(cell: str) -> None:
    design = cellbuilder.from_cell(cell)
    other, known = renamed(design)
    before, after = cellbuilder.evaluate(design), cellbuilder.evaluate(other)
    assert verdicts(after.findings, known) == verdicts(before.findings, {})
    assert after.contacts_without_evidence == before.contacts_without_evidence


@given(first=st.sampled_from(MATERIALS), second=st.sampled_from(MATERIALS))
@settings(max_examples=300, deadline=None)
def test_that_a_pair_named_the_other_way_round_has_the_same_report(first: Any, second: Any) -> None:
    base = cellbuilder.evidence()
    assert pairs.report(first, second, base) == pairs.report(second, first, base)


def test_that_every_statement_is_reachable_from_the_two_sides_it_names() -> None:
    base = cellbuilder.evidence()
    for record in base.records:
        names = [side.material or side.family or side.material_class or "" for side in record.sides]
        for one, other in (names, names[::-1]):
            assert record in pairs.naming(base, one, other)


def test_that_every_statement_about_two_materials_is_in_the_report_of_the_pair() -> None:
    base, by_id = cellbuilder.evidence(), {entry.id: entry for entry in MATERIALS}
    for record in base.records:
        one, other = (side.material for side in record.sides)
        if one is None or other is None:
            continue
        report = pairs.report(by_id[one], by_id[other], base)
        cites = [*report.layers, *report.others]
        for aspect in report.aspects:
            cites += [*aspect.supporting, *aspect.opposing, *aspect.elsewhere]
        assert record.id in {cite.evidence for cite in cites}


def with_cathode(design: Design, **changes: Any) -> Design:
    """The design with its cathode changed."""
    layers = tuple(
        edits.evolve(layer, **changes) if layer.role == "cathode" else layer for layer in design.stack.layers
    )
    return edits.evolve(design, stack=edits.evolve(design.stack, layers=layers))


def of_the_cathode(design: Design) -> list[Design]:
    """Grains coated, the catholyte called carbon, all of it active material, another role."""
    (cathode,) = (layer for layer in design.stack.layers if layer.role == "cathode")
    active, *others = cathode.components
    foil = next(layer.material for layer in design.stack.layers if layer.role == "anode collector")
    coated = edits.evolve(active, coating=Coating(material=foil or ""))
    called = tuple(edits.evolve(part, function="carbon") for part in others)
    whole = (edits.evolve(active, mass_fraction=Quantity(value=100, unit="wt%")),
             *(edits.evolve(part, mass_fraction=Quantity(value=0, unit="wt%")) for part in others))  # fmt: skip
    return [
        with_cathode(design, components=(coated, *others)),
        with_cathode(design, components=(active, *called)),
        with_cathode(design, components=whole),
        with_cathode(design, role="cathode interface layer"),
    ]


def made_otherwise(design: Design) -> list[Design]:
    """Wet, hot, in water, under pressure, as a pouch."""
    stack, limit = design.stack, Quantity(value=400, unit="MPa")
    changes: list[dict[str, Any]] = [
        {"dew_point": Quantity(value=0, unit="degC")}, {"fabrication_temperature": Quantity(value=900, unit="degC")},
        {"solvent": "water"}, {"operating_pressure": limit},
        {"operating_pressure": limit, "fabrication_pressure": limit},
    ]  # fmt: skip
    conditions = [edits.evolve(stack.conditions, **change) for change in changes]
    made = [edits.evolve(design, stack=edits.evolve(stack, conditions=entry)) for entry in conditions]
    pouch = edits.evolve(made[3].stack, format=edits.evolve(stack.format, kind="pouch"))
    return [*made, edits.evolve(design, stack=pouch)]


@pytest.mark.parametrize("cell", ["t8-19", "t8-38", "t7-14"])
def test_that_what_was_judged_before_an_edit_never_shows_after_it(cell: str) -> None:
    """The same base, warm from all earlier designs, says what a new one says."""
    library = cellbuilder.library()
    warm = EvidenceBase(library.evidence, MATERIALS, library.rules)
    design = cellbuilder.from_cell(cell)
    separator = next(layer.id for layer in design.stack.layers if layer.role == "electrolyte")
    anode = next(layer.id for layer in design.stack.layers if layer.role == "anode")
    named = tuple(edits.evolve(layer, name=f"my {layer.id}") for layer in design.stack.layers)
    limits = Cutoffs(upper=Quantity(value=3.0, unit="V"), reference="cell")
    steps = [
        design,
        edits.set_material(design, separator, "li6ps5cl", library),
        edits.set_material(design, anode, "graphite", library),
        edits.evolve(design, stack=edits.evolve(design.stack, cutoffs=limits)),
        edits.evolve(design, stack=edits.evolve(design.stack, layers=named)),
        edits.set_quantity(design, separator, "thickness", Quantity(value=7, unit="um")),
        renamed(design)[0],
        *of_the_cathode(design),
        *made_otherwise(design),
        design,
    ]
    for step in steps:
        cold = EvidenceBase(library.evidence, MATERIALS, library.rules)
        assert assess.evaluate(step, warm).findings == assess.evaluate(step, cold).findings
        assert assess.evaluate(step, warm).examined == assess.evaluate(step, cold).examined
