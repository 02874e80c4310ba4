"""The sections with words: findings, what is assumed, sources, versions."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from cellbuilder.app import present, remedies
from cellbuilder.app.colours import SCHEMES
from cellbuilder.app.report.markup import doi, heading, paragraph, small, table, text, unbroken
from cellbuilder.app.report.sections import Matter
from cellbuilder.app.words import tr
from cellbuilder.compatibility import bars
from cellbuilder.domain.finding import Cited, Finding, Severity
from cellbuilder.domain.quantity import SourceRef
from cellbuilder.domain.result import Input
from cellbuilder.engine.layer_data import title
from cellbuilder.io import codec
from cellbuilder.io.library import digest

_LIGHT: Final = SCHEMES["light"]
_INK: Final[dict[Severity, str]] = {
    "error": _LIGHT.error, "warning": _LIGHT.warning, "notice": _LIGHT.notice, "info": _LIGHT.muted,
}  # fmt: skip
_MOST_REMEDIES: Final = 3
_KINDS: Final = ("assumption", "estimate", "extrapolated", "bound", "calculated", "measured")
"""Labels of inputs, those that deserve a doubt first."""


def severity_name(severity: Severity) -> str:
    """Return how serious a finding is, in the words of the window; what it says of the cell is the verdict."""
    return {"error": tr("error"), "warning": tr("warning"), "notice": tr("notice"), "info": tr("info")}[severity]


def findings(matter: Matter) -> Iterator[str]:
    """Every finding with its evidence, conditions and remedies, the worst first."""
    evaluation = matter.evaluation
    if not evaluation.findings:
        yield paragraph(tr("There is no finding."))
    for item in evaluation.findings:
        yield _finding(item, matter)
    yield heading(3, tr("Every contact, as it was judged"))
    counted = tr("{unknown} of {all} contacts have no published evidence; that is no sign that they are stable.")
    unknown, every = evaluation.contacts_without_evidence, evaluation.contacts
    yield paragraph(counted.format(unknown=unknown, all=every), quiet=True)
    known = matter.design.materials
    rows = [[text(" | ".join(known[key].entry.label if key in known else key for key in (entry.first, entry.second))),
             text(entry.place), text(entry.verdict), text(entry.grade)]
            for entry in evaluation.examined]  # fmt: skip
    if rows:
        yield table((tr("Contact"), tr("Where"), tr("Verdict"), tr("Grade")), rows)


def _finding(item: Finding, matter: Matter) -> str:
    design = matter.design
    where = ", ".join(title(design, layer) for layer in design.stack.layers if layer.id in item.targets)
    head = tr("{verdict}; grade {grade}: {meaning}").format(
        verdict=item.verdict, grade=item.grade, meaning=present.grade(item)
    )
    said = [
        f"<b>{text(item.title)}</b>",
        small(f"{where} · {head}" if where else head),
        text(item.message),
        *_named(tr("Conditions"), item.conditions),
        *_named(tr("Products"), ", ".join(item.products)),
        *(_cited(tr("For"), cite, matter) for cite in item.supporting),
        *(_cited(tr("Against"), cite, matter) for cite in item.opposing),
        *_named(tr("Sources"), _refs(item, matter) if not item.supporting else ""),
        *_named(tr("What would change this"), item.would_change),
        *_remedies(item, matter),
        *_named(tr("Accepted, because"), item.waived),
    ]
    ink, word = _INK[item.severity], severity_name(item.severity)
    if item.waived is not None:
        ink, word = _LIGHT.muted, tr("{word}, waived").format(word=word)
    mark = f'<font color="{ink}"><b>{text(word)}</b></font>'
    return (f'<table width="100%" cellspacing="0" cellpadding="5"><tr><td width="86">{mark}</td>'
            f"<td>{'<br>'.join(said)}</td></tr></table>\n")  # fmt: skip


def _named(name: str, words: str | None) -> list[str]:
    return [f"<i>{text(name)}:</i> {text(words)}"] if words else []


def _cited(name: str, cite: Cited, matter: Matter) -> str:
    return f"<i>{text(name)}:</i> {text(present.cited(cite, matter.workspace.library.sources))}"


def _refs(item: Finding, matter: Matter) -> str:
    sources = matter.workspace.library.sources
    return ", ".join(dict.fromkeys(present.source(ref, sources) for ref in item.sources))


def _remedies(item: Finding, matter: Matter) -> Iterator[str]:
    if item.waived is not None:
        return
    for offer in remedies.offered(matter.design, item.id, matter.workspace, _MOST_REMEDIES):
        yield f"<i>{text(tr('Helps'))}:</i> {text(offer.remedy.title)} {small(f'({offer.figures})')}"


def inputs(matter: Matter) -> Iterator[str]:
    """Everything that went into the numbers, by label: what is assumed first."""
    trace = matter.evaluation.figures.trace
    kinds = {item.kind for item in trace.inputs.values()}
    names = {
        "assumption": tr("Assumptions"), "estimate": tr("Estimates"), "extrapolated": tr("Extrapolated values"),
        "bound": tr("Bounds"), "calculated": tr("Calculated values"), "measured": tr("Measured values"),
    }  # fmt: skip
    for kind in (*_KINDS, *sorted(kinds - set(_KINDS))):
        found = [item for item in trace.inputs.values() if item.kind == kind]
        if not found:
            continue
        yield heading(3, tr("{name} ({n})").format(name=names.get(kind, kind), n=len(found)))
        heads = (tr("Input"), tr("Value"), tr("Range"), tr("Source or note"))
        yield table(heads, [_input(item, matter) for item in found], ("left", "right", "right"), (32, 15, 19, 34))


def _input(item: Input, matter: Matter) -> list[str]:
    value, low, high = present.with_ends(item.value, item.low, item.high, entered=True)
    shown = f"{value} {present.unit(item.unit)}".rstrip() if value else tr("unknown")
    origin = present.source(item.source, matter.workspace.library.sources)
    tail = "; ".join(part for part in (origin, item.note or "") if part)
    return [text(item.name), unbroken(shown), unbroken(f"{low} – {high}" if low and high else ""), text(tail)]


def sources(matter: Matter) -> Iterator[str]:
    """Every source behind a number, a finding or a window, with its DOI."""
    known = matter.workspace.library.sources
    rows = []
    for key in sorted(dict.fromkeys(ref.ref for ref in _all_refs(matter)), key=_order):
        entry = known.get(key)
        if entry is None:
            rows.append([text(key), text(tr("not in the library")), ""])
            continue
        said = entry.citation().removesuffix(f"doi:{entry.doi}").rstrip("; ")
        rows.append([text(f"ref. {key}" if key.isdigit() else key), text(said), doi(entry.doi)])
    if rows:
        yield table((tr("Source"), tr("What it is"), tr("DOI")), rows)
    else:
        yield paragraph(tr("No value of this design comes from a source."))


def _order(key: str) -> tuple[int, str]:
    return (int(key), "") if key.isdigit() else (10**9, key.casefold())


def _all_refs(matter: Matter) -> Iterator[SourceRef]:
    for item in matter.evaluation.figures.trace.inputs.values():
        if item.source is not None:
            yield item.source
    for finding in matter.evaluation.findings:
        yield from finding.sources
        yield from (cite.source for cite in (*finding.supporting, *finding.opposing))
    for bar in bars.bars(matter.design, matter.workspace.evidence).bars:
        if bar.source is not None:
            yield bar.source


def made_with(matter: Matter, file_name: str, file_digest: str | None) -> Iterator[str]:
    """Versions and the digest of the design file."""
    design = matter.design
    own = file_digest or hashlib.sha256(codec.dumps(design).encode("utf-8")).hexdigest()
    same = sum(_as_in_library(key, matter) for key in design.materials)
    rows = [
        (tr("cellbuilder"), matter.evaluation.engine_version),
        (tr("data"), tr("the library of this version; {same} of {all} materials are as they are there").format(
            same=same, all=len(design.materials))),
        (tr("Python"), f"{platform.python_version()} ({platform.system()})"),
        *((name, _version(name)) for name in ("numpy", "matplotlib")),
        (tr("design file"), file_name or tr("not saved")),
    ]  # fmt: skip
    cells = [[text(name), text(value)] for name, value in rows]
    cells.append([text(tr("SHA-256 of the design")), f'<span class="code">{text(own)}</span>'])
    yield table((tr("What"), tr("Which")), cells)


def _as_in_library(key: str, matter: Matter) -> bool:
    try:
        return digest(matter.workspace.library.material(key)) == digest(matter.design.material(key))
    except (KeyError, ValueError):
        return False


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return tr("unknown")
