"""Write docs/benchmarks.md from what pytest-benchmark measured.

python run.py dev pytest benchmarks --benchmark-json=measured.json
python benchmarks/report.py measured.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
MIB, GIB = 2**20, 2**30

Row = tuple[str, str, str, str, str]


class Measured:
    """The results of one run, by name of the benchmark."""

    def __init__(self, path: Path) -> None:
        raw = json.loads(path.read_text(encoding="utf-8"))
        self.machine: dict[str, Any] = raw["machine_info"]
        self._entries = {entry["name"]: entry for entry in raw["benchmarks"]}

    def median(self, name: str) -> float:
        """Return the median in seconds."""
        return float(self._entries[name]["stats"]["median"])

    def least(self, name: str) -> float:
        """Return the shortest time in seconds."""
        return float(self._entries[name]["stats"]["min"])

    def extra(self, name: str) -> dict[str, Any]:
        """Return what the benchmark noted besides times."""
        found: dict[str, Any] = self._entries[name]["extra_info"]
        return found

    def row(self, what: str, name: str, ratio: str, target: float | None = None) -> Row:
        """Return one row: what, target, median with whether it meets the target, shortest time, ratio."""
        median = self.median(name)
        met = "" if target is None else " (met)" if median <= target else " (missed)"
        return what, "" if target is None else time(target), time(median) + met, time(self.least(name)), ratio


def time(seconds: float) -> str:
    """Return a time with three figures."""
    scale, unit = next(
        pair for pair in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")) if seconds >= pair[0] or pair[0] < 1e-5
    )
    return f"{number(seconds / scale)} {unit}"


def number(value: float) -> str:
    """Return a number with three figures, without an exponent."""
    text = f"{value:.3g}"
    return f"{float(text):,.0f}" if "e" in text or value >= 1000 else text


def table(rows: list[Row]) -> str:
    """Return a Markdown table."""
    heads: Row = ("benchmark", "target", "median", "shortest", "ratio")
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def one_design(found: Measured) -> str:
    """The design with nine layers, once."""
    unit = "test_parsing_its_file_as_plain_json"

    def ratio(name: str) -> str:
        return f"{number(found.median(name) / found.median(unit))} times plain JSON parsing"

    return table([
        found.row("full check: numbers with ranges and trace, and findings", "test_everything",
                  ratio("test_everything"), 5e-3),
        found.row("full check with every contact judged anew", "test_everything_with_every_contact_judged_anew",
                  ratio("test_everything_with_every_contact_judged_anew"), 5e-3),
        found.row("findings alone", "test_findings_alone", ratio("test_findings_alone")),
        found.row("numbers with ranges and trace", "test_numbers_with_trace", ratio("test_numbers_with_trace"), 3e-3),
        found.row("numbers alone", "test_numbers_alone", ratio("test_numbers_alone"), 1e-3),
        found.row("numbers alone after one value changed", "test_numbers_alone_after_one_value_changed",
                  ratio("test_numbers_alone_after_one_value_changed"), 1e-3),
        found.row("its file parsed as plain JSON", unit, "1"),
    ])  # fmt: skip


def impedance(found: Measured) -> str:
    """A hundred frequencies."""
    theirs = "test_impedance_py"

    def ratio(name: str) -> str:
        return f"{number(found.median(name) / found.median(theirs))} of impedance.py"

    return table([
        found.row("without diffusion: the circuit that impedance.py calculates too", "test_ours_without_diffusion",
                  ratio("test_ours_without_diffusion"), 2e-3),
        found.row("with diffusion in the grains", "test_ours", ratio("test_ours"), 2e-3),
        found.row("arc by arc", "test_ours_arc_by_arc", ratio("test_ours_arc_by_arc"), 2e-3),
        found.row("arc by arc, from the design", "test_ours_from_the_design", ratio("test_ours_from_the_design")),
        found.row("impedance.py, without diffusion", theirs, "1"),
    ])  # fmt: skip


def many_designs(found: Measured) -> str:
    """A million variants."""
    many, single = "test_a_million_designs", "test_one_design_after_the_other"
    least = "test_reading_the_inputs_and_writing_the_results_once"
    extra = found.extra(many)
    each = found.median(many) / extra["count"]
    alone = found.median(single) / found.extra(single)["count"]
    rows = table([
        found.row("a million variants", many, f"{number(found.median(many) / found.median(least))} times streaming",
                  2.0),
        found.row("a thousand designs, one after the other", single,
                  f"{number(alone / each)} times as long per design"),
        found.row("streaming the same inputs and results", least, "1"),
    ])  # fmt: skip
    peak = extra["peak_bytes"] / GIB
    data = 8 * extra["count"] * (extra["inputs"] + extra["results"]) / GIB
    met = "met" if peak <= 1.5 else "missed"
    return (
        f"{rows}\n\nPeak memory of the process with a million variants: {peak:.2f} GiB (target 1.5 GiB, {met}), of "
        f"which {data:.2f} GiB\nare the inputs and the results themselves."
    )


def random_draws(found: Measured) -> str:
    """Monte Carlo."""
    each = found.median("test_one_design_after_the_other") / found.extra("test_one_design_after_the_other")["count"]

    def ratio(name: str) -> str:
        return f"1/{number(each * found.extra(name)['draws'] / found.median(name))} of one design after the other"

    every = found.extra("test_all_results")["results"]
    return table([
        found.row("twelve results", "test_twelve_results", ratio("test_twelve_results"), 0.5),
        found.row(f"all {every} results", "test_all_results", ratio("test_all_results"), 0.5),
    ])  # fmt: skip


def streamed(found: Measured) -> str:
    """Variants in constant memory."""
    lines = ["| variants | time | variants per second | peak memory | before |", "|---|---|---|---|---|"]
    for count in (1_000_000, 20_000_000, 100_000_000):
        extra = found.extra(f"test_streamed_variants[{count}]")
        lines.append(
            f"| {count:,} | {time(extra['seconds'])} | {number(count / extra['seconds'])} | "
            f"{extra['peak_bytes'] / MIB:.0f} MiB | {extra['before_bytes'] / MIB:.0f} MiB |"
        )
    return "\n".join(lines)


TABS = ("resistance", "energy", "windows", "impedance", "rate", "explore", "compare", "findings")


def window(found: Measured) -> str:
    """A step of a slider, the start, memory, the history."""
    unit = found.median("test_everything")

    def told(value: float, target: float | None) -> str:
        return time(value) + ("" if target is None else " (met)" if value <= target else " (missed)")

    lines = ["| tab in sight | target | median | target | 95th percentile | ratio |", "|---|---|---|---|---|---|"]
    for tab in TABS:
        name = f"test_a_step_of_a_slider[{tab}]"
        middle, most = (16e-3, 33e-3) if tab == "resistance" else (None, None)
        lines.append(
            f"| {tab} | {time(middle) if middle else ''} | {told(found.median(name), middle)} | "
            f"{time(most) if most else ''} | {told(found.extra(name)['p95'], most)} | "
            f"{number(found.median(name) / unit)} times the full check |"
        )
    start, memory = found.extra("test_the_start_with_a_design"), found.extra("test_memory_at_rest")
    history = found.extra("test_ten_thousand_steps_in_the_history")
    begun, held = start["ours"] / start["bare"], memory["resident"] / memory["bare"]
    words = (
        f"From the start of the process to the painted window with this design: {time(start['ours'])}, "
        f"{begun:.2f} times\na bare window of PySide6 and pyqtgraph started in turns with it "
        f"(target 1.5, {'met' if begun <= 1.5 else 'missed'}).\n"
        f"Memory at rest: {memory['resident'] / MIB:.0f} MiB, {held:.2f} times that of the bare window "
        f"(target 1.6, {'met' if held <= 1.6 else 'missed'}).\n"
        f"{history['count']:,} steps in the history hold {history['bytes'] / MIB:.0f} MiB; a drag is one step."
    )
    return "\n".join([*lines, "", words])


def page(found: Measured) -> str:
    """Return the whole page."""
    machine = found.machine
    load = "" if machine["load"] is None else f" Load before the run: {machine['load']:.1f}."
    return f"""\
