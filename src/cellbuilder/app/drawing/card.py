"""What a hover card and a screen reader say of a layer or a seam: numbers of the evaluation, worded once."""

from __future__ import annotations

from cellbuilder.app import headlines, present
from cellbuilder.app.drawing.layers import Slab
from cellbuilder.app.drawing.marks import verdict
from cellbuilder.app.words import tr
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation, Finding
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Figure


@record
class Card:
    """A title, what it is made of, rows of name and value, and the findings, the worst first."""

    title: str
    content: str
    rows: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    empty: str = ""

    @property
    def text(self) -> str:
        """All of it as plain text."""
        lines = [self.title, self.content, *(f"{name}: {value}" for name, value in self.rows)]
        lines += [f"{item.verdict}: {item.title}" for item in self.findings] or [self.empty]
        return "\n".join(line for line in lines if line)


def layer_card(design: Design, evaluation: Evaluation, slab: Slab, profile: tuple[Figure, ...] | None = None) -> Card:
    """Return what is known of a layer; ``profile`` is the resistance profile, if it is at hand."""
    layer = slab.layer
    title = design.title(layer)
    rows = [(tr("Thickness"), slab.size)]
    budget = next((row for row in evaluation.figures.budget if row.layer == layer.id), None)
    if budget is not None:
        rows = [(tr("Thickness"), _figure(budget.thickness)), (tr("Mass per area"), _figure(budget.areal_mass))]
    if layer.porosity is not None:
        rows.append((tr("Porosity"), _percent(layer.porosity)))
    parts = headlines.resistance_profile(evaluation) if profile is None else profile
    own = [part for part in parts if part.layers == (layer.id,)]
    for part in own:
        rows.append((tr("Resistance"), _figure(part)))
        share = _share(part, evaluation.figures.resistance.totals[-1])
        if share:
            rows.append((tr("Share of the ASR"), share))
    found = _about({layer.id}, evaluation)
    return Card(title, "" if slab.content in title else slab.content, tuple(rows), found)


def seam_card(design: Design, evaluation: Evaluation, layers: tuple[str, ...]) -> Card:
    """Return what is known of the contact of two layers."""
    names = {layer.id: design.title(layer) for layer in design.stack.layers}
    rows = []
    for part in evaluation.figures.resistance.contacts:
        if set(part.layers) == set(layers):
            rows.append((tr("Resistance"), _figure(part)))
            share = _share(part, evaluation.figures.resistance.totals[-1])
            if share:
                rows.append((tr("Share of the ASR"), share))
    found = _about(set(layers), evaluation)
    return Card(" | ".join(names[key] for key in layers), "", tuple(rows), found, tr("no published evidence here"))


def spoken(card: Card) -> tuple[str, str]:
    """Return a name with the state of a layer or a seam, and the rest."""
    worst = card.findings[0] if card.findings else None
    state = verdict(worst) if worst is not None or card.empty else ""
    return f"{card.title}: {state}" if state else card.title, card.text


def spoken_finding(finding: Finding) -> tuple[str, str]:
    """Return name and description of a finding that is about neither one layer nor one seam, or that was accepted."""
    state = tr("accepted") if finding.waived is not None else finding.verdict
    return f"{state}: {finding.title}", finding.message


def _figure(figure: Figure) -> str:
    text, span = present.value(figure), present.span(figure)
    if figure.value is None:
        return text
    return f"{text} ({span}), {present.label(figure)}" if span else f"{text}, {present.label(figure)}"


def _percent(share: Quantity) -> str:
    """Return a share in percent, however it was typed."""
    if share.unit != "1" or share.value is None:
        return present.quantity(share)
    text = f"{100 * share.value:.4g} %"
    if share.low is not None and share.high is not None:
        text += f" ({100 * share.low:.4g} – {100 * share.high:.4g})"
    return present.localised(text)


def _share(part: Figure, total: Figure) -> str:
    """Return a share as far as it is known: at most, where parts of the total are missing."""
    if part.value is None or not total.value:
        return ""
    share = f"{present.number(100 * part.value / total.value, 2)} %"
    if part.at_least or part.at_most:
        return tr("{share} of what is known").format(share=share)
    return f"≤ {share}" if total.at_least else share


def _about(layers: set[str], evaluation: Evaluation) -> tuple[Finding, ...]:
    return tuple(
        item for item in evaluation.findings
        if set(item.targets) == layers and item.waived is None and (len(layers) == 2 or item.severity != "info")
    )  # fmt: skip
