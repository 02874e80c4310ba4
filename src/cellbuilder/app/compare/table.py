"""Several designs side by side as a table: results first, then every field in which they differ, then findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cellbuilder.app import present
from cellbuilder.app.charts.model import Table
from cellbuilder.app.compare import differences
from cellbuilder.app.compare.differences import NONE, Compared
from cellbuilder.app.compare.pins import Pin, Pins
from cellbuilder.app.words import tr
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.result import Figure

MARK = "≠"
"""Stands before what differs from this design; such a cell is bold, too."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in one cell, and whether it differs from this design."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a heading of a section, or a result or field with an entry for each design."""

    name: str
    entries: tuple[Entry, ...] = ()
    difference: str = ""
    note: str = ""
    figure: Figure | None = None
    """The result of this design, where the line is one."""

    @property
    def is_heading(self) -> bool:
        """Whether it only names what follows."""
        return not self.entries


@dataclass(frozen=True, slots=True)
class Comparison:
    """Heads and lines. The last column tells this design from the pinned one that was chosen."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    def table(self) -> Table:
        """Return it for a spreadsheet."""
        lines = [(row.name, *(entry.text for entry in row.entries), row.difference, row.note)
                 for row in self.rows if not row.is_heading]  # fmt: skip
        return Table((*self.heads, tr("remark")), tuple(lines))


def comparison(here: Pin, pins: Pins, chosen: int = 0) -> Comparison:
    """Compare this design with every pinned one; ``chosen`` is the one whose difference is told."""
    found = [differences.differences(pin.design, here.design, pin.evaluation, here.evaluation) for pin in pins]
    heads = [tr("what"), tr("this design"), *(pin.name for pin in pins)]
    rows = [Row(tr("Results")), *_results(here, [entry.results for entry in found], chosen)]
    fields = _fields([entry.changes for entry in found])
    if fields:
        rows += [Row(tr("Design")), *fields]
    findings = _findings(here, pins, [(entry.gone, entry.new) for entry in found])
    if findings:
        rows += [Row(tr("Findings")), *findings]
    last = tr("this design less {name}").format(name=pins[chosen].name) if pins else tr("difference")
    return Comparison((*heads, last), tuple(rows))


def _results(here: Pin, found: Sequence[Sequence[Compared]], chosen: int) -> list[Row]:
    if not found:
        own = differences.results(here.evaluation, here.evaluation)
        return [Row(entry.name, (Entry(present.with_span(entry.second)),), figure=entry.second) for entry in own]
    names = dict.fromkeys(entry.name for results in found for entry in results)
    by_name = [{entry.name: entry for entry in results} for results in found]
    rows = []
    for name in names:
        known = [results.get(name) for results in by_name]
        mine = next(entry.second for entry in known if entry is not None)
        entries = [Entry(NONE) if entry is None else Entry(present.with_span(entry.first), entry.differs)
                   for entry in known]  # fmt: skip
        told = known[chosen]
        difference = "" if told is None else "   ".join(text for text in (told.difference, told.ratio) if text)
        note = "" if told is None else told.note
        texts = (Entry(present.with_span(mine)), *entries)
        rows.append(Row(name, texts, difference if told and told.differs else "", note, mine))
    return rows


def _fields(found: Sequence[Sequence[differences.Change]]) -> list[Row]:
    by_place = [{(change.place, change.field): change for change in changes} for changes in found]
    rows = []
    for key in dict.fromkeys(key for changes in by_place for key in changes):
        own = next(changes[key] for changes in by_place if key in changes)
        entries = [Entry(changes[key].first, True) if key in changes else Entry(own.second) for changes in by_place]
        rows.append(Row(f"{key[0]}: {key[1]}", (Entry(own.second), *entries)))
    return rows


def _findings(here: Pin, pins: Pins, found: Sequence[tuple[tuple[Finding, ...], tuple[Finding, ...]]]) -> list[Row]:
    """Return the findings that not all designs have; those that say nothing bad are left out."""
    titles = {f.id: f.title for pair in found for findings in pair for f in findings if f.severity != "info"}
    held = [{finding.id for finding in pin.evaluation.findings} for pin in (here, *pins)]
    words = {True: tr("yes"), False: NONE}
    return [
        Row(title, tuple(Entry(words[key in ids], (key in ids) != (key in held[0])) for ids in held))
        for key, title in titles.items()
    ]
