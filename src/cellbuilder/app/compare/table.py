"""Several designs side by side as a table: results first, then every field in which they differ, then findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cellbuilder.app import present
from cellbuilder.app.charts.model import Cell, Table
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
    """What stands in one cell, and whether it differs from this design; ``figure`` where it is a result."""

    text: str
    differs: bool = False
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a heading of a section, or a result or field with an entry for each design."""

    name: str
    entries: tuple[Entry, ...] = ()
    difference: str = ""
    note: str = ""
    told: Compared | None = None
    """How a result of this design lies to that of the chosen one."""

    @property
    def figure(self) -> Figure | None:
        """The result of this design, where the line is one."""
        return self.entries[0].figure if self.entries else None

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is read behind its name."""
        return (*(entry.text for entry in self.entries), self.difference, self.note)

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
        """Return it for a spreadsheet: results as numbers with unit, range and label, the rest as it is read.

        The difference and the ratio are numbers, too; the remark says where they are known from one side only.
        """
        what, *designs, last = self.heads
        heads = [tr("part"), what, tr("unit")]
        for name in designs:
            heads += [name, *(f"{name}: {word}" for word in (tr("low"), tr("high"), tr("label")))]
        part, lines = "", []
        for row in self.rows:
            if row.is_heading:
                part = row.name
            else:
                lines.append((part, row.name, *_cells(row)))
        return Table((*heads, last, tr("ratio"), tr("remark")), tuple(lines))


def _cells(row: Row) -> list[Cell]:
    """Return what stands behind the name of a line: unit, the designs, difference, ratio, remark."""
    unit = "" if row.figure is None else row.figure.unit
    cells: list[Cell] = [unit]
    for entry in row.entries:
        figure = entry.figure
        if figure is not None and figure.unit == unit:
            cells += [figure.value, figure.low, figure.high, _label(figure)]
        else:
            cells += [None if entry.text == NONE else present.pointed(entry.text), None, None, ""]
    note, told = present.pointed(row.note), row.told
    if told is None or not row.difference:
        words = tr("difference: {note}").format(note=note) if note[:1] in ("+", "−") else note
        return [*cells, None, None, words]
    sides = {"≥": tr("the difference is at least this"), "≤": tr("the difference is at most this")}
    return [*cells, told.change, told.quotient, "; ".join(filter(None, (sides.get(told.bound), note)))]


def _label(figure: Figure) -> str:
    """Say on which side of its value the truth lies, or else how a figure was found; a star marks assumptions."""
    side, label = tr("at least") if figure.at_least else tr("at most"), present.label(figure)
    return side + label[len(label.rstrip("*")) :] if figure.at_least or figure.at_most else label


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
        return [Row(entry.name, (_entry(entry.second),)) for entry in own]
    names = dict.fromkeys(entry.name for results in found for entry in results)
    by_name = [{entry.name: entry for entry in results} for results in found]
    rows = []
    for name in names:
        known = [results.get(name) for results in by_name]
        mine = next(entry.second for entry in known if entry is not None)
        entries = [Entry(NONE) if entry is None else _entry(entry.first, entry.differs) for entry in known]
        told = known[chosen]
        difference = "" if told is None else "   ".join(text for text in (told.difference, told.ratio) if text)
        note = "" if told is None else told.note
        rows.append(Row(name, (_entry(mine), *entries), difference if told and told.differs else "", note, told))
    return rows


def _entry(figure: Figure, differs: bool = False) -> Entry:
    return Entry(present.with_span(figure), differs, figure)


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