# Benchmarks

This page is written by `benchmarks/report.py` from one run; no number in it is typed. To repeat it:

```sh
python3 run.py dev pytest benchmarks --benchmark-json=measured.json
python3 benchmarks/report.py measured.json
```

Measured on a virtual server with {machine["cores"]} cores ({machine["machine"]}), Python {machine["python_version"]}, \
numpy {machine["numpy"]}.{load}
Other work on the machine disturbs times, and ratios less; the shortest time is the least disturbed. The design has
nine layers, both electrodes composite (`benchmarks/nine_layers.py`).

## One design

The calculation, and the trace: for every number its range, formula, inputs, sources, and what its range rests on.

{one_design(found)}

## The window

From the slider to the pixels: the edit, the step in the history, the full check, and every view in sight painted with
that value; 1366 by 768, offscreen, library and inspector open.

{window(found)}

## Impedance

100 frequencies from 1 mHz to 10 MHz; every contact and both charge transfers are entered, which makes 11 arcs and two
porous electrodes. Both give the same spectrum where both have the elements (checked in the benchmark to 1e-8).

{impedance(found)}

## Many designs

`evaluate_many` with ten inputs varied and twelve results (resistance in both regimes, areal energy, N/P, specific
energy and energy density at four levels). Streaming is what any way has to do: read ten arrays, write twelve.

{many_designs(found)}

## Random draws

100,000 draws of every input with a range, with percentiles and contributions.

{random_draws(found)}

## Variants in constant memory

The same ten inputs drawn at random, chunk by chunk, into a histogram, extremes and a Pareto front; each row is a
process of its own. "Before" is what the process needs once it is loaded.

{streamed(found)}
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(Measured(Path(sys.argv[1]))), encoding="utf-8")


if __name__ == "__main__":
    main()
