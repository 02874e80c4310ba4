"""Commands about compatibility: check, why, pair."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

import cellbuilder
from cellbuilder.app import names, present, remedies
from cellbuilder.app.remedy_preview import Preview
from cellbuilder.app.workspace import Workspace
from cellbuilder.cli.files import load_all, report_unreadable, several, stands
from cellbuilder.cli.text import clean, print_json, wrapped
from cellbuilder.compatibility import pairs
from cellbuilder.compatibility.pairs import AspectVerdict, PairReport
from cellbuilder.compatibility.potentials import Potential
from cellbuilder.compatibility.verdicts import cited_record
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import EvidenceRecord
from cellbuilder.domain.finding import Cited, Evaluation, Finding, Severity
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import ReferenceElectrode, SourceRef
from cellbuilder.domain.remedy import Remedy
from cellbuilder.engine.layer_data import title
from cellbuilder.engine.voltage import PLATEAUS, against_metal
from cellbuilder.io import codec

REFERENCES: Final[tuple[ReferenceElectrode, ...]] = tuple(PLATEAUS)
"""What a potential may be quoted against."""
_SPELLINGS: Final[dict[str, ReferenceElectrode]] = {
    **{name.casefold(): name for name in REFERENCES},
    "li": "Li/Li+", "na": "Na/Na+", "in": "Li-In", "in/inli": "Li-In", "inli": "Li-In", "lto": "Li4Ti5O12",
    "na15sn4": "Na-Sn",
}  # fmt: skip
_LOWEST_V, _HIGHEST_V = -1.0, 8.0
_Cut = Callable[[str], str]
"""Cuts very long names in a text."""
_HEADS: Final[dict[Severity, str]] = {
    "error": "Cannot work",
    "warning": "Warnings",
    "notice": "Risks to know of",
    "info": "For information",
}
_COUNTED: Final[dict[Severity, tuple[str, str]]] = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "notice": ("risk", "risks"),
    "info": ("note", "notes"),
}


def check(arguments: argparse.Namespace) -> int:
    """Print the findings of every design; 1 if any has severity error, 2 if a file cannot be read."""
    loaded, unreadable = load_all(arguments.files)
    results = [(path, design, cellbuilder.evaluate(design)) for path, design in loaded]
    if arguments.json:
        data = [
            {"file": str(path), **result.model_dump(mode="json", exclude={"figures", "engine_version"})}
            for path, _, result in results
        ]
        print_json(data[0] if len(data) == 1 and not several(arguments.files) else data)
    else:
        for path, design, result in results:
            print(clean(f"{path}: {names.shortener(names.of_design(design))(result.design)}"))
            print_findings(design, result)
            print()
        if results:
            print("cellbuilder why FILE FINDING (the word in front) shows the evidence and what helps.")
    failed = any(item.severity == "error" and item.waived is None for *_, result in results for item in result.findings)
    return report_unreadable(unreadable) or int(failed)


def print_findings(design: Design, result: Evaluation) -> None:
    """Print the findings of one design in groups, the worst first, each with its layers and sources."""
    cut = names.shortener(names.of_design(design))
    print(wrapped(_summary(result), "  "))
    for severity, head in _HEADS.items():
        group = [item for item in result.findings if item.severity == severity]
        if group:
            print(f"\n  {head}")
        for item in group:
            _print_finding(design, item, cut)


def _summary(result: Evaluation) -> str:
    counts = []
    for severity, (one, many) in _COUNTED.items():
        number = sum(item.severity == severity and item.waived is None for item in result.findings)
        if number:
            counts.append(f"{number} {one if number == 1 else many}")
    waived = sum(item.waived is not None for item in result.findings)
    counts += [f"{waived} waived"] if waived else []
    said = ", ".join(counts) if counts else "no finding"
    known = f"{result.contacts_without_evidence} of {result.contacts} contacts have no published evidence"
    return f"{said}; {known}"


def _print_finding(design: Design, item: Finding, cut: _Cut) -> None:
    print(wrapped(f"{item.id}", "    "))
    waived = f" (waived: {item.waived})" if item.waived else ""
    print(wrapped(f"{cut(item.title)} [{item.verdict}, grade {item.grade}]{waived}", "      "))
    if item.severity != "info":
        print(wrapped(cut(item.message), "      "))
        layers = [cut(title(design, layer)) for layer in design.stack.layers if layer.id in item.targets]
        sources = _sources(item.sources)
        tail = [f"where: {', '.join(layers)}" if layers else "", f"source: {sources}" if sources else ""]
        print(wrapped("; ".join(part for part in tail if part), "      "))


def _sources(refs: Iterable[SourceRef]) -> str:
    return ", ".join(dict.fromkeys(present.source(ref, cellbuilder.library().sources) for ref in refs))


def why(arguments: argparse.Namespace) -> int:
    """Print everything about one finding of a design: evidence for and against, what would change it, what helps."""
    path = Path(arguments.file)
    design = codec.load(path)
    result = cellbuilder.evaluate(design)
    item = _find(result, arguments.finding)
    if item is None:
        print(f"{path}: there is no finding '{clean(arguments.finding)}'; {_known(result, arguments.finding)}",
              file=sys.stderr)  # fmt: skip
        return 2
    offers = remedies.offered(design, item.id, Workspace(cellbuilder.library()))
    if arguments.apply is not None:
        return _apply(arguments, path, design, offers)
    if arguments.json:
        print_json({"file": str(path), "design": result.design, "finding": _data(item, Finding),
                    "remedies": [_remedy_data(offer) for offer in offers]})  # fmt: skip
        return 0
    cut = names.shortener(names.of_design(design))
    layers = [cut(title(design, layer)) for layer in design.stack.layers if layer.id in item.targets]
    print(wrapped(cut(item.title)))
    print(wrapped(f"{item.severity}; verdict: {item.verdict}; grade {item.grade}: {present.grade(item)}"))
    print(wrapped(f"where: {', '.join(layers) or 'the whole cell'}"))
    print("\n" + wrapped(cut(item.message)))
    for head, text in (("Conditions", item.conditions), ("What would change this", item.would_change)):
        if text:
            print(wrapped(f"{head}: {cut(text)}"))
    if item.waived:
        print(wrapped(f"Waived: {item.waived}"))
    _print_cited("Evidence for it", item.supporting)
    _print_cited("Evidence against it", item.opposing)
    if not item.supporting and item.sources:
        print("\nSources")
        _print_sources(item.sources)
    _print_offers(offers, cut)
    return 0


def _print_offers(offers: tuple[Preview, ...], cut: _Cut) -> None:
    if not offers:
        return
    print("\nWhat helps (--apply NUMBER -o FILE writes the design with it)")
    for number, offer in enumerate(offers, start=1):
        print(wrapped(f"{number}  {cut(offer.remedy.title)}", "  "))
        for line in cut(offer.text).splitlines():
            print(wrapped(line, "     "))


def _apply(arguments: argparse.Namespace, path: Path, design: Design, offers: tuple[Preview, ...]) -> int:
    if not 1 <= arguments.apply <= len(offers):
        what = f"remedies 1 to {len(offers)}" if offers else "no remedy"
        print(f"{path}: there is {what} for this finding, not {arguments.apply}", file=sys.stderr)
        return 2
    if arguments.output is None:
        print("name the file to write with -o FILE", file=sys.stderr)
        return 2
    target = Path(arguments.output)
    if stands(arguments):
        return 2
    chosen = offers[arguments.apply - 1]
    codec.save(chosen.design, target)
    cut = names.shortener(names.of_design(design))
    print(wrapped(cut(f"{target}: {chosen.remedy.title}; {chosen.figures}")))
    return 0


def _remedy_data(offer: Preview) -> dict[str, Any]:
    return {
        **_data(offer.remedy, Remedy),
        "reported_by": list(offer.reported_by),
        "changes": [
            {"name": change.name, "unit": change.after.unit, "before": change.before.value, "after": change.after.value}
            for change in offer.changes
        ],
        "gone": [finding.id for finding in offer.gone],
        "new": [finding.id for finding in offer.new],
    }


def _find(result: Evaluation, text: str) -> Finding | None:
    """The finding with this id, or the only one whose id or title holds the text."""
    wanted = text.strip().casefold()
    exact = [item for item in result.findings if item.id.casefold() == wanted]
    held = [item for item in result.findings if wanted and wanted in f"{item.id} {item.title}".casefold()]
    return exact[0] if exact else held[0] if len(held) == 1 else None


def _known(result: Evaluation, text: str) -> str:
    ids = [item.id for item in result.findings]
    if not ids:
        return "the design has none"
    held = [name for name in ids if text.strip().casefold() in name.casefold()]
    close = held or get_close_matches(text, ids, n=3, cutoff=0.4)
    return f"did you mean {' or '.join(close)}?" if close else f"its findings are: {', '.join(ids)}"


def pair(arguments: argparse.Namespace) -> int:
    """Print everything known about two materials, families or classes."""
    library, evidence = cellbuilder.library(), cellbuilder.evidence()
    materials = tuple(library.materials())
    texts = [arguments.first, arguments.second]
    found = [names.material(text, materials) for text in texts]
    between = None
    if arguments.between:
        between = names.material(arguments.between, materials)
        if between is None:
            return _unknown_name(arguments.between)
    groups = {name.casefold() for name in names.groups(evidence.records, materials)}
    for text, entry in zip(texts, found, strict=True):
        if entry is None and text.strip().casefold() not in groups:
            return _unknown_name(text)
    upper = _upper(arguments, [entry for entry in (*found, between) if entry is not None])
    if isinstance(upper, str):
        print(upper, file=sys.stderr)
        return 2
    cut = names.shortener(names.of_materials(materials))
    if any(entry is None for entry in found):
        wanted = [entry.id if entry is not None else text.strip() for text, entry in zip(texts, found, strict=True)]
        records = pairs.naming(evidence, wanted[0], wanted[1])
        near = () if records else names.on_record(wanted[0], wanted[1], materials, evidence.records)
        shown = [entry.label if entry is not None else text for text, entry in zip(wanted, found, strict=True)]
        return _print_group_pair(shown, records, near, cut, as_json=arguments.json)
    first, second = (entry for entry in found if entry is not None)
    report = pairs.report(first, second, evidence, between, upper)
    if arguments.json:
        print_json(_data(report, PairReport) | {"verdict": report.verdict})
    else:
        _print_report(report, cut)
    return 0


def _upper(arguments: argparse.Namespace, materials: list[Material]) -> Potential | str | None:
    """Return the potential asked for against the metal of the ion of these materials, or why it cannot be used."""
    ions = {entry.ion for entry in materials if entry.ion is not None}
    text = arguments.against or ("Na/Na+" if ions == {"Na"} else "Li/Li+")
    reference = _SPELLINGS.get(text.strip().casefold())
    if reference is None:
        why = " has no fixed potential" if text.strip().casefold() == "graphite" else " is no reference known here"
        return f"--against: {clean(text)}{why}; use one of {', '.join(REFERENCES)}"
    volts = arguments.upper
    if volts is None:
        return None
    if not _LOWEST_V <= volts <= _HIGHEST_V:
        return f"--upper is a potential in V between {_LOWEST_V:g} and {_HIGHEST_V:g}, not {volts:g}"
    moved = against_metal(volts, reference)
    assert moved is not None
    ion = moved[1].partition("/")[0]
    if ions and ion not in ions:
        other = next(iter(ions))
        return (
            f"--against: {reference} is a reference of {ion} cells, and these materials work with {other}; potentials "
            f"against two metals are not compared. Quote --upper against {other}/{other}+"
        )
    return Potential(*moved, "the potential asked for")


def _unknown_name(text: str) -> int:
    close = names.near(text, cellbuilder.library().materials())
    hint = f"did you mean {', '.join(close)}?" if close else "see cellbuilder materials"
    cut = names.shortener((text,))
    print(cut(f"'{text}' is no material, family or class of the library; ") + hint, file=sys.stderr)
    return 2


def _print_group_pair(
    shown: list[str], records: tuple[EvidenceRecord, ...], near: tuple[str, ...], cut: _Cut, *, as_json: bool
) -> int:
    """Print the statements that speak of a family, class or use as such; no verdict about materials comes of them.

    ``near`` are pairs of members that statements name, where none speaks of the groups.
    """
    cites = tuple(cited_record(entry) for entry in records)
    if as_json:
        statements = _data(cites, tuple[Cited, ...])
        print_json({"first": shown[0], "second": shown[1], "statements": statements, "members": list(near)})
        return 0
    print(wrapped(cut(f"{shown[0]} | {shown[1]}")))
    if not cites and not near:
        print("Nothing is on record that speaks of these two. That is no sign that they go together.")
    elif not cites:
        print(wrapped(cut("Nothing is filed under these names as such. Statements exist about members, such as: "
                          f"{'; '.join(near)}. cellbuilder pair with two of these shows them.")))  # fmt: skip
    _print_cited("Statements", cites)
    return 0


def _print_report(report: PairReport, cut: _Cut) -> None:
    between = f" with {report.between} between them" if report.between else ""
    print(wrapped(f"{cut(f'{report.first} | {report.second}{between}')}: {report.verdict}"))
    for entry in report.aspects:
        _print_aspect(entry, cut)
    _print_cited("Coatings and layers between the two", report.layers)
    _print_cited("Also on record", report.others)


def _print_aspect(entry: AspectVerdict, cut: _Cut) -> None:
    at = f", at {entry.at.volts:.3g} V against {entry.at.metal}" if entry.at is not None else ""
    print(f"\n{entry.aspect}: {entry.verdict} (grade {entry.grade}{at})")
    print(wrapped(cut(entry.sentence), "  "))
    _print_cited("for it", entry.supporting, "  ")
    _print_cited("against it", entry.opposing, "  ")
    _print_cited("at other potentials", entry.elsewhere, "  ")
    if not entry.supporting and entry.sources:
        _print_sources(entry.sources)


def _print_cited(head: str, cites: Iterable[Cited], indent: str = "") -> None:
    listed = list(cites)
    if listed:
        print(f"{'' if indent else chr(10)}{indent}{head}")
    for cite in listed:
        print(wrapped(present.cited(cite, cellbuilder.library().sources), f"{indent}  "))


def _print_sources(refs: Iterable[SourceRef]) -> None:
    for ref in dict.fromkeys(refs):
        known = cellbuilder.library().sources.get(ref.ref)
        print(wrapped(known.citation() if known is not None else present.source(ref, {}), "  "))


def _data(value: Any, kind: Any) -> Any:
    return TypeAdapter(kind).dump_python(value, mode="json")
