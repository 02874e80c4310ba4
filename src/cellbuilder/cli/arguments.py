"""What can be typed, and the help that teaches it."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from cellbuilder.cli import compare, compatibility, designs, diff, explore, impedance, lesson, lookup, report

_EPILOG = """\
first steps:
  cellbuilder                                   open the window
  cellbuilder --check-start                     open it, print 'ready' once it is painted, and end
  cellbuilder models                            the 28 models, A to AB
  cellbuilder show T                            one model, cell (t8-38) or material (li6ps5cl)
  cellbuilder new --model T -o t.cellbuilder.json
  cellbuilder evaluate t.cellbuilder.json       resistances, energy densities, findings
  cellbuilder explain t.cellbuilder.json asr    how a number is worked out, and what to measure next
  cellbuilder check designs/                    findings only, for a whole folder

exit codes: 0 done; 1 'check' found an error in a stack; 2 a file or an argument could not be used
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser; each command sets ``run``."""
    top = argparse.ArgumentParser(
        prog="cellbuilder",
        description="Design all-solid-state Li and Na cell stacks. Without a command, or with a file, "
        "the window opens.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=_version())
    commands = top.add_subparsers(metavar="command", required=True)

    models = _add(commands, "models", "list the 28 cell models", lookup.models)
    _json(models)
    cells = _add(commands, "cells", "list the 66 published cells of Tables 7 and 8", lookup.cells)
    cells.add_argument("--model", metavar="T", help="only cells of this model")
    _json(cells)
    materials = _add(commands, "materials", "list the materials of the library", lookup.materials)
    materials.add_argument("search", nargs="?", default="", help="part of a name, formula, class or category")
    _json(materials)

    show = _add(commands, "show", "explain a model (T), a cell (t8-38) or a material (li6ps5cl)", lookup.show)
    show.add_argument("name", help="a letter, a cell id or a material id, name or formula")
    _json(show)

    table = _add(commands, "table", "rebuild Table 1 to 8 of the review from the presets", lookup.table)
    table.add_argument("number", type=int, help="1 to 8")
    _json(table)

    new = _add(commands, "new", "make a design file from a model or a published cell", designs.new)
    start = new.add_mutually_exclusive_group(required=True)
    start.add_argument("--model", metavar="T", help="a model, A to AB")
    start.add_argument("--cell", metavar="ID", help="a published cell, such as t8-38")
    new.add_argument("-o", "--output", metavar="FILE", required=True, help="the design file to write")
    new.add_argument("--force", action="store_true", help="replace the file if it exists")

    evaluate = _add(commands, "evaluate", "resistances, energy densities and findings of designs", designs.evaluate)
    evaluate.add_argument("files", nargs="+", metavar="FILE", help="design files, or folders of them")
    evaluate.add_argument("--sources", action="store_true", help="print the inputs of every number with their sources")
    _json(evaluate)

    explain = _add(commands, "explain", "how a number of a design is worked out, step by step", designs.explain)
    explain.add_argument("file", metavar="FILE", help="a design file")
    explain.add_argument(
        "key", metavar="KEY",
        help="asr, asr:cathode, asr@instantaneous, capacity, voltage, np, wh_per_kg, wh_per_kg:cell, thickness, "
        "or the key of any other figure, step or input",
    )  # fmt: skip
    _json(explain)

    check = _add(commands, "check", "findings of designs; exit code 1 if any is an error", compatibility.check)
    check.add_argument("files", nargs="+", metavar="FILE", help="design files, or folders of them")
    _json(check)
    why = _add(commands, "why", "one finding of a design: evidence for and against, and what helps", compatibility.why)
    why.add_argument("file", metavar="FILE", help="a design file")
    why.add_argument("finding", metavar="FINDING", help="its id as 'check' prints it, or a part that names only one")
    why.add_argument("--apply", metavar="NUMBER", type=int, help="write the design with this remedy in it (see -o)")
    why.add_argument("-o", "--output", metavar="FILE", help="the design file to write with --apply")
    why.add_argument("--force", action="store_true", help="replace the file if it exists")
    _json(why)
    pair = _add(commands, "pair", "everything known about two materials in contact", compatibility.pair)
    for name in ("first", "second"):
        pair.add_argument(name, help="a material by name, formula or id, or a family or class such as garnet, halide")
    pair.add_argument("--between", metavar="MATERIAL", help="a coating or layer between the two, such as LiNbO3")
    pair.add_argument("--upper", metavar="V", type=float, help="highest potential of the cathode, in V (-1 to 8)")
    pair.add_argument(
        "--against", metavar="ELECTRODE",
        help=f"what --upper is quoted against: {', '.join(compatibility.REFERENCES)}; "
        "Li/Li+ or Na/Na+ by the ion of the two, if it is not given",
    )  # fmt: skip
    _json(pair)

    limits = _add(commands, "windows", "stability windows of a design beside its electrode potentials", compare.windows)
    limits.add_argument("file", metavar="FILE", help="a design file")
    _json(limits)
    text = "the five classes of electrolytes compared by the values of the library"
    _json(_add(commands, "classes", text, compare.compare_classes))
    text = "which classes were built together (catholyte, separator, interface layer), and which never"
    _json(_add(commands, "matrix", text, compare.show_matrix))
    told_apart = _add(commands, "diff", "what tells two designs apart: stack, results, findings", diff.run)
    diff.arguments(told_apart)
    _json(told_apart)

    spectrum = _add(commands, "impedance", "impedance spectrum of a design, arc by arc", impedance.run)
    impedance.arguments(spectrum)
    _json(spectrum)

    sweep = _add(commands, "sweep", "vary inputs of a design over ranges, as CSV", explore.sweep)
    explore.sweep_arguments(sweep)
    drawn = _add(commands, "uncertainty", "draw all inputs within their ranges (Monte Carlo)", explore.uncertainty)
    explore.uncertainty_arguments(drawn)
    rate = _add(commands, "rate", "discharges at several currents, and the Ragone table", explore.rate)
    explore.rate_arguments(rate)

    written = _add(commands, "report", "everything about a design as one HTML file, to read and print", report.run)
    report.arguments(written)

    lesson.arguments(_add(commands, "lesson", "the lessons, and grading what was handed in", lesson.show))

    _add(commands, "schema", "print the JSON Schema (2020-12) of the design file", designs.schema)
    return top


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    text: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    command.set_defaults(run=run)
    return command


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print data as JSON")


def _version() -> str:
    from cellbuilder.assess import engine_version

    return f"cellbuilder {engine_version()}"
