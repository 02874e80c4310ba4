"""Write the page about what is flagged in the published cells: ``python docs/make_compatibility.py``.

Only the bundled library is read, so the answer is the same on every computer.
"""

from __future__ import annotations

import sys
import textwrap
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from compatibility_remarks import REMARKS, SEVEN, Cycling, Remark, Seven

from cellbuilder import assess
from cellbuilder.app import assembly
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation, Finding
from cellbuilder.domain.published import PublishedCell
from cellbuilder.domain.quantity import Quantity
from cellbuilder.io import codec
from cellbuilder.io.data_dir import data_dir
from cellbuilder.io.library import Library

PAGE: Final = Path(__file__).with_name("compatibility.md")
DESIGNS: Final = Path(__file__).resolve().parents[1] / "tests" / "reference" / "designs"
STABLE_SHARE, STABLE_CYCLES = 80.0, 50
"""From here on a cell counts as cycling well: per cent kept, over so many cycles."""
OF_A_PAIR: Final = frozenset({"critical-current"})
NOT_OF_A_PAIR: Final = frozenset({"ion-source", "ion-mismatch", "reference-ion", "reference-li-in", "cutoff-reference"})

Level = Literal["error", "warning", "notice", "nothing"]
LEVELS: Final[tuple[Level, ...]] = ("error", "warning", "notice", "nothing")
Outcome = Literal["hit", "missed", "may agree", "false alarm", "ran all the same", "quiet", "undecided"]
OUTCOMES: Final[dict[Outcome, str]] = {
    "hit": "flagged, and trouble is reported there",
    "may agree": "flagged; the cell fades, but no contact is blamed",
    "missed": "not flagged, though trouble is reported or the cell fades",
    "false alarm": "warned of, yet the cell cycles well",
    "ran all the same": "noticed, and the cell cycles well",
    "quiet": "not flagged, and the cell cycles well",
    "undecided": "nothing reported that would decide",
}
HEADINGS: Final = ("What comes out", "How to read it", "Sodium cells", "Lithium cells", "Seven cells to read",
                   "An expert's table")  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One published cell: what is flagged, with all evidence and without that of its own paper, and what is known."""

    cell: PublishedCell
    found: Evaluation
    blind: Evaluation
    cycling: Cycling
    outcome: Outcome
    blind_outcome: Outcome

    @property
    def remark(self) -> Remark:
        """What was written by hand about this cell."""
        return REMARKS.get(self.cell.id, Remark())


@cache
def library() -> Library:
    """Return the bundled library, without what a person has added."""
    return Library(data_dir("presets"))


@cache
def evidence(without: str | None = None) -> EvidenceBase:
    """Return the bundled evidence, without the records of one reference."""
    source = library()
    kept = [record for record in source.evidence if record.source.ref != without]
    return EvidenceBase(kept, source.materials(), source.rules)


def of_pairs(found: Evaluation) -> list[Finding]:
    """Return errors, warnings and notices about materials, not about how the stack is composed."""
    rules = {rule.code for rule in library().rules.rules} - OF_A_PAIR
    return [
        item for item in found.findings
        if item.severity != "info" and item.code not in rules and item.code not in NOT_OF_A_PAIR
    ]  # fmt: skip


def of_stack(found: Evaluation) -> list[Finding]:
    """Return errors, warnings and notices about how the stack is composed."""
    pairs = of_pairs(found)
    return [item for item in found.findings if item.severity != "info" and item not in pairs]


def level(found: Evaluation) -> Level:
    """Return the worst that is said of the materials of a cell."""
    said = {item.severity for item in of_pairs(found)}
    return next((name for name in LEVELS if name in said), "nothing")


def kept(cell: PublishedCell) -> tuple[float, int] | None:
    """Return the per cent that are left and after how many cycles, where both are known."""
    reported = cell.reported
    cycles = reported.retention_cycles
    if cycles is None:
        return None
    if reported.retention is not None and reported.retention.value is not None:
        return float(reported.retention.value), cycles
    first, last = reported.capacity, reported.retention_capacity
    if first is None or last is None or first.value is None or last.value is None or first.unit != last.unit:
        return None
    return 100.0 * float(last.value) / float(first.value), cycles


def cycling(cell: PublishedCell) -> Cycling:
    """Return how a cell cycles, by what is printed or, where that does not decide, by hand."""
    given = REMARKS.get(cell.id, Remark()).cycling
    if given is not None:
        return given
    left = kept(cell)
    if left is None:
        return "undecided"
    if left[0] < STABLE_SHARE:
        return "fades"
    return "cycles well" if left[1] >= STABLE_CYCLES else "undecided"


def outcome(cell: PublishedCell, found: Evaluation) -> Outcome:
    """Compare what is flagged with what is reported."""
    remark, worst, way = REMARKS.get(cell.id, Remark()), level(found), cycling(cell)
    if remark.trouble:
        return "hit" if any(item.id == remark.finding for item in of_pairs(found)) else "missed"
    if way == "fades":
        return "missed" if worst == "nothing" else "may agree"
    if way == "undecided":
        return "undecided"
    if worst == "nothing":
        return "quiet"
    return "ran all the same" if worst == "notice" else "false alarm"


@cache
def lines() -> tuple[Line, ...]:
    """Return all cells in the order of Tables 7 and 8."""
    found = []
    for cell in sorted(library().cells(), key=lambda cell: (cell.table, cell.row)):
        design = assembly.from_cell(cell, library())
        seen = assess.evaluate(design, evidence())
        blind = assess.evaluate(design, evidence(cell.source.ref))
        found.append(Line(cell, seen, blind, cycling(cell), outcome(cell, seen), outcome(cell, blind)))
    return tuple(found)


def filled(text: str, first: str = "", rest: str | None = None) -> str:
    """Break a paragraph into lines."""
    return textwrap.fill(" ".join(text.split()), 120, initial_indent=first,
                         subsequent_indent=" " * len(first) if rest is None else rest,
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a Markdown table."""
    columns = list(head)
    body = [columns, ["---"] * len(columns), *([*row] for row in rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in body)


def plain(text: str) -> str:
    """Write units as they are printed."""
    for printed, shown in (("cm2", "cm²"), ("degC", "°C"), ("Ohm", "Ω")):
        text = text.replace(printed, shown)
    return text


def amount(quantity: Quantity) -> str:
    """Write a reported capacity."""
    return f"{quantity.value:g} {quantity.unit}".replace("cm2", "cm²").replace("uAh", "µAh").replace("um", "µm")


def reported(cell: PublishedCell) -> str:
    """Write what the table prints of capacity and cycling."""
    said = cell.reported
    parts = []
    if said.capacity is not None and said.capacity.value is not None:
        parts.append(f"{said.capacity_kind or 'capacity'} {amount(said.capacity)}")
    ends = [] if said.retention is None or said.retention.value is None else [f"{said.retention.value:g} %"]
    if said.retention_capacity is not None and said.retention_capacity.value is not None:
        ends.append(amount(said.retention_capacity))
    if ends:
        after = "" if said.retention_cycles is None else f" after {said.retention_cycles} cycles"
        how = "" if said.retention_conditions is None else f" ({said.retention_conditions})"
        parts.append(" or ".join(ends) + after + how)
    return plain("; ".join(parts) or "nothing of capacity or cycling") + ("" if ends else "; no cycling printed")


def flagged(items: Iterable[Finding]) -> list[str]:
    """Write findings by severity, title, verdict and grade."""
    return [f"**{item.severity}** {plain(item.title)} ({item.verdict}, grade {item.grade})" for item in items]


def block(line: Line) -> str:
    """Write what is flagged and reported of one cell."""
    cell, found, remark = line.cell, line.found, line.remark
    infos = sum(item.severity == "info" for item in found.findings)
    unknown = found.contacts_without_evidence
    rows = [f"Flagged: {text}" for text in flagged(of_pairs(found))] or ["Flagged: nothing"]
    rows += [f"Of the stack as drawn: {text}" for text in flagged(of_stack(found))]
    rows.append(f"Besides: {infos} of information; {found.contacts} contacts, {unknown or 'none'} without evidence")
    rows.append(f"Reported: {reported(cell)}" + (f". Taken as “{remark.cycling}”: {remark.because}"
                                                 if remark.cycling else ""))  # fmt: skip
    if remark.trouble:
        rows.append(f"Trouble there (section {remark.section}): {plain(remark.trouble)}")
    rows.append(
        f"Comparison: {OUTCOMES[line.outcome]}"
        + ("" if line.blind_outcome == line.outcome else f"; without its own paper: {OUTCOMES[line.blind_outcome]}")
    )
    if remark.still_ran and line.outcome in ("false alarm", "ran all the same"):
        rows.append(f"Why it still ran: {plain(remark.still_ran)}")
    if line.outcome == "missed":
        rows.append(f"Why it was missed: {plain(remark.missed)}")
    head = f"### {cell.id}: {plain(cell.title)}"
    return "\n".join([head, "", *(filled(row, "- ") for row in rows)])


def number_of(way: Outcome, blind: bool = False) -> int:
    """Return how many cells came out so."""
    return sum((line.blind_outcome if blind else line.outcome) == way for line in lines())


def named(way: Outcome, blind: bool = False) -> str:
    """List the cells that came out so."""
    found = [line.cell.id for line in lines() if (line.blind_outcome if blind else line.outcome) == way]
    return ", ".join(found) or "none"


def totals() -> str:
    """Write the counts and what they mean."""
    cells = lines()
    severities = Counter(item.severity for line in cells for item in of_pairs(line.found))
    contacts, unknown = (sum(line.found.contacts for line in cells),
                         sum(line.found.contacts_without_evidence for line in cells))  # fmt: skip
    blind_unknown = sum(line.blind.contacts_without_evidence for line in cells)
    well = [line for line in cells if line.cycling == "cycles well" and not line.remark.trouble]
    trouble, quiet = [line for line in cells if line.remark.trouble], number_of("quiet")
    rows = ((text, str(number_of(way)), str(number_of(way, blind=True)), named(way)) for way, text in OUTCOMES.items())
    return "\n\n".join((
        filled(f"""Of {len(cells)} cells none has an error: none is said to be impossible, and all of them were built.
            {severities["warning"]} warnings and {severities["notice"]} notices speak of their materials. {contacts}
            contacts were examined, {unknown} of them have no published evidence ({blind_unknown} without that of the
            cell's own paper)."""),
        table(("comparison", "cells", "without own paper", "which"), rows),
        filled(f"""**What is found.** Of {len(trouble)} cells of which the review names trouble at a contact,
            {number_of("hit")} are flagged at that contact, {number_of("hit", blind=True)} of them also where the
            statements of the cell's own paper are left out. The first number is no proof of anything: the review's
            sentences are in the evidence. The second is a test, of few cells."""),
        filled(f"""**False alarms.** {number_of("false alarm")} of {len(well)} cells that cycle well
            have a warning (which: {named("false alarm")}), {number_of("false alarm", blind=True)} without their own
            papers; {number_of("ran all the same")} have notices ({number_of("ran all the same", blind=True)} without).
            This is no score on unseen cells: the table was known when statements were graded and rules were set.
            Whether a resistance grew while the capacity lasted is mostly not printed, so a finding on a cell that
            lived is not always wrong. But whoever reads one should know that {quiet} of the {len(well)} cells that
            cycle well have none, and {len(well) - quiet} have. Each of these has a sentence that says why it still
            ran; most are reasons that the review gives for such contacts, not measurements of that cell."""),
        filled(f"""**Misses.** {number_of("missed")} cells fade or have named trouble, and nothing is flagged
            ({named("missed")}); {number_of("missed", blind=True)} without their own papers ({named("missed", True)}).
            {number_of("may agree")} fade and are flagged, but the review blames no contact, so
            nobody can say whether for the reason that is flagged. {number_of("undecided")} cells decide nothing: no
            cycling, too few cycles, or rates that differ."""),
        filled("""**What this comparison cannot do.** Papers print cells that work. A table of published cells holds few
            failures and can show false alarms far better than misses. And the cells that cycle well are in part
            themselves the evidence that nothing is flagged, which is why each is also judged without the statements
            of its own paper."""),
    ))  # fmt: skip


def reading() -> str:
    """Write how to read the page."""
    return "\n\n".join((
        filled(f"""*Cycles well* means at least {STABLE_SHARE:g} % kept over at least {STABLE_CYCLES} cycles, *fades*
            less than {STABLE_SHARE:g} %, after however many. Where only capacities are printed their ratio is taken,
            unless their rates differ. Only findings about materials in contact count in the comparison. What is said
            of the stack as drawn (percolation, source of the ion) rests on layers that are mostly our assumptions, and
            is listed but not counted."""),
        filled("""Severity says how much it matters: an **error** means that the cell cannot work (verdict *blocks*), a
            **warning** that something is measured to go on, a **notice** that there is a reaction or a problem which
            is limited, only calculated, or said of relatives. Information is counted, not listed: mostly handling in
            moist air, and contacts about which no trouble is reported. Verdicts: *grows*, the interphase keeps
            growing; *risk*, it reacts or is expected to; *no issue reported*, published without trouble, which is not
            the same as stable; *no data*, nothing published."""),
        filled("""Grades say how well it is known. A: measured on this pair by two groups or more. B: measured once, or
            on a similar composition. C: calculated thermodynamics of this pair. D: by analogy with the same class. E: a
            rule or an assumption. For each step from the very pair to a relative, a class or all materials of a use,
            the grade is lowered by one."""),
        filled("""*Without its own paper* means that all statements of the reference that the cell comes from were taken
            out, and the cell was judged again by what others published. Sections are those of the review (see
            [data.md](data.md)); the reported figures are those that Tables 7 and 8 print. `cellbuilder new --cell
            t8-37` opens a cell, and `cellbuilder check` and `cellbuilder why` show its findings in full."""),
    ))  # fmt: skip


def seven_design(entry: Seven) -> Design:
    """Return one of the seven cells."""
    return codec.load(DESIGNS / f"{entry.file}.cellbuilder.json")


def seven_block(entry: Seven) -> str:
    """Write one of the seven cells in words."""
    design = seven_design(entry)
    found = assess.evaluate(design, evidence())
    main = [item for item in found.findings if item.severity != "info" or item.id in entry.decides]
    infos = len(found.findings) - len(main)
    rows = [f"What a teacher would say: {entry.expected}"]
    for item in main:
        products = f" Products: {', '.join(item.products)}." if item.products and "roducts:" not in item.message else ""
        rows.append(f"**{item.severity}** ({item.verdict}, grade {item.grade}) {plain(item.title)}. "
                    f"{plain(item.message)}{products}")  # fmt: skip
    rows.append(f"Besides: {infos} of information")
    where = f"[{entry.file}](../tests/reference/designs/{entry.file}.cellbuilder.json)"
    return "\n".join([f"### {design.name}", "", filled(f"File: {where}."), "", *(filled(row, "- ") for row in rows)])


def _anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-").replace("'", "")


def page() -> str:
    """Return the whole page."""
    parts = [
        "# What is flagged in published cells",
        filled("""Each of the 66 cells of Tables 7 and 8 of the review, with what cellbuilder says of its contacts and
            what the papers report, as far as the review prints it. A tool that flags cells which run is not believed,
            and one that flags nothing is of no use; here both can be counted. `python docs/make_compatibility.py`
            writes this page from `presets/`, and a test keeps it up to date."""),
        "\n".join(f"- [{name}](#{_anchor(name)})" for name in HEADINGS),
        f"## {HEADINGS[0]}",
        totals(),
        f"## {HEADINGS[1]}",
        reading(),
        f"## {HEADINGS[2]}",
        *(block(line) for line in lines() if line.cell.table == 7),
        f"## {HEADINGS[3]}",
        *(block(line) for line in lines() if line.cell.table == 8),
        f"## {HEADINGS[4]}",
        filled("""Three cells that should not be built, one whose window was entered wrongly, and three that are sound.
            They are made up for reading; sizes and compositions are assumptions. What is printed is what `cellbuilder
            check` says, information only where it concerns the contacts that decide."""),
        *(seven_block(entry) for entry in SEVEN),
        f"## {HEADINGS[5]}",
        filled("""The verdicts were also held against 184 pairs of materials, written down by somebody who had not seen
            rules or evidence. Of the 123 pairs to work with 119 agree. The other 61 were held back and scored once: 51
            agree (84 %), 8 are silent ("no data" where the expert expects a verdict), one is a false alarm (Li3ScCl6
            with LCO, calculated only), one too mild. [Which, and why](../tests/reference/pairs/README.md)."""),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(f"{PAGE.name}: {len(PAGE.read_text(encoding='utf-8').splitlines())} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
