"""What limits the cell, in words: the largest known part of its resistance, and what is not known beside it."""

from __future__ import annotations

from typing import Final

from cellbuilder.app import present
from cellbuilder.app.charts import resistance
from cellbuilder.app.words import tr
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.result import Figure, Regime

NAMED: Final = 4
"""So many unknown parts are named; of more only the number is told."""


def limiting(evaluation: Evaluation, regime: Regime) -> str:
    """Say which layer or contact resists most in this regime, by which process, and what is not known."""
    whole = resistance.total(evaluation, regime)
    counted = {item.key for item in whole.inputs}
    shown = resistance.in_order(evaluation, regime)
    known = [figure for figure in shown if figure.value is not None and figure.key in counted and not figure.at_most]
    unknown = [resistance.short_name(figure) for figure in shown if figure.value is None]
    parts = [_largest(evaluation, whole, known), _missing(unknown), _rivals(known)]
    return " ".join(part for part in parts if part)


def _largest(evaluation: Evaluation, whole: Figure, known: list[Figure]) -> str:
    if not known or not whole.value:
        return tr("No part of the resistance is known.")
    first = max(known, key=lambda figure: figure.value or 0.0)
    words = {
        "name": resistance.short_name(first), "total": present.value(whole), "process": _process(evaluation, first),
        "share": f"{round(100 * (first.value or 0.0) / whole.value)} %",
    }  # fmt: skip
    if words["process"]:
        return tr("Largest known part: {name}, {share} of {total}, above all {process}.").format(**words)
    return tr("Largest known part: {name}, {share} of {total}.").format(**words)


def _process(evaluation: Evaluation, figure: Figure) -> str:
    """Return the process behind the largest piece of a part, where there is more than one."""
    split = [(process, part.value) for process, part in resistance.pieces(figure, evaluation.figures.trace)
             if part.value is not None]  # fmt: skip
    if len(split) < 2 or not figure.value:
        return ""
    return resistance.process_name(max(split, key=lambda entry: entry[1])[0])


def _rivals(known: list[Figure]) -> str:
    """Name the parts that may be larger than the largest within their ranges."""
    ordered = sorted(known, key=lambda figure: figure.value or 0.0, reverse=True)
    names = [resistance.short_name(other) for other in ordered[1:] if _may_be_larger(other, ordered[0])]
    return tr("Within the ranges it may be: {names}.").format(names=", ".join(names)) if names else ""


def _may_be_larger(other: Figure, first: Figure) -> bool:
    if other.high is None or first.low is None:
        return False
    return other.high > first.low


def _missing(names: list[str]) -> str:
    if not names:
        return ""
    if len(names) > NAMED:
        return tr("Not known: {n} parts.").format(n=len(names))
    return tr("Not known: {names}.").format(names=", ".join(names))
