"""Commands that work on design files: new, evaluate, explain, schema."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import cellbuilder
from cellbuilder.app import explain as explaining
from cellbuilder.app import explain_text, headlines, present
from cellbuilder.cli.compatibility import print_findings
from cellbuilder.cli.files import load_all, report_unreadable, several, stands
from cellbuilder.cli.text import clean, columns, print_json, width, wrapped
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.result import Figure, Trace
from cellbuilder.io import codec


def new(arguments: argparse.Namespace) -> int:
    """Write a design file from a model or a cell."""
    target = Path(arguments.output)
    if stands(arguments):
        return 2
    by_model = arguments.model is not None
    try:
        design = cellbuilder.from_model(arguments.model) if by_model else cellbuilder.from_cell(arguments.cell)
    except KeyError:
        what = f"model '{arguments.model}' (A to AB)" if by_model else f"cell '{arguments.cell}'"
        print(f"there is no {what}; see cellbuilder models and cellbuilder cells", file=sys.stderr)
        return 2
    codec.save(design, target)
    print(f"{target}: {design.name}")
    return 0


def evaluate(arguments: argparse.Namespace) -> int:
    """Print the numbers and findings of every design."""
    loaded, unreadable = load_all(arguments.files)
    results = [(path, design, cellbuilder.evaluate(design)) for path, design in loaded]
    if arguments.json:
        data = [{"file": str(path), **result.model_dump(mode="json")} for path, _, result in results]
        print_json(data[0] if len(data) == 1 and not several(arguments.files) else data)
    else:
        for path, design, result in results:
            _print_evaluation(path, design, result, arguments.sources)
    return report_unreadable(unreadable)


def explain(arguments: argparse.Namespace) -> int:
    """Print how one number of a design is worked out."""
    path = Path(arguments.file)
    evaluation = cellbuilder.evaluate(codec.load(path))
    try:
        found = explaining.explain(evaluation, arguments.key, cellbuilder.library().sources)
    except explaining.NoSuchFigureError as error:
        print(f"{path}: there is no figure '{clean(error.key)}'; {_other_keys(evaluation, error.near)}",
              file=sys.stderr)  # fmt: skip
        return 2
    if arguments.json:
        print_json({"file": str(path), "design": evaluation.design, **explaining.as_data(found)})
    else:
        print(f"{clean(evaluation.design)}\n{clean(str(path))}; cellbuilder {evaluation.engine_version}\n")
        print(explain_text.text(found, width()))
    return 0


def _other_keys(evaluation: Evaluation, near: tuple[str, ...]) -> str:
    if near:
        *first, last = (f"'{key}'" for key in near)
        return f"did you mean {', '.join(first)} or {last}?" if first else f"did you mean {last}?"
    return f"the results are: asr, {', '.join(explaining.results(evaluation))}"


def schema(_arguments: argparse.Namespace) -> int:
    """Print the JSON Schema of the design file."""
    print_json(codec.json_schema())
    return 0


def _print_evaluation(path: Path, design: Design, result: Evaluation, with_sources: bool) -> None:
    figures = result.figures
    temperature = present.quantity(design.stack.conditions.temperature)
    print(f"{clean(design.name)}\n{clean(str(path))}; cellbuilder {result.engine_version}\n")
    print(f"Area-specific resistance at {temperature}")
    rows = [*figures.resistance.parts, *figures.resistance.contacts, *figures.resistance.totals]
    trace = figures.trace
    print(_figure_table(rows, trace))
    if figures.resistance.unknown_parts:
        count = figures.resistance.unknown_parts
        print(wrapped(f"{count} parts are unknown in whole or in part, so totals say 'at least' (≥)."))
    print("\nCapacity, voltage, size")
    general = [figures.cathode_capacity, figures.anode_capacity, figures.capacity, figures.np_ratio,
               figures.average_voltage, figures.areal_energy, figures.thickness, figures.charged_thickness,
               figures.areal_mass]  # fmt: skip
    print(_figure_table(general, trace))
    print(f"limiting electrode: {figures.limiting_electrode}")
    print("\nEnergy (open circuit)")
    energies = [figure for level in figures.levels for figure in (level.specific_energy, level.energy_density)]
    print(_figure_table(energies, trace))
    for level in figures.levels:
        texts = [figure.convention or figure.note or "" for figure in (level.specific_energy, level.energy_density)]
        if texts[0] == texts[1]:
            print(wrapped(f"{level.level}: {texts[0]}", "  "))
            continue
        for unit, text in zip(("Wh/kg", "Wh/L"), texts, strict=True):
            print(wrapped(f"{level.level}, {unit}: {text}", "  "))
    print("\nUnder current")
    operation = headlines.operating_rows(result)
    print(_figure_table([*operation], trace))
    print("\n* an assumption or estimate is among the inputs; ranges come from the ranges of the inputs")
    print("\nFindings")
    print_findings(design, result)
    if with_sources:
        print("\nInputs and sources")
        for figure in (*rows, *general, *energies, *operation):
            _print_inputs(figure, trace)
    print()


def _figure_table(figures: list[Figure], trace: Trace) -> str:
    return columns(["what", "value", "range", "label", "from"], [headlines.row(figure, trace) for figure in figures])


def _print_inputs(figure: Figure, trace: Trace) -> None:
    print(clean(f"{figure.name}: {figure.formula or figure.note or ''}"))
    for item in trace.inputs_of(figure):
        print(wrapped(present.input_line(item, cellbuilder.library().sources), "    "))
