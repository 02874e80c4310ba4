"""Results as files: CSV for a spreadsheet, JSON with every input and source."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

from cellbuilder.app import headlines
from cellbuilder.app.charts.model import Table
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.result import Figure, Trace
from cellbuilder.io import atomic, strict_json

HEADS = ("figure", "value", "unit", "low", "high", "label", "at least", "regime", "from", "note", "formula",
         "of the range assumed", "key")  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def write_results(evaluation: Evaluation, path: Path) -> None:
    """Write the results; the name's ending decides between JSON and CSV.

    Raises:
        UnwritableError: it could not be written; an earlier file is unchanged.
    """
    as_json = path.suffix.lower() == ".json"
    text = strict_json.dump(evaluation.model_dump(mode="json")) if as_json else csv_text(evaluation)
    atomic.write_text(path, text)


def csv_text(evaluation: Evaluation) -> str:
    """Return all figures as CSV, numbers with full precision and a decimal point."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADS)
    tables = (headlines.resistance_rows, headlines.energy_rows, headlines.operating_rows)
    for figure in (figure for rows in tables for figure in rows(evaluation)):
        writer.writerow(_row(figure, evaluation.figures.trace))
    return stream.getvalue()


def table_csv(table: Table, delimiter: str = ",") -> str:
    """Return the numbers of a chart as text for a spreadsheet; what is unknown or not finite is an empty cell."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n", delimiter=delimiter)
    for row in (table.heads, *table.rows):
        writer.writerow([_harmless(cell) if isinstance(cell, str) else _cell(cell) for cell in row])
    return stream.getvalue()


def _row(figure: Figure, trace: Trace) -> list[str]:
    return [
        _harmless(figure.name), _number(figure.value), figure.unit, _number(figure.low), _number(figure.high),
        figure.label, "yes" if figure.at_least else "", figure.regime or "", _harmless(headlines.basis(figure, trace)),
        _harmless(figure.note or ""), _harmless(figure.formula or ""), _number(figure.assumed_share), figure.key,
    ]  # fmt: skip


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)


def _cell(value: float | None) -> str:
    return _number(value) if value is not None and math.isfinite(value) else ""


def _harmless(text: str) -> str:
    """Keep a spreadsheet from running text as a formula, also behind blanks and line breaks."""
    return "'" + text if text.lstrip().startswith(_FORMULA_STARTS) or (text[:1] in "\t\r\n" and text) else text
