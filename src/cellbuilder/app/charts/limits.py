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
    parts = [_largest(evaluation, whole, known), _missing(unknown)]
    return " ".join(part for part in parts if part)


def _largest(evaluation: Evaluation, whole: Figure, known: list[Figure]) -> str:
    if not known or not whole.value:
        return tr("No part of the resistance is known.")
    ordered = sorted(known, key=lambda figure: figure.value or 0.0, reverse=True)
    first = ordered[0]
    words = {
        "name": resistance.short_name(first), "value": present.value(first), "total": present.value(whole),
        "share": _percent((first.value or 0.0) / whole.value), "process": _process(evaluation, first),
    }  # fmt: skip
    said = (
        tr("Largest known part: {name}, {value} of {total} ({share}), above all {process}.")
        if words["process"]
        else tr("Largest known part: {name}, {value} of {total} ({share}).")
    ).format(**words)
    rivals = [resistance.short_name(figure) for figure in ordered[1:] if _may_be_larger(figure, first)]
    if rivals:
        said += " " + tr("Within the ranges it may be: {names}.").format(names=", ".join(rivals))
    return said


def _process(evaluation: Evaluation, figure: Figure) -> str:
    """Return the largest piece of a part with its share, where there is more than one."""
    split = [(process, part.value) for process, part in resistance.pieces(figure, evaluation.figures.trace)
             if part.value is not None]  # fmt: skip
    if len(split) < 2 or not figure.value:
        return ""
    process, value = max(split, key=lambda entry: entry[1])
    return tr("{process} ({share} of it)").format(
        process=resistance.process_name(process), share=_percent(value / figure.value)
    )


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


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"
