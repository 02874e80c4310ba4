"""An explanation as text to read and to copy."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from cellbuilder.app import present
from cellbuilder.app.explain import Explanation, Item, Share
from cellbuilder.domain.result import ASSUMED, Label, Regime

STEP: Final = "  "
_PARTICIPLES: Final[dict[Label, str]] = {
    "measured": "measured", "calculated": "calculated", "estimate": "estimated", "assumption": "assumed",
    "extrapolated": "extrapolated", "bound": "a bound",
}  # fmt: skip
_TIED: Final = "\N{NO-BREAK SPACE}%"
_REGIMES: Final[dict[Regime, str]] = {
    "instantaneous": "at the first moment of a current",
    "pseudo-steady": "after the electrode has levelled out under current",
    "front": "mean over a whole discharge at a flat voltage, while a front moves through the electrode",
}
_SIGNS: Final = {"unknown": "unknown", "at least": "known in part (at least)", "at most": "known from above only"}
_PLURALS: Final[dict[Label, str]] = {
    "assumption": "assumptions", "estimate": "estimates", "extrapolated": "extrapolated values",
}  # fmt: skip


def text(explanation: Explanation, width: int) -> str:
    """Return an explanation as lines of at most so many characters, as far as words allow."""
    return "\n".join(_wrapped(line, width) for line in lines(explanation))


def lines(explanation: Explanation) -> Iterator[str]:
    """Return the lines of an explanation; two spaces at the start for every level."""
    figure = explanation.figure
    yield figure.name
    yield f"{STEP}{explanation.key} = {_amount(figure)}{'' if figure.value is None else f', {_kind(figure)}'}"
    yield from (f"{STEP}{line}" for line in _remarks(explanation))
    yield from _section("Formula", _formula(figure))
    yield from _section("Where the range comes from", range_sentences(explanation))
    yield from _section("Measure this next", _advice(explanation))
    yield from _section(
        "What is not known", (f"{gap.name}: {_SIGNS[gap.state]}{gap.reason and f'; {gap.reason}'}"
                              for gap in explanation.gaps if not _is_told(explanation, gap.key)),
    )  # fmt: skip
    yield from _section("Steps below", _steps(figure.items))
    if figure.items:
        yield from _section("Assumptions inside", (_short(item) for item in explanation.assumptions))
    yield from _section("Goes into", explanation.goes_into)


def range_sentences(explanation: Explanation) -> Iterator[str]:
    """Say which inputs the range comes from: assumptions and estimates first, then the others."""
    figure, assumed = explanation.figure, explanation.assumed_share
    if not figure.formula or figure.value is None:
        return
    if assumed is None:
        yield "it has no range: no input with a range goes in"
        return
    if not explanation.shares:
        yield f"{percent(assumed)} of this range comes from assumptions and estimates"
        yield "single inputs are named for results, not for steps on the way: ask for what this goes into"
        return
    soft = [entry for entry in explanation.shares if entry.kind in ASSUMED]
    hard = [entry for entry in explanation.shares if entry.kind not in ASSUMED]
    if soft:
        yield _sentence(assumed, "of this range comes from", _counted(soft), soft)
    else:
        yield f"{percent(assumed)} of this range comes from assumptions and estimates"
    if hard:
        what = "1 other input" if len(hard) == 1 else f"{len(hard)} other inputs"
        yield _sentence(1.0 - assumed, "comes from", what, hard)


def percent(share: float) -> str:
    """Return a share of 1 in percent, without digits that mean nothing."""
    return "less than 1 %" if 0.0 < share < 0.005 else f"{100.0 * share:.0f} %"


def _sentence(whole: float, verb: str, what: str, entries: Sequence[Share]) -> str:
    several = len({entry.kind for entry in entries}) > 1 or entries[0].kind not in ASSUMED
    names = ", ".join(f"{entry.name} ({percent(entry.share)}{_kinds(entry, several)})" for entry in entries)
    rest = whole - sum(entry.share for entry in entries)
    return f"{percent(whole)} {verb} {what}: {names}" + (" and smaller ones" if rest >= 0.005 else "")


def _kinds(share: Share, several: bool) -> str:
    """Return the kind of an input behind a range; both kinds where its range is of another than its value."""
    if share.kind != share.value_kind and share.value_kind in _PARTICIPLES:
        return f", range {_PARTICIPLES.get(share.kind, share.kind)}, value {_PARTICIPLES[share.value_kind]}"
    return f", {share.kind}" if several else ""


def _counted(entries: Sequence[Share]) -> str:
    counts = {kind: sum(entry.kind == kind for entry in entries) for kind in ASSUMED}
    words = [f"{count} {_PLURALS[kind] if count > 1 else _one(kind)}" for kind, count in counts.items() if count]
    return " and ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} and {words[-1]}"


def _one(kind: Label) -> str:
    return "extrapolated value" if kind == "extrapolated" else kind


def _remarks(explanation: Explanation) -> Iterator[str]:
    figure = explanation.figure
    if explanation.regime is not None:
        yield f"regime: {explanation.regime}, {_REGIMES[explanation.regime]}"
    if explanation.convention:
        yield f"convention: {explanation.convention}"
    if (figure.low is not None or figure.high is not None) and figure.formula:
        yield "range: holds the value nine times in ten, if the ranges of the inputs do"
    if figure.range_kind is not None:
        yield f"range: {_PARTICIPLES.get(figure.range_kind, figure.range_kind)}, not {_kind(figure)}"
    if figure.assumed and figure.formula:
        yield "* an assumption or estimate is among the inputs"
    if figure.source:
        yield f"source: {figure.source}"
    if figure.note:
        yield f"{'reason' if figure.value is None else 'note'}: {figure.note}"


def _is_told(explanation: Explanation, key: str) -> bool:
    """Whether the reason stands at the top already."""
    return key == explanation.figure.key and explanation.figure.note is not None


def _formula(figure: Item) -> Iterator[str]:
    if figure.formula is None:
        return
    yield figure.formula
    for item in figure.items:
        yield f"{STEP}{_line(item, with_source=True)}"


def _steps(items: Sequence[Item]) -> Iterator[str]:
    """Return the steps under the formula as trees."""
    for item in items:
        if item.formula is not None:
            yield from _step(item)


def _step(item: Item) -> Iterator[str]:
    formula = item.formula or ""
    own = formula if formula.startswith(f"{item.symbol} = ") else f"{item.symbol}: {formula}"
    if item.again:
        yield f"{item.symbol} = {_amount(item)}  {item.name} [see above]"
        return
    yield f"{own} = {_amount(item)}  {item.name} [{_kind(item)}]"
    if item.note:
        yield f"{STEP}note: {item.note}"
    for below in item.items:
        if below.formula is None:
            yield STEP + _line(below, with_source=not below.again)
        else:
            yield from (STEP + line for line in _step(below))


def _advice(explanation: Explanation) -> Iterator[str]:
    advice = explanation.measure_next
    if advice is None:
        return
    known = ", on this very cell" if advice.kind == "measured" else ""
    how = f"; measure {advice.how}" if advice.how else ""
    yield f"{advice.name}{known} ({percent(advice.share)} of the range){how}"


def _line(item: Item, *, with_source: bool) -> str:
    """Return one symbol of a formula: value, range, name, kind, source, note."""
    head = f"{item.symbol} = {_amount(item)}  {item.name}"
    if item.formula is None:
        known = (_kind(item), item.source, item.note or "") if with_source else ("see above",)
        return f"{head} [{'; '.join(part for part in known if part)}]"
    return f"{head} [{_kind(item)}]"


def _short(item: Item) -> str:
    return f"{item.name}: {_amount(item)} [{item.kind}]"


def _amount(item: Item) -> str:
    if item.value is None:
        return "unknown"
    sign = "≥ " if item.at_least else "≤ " if item.at_most else ""
    low, high, entered = item.low, item.high, item.formula is None
    if entered and (low is not None or high is not None):  # the end that is missing lies at the value
        low, high = item.value if low is None else low, item.value if high is None else high
    value, *ends = present.with_ends(item.value, low, high, entered=entered)
    shown = f"{sign}{value} {present.unit(item.unit)}".rstrip()
    if not any(ends):
        return shown
    return f"{shown} ({ends[0] or 'no lower end'} – {ends[1] or 'no upper end'})"


def _kind(item: Item) -> str:
    """Return the kind with the mark of an assumption inside, as the tables show it."""
    return f"{item.kind}*" if item.formula is not None and item.assumed and item.kind != "unknown" else item.kind


def _section(title: str, content: Iterator[str] | Sequence[str]) -> Iterator[str]:
    found = [f"{STEP}{line}" for line in content]
    if found:
        yield ""
        yield title
        yield from found


def _wrapped(line: str, width: int) -> str:
    """Break a line at spaces, but not between a number and its percent sign; later lines are moved in."""
    line = "".join(char if char.isprintable() else " " for char in line)
    indent = line[: len(line) - len(line.lstrip(" "))]
    room = max(width, len(indent) + 40)
    filled = textwrap.fill(
        line.strip().replace(" %", _TIED), room, initial_indent=indent, subsequent_indent=indent + 2 * STEP,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return filled.replace(_TIED, " %")
