"""Resistance as bars: by layer and interface, by process, or the whole cell in one bar."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, Literal, get_args

from cellbuilder import units
from cellbuilder.app import present
from cellbuilder.app.charts.kinds import colour_of_layer
from cellbuilder.app.charts.model import Axis, Bar, Bars, Part
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.result import Figure, Input, Regime, Trace
from cellbuilder.domain.stack import ROLE_ORDER

By = Literal["layer", "process"]
"""What each bar stands for: a layer or interface, stacked by process; or a process, stacked by layer."""

Process = Literal[
    "ions", "grain boundaries", "electrons", "together", "charge transfer", "coating", "diffusion", "all together",
    "contact", "growth", "constriction", "metal", "unknown",
]  # fmt: skip

UNIT: Final = "Ohm cm2"
NEGLIGIBLE: Final = 1e-3
"""Upper bounds below this share of the total stand together in one bar."""

_COLOURS: Final[dict[Process, str]] = {
    "ions": "ionic", "grain boundaries": "ionic", "electrons": "electronic", "together": "ionic",
    "charge transfer": "reaction", "coating": "coating", "diffusion": "active", "all together": "reaction",
    "contact": "contact", "growth": "growth", "constriction": "contact", "metal": "passive", "unknown": "unknown",
}  # fmt: skip
_ADDED: Final[dict[str, Process]] = {
    "grown": "growth", "with its interphase": "growth", "with the constriction of its spots": "constriction",
}  # fmt: skip
"""Steps of a contact that add to what was there before (equation 19)."""
_ROLE_AND_MATERIAL: Final = re.compile(rf"(?:{'|'.join(sorted(ROLE_ORDER, key=len, reverse=True))}) \((.+)\)")


def process_name(process: Process) -> str:
    """Return a process in words."""
    return {
        "ions": tr("ions through the layer"),
        "grain boundaries": tr("grain boundaries"),
        "electrons": tr("electrons through the layer"),
        "together": tr("ions and electrons together"),
        "charge transfer": tr("charge transfer"),
        "coating": tr("coating"),
        "diffusion": tr("diffusion in the grains"),
        "all together": tr("transport and charge transfer together"),
        "contact": tr("contact"),
        "growth": tr("interphase growth"),
        "constriction": tr("constriction at contact spots"),
        "metal": tr("electrons through metal"),
        "unknown": tr("unknown"),
    }[process]


def regimes(evaluation: Evaluation) -> tuple[Regime, ...]:
    """Return the regimes that can be switched between, the fastest first."""
    return tuple(total.regime for total in evaluation.figures.resistance.totals if total.regime is not None)


def regime_name(regime: Regime) -> str:
    """Return a regime in words: when its resistance is what the cell shows."""
    return {
        "instantaneous": tr("instantaneous: at the start of a pulse"),
        "pseudo-steady": tr("pseudo-steady: after the reaction has levelled out"),
        "front": tr("front: a reaction front moves through the electrode"),
    }[regime]


def total(evaluation: Evaluation, regime: Regime) -> Figure:
    """Return the total of a regime; of the slowest one where this design has no such regime."""
    totals = evaluation.figures.resistance.totals
    return next((figure for figure in totals if figure.regime == regime), totals[-1])


def in_order(evaluation: Evaluation, regime: Regime) -> tuple[Figure, ...]:
    """Return layers and contacts of one regime in stack order, every contact after the first of its two layers."""
    report, wanted = evaluation.figures.resistance, total(evaluation, regime).regime
    left = list(report.contacts)
    found: list[Figure] = []
    for part in report.parts:
        if part.regime not in (None, wanted):
            continue
        found.append(part)
        after = [contact for contact in left if contact.layers[:1] == part.layers[:1]]
        found += after
        left = [contact for contact in left if contact not in after]
    return (*found, *left)


def bars(evaluation: Evaluation, regime: Regime, by: By = "layer") -> Bars:
    """Return the resistances of one regime: a bar for each layer and interface, or for each process.

    Layers of metal that come to nothing, and are known from above only, share the last bar.
    """
    whole, trace = total(evaluation, regime), evaluation.figures.trace
    shown = in_order(evaluation, regime)
    metals = [figure for figure in shown if _is_negligible(figure, whole)]
    rows = [(figure, pieces(figure, trace)) for figure in shown if figure not in metals]
    made = _by_process(rows, metals) if by == "process" else [*(_layer_bar(*row) for row in rows), *_metals(metals)]
    return Bars(_title(whole), _axis(), tuple(made), note=_note(whole))


def stack(evaluation: Evaluation, regime: Regime, design: Design | None = None) -> Bars:
    """Return one bar of the whole cell, layers and interfaces in stack order.

    With the design its pieces have the colours that the layers have in the drawing, else those of the main process.
    What the total leaves out, because it is known from above only, has no length but its range.
    """
    whole, trace = total(evaluation, regime), evaluation.figures.trace
    counted = {item.key for item in whole.inputs}
    layers = {} if design is None else {layer.id: layer for layer in design.stack.layers}
    parts: list[Part] = []
    for figure in in_order(evaluation, regime):
        known = [part for process, part in pieces(figure, trace) if part.value is not None and process != "unknown"]
        colour = max(known, key=lambda part: part.value or 0.0).colour if known else _COLOURS["unknown"]
        if known and design is not None and len(figure.layers) == 1:
            colour = colour_of_layer(design, layers[figure.layers[0]])
        part = replace(_whole(figure, colour), name=short_name(figure))
        if figure.value is not None and figure.key not in counted:
            part = replace(part, value=None, low=0.0, high=figure.high if figure.high is not None else figure.value,
                           note=_joined(tr("not counted, because known from above only"), part.note))  # fmt: skip
        parts.append(part)
    bar = Bar(tr("whole cell"), tuple(parts), present.with_span(whole), tuple(_layers(evaluation)), whole.key)
    return Bars(_title(whole), _axis(), (bar,), note=_note(whole))


def pieces(figure: Figure, trace: Trace) -> tuple[tuple[Process, Part], ...]:
    """Return what one resistance is made of, as far as its terms add up; their sum is its value.

    Where something is missing ("at least"), a piece without length says what.
    """
    if figure.value is None:
        return (("unknown", _unknown(figure)),)
    split = [(process, value, item) for process, value, item in _split(figure, trace) if value is not None]
    if len(split) == 1:
        process = split[0][0]
        made = [(process, replace(_whole(figure, _COLOURS[process]), name=process_name(process)))]
    else:
        made = [(process, _piece(process, value, item, figure)) for process, value, item in split]
    if figure.at_least:
        made.append(("unknown", replace(_unknown(figure), name=process_name("unknown"))))
    return tuple(made)


def layer_name(figure: Figure) -> str:
    """Return the name of a layer or contact without its regime."""
    return figure.name.removesuffix(f", {figure.regime}") if figure.regime else figure.name


def short_name(figure: Figure) -> str:
    """Return the name of a layer, or of a contact by what touches: ``Li3InCl6 | Li-In``."""
    if len(figure.layers) != 2:
        return layer_name(figure)
    return " | ".join(short_title(side) for side in layer_name(figure).split(" | "))


def short_title(title: str) -> str:
    """Return what a layer is made of, where its name is role and material; else the name."""
    match = _ROLE_AND_MATERIAL.fullmatch(title)
    return match[1] if match else title


_Split = list[tuple[Process, float | None, Input | None]]


def _split(figure: Figure, trace: Trace) -> _Split:
    """Take a resistance apart by the formula that it comes from (docs/physics.md 1b)."""
    assert figure.value is not None
    inputs = {item.symbol: item for item in figure.inputs}
    if len(figure.layers) == 2:
        return _contact(figure, trace)
    if figure.regime == "pseudo-steady" and "R_rails" in inputs:
        return _evenly_used(inputs, trace)
    if figure.regime == "front":
        reaction = _reaction(inputs.get("R_ct"), trace)
        return [("together", figure.value - _sum(reaction), None), *reaction]
    if figure.regime is not None:
        transfer = inputs.get("R_ct")
        return [("all together" if transfer is not None and transfer.value else "together", figure.value, None)]
    if "r_gb" in inputs:
        inside = _si(inputs["d"]) / _si(inputs["sigma"]) / units.UNITS[UNIT].factor
        return [("ions", inside, None), ("grain boundaries", figure.value - inside, None)]
    return [("metal" if "sigma_metal" in inputs else "ions", figure.value, None)]


def _evenly_used(inputs: dict[str, Input], trace: Trace) -> _Split:
    """The rails count a third each; charge transfer and diffusion add to them (equation 14)."""
    rails = inputs["R_rails"]
    thirds: list[tuple[Process, float | None, Input | None]] = []
    names: tuple[tuple[str, Process], ...] = (("R_i", "ions"), ("R_e", "electrons"))
    steps = {item.symbol: item for item in trace.steps[rails.key].inputs}
    for symbol, process in names:
        rail = steps[symbol]
        value, low, high = (None if end is None else end / 3.0 for end in (_in(rail), rail.low, rail.high))
        thirds.append((process, value, replace(rails, value=value, low=low, high=high, unit=rail.unit)))
    diffusion = inputs.get("R_diff")
    last: _Split = [] if diffusion is None else [("diffusion", _in(diffusion), diffusion)]
    return [*thirds, *_reaction(inputs.get("R_ct"), trace), *last]


def _reaction(item: Input | None, trace: Trace) -> _Split:
    """Charge transfer, and the coating where it was added to it."""
    if item is None:
        return []
    step = trace.steps.get(item.key)
    added = {} if step is None else {source.symbol: source for source in step.inputs}
    if "R_film" in added:
        bare, film = added["R_ct"], added["R_film"]
        return [("charge transfer", _in(bare), bare), ("coating", _in(film), film)]
    return [("charge transfer", _in(item), item)]


def _contact(figure: Figure, trace: Trace) -> _Split:
    """The contact as it was found, and what growth and constriction add to it."""
    found: _Split = []
    step, value = figure, figure.value
    while True:
        item = next((source for source in step.inputs if source.symbol == "ASR_0"), None)
        before = None if item is None else trace.steps.get(item.key)
        process = _ADDED.get(step.key.partition(":")[0])
        if process is not None and item is not None:
            now = _in(item)
            assert value is not None
            assert now is not None
            found.append((process, value - now, None))
            value = now
        if before is None:
            break
        step = before
    return [("contact", value, None), *reversed(found)]


def _sum(split: _Split) -> float:
    return sum(value or 0.0 for _, value, _ in split)


def _si(item: Input) -> float:
    return math.nan if item.value is None else units.to_si(item.value, item.unit)


def _in(item: Input) -> float | None:
    """Return a resistance in the unit of the chart."""
    if item.value is None or item.unit == UNIT:
        return item.value
    return float(units.from_si(units.to_si(item.value, item.unit), UNIT))


def _piece(process: Process, value: float | None, item: Input | None, figure: Figure) -> Part:
    same = item is not None and item.unit == UNIT
    return Part(
        process_name(process), value, _COLOURS[process], low=item.low if item and same else None,
        high=item.high if item and same else None, text=_text(value), note=(item.note or "") if item else "",
        key=item.key if item else figure.key, hatched=figure.at_least or figure.at_most,
    )  # fmt: skip


def _whole(figure: Figure, colour: str) -> Part:
    return Part(
        layer_name(figure), figure.value, colour if figure.value is not None else _COLOURS["unknown"], low=figure.low,
        high=figure.high, text=present.value(figure), note=figure.note or "", key=figure.key,
        hatched=figure.value is None or figure.at_least or figure.at_most,
    )  # fmt: skip


def _unknown(figure: Figure) -> Part:
    return Part(process_name("unknown"), None, _COLOURS["unknown"], text=tr("unknown"), note=figure.note or "",
                key=figure.key, hatched=True)  # fmt: skip


def _layer_bar(figure: Figure, found: Iterable[tuple[Process, Part]]) -> Bar:
    parts, text = tuple(part for _, part in found), present.with_span(figure)
    return Bar(short_name(figure), parts, text, figure.layers, figure.key)


def _metals(figures: list[Figure]) -> list[Bar]:
    if not figures:
        return []
    parts = tuple(_whole(figure, _COLOURS["metal"]) for figure in figures)
    most = sum(figure.value or 0.0 for figure in figures)
    text = f"≤ {_text(most)}"
    return [Bar(tr("layers of metal"), parts, text, tuple(figure.layers[0] for figure in figures))]


def _by_process(rows: list[tuple[Figure, tuple[tuple[Process, Part], ...]]], metals: list[Figure]) -> list[Bar]:
    found: dict[Process, list[tuple[Figure, Part]]] = {}
    for figure, split in rows:
        for process, part in split:
            found.setdefault(process, []).append((figure, replace(part, name=short_name(figure))))
    for figure in metals:
        found.setdefault("metal", []).append((figure, _whole(figure, _COLOURS["metal"])))
    return [
        Bar(
            process_name(process), tuple(part for _, part in found[process]), _process_text(process, found[process]),
            tuple(dict.fromkeys(layer for figure, _ in found[process] for layer in figure.layers)),
        )
        for process in get_args(Process) if process in found
    ]  # fmt: skip


def _process_text(process: Process, found: list[tuple[Figure, Part]]) -> str:
    if process == "unknown":
        return tr("unknown")
    more = any(figure.at_least and part.key == figure.key for figure, part in found)
    less = any(figure.at_most for figure, _ in found)
    sign = "" if more and less else "≥ " if more else "≤ " if less else ""
    return sign + _text(sum(part.value or 0.0 for _, part in found))


def _is_negligible(figure: Figure, whole: Figure) -> bool:
    small = figure.value is not None and figure.value <= NEGLIGIBLE * (whole.value or 0.0)
    return figure.at_most and small and len(figure.layers) == 1


def _text(value: float | None) -> str:
    return tr("unknown") if value is None else f"{present.number(value)} {present.unit(UNIT)}"


def _title(whole: Figure) -> str:
    words = {"instantaneous": tr("instantaneous"), "pseudo-steady": tr("pseudo-steady"), "front": tr("front")}
    return tr("Area-specific resistance, {regime}").format(regime=words[whole.regime or "instantaneous"])


def _axis() -> Axis:
    return Axis(tr("resistance"), UNIT)


def _note(whole: Figure) -> str:
    text = tr("total: {value}").format(value=present.with_label(whole))
    return _joined(text, whole.note or "")


def _layers(evaluation: Evaluation) -> list[str]:
    return [row.layer for row in evaluation.figures.budget]


def _joined(*texts: str) -> str:
    return "; ".join(text for text in texts if text)
