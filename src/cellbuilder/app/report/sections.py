"""The sections with numbers: headline, layers, composition, resistance, energy, under current, windows, impedance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from cellbuilder.app import headlines, present
from cellbuilder.app.charts import energy, limits, resistance, windows
from cellbuilder.app.charts.model import Bars, Chart
from cellbuilder.app.provenance import stack_inputs
from cellbuilder.app.report import figures
from cellbuilder.app.report.markup import figure, heading, paragraph, picture, small, table, text, unbroken
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Figure
from cellbuilder.domain.stack import Component, Layer
from cellbuilder.engine.layer_data import part_key

_CARDS: Final = 4
_CONDITIONS: Final = ("conditions > ", "cutoffs > ", "format > ")
_STACK: Final = (960, 300)


@dataclass(frozen=True, slots=True)
class Matter:
    """What the report is about."""

    design: Design
    evaluation: Evaluation
    workspace: Workspace


def stack_picture(matter: Matter) -> Iterator[str]:
    """The cross-section, drawn as in the window."""
    from cellbuilder.app.drawing.svg import stack_svg

    design = matter.design
    names = "; ".join(design.title(layer) for layer in design.stack.layers)
    drawn = stack_svg(design, matter.evaluation, *_STACK)
    yield picture(drawn, tr("Cross-section from cathode to anode: {names}").format(names=names))


def headline(matter: Matter) -> Iterator[str]:
    """The numbers above all others, and what makes up most of the resistance."""
    cards = [_card(name, value) for name, value in headlines.headlines(matter.evaluation).items()]
    cards.append(_findings_card(matter.evaluation))
    rows = [cards[at : at + _CARDS] for at in range(0, len(cards), _CARDS)]
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    yield f'<table width="100%" cellspacing="0" cellpadding="8">{body}</table>\n'
    slow = matter.evaluation.figures.resistance.totals[-1].regime or "instantaneous"
    yield paragraph(limits.limiting(matter.evaluation, slow))
    yield paragraph(
        tr(
            "≥ at least: some parts are unknown, and unknown is never counted as zero. ≤ at most: known from above. "
            "* an assumption or estimate is among the inputs. Ranges come from the ranges of the inputs and hold the "
            "value nine times in ten if those do."
        ),
        quiet=True,
    )


def _card(name: str, value: Figure) -> str:
    below = [part for part in (present.span(value), present.label(value)) if part and part != present.value(value)]
    return _cell(name, present.value(value), below or [value.note or ""])


def _cell(name: str, value: str, below: list[str]) -> str:
    lines = "<br>".join(small(line) for line in below)
    return (f'<td class="card" width="25%"><span class="small">{text(name)}</span><br>'
            f'<span class="big">{unbroken(value)}</span><br>{lines}</td>')  # fmt: skip


def _findings_card(evaluation: Evaluation) -> str:
    open_ = [item for item in evaluation.findings if item.waived is None]
    worst = sum(item.severity in ("error", "warning") for item in open_)
    said = tr("{n} to look at").format(n=worst) if worst else tr("none serious")
    below = tr("{n} findings, {waived} waived").format(
        n=len(evaluation.findings), waived=len(evaluation.findings) - len(open_)
    )
    return _cell(tr("Findings"), said, [below])


def layers(matter: Matter) -> Iterator[str]:
    """Every layer with its size, mass and resistance."""
    design, found = matter.design, matter.evaluation.figures
    slow = found.resistance.totals[-1].regime or "instantaneous"
    parts = {part.layers[0]: part for part in resistance.in_order(matter.evaluation, slow) if len(part.layers) == 1}
    rows = []
    for number, (layer, row) in enumerate(zip(design.stack.layers, found.budget, strict=True), 1):
        own = parts.get(layer.id)
        rows.append([str(number), f"{text(row.name)}<br>{small(_made_of(design, layer))}", figure(row.thickness),
                     figure(row.areal_mass), "" if own is None else figure(own)])  # fmt: skip
    rows.append(["", f"<b>{text(tr('whole stack'))}</b>", figure(found.thickness), figure(found.areal_mass),
                 figure(found.resistance.totals[-1])])  # fmt: skip
    heads = ("", tr("Layer"), tr("Thickness"), tr("Areal mass"), tr("Resistance, {regime}").format(regime=slow))
    yield table(heads, rows, ("right", "left", "right", "right", "right"))
    noted = [f"{design.title(layer)}: {layer.note}" for layer in design.stack.layers if layer.note]
    yield from (paragraph(line, quiet=True) for line in noted)


def _made_of(design: Design, layer: Layer) -> str:
    if layer.material is not None:
        material = design.material(layer.material)
        return " · ".join(dict.fromkeys(part for part in (material.name, material.formula) if part))
    return " + ".join(design.material(part.material).label for part in layer.components)


def composition(matter: Matter) -> Iterator[str]:
    """Ingredients of every mixed layer, and the conditions of the cell."""
    design, trace = matter.design, matter.evaluation.figures.trace
    rows = []
    for layer in design.stack.layers:
        for index, part in enumerate(layer.components):
            phi = trace.steps.get(f"volume fraction:{part_key(layer, index)}")
            share = tr("unknown") if phi is None or phi.value is None else f"{present.number(100 * phi.value)} vol%"
            rows.append([text(design.title(layer)) if not index else "", text(design.material(part.material).label),
                         text(energy.function_name(part.function)), text(present.quantity(part.mass_fraction)),
                         text(share), text(_details(design, part))])  # fmt: skip
    if rows:
        heads = (tr("Layer"), tr("Ingredient"), tr("Function"), tr("By mass"), tr("By volume"), tr("Grains, coating"))
        yield table(heads, rows, ("left", "left", "left", "right", "right", "left"))
    else:
        yield paragraph(tr("No layer is a mixture."))
    yield heading(3, tr("How the cell is made and run"))
    entered = [item for item in stack_inputs(design.stack) if item.place.startswith(_CONDITIONS)]
    rows = [[text(_condition(item.place, design)), text(present.quantity(item.quantity)), text(item.quantity.kind),
             _origin(item.quantity, matter)] for item in entered]  # fmt: skip
    body = design.stack.format
    rows.insert(0, [text(tr("cell format")), text(body.kind), "", text(_format(design))])
    yield table((tr("Condition"), tr("Value"), tr("Label"), tr("Source or note")), rows)


def _condition(place: str, design: Design) -> str:
    group, _, name = place.partition(" > ")
    if group != "cutoffs" or design.stack.cutoffs is None:
        return "C-rate" if name == "c rate" else name
    limit = {"lower": tr("lower voltage limit"), "upper": tr("upper voltage limit")}.get(name, name)
    return tr("{limit}, against {reference}").format(limit=limit, reference=design.stack.cutoffs.reference)


def _format(design: Design) -> str:
    body, counted = design.stack.format, design.stack.conventions
    said = [tr("{n} repeat units").format(n=body.repeat_units) if body.repeat_units > 1 else "",
            tr("coated on both sides") if body.two_sided else "",
            tr("collectors counted: {how}; volume: {volume}; capacity: {capacity}").format(
                how=counted.collectors, volume=counted.volume, capacity=counted.capacity)]  # fmt: skip
    return "; ".join(part for part in said if part)


def _details(design: Design, part: Component) -> str:
    said = []
    if part.particle_radius is not None:
        said.append(tr("grain radius {size}").format(size=present.quantity(part.particle_radius)))
    if part.coating is not None:
        label = design.material(part.coating.material).label
        size = "" if part.coating.thickness is None else f" {present.quantity(part.coating.thickness)}"
        said.append(tr("coated with {label}").format(label=label) + size)
    return "; ".join(said)


def _origin(quantity: Quantity, matter: Matter) -> str:
    origin = present.source(quantity.source, matter.workspace.library.sources)
    return text("; ".join(part for part in (origin, quantity.note or "") if part))


def drawn(chart: Chart, *, title: bool = True, new_page: bool = False) -> Iterator[str]:
    """A chart as a picture under its title, with its note below."""
    if isinstance(chart, Bars) and not chart.bars:
        yield paragraph(chart.note)
        return
    if title:
        yield heading(3, chart.title, new_page=new_page)
    yield picture(figures.svg(chart), figures.described(chart))
    if chart.note:
        yield paragraph(chart.note, quiet=True)


def figure_table(rows: Iterable[Figure], evaluation: Evaluation) -> str:
    """Figures as a table: name, value, range, label, what they rest on."""
    words = (headlines.row(row, evaluation.figures.trace) for row in rows)
    cells = [[text(name), unbroken(value), unbroken(span), text(label), text(basis)]
             for name, value, span, label, basis in words]  # fmt: skip
    heads = (tr("What"), tr("Value"), tr("Range"), tr("Label"), tr("From"))
    return table(heads, cells, ("left", "right", "right"), (30, 17, 19, 11, 23))


def resistances(matter: Matter) -> Iterator[str]:
    """Where the resistance is."""
    evaluation = matter.evaluation
    slow = evaluation.figures.resistance.totals[-1].regime or "instantaneous"
    yield paragraph(resistance.regime_name(slow), quiet=True)
    yield from drawn(resistance.stack(evaluation, slow, matter.design), title=False)
    by_layer = resistance.bars(evaluation, slow)
    yield heading(3, tr("By layer, interface and process"))
    yield picture(figures.svg(by_layer), figures.described(by_layer))
    yield figure_table(headlines.resistance_rows(evaluation), evaluation)


def energies(matter: Matter) -> Iterator[str]:
    """Where the grams and micrometres are, and what energy is left."""
    evaluation = matter.evaluation
    yield from drawn(energy.mass(matter.design, evaluation))
    yield from drawn(energy.thickness(matter.design, evaluation))
    yield from drawn(energy.ladder(evaluation, "mass"), new_page=True)
    yield from drawn(energy.ladder(evaluation, "volume"))
    yield figure_table(headlines.energy_rows(evaluation)[: 6 + 2 * len(evaluation.figures.levels) + 3], evaluation)
    said = {level.level: level.specific_energy.convention or level.specific_energy.note or ""
            for level in evaluation.figures.levels}  # fmt: skip
    yield from (paragraph(f"{level}: {words}", quiet=True) for level, words in said.items() if words)
    limiting = evaluation.figures.limiting_electrode
    yield paragraph(tr("Limiting electrode: {name}").format(name=limiting))


def under_current(matter: Matter) -> Iterator[str]:
    """What the cell does under current."""
    yield figure_table(headlines.operating_rows(matter.evaluation), matter.evaluation)


def stability(matter: Matter) -> Iterator[str]:
    """Windows beside the potentials of the electrodes."""
    chart = windows.windows(matter.design, matter.workspace.evidence)
    yield from drawn(chart, title=False)
    rows = [
        [text(bar.name), text(part.text), text(bar.text), text(part.note)] for bar in chart.bars for part in bar.parts
    ]
    if rows:
        yield table((tr("Window"), tr("Ends"), tr("Verdict"), tr("Where, why, source")), rows)


def impedance(matter: Matter) -> Iterator[str]:
    """The calculated spectrum, if anything is known to calculate it from."""
    from cellbuilder.app.charts import impedance as spectra

    predicted = spectra.predict(matter.workspace, matter.design)
    if predicted.known:
        yield from drawn(spectra.nyquist(predicted), title=False)
    else:
        yield paragraph(spectra.note(predicted))
