"""Cells of library materials, stacked for one test each, and the findings of single checks about them."""

from collections.abc import Iterable, Sequence
from typing import Any

import cellbuilder
from cellbuilder import assess
from cellbuilder.compatibility import electrons, making, mechanics, running
from cellbuilder.compatibility.contacts import all_contacts
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design, EmbeddedMaterial
from cellbuilder.domain.evidence import EvidenceRecord
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import CellFigures
from cellbuilder.domain.stack import CellFormat, Coating, Component, Conditions, Layer, Stack
from cellbuilder.engine import cell


def q(value: float | None, unit: str, **more: Any) -> Quantity:
    return Quantity(value=value, unit=unit, **more)


def mixed(active: str, *others: tuple[str, str, float], coat: str | None = None) -> tuple[Component, ...]:
    """The active material and (function, material, wt%) of what is mixed in."""
    rest = 100.0 - sum(share for _, _, share in others)
    coating = None if coat is None else Coating(material=coat, thickness=q(10, "nm"))
    parts = [Component(material=active, function="active material", mass_fraction=q(rest, "wt%"), coating=coating)]
    for function, material, share in others:
        fields: dict[str, Any] = {"material": material, "function": function}
        parts.append(Component(mass_fraction=q(share, "wt%"), **fields))
    return tuple(parts)


def stacked(
    cathode: Sequence[Component] | str, separator: str, anode: Sequence[Component] | str | None, *,
    kind: Any = "pellet", own: Iterable[Material] = (), um: float = 100.0, layers: dict[str, Any] | None = None,
    cathode_layer: dict[str, Any] | None = None, **conditions: Any,
) -> Design:  # fmt: skip
    """Cathode, separator of ``um`` and anode on copper; ``own`` materials take the place of the library's."""

    def layer(key: str, role: Any, body: Sequence[Component] | str, **more: Any) -> Layer:
        held: dict[str, Any] = {"material": body} if isinstance(body, str) else {"components": tuple(body)}
        return Layer(id=key, role=role, **held, **more)

    made = [layer("cathode", "cathode", cathode, **({"loading": q(10, "mg/cm2")} | (cathode_layer or {})))]
    made.append(layer("separator", "electrolyte", separator, thickness=q(um, "um")))
    if anode is not None:
        made.append(layer("anode", "anode", anode, thickness=q(100, "um"), **(layers or {})))
    made.append(layer("foil", "anode collector", "cu", thickness=q(10, "um")))
    held = {material.id: material for material in own}
    library = cellbuilder.library()
    keys = dict.fromkeys(key for entry in made for key in entry.material_ids)
    return Design(
        schema_name="cellbuilder-design", name="test",
        stack=Stack(
            layers=tuple(made), conditions=Conditions(**({"temperature": q(25, "degC")} | conditions)),
            format=CellFormat(kind=kind, area=q(1, "cm2")),
        ),
        materials={key: EmbeddedMaterial(entry=held.get(key) or library.material(key)) for key in keys},
    )  # fmt: skip


def base(*records: EvidenceRecord) -> EvidenceBase:
    """These records with the materials and rules of the library; all of the library's without any."""
    library = cellbuilder.library()
    return EvidenceBase(records, library.materials(), library.rules) if records else cellbuilder.evidence()


def by_id(found: Iterable[Finding]) -> dict[str, Finding]:
    held = {item.id: item for item in found}
    for item in held.values():
        assert (item.severity == "error") == (item.verdict == "blocks")
        assert item.title
        assert item.message
        assert item.sources
        assert item.would_change
    return held


def made(design: Design, *records: EvidenceRecord) -> dict[str, Finding]:
    return by_id(making.findings(design, all_contacts(design), base(*records)))


def figures(design: Design, evidence: EvidenceBase) -> CellFigures:
    return cell.figures(assess.cell_of(design, evidence))


def run(design: Design, *records: EvidenceRecord, shown: CellFigures | None = None) -> dict[str, Finding]:
    evidence = base(*records)
    return by_id(running.findings(design, all_contacts(design), shown or figures(design, evidence), evidence))


def led(design: Design) -> dict[str, Finding]:
    evidence = base()
    return by_id(electrons.findings(design, assess.cell_of(design, evidence), evidence.rules))


def pressed(design: Design) -> dict[str, Finding]:
    return by_id(mechanics.findings(design, all_contacts(design), base().rules))


def every(design: Design) -> list[Finding]:
    """What all four checks find of a design."""
    evidence, contacts = base(), all_contacts(design)
    calculated = assess.cell_of(design, evidence)
    return [
        *making.findings(design, contacts, evidence),
        *running.findings(design, contacts, cell.figures(calculated), evidence),
        *electrons.findings(design, calculated, evidence.rules),
        *mechanics.findings(design, contacts, evidence.rules),
    ]
