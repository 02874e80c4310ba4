"""Small designs with exact inputs, so that a result can be checked by hand."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from cellbuilder import assess
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design, EmbeddedMaterial
from cellbuilder.domain.evidence import EvidenceRecord, ResistanceChange, Side
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.material import ConductivityPoint, Material
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.result import Figure, Input
from cellbuilder.domain.stack import CellFormat, Component, Conditions, Interface, Layer, Stack

SOURCE = SourceRef(ref="test")


def q(value: float | None, unit: str, **more: Any) -> Quantity:
    return Quantity(value=value, unit=unit, **more)


def conductor(
    key: str, sigma: float | None = None, *, energy: float | None = None, form: Any = None, **more: Any
) -> Material:
    """An electrolyte, its conductivity in mS/cm at 25 degC with no range worth mentioning."""
    points: tuple[ConductivityPoint, ...] = ()
    if sigma is not None:
        point = ConductivityPoint(
            id="only", value=sigma, unit="mS/cm", low=sigma, high=sigma, temperature=q(25, "degC"), form=form,
            activation_energy=None if energy is None else q(energy, "eV", low=energy, high=energy),
            kind="measured", read_from="full text", source=SOURCE,
        )  # fmt: skip
        points = (point,)
    fields: dict[str, Any] = {"ion": "Li", "material_class": "sulfide", **more}
    return Material(id=key, name=key, category="electrolyte", conductivity=points,
                    preferred="only" if points else None, **fields)  # fmt: skip


def host(key: str, capacity: float | None, volts: float | None, **more: Any) -> Material:
    """A cathode active material: mAh/g, and V against Li/Li+ unless another reference is named."""
    fields: dict[str, Any] = {"category": "cathode active material", "ion": "Li", "holds_ion_as_made": True,
                              "potential_reference": "Li/Li+", **more}  # fmt: skip
    return Material(
        id=key, name=key, capacity=None if capacity is None else q(capacity, "mAh/g"),
        average_potential=None if volts is None else q(volts, "V"), **fields,
    )  # fmt: skip


def metal(key: str = "li", **more: Any) -> Material:
    fields: dict[str, Any] = {
        "ion": "Li", "density": q(0.534, "g/cm3"), "capacity": q(3861.88, "mAh/g"), "average_potential": q(0, "V"),
        "potential_reference": "Li/Li+", "holds_ion_as_made": True, "metal_anode": "metal", **more,
    }  # fmt: skip
    return Material(id=key, name=key, category="anode", **fields)


def foil(key: str, density: float) -> Material:
    return Material(id=key, name=key, category="collector", density=q(density, "g/cm3"))


def mixed(**shares: float) -> tuple[Component, ...]:
    """Components by wt%; the key is function__material with dashes as underscores."""
    functions = {"active": "active material", "catholyte": "catholyte", "electrolyte": "electrolyte",
                 "carbon": "carbon", "binder": "binder"}  # fmt: skip
    parts = []
    for name, share in shares.items():
        function, _, material = name.partition("__")
        fields: dict[str, Any] = {"material": material.replace("_", "-"), "function": functions[function]}
        parts.append(Component(mass_fraction=q(share, "wt%"), **fields))
    return tuple(parts)


def design(
    layers: Sequence[Layer], materials: Sequence[Material], *, celsius: float = 25.0, interfaces: Any = (),
    two_sided: bool = False, **more: Any,
) -> Design:  # fmt: skip
    names = ("c_rate", "current_density", "age", "operating_pressure", "coulombic_efficiency", "cycles")
    conditions = {key: more.pop(key) for key in names if key in more}
    body = more.pop("body", None) or CellFormat(kind="pellet", area=q(1, "cm2"), two_sided=two_sided)
    stack = Stack(
        layers=tuple(layers), conditions=Conditions(temperature=q(celsius, "degC"), **conditions), format=body,
        interfaces=tuple(
            entry if isinstance(entry, Interface) else Interface(between=entry[0], area_resistance=entry[1])
            for entry in interfaces
        ), **more,
    )  # fmt: skip
    return Design(
        schema_name="cellbuilder-design", name="test", stack=stack,
        materials={entry.id: EmbeddedMaterial(entry=entry) for entry in materials},
    )  # fmt: skip


def record(key: str, first: str, second: str, **more: Any) -> EvidenceRecord:
    """A statement about two materials; ``F:name`` is a family, ``C:name`` a class."""
    fields: dict[str, Any] = {
        "location": "any", "phenomenon": "chemical reaction", "verdict": "risk", "grade": "B", "statement": key,
        "kind": "measured", "read_from": "review", "source": SourceRef(ref=key), **more,
    }  # fmt: skip
    return EvidenceRecord(id=key, sides=(side(first), side(second)), **fields)


def side(name: str) -> Side:
    kind, _, rest = name.partition(":")
    if kind == "F":
        return Side(family=rest, printed=rest)
    if kind == "C":
        fields: dict[str, Any] = {"material_class": rest}
        return Side(printed=rest, **fields)
    return Side(material=name, printed=name)


def resistance(before: float | None = None, after: float | None = None, **more: Any) -> ResistanceChange:
    return ResistanceChange(
        before=None if before is None else q(before, "Ohm cm2"), after=None if after is None else q(after, "Ohm cm2"),
        **{"interfaces_counted": "one", **more},
    )  # fmt: skip


def evaluate(made: Design, *records: EvidenceRecord) -> Evaluation:
    return assess.evaluate(made, EvidenceBase(records))


def part(evaluation: Evaluation, key: str) -> Figure:
    """A resistance by its key: layer, contact or total."""
    report = evaluation.figures.resistance
    return next(entry for entry in (*report.parts, *report.contacts, *report.totals) if entry.key == key)


def running(evaluation: Evaluation, key: str) -> Figure:
    """A figure of operation by its key."""
    return next(entry for entry in evaluation.figures.operation if entry.key == key)


def below(evaluation: Evaluation, figure: Figure) -> dict[str, Input]:
    """Every input of the design under a figure, by key."""
    return {item.key: item for item in evaluation.figures.trace.inputs_of(figure)}


@pytest.fixture
def make() -> SimpleNamespace:
    """The builders of this file."""
    return SimpleNamespace(
        q=q, conductor=conductor, host=host, metal=metal, foil=foil, mixed=mixed, design=design, record=record,
        side=side, resistance=resistance, evaluate=evaluate, layer=Layer, part=part, running=running, below=below,
    )  # fmt: skip
