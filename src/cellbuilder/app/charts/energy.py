"""Where the grams and the micrometres of a cell are, and what that leaves of its energy, level by level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from cellbuilder import units
from cellbuilder.app import present
from cellbuilder.app.charts.kinds import colour_of_ingredient, colour_of_layer
from cellbuilder.app.charts.model import Axis, Bar, Bars, Part
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.result import EnergyLevel, Figure, Input, LayerBudget, Trace
from cellbuilder.domain.stack import Layer
from cellbuilder.engine.layer_data import part_key

Per = Literal["mass", "volume"]

_LEVEL_COLOURS: Final = {"material": "active", "electrode": "reaction", "stack": "ionic", "cell": "passive"}


@dataclass(frozen=True, slots=True)
class _Share:
    """A piece of a layer: its part (0 to 1), or None where it is not known."""

    name: str
    colour: str
    share: float | None
    key: str
    note: str = ""


def mass(design: Design, evaluation: Evaluation) -> Bars:
    """Return where the grams are: a bar for each layer, by ingredient. Coatings are not weighed."""
    budget = evaluation.figures.budget
    found = [_bar(row, row.areal_mass, _by_mass(design, _layer(design, row))) for row in budget]
    return Bars(tr("Where the grams are"), Axis(tr("areal mass"), "mg/cm2"), tuple(found),
                note=_note(evaluation.figures.areal_mass, design))  # fmt: skip


def thickness(design: Design, evaluation: Evaluation) -> Bars:
    """Return where the micrometres are: a bar for each layer, by ingredient and pores."""
    trace, budget = evaluation.figures.trace, evaluation.figures.budget
    found = [_bar(row, row.thickness, _by_volume(design, _layer(design, row), trace)) for row in budget]
    return Bars(tr("Where the micrometres are"), Axis(tr("thickness"), "um"), tuple(found),
                note=_note(evaluation.figures.thickness, design))  # fmt: skip


def ladder(evaluation: Evaluation, per: Per = "mass") -> Bars:
    """Return the energy from the bare active material to the cell: what each level leaves of it."""
    rungs = [(level, _energy(level, per)) for level in evaluation.figures.levels]
    title, axis = tr("Energy per mass, level by level"), Axis(tr("specific energy"), "Wh/kg")
    if per == "volume":
        title, axis = tr("Energy per volume, level by level"), Axis(tr("energy density"), "Wh/L")
    return Bars(title, axis, tuple(_rung(*rung) for rung in rungs), note=_left(rungs))


def function_name(function: str) -> str:
    """Return what an ingredient is there for, in words."""
    return {
        "active material": tr("active material"), "catholyte": tr("catholyte"), "electrolyte": tr("electrolyte"),
        "carbon": tr("carbon"), "binder": tr("binder"), "other": tr("other"),
    }.get(function, function)  # fmt: skip


def _layer(design: Design, row: LayerBudget) -> Layer:
    return next(layer for layer in design.stack.layers if layer.id == row.layer)


def _bar(row: LayerBudget, figure: Figure, shares: list[_Share]) -> Bar:
    text = present.with_span(figure)
    if figure.value is None or any(entry.share is None for entry in shares):
        why = "; ".join(entry.note for entry in shares if entry.share is None and entry.note)
        part = Part(row.name, figure.value, shares[0].colour if figure.value is not None else "unknown",
                    low=figure.low, high=figure.high, text=present.value(figure), note=figure.note or why,
                    key=figure.key, hatched=figure.value is None or figure.at_least or figure.at_most)  # fmt: skip
        return Bar(row.name, (part,), text, (row.layer,), figure.key)
    alone = len(shares) == 1
    parts = tuple(
        Part(
            entry.name, figure.value * (entry.share or 0.0), entry.colour, low=figure.low if alone else None,
            high=figure.high if alone else None, note=entry.note, key=entry.key or figure.key,
            text=f"{present.number(figure.value * (entry.share or 0.0))} {present.unit(figure.unit)}",
            hatched=figure.at_least or figure.at_most,
        )
        for entry in shares
    )  # fmt: skip
    return Bar(row.name, parts, text, (row.layer,), figure.key)


def _by_mass(design: Design, layer: Layer) -> list[_Share]:
    if layer.material is not None:
        return [_whole(design, layer)]
    weights = [part.mass_fraction.si or 0.0 for part in layer.components]
    every = sum(weights) or 1.0
    return [
        _ingredient(design, layer, index, weight / every, f"mass fraction:{part_key(layer, index)}")
        for index, weight in enumerate(weights) if weight
    ] or [_whole(design, layer)]  # fmt: skip


def _by_volume(design: Design, layer: Layer, trace: Trace) -> list[_Share]:
    if layer.material is not None:
        key, pores = _pores(layer, trace)
        solid = _whole(design, layer)
        if not pores:
            return [solid]
        return [_Share(solid.name, solid.colour, 1.0 - pores, solid.key), _hollow(pores, key)]
    found = [(index, trace.steps.get(f"volume fraction:{part_key(layer, index)}"))
             for index in range(len(layer.components))]  # fmt: skip
    known = [(index, step) for index, step in found if step is not None and step.value is not None]
    if len(known) < len(found) or not found:
        why = tr("not divided: the volume fractions are not known")
        return [_Share(design.title(layer), colour_of_layer(design, layer), None, "", why)]
    shares = [_ingredient(design, layer, index, step.value, step.key) for index, step in known if step.value]
    key, _ = _pores(layer, trace)
    pores = 1.0 - sum(entry.share or 0.0 for entry in shares)
    return [*shares, _hollow(pores, key)] if pores > 1e-12 else shares


def _pores(layer: Layer, trace: Trace) -> tuple[str, float]:
    """Return the porosity that the calculation used, and its key."""
    key = f"pores:{layer.id}"
    step: Figure | Input | None = trace.steps.get(key)
    if step is None:
        key = f"porosity:{layer.id}"
        step = trace.inputs.get(key)
    return key, 0.0 if step is None or step.value is None else units.to_si(step.value, step.unit)


def _hollow(share: float, key: str) -> _Share:
    return _Share(tr("pores"), "pores", share, key)


def _whole(design: Design, layer: Layer) -> _Share:
    name = design.title(layer) if layer.material is None else design.material(layer.material).label
    return _Share(name, colour_of_layer(design, layer), 1.0, "")


def _ingredient(design: Design, layer: Layer, index: int, share: float | None, key: str) -> _Share:
    part = layer.components[index]
    material = design.material(part.material)
    name = f"{material.label}, {function_name(part.function)}"
    return _Share(name, colour_of_ingredient(part.function, material), share, key)


def _energy(level: EnergyLevel, per: Per) -> Figure:
    return level.specific_energy if per == "mass" else level.energy_density


def _rung(level: EnergyLevel, figure: Figure) -> Bar:
    name = _level_name(level)
    part = Part(
        name, figure.value, _LEVEL_COLOURS[level.level] if figure.value is not None else "unknown", low=figure.low,
        high=figure.high, text=present.value(figure), key=figure.key,
        note="; ".join(text for text in (figure.convention, figure.note) if text),
        hatched=figure.value is None or figure.at_least or figure.at_most,
    )  # fmt: skip
    return Bar(name, (part,), present.with_span(figure), (), figure.key)


def _level_name(level: EnergyLevel) -> str:
    return {"material": tr("active material"), "electrode": tr("electrodes"), "stack": tr("stack"),
            "cell": tr("cell")}[level.level]  # fmt: skip


def _left(rungs: Sequence[tuple[EnergyLevel, Figure]]) -> str:
    """Say what the last known level keeps of the first: at nominal inputs, and between the ends of both ranges."""
    known = [rung for rung in rungs if rung[1].value is not None]
    if len(known) < 2:
        return ""
    whole, (level, last) = known[0][1], known[-1]
    if not whole.value or last.value is None:
        return ""
    share = f"{present.number(100.0 * last.value / whole.value, 2)} %"
    if last.low is not None and last.high is not None and whole.low and whole.high:
        ends = (present.number(100.0 * end, 2) for end in (last.low / whole.high, last.high / whole.low))
        share += " ({} – {})".format(*ends)
    said = tr("{level}: about {share} of the energy of the active material is left")
    said = said.format(level=_level_name(level), share=share)
    if last.at_most and whole.at_most:
        said += "; " + tr("both are known from above only")
    return said


def _note(whole: Figure, design: Design) -> str:
    said = [tr("total: {value}").format(value=present.with_label(whole)),
            tr("one cathode, one electrolyte, one anode as built, collectors in full")]  # fmt: skip
    if any(part.coating is not None for layer in design.stack.layers for part in layer.components):
        said.append(tr("coatings of particles are not counted"))
    return "; ".join([*said, *([whole.note] if whole.note else [])])
