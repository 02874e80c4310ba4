"""Write the page that compares the published cells with the calculation: ``python docs/make_published_cells.py``."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from compare_published_cells import (
    ABOVE_AS_PRINTED,
    FURTHER,
    WIDE,
    CapacityLine,
    VoltageLine,
    all_capacities,
    all_voltages,
    library,
)

from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Figure

PAGE: Final = Path(__file__).with_name("published-cells.md")
USUAL: Final = (0.60, 0.95)
"""What solid cells often deliver of the practical capacity (docs/physics.md 2.1)."""
HEADINGS: Final = ("What comes out", "How to read the tables", "Capacities of sodium cells",
                   "Capacities of lithium cells", "Voltage", "Not comparable")  # fmt: skip


def number(value: float) -> str:
    """Write a number with three significant digits, without exponent."""
    text = f"{value:.3g}"
    return f"{float(text):.0f}" if "e" in text or abs(value) >= 100 else text


def shown(figure: Figure | None) -> str:
    """Write a figure with its range; ≤ where it is known from above only."""
    if figure is None or figure.value is None:
        return "—"
    text = ("≤ " if figure.at_most else "") + number(figure.value)
    if figure.low is not None and figure.high is not None:
        text += f" ({number(figure.low)}–{number(figure.high)})"
    return text


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a Markdown table."""
    columns = list(head)
    lines = [columns, ["---"] * len(columns), *([*row] for row in rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def capacity_table(lines: Iterable[CapacityLine]) -> str:
    """Write the capacities that can be compared."""
    head = ("cell", "cathode", "reported", "printed with it", "at low rate", "at this rate", "verdict",
            "reported / low rate", "remarks")  # fmt: skip
    return table(head, (
        (line.cell.id, line.active, number(float(line.reported.value or 0)), _plain(line.conditions), shown(line.slow),
         shown(line.fast), line.verdict, "—" if line.share is None else f"{100 * line.share:.0f} %",
         "; ".join(line.remarks)) for line in lines
    ))  # fmt: skip


def _plain(text: str) -> str:
    return text.replace("degC", "°C").replace("cm2", "cm²").replace("initial discharge", "first discharge")


def voltage_table(lines: Iterable[VoltageLine]) -> str:
    """Write the printed limits and the calculated potentials."""
    head = ("cell", "printed limits", "against the metal, V", "cathode", "calculated average, V", "verdict", "remarks")
    return table(head, (
        (line.cell.id, line.printed, "—" if line.lower is None or line.upper is None
         else f"{line.lower:.2f}–{line.upper:.2f}", "" if line.figure is None else line.figure.key, shown(line.figure),
         line.verdict, "; ".join(line.remarks)) for line in lines
    ))  # fmt: skip


def unit_of(quantity: Quantity) -> str:
    """Write the unit of a reported capacity."""
    return quantity.unit.replace("cm2", "cm²").replace("uAh", "µAh").replace("um", "µm")


def not_compared() -> list[tuple[str, str, str, str]]:
    """Return cell, quantity, value and reason of all that is reported but not compared."""
    rows = []
    for cell in library().cells():
        for line in all_capacities():
            if line.cell.id == cell.id and line.verdict == "not comparable":
                value = f"{number(float(line.reported.value or 0))} {unit_of(line.reported)}"
                rows.append((cell.id, f"capacity, {_plain(line.conditions)}", value, "; ".join(line.remarks)))
        kept, capacity, cycles = (cell.reported.retention, cell.reported.retention_capacity,
                                  cell.reported.retention_cycles)  # fmt: skip
        values = [f"{number(float(entry.value))} {unit_of(entry)}" for entry in (kept, capacity)
                  if entry is not None and entry.value is not None]  # fmt: skip
        if values:
            after = "" if cycles is None else f" after {cycles} cycles"
            rows.append((cell.id, f"capacity kept{after}", ", ".join(values), "not calculated: ageing is left out"))
        rows += [
            (entry.cell, entry.quantity, entry.printed, entry.reason) for entry in FURTHER if entry.cell == cell.id
        ]
    return rows


def inputs_reported() -> dict[str, int]:
    """Return how many cells report what the calculation takes as an input."""
    cells = list(library().cells())
    return {
        "rate or current": sum(cell.reported.rate is not None for cell in cells),
        "temperature": sum(cell.reported.temperature is not None for cell in cells),
        "voltage limits": sum(cell.stack.cutoffs is not None for cell in cells),
    }


def of_class(lines: Iterable[CapacityLine], name: str) -> list[float]:
    """Return reported / low rate of the cells with this class of electrolyte."""
    return [line.share for line in lines if line.share is not None and line.cell.material_class == name]


def named(lines: Iterable[CapacityLine]) -> str:
    """List cells, each once."""
    return ", ".join(dict.fromkeys(line.cell.id for line in lines)) or "none"


def filled(text: str, bullet: bool = False) -> str:
    """Break a paragraph into lines."""
    first = "- " if bullet else ""
    return textwrap.fill(" ".join(text.split()), 120, initial_indent=first, subsequent_indent=" " * len(first),
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip


def percent(value: float) -> str:
    """Write a share as whole per cent."""
    return f"{100 * value:.0f}"


def counts() -> str:
    """Write how many figures are compared, and the verdicts."""
    lines = [line for line in all_capacities() if line.verdict != "not comparable"]
    found = {verdict: sum(line.verdict == verdict for line in lines) for verdict in ("within", "above", "below")}
    wide = sum(line.verdict == "within" and WIDE in line.remarks for line in lines)
    volts = [line for line in all_voltages() if line.verdict != "not comparable"]
    inside = sum(line.verdict == "within" for line in volts)
    chosen = sum(any(ABOVE_AS_PRINTED in remark for remark in line.remarks) for line in volts)
    return filled(f"""
        Of {len(all_capacities())} reported capacities {len(lines)} can be compared: {found["within"]} lie within the
        calculated range at the rate of the cell ({wide} of them only because that range is too wide to decide
        anything), {found["below"]} below it and {found["above"]} above it. The average voltage lies between the
        printed limits in {inside} of {len(volts)} cells; in {chosen} of these only because limits that are printed
        against lithium were read against Li-In, as their upper limit would otherwise lie below the average itself.
    """)


def two_rates() -> str:
    """Write what cells deliver at a second rate, over what they deliver at the first."""
    lines = [line for line in all_capacities() if line.verdict != "not comparable"]
    told = []
    for line in lines:
        first = next(entry for entry in lines if entry.cell.id == line.cell.id)
        if line is first or "C" not in line.conditions.replace("°C", "").replace("degC", "") or line.warm:
            continue
        if line.fast and first.fast and line.fast.value and first.fast.value:
            reported = float(line.reported.value or 0) / float(first.reported.value or 1)
            told.append(
                f"{line.cell.id} {percent(reported)} % (calculated {percent(line.fast.value / first.fast.value)})"
            )
    return "; ".join(told)


def lessons() -> list[str]:
    """Write what the differences say."""
    lines = [line for line in all_capacities() if line.verdict != "not comparable"]
    shares = [line.share for line in lines if line.share is not None]
    quarter, _, upper = quantiles(shares, n=4, method="inclusive")
    usual = sum(USUAL[0] <= share <= USUAL[1] for share in shares)
    low = [line for line in lines if line.share is not None and line.share < USUAL[0]]
    ohmic = [line.fast.value / line.slow.value for line in lines
             if not line.cut and line.fast and line.slow and line.fast.value and line.slow.value]  # fmt: skip
    hardly = sum(share >= 0.95 for share in ohmic)
    cut = [line for line in lines if line.cut]
    return [
        f"""**Solid cells deliver less than the library's practical capacity.** The median is
        {percent(median(shares))} % of the capacity calculated at low rate, half of the values lie between
        {percent(quarter)} and {percent(upper)} %. {usual} of {len(shares)} lie between {percent(USUAL[0])} and
        {percent(USUAL[1])} %, {len(low)} lower, {len(shares) - usual - len(low)} higher. The calculation takes the
        practical capacity of a good half cell and says so with every capacity; whoever knows that of a sample can enter
        it (`capacity` of a component).""",
        f"""**The resistance that is known explains little of it.** It takes less than 5 % of the capacity in {hardly}
        of {len(ohmic)} cases. What is missing is not calculated: grains that no catholyte or carbon reaches, diffusion
        beyond R_diff, contacts without a published resistance. That is why a capacity at a rate is marked ≤ almost
        everywhere, and a reported value below a bound does not contradict it.""",
        f"""**The same holds for the rate.** What cells with two printed rates deliver at the second, over the first:
        {two_rates()}.""",
        f"""**A straight line is a poor voltage curve.** The voltage is taken as falling evenly around its average, by
        as much as the limits are apart. In {named(cut)} that line passes the lower limit even without current, so a
        part of the capacity is cut off that the real curve may deliver.""",
        f"""**Above the range:** {named(line for line in lines if line.verdict == "above")}. A capacity above an upper
        bound contradicts the inputs or the model: a warmer cell or a better sample than the library's capacity is for,
        a cut straight line, or assumed layers that resist more than the real ones. The remarks say what is known to
        differ.""",
        f"""**Less than {percent(USUAL[0])} %:** {named(low)}.""",
    ]


def summary() -> str:
    """Write the counts and what the differences say."""
    lines = all_capacities()
    classes = dict.fromkeys(line.cell.material_class for line in lines)
    rows = [(name, found) for name in classes if (found := of_class(lines, name))]
    medians = table(
        ("electrolyte", "capacities", "reported / low rate, median", "lowest", "highest"),
        ((name, str(len(found)), *(f"{percent(share)} %" for share in (median(found), min(found), max(found))))
         for name, found in rows),
    )  # fmt: skip
    ending = filled("""
        What the papers report of ageing, first-cycle loss and moisture is not calculated, and rate, temperature and
        voltage limits are inputs; these are listed at the end, with the reason. Most layers of these cells are
        assumptions, for the tables of the review print hardly any thickness, composition or loading. A capacity per
        gram does not depend on the loading at low rate, which is why it can be compared at all. An energy per mass or
        volume of stack does; none is printed for these cells.
    """)
    told = "\n".join(filled(text, bullet=True) for text in lessons())
    return f"{counts()}\n\n{told}\n\n{medians}\n\n{ending}"


def page() -> str:
    """Return the whole page."""
    lines = all_capacities()
    compared = [line for line in lines if line.verdict != "not comparable"]
    gram = [line for line in compared if line.reported.unit == "mAh/g"]
    others = [f"In {unit_of(line.reported)}:\n\n{capacity_table([line])}" for line in compared if line not in gram]
    inputs = ", ".join(f"{name} ({count} cells)" for name, count in inputs_reported().items())
    parts = [
        "# The published cells, reported and calculated",
        filled("""What the papers behind the 66 published cells report, next to what the calculation gives for the same
            stacks. A figure is compared only where it is not itself an input. `python docs/make_published_cells.py`
            writes this page from `presets/` and the engine, and a test keeps it up to date."""),
        "\n".join(f"- [{name}](#{name.lower().replace(' ', '-')})" for name in HEADINGS),
        f"## {HEADINGS[0]}",
        summary(),
        f"## {HEADINGS[1]}",
        filled("""Capacities are in mAh per gram of active material. *At low rate* is the capacity of the cell over the
            mass of active material of the cathode: mostly the library's practical capacity (an estimate), less where
            the anode limits. *At this rate* also counts the resistance at the printed current (equation 26 of
            [physics.md](physics.md#1e-energy-and-rate)). Both with the range that holds the value nine times in ten; ≤
            marks a value known from above only, because a contact or the anode is unknown. The verdict says where the
            *reported* value lies: within, above or below the range at this rate, or at low rate where nothing else is
            known. One in ten would lie outside even if every range were right."""),
        f"## {HEADINGS[2]}",
        capacity_table(line for line in gram if line.cell.table == 7),
        f"## {HEADINGS[3]}",
        capacity_table(line for line in gram if line.cell.table == 8),
        *others,
        f"## {HEADINGS[4]}",
        filled("""The average potential of the cathode comes from the library and knows nothing of the printed limits.
            It has to lie between them, on one reference. Where a reading of the limits had to be chosen, the remark
            says so: such a line tests the reading as much as the potential."""),
        voltage_table(all_voltages()),
        f"## {HEADINGS[5]}",
        filled(f"""Inputs in every cell that reports them: {inputs}, and the conductivities of Tables 1 to 3. The
            voltage limits also bound the discharge. For the rest:"""),
        table(("cell", "reported", "value", "not comparable because"), not_compared()),
    ]
    return "\n\n".join(parts) + "\n"


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(f"{PAGE.name}: {len(PAGE.read_text(encoding='utf-8').splitlines())} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
