"""Findings from stability windows: what is reduced at the anode, what is oxidised before the cell is full."""

from __future__ import annotations

from collections.abc import Iterable

from cellbuilder.compatibility.contacts import stack_order
from cellbuilder.compatibility.judging import Exceeded
from cellbuilder.compatibility.potentials import LIMIT_WORDS, Potential, Window
from cellbuilder.compatibility.published import Pair
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.material import Material


def findings(design: Design, pairs: Iterable[Pair]) -> list[Finding]:
    """Return one finding for every contact in which something is reduced, and for every material that is oxidised.

    A statement about the contact that counts more than a window takes the place of a reduction. An oxidation is told
    once for the material; it is information only where each of its contacts at the cathode that is on record is
    published without trouble up to this potential.
    """
    found = list(pairs)
    return [*_reductions(found), *_oxidations(design, found)]


def _reductions(pairs: Iterable[Pair]) -> list[Finding]:
    return [
        _reduced(pair, entry)
        for pair in pairs
        for entry in pair.contact.exceeded
        if entry.how == "reduced" and not pair.contact.statement_first
    ]


def _oxidations(design: Design, pairs: Iterable[Pair]) -> list[Finding]:
    exposed: dict[str, tuple[Exceeded, list[str], list[bool]]] = {}
    for pair in pairs:
        judged = pair.judged.get("stability")
        for entry in pair.contact.exceeded:
            if entry.how == "oxidised":
                _, layers, good = exposed.setdefault(entry.material.id, (entry, [], []))
                layers.extend(pair.layers)
                if judged is not None and (pair.contact.statement_first or judged.verdict != "no issue reported"):
                    good.append(judged.verdict == "no issue reported")
    return [
        _oxidised(design, entry.material, entry.window, entry.at, stack_order(design, layers),
                  ran=bool(good) and all(good))
        for entry, layers, good in exposed.values()
    ]  # fmt: skip


def _reduced(pair: Pair, entry: Exceeded) -> Finding:
    material, window, anode = entry.material, entry.window, entry.at
    other = pair.second if material is pair.first else pair.first
    products, limit = window.products_at(anode.volts), window.reduction or 0.0
    named = f" Calculated products: {', '.join(products)}." if products else ""
    return Finding(
        id=f"reduction:{pair.key}", code="reduction", severity="notice", verdict="risk", grade=window.grade,
        targets=pair.layers, title=f"{material.label} is reduced at {other.label}",
        message=f"The {LIMIT_WORDS[window.method]} of {material.label} is {limit:g} V against {window.metal}, and the "
        f"potential here is {anode.volts:g} V. An interphase forms. It stops growing if its products block electrons, "
        f"and goes on if they conduct them.{named}{_note(window)}",
        phenomenon="electrochemical reduction", products=products, specificity="these materials",
        conditions=f"anode at {anode.volts:g} V against {anode.metal}",
        would_change="A measurement on this contact, or an anode or layer at a higher potential. "
        f"{_OTHER_METHODS}",
        evidence=(window.evidence,) if window.evidence else (), sources=(window.source,) if window.source else (),
    )  # fmt: skip


_OTHER_METHODS = "Calculated, topotactic and measured limits differ; they are never mixed."
_RAN = " Cells with this contact are published without trouble up to here."
_COATING = " Coatings are used beyond this limit all the same, and widely: they are a few nanometres thin and insulate."
_ELECTROLYTE = " Such cells do run, with a coating on the grains or with a resistance that grows."
_CARBON = " Carbon in the cathode speeds this up."


def _oxidised(
    design: Design, material: Material, window: Window, cathode: Potential, layers: tuple[str, ...], *, ran: bool
) -> Finding:
    limit = window.oxidation or 0.0
    carbon = material.material_class == "sulfide" and any(
        part.function == "carbon" for layer in design.stack.layers if layer.role == "cathode"
        for part in layer.components
    )  # fmt: skip
    coating = material.category == "coating"
    firm = window.method != "unknown" and not coating
    products = window.products_at(cathode.volts)
    named = f" Calculated products: {', '.join(products)}." if products else ""
    return Finding(
        id=f"oxidation:{material.id}", code="oxidation", severity="notice" if firm and not ran else "info",
        verdict="risk",
        grade=window.grade, targets=layers,
        title=f"{material.label} {'is' if firm else 'may be'} oxidised before the cell is full",
        message=f"The {LIMIT_WORDS[window.method]} of {material.label} is {limit:g} V against {window.metal}; "
        f"{cathode.words} lies at {cathode.volts:g} V. It can be oxidised there; the limit does not say how fast."
        f"{_COATING if coating else _RAN if ran else _ELECTROLYTE}{_CARBON if carbon else ''}{named}{_note(window)}",
        phenomenon="electrochemical oxidation", products=products, specificity="these materials",
        would_change="A lower upper cut-off, a coating or a layer in between, or a measured growth of the resistance "
        f"in this cell. {_OTHER_METHODS}",
        conditions=f"{cathode.words.removeprefix('the ')}: {cathode.volts:g} V against {cathode.metal}",
        evidence=(window.evidence,) if window.evidence else (), sources=(window.source,) if window.source else (),
    )  # fmt: skip


def _note(window: Window) -> str:
    return f" On this limit: {window.note}" if window.note else ""
