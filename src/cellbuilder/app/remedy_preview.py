"""What a remedy would do to a design, in figures and in words."""

from __future__ import annotations

from cellbuilder.app import present
from cellbuilder.app.words import tr
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.remedy import Remedy
from cellbuilder.domain.result import Figure
from cellbuilder.domain.stack import Cutoffs
from cellbuilder.io.library import Library

_NOT_CALCULATED = "what the lower limit costs in capacity and energy, and what it does to the ASR, is not calculated"


@record
class Change:
    """One headline figure before and after."""

    name: str
    before: Figure
    after: Figure

    @property
    def text(self) -> str:
        """Such as ``ASR 120 to 34 Ω cm²``, or ``250 Wh/kg as before``."""
        unit = present.unit(self.after.unit)
        word = f"{self.name} " if self.name in ("ASR", "Thickness") else ""
        first, second = present.value(self.before), present.value(self.after)
        if self.is_same:
            return f"{word}{second} as before"
        return f"{word}{first.removesuffix(unit).rstrip()} to {second}"

    @property
    def is_same(self) -> bool:
        """Whether a person reads the same number before and after."""
        return present.value(self.before) == present.value(self.after)


@record
class Preview:
    """What a remedy would do: the design after it, figures before and after, and which findings come and go.

    ``softened`` says how the finding is left where it does not go. ``burden`` is true where notices or contacts without
    evidence come with it, ``unknown`` counts how many more of these there are. ``moved`` says how the voltage limits
    move, ``thickness`` is that of what is put in. ``dropped`` names entered values that held for the old contact only.
    ``reported_by`` is who reported it, first the source of what is told.

    ``changes`` is empty for a lower cut-off. The capacity stays as entered although less of it would be used, and the
    slope of the voltage curve, on which diffusion in the grains rests, would seem to fall: its ASR would look too good.
    """

    remedy: Remedy
    design: Design
    changes: tuple[Change, ...]
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]
    softened: str | None
    burden: bool
    unknown: int
    moved: str | None
    thickness: Quantity | None
    dropped: tuple[str, ...]
    reported_by: tuple[str, ...]

    @property
    def figures(self) -> str:
        """The figures in one line, or that they are not calculated."""
        return "; ".join(change.text for change in self.changes) or _NOT_CALCULATED

    @property
    def brief(self) -> str:
        """What it does in a line or two: which findings come and go, which headline numbers change."""
        others, new = len(self.gone) - (self.softened is None), len(self.new)
        alone, more = tr("Removes this finding."), tr("Removes this finding and {n} more.")
        if self.softened:
            alone, more = tr("Makes this finding milder."), tr("Makes this finding milder, and removes {n} more.")
        said = more.format(n=others) if others else alone
        brings = tr("Brings {n} new, none more severe.").format(n=new) if new else ""
        return " ".join(part for part in (said, brings, self._numbers()) if part)

    def _numbers(self) -> str:
        changed = [change.text for change in self.changes if not change.is_same]
        if changed:
            return present.capitalised(f"{'; '.join(changed)}.")
        if not self.changes:
            return tr("What it costs in energy is not calculated.")
        if any(change.after.at_least for change in self.changes):
            return tr("The headline numbers stay, as far as they are known.")
        return tr("The headline numbers stay.")

    @property
    def text(self) -> str:
        """All of it in plain sentences, one to a line."""
        lines = [
            f"{self.figures[:1].upper()}{self.figures[1:]}.",
            f"Reported by {self.reported_by[0]}: {self.remedy.reported}" if self.reported_by else self.remedy.reported,
            f"Also reported by {', '.join(self.reported_by[1:])}." if self.reported_by[1:] else "",
            _unreported(self.changes[0]) if self.changes else "",
            "Thickness and shares by mass stay as they are." if self.remedy.kind == "exchange" else "",
            self.moved or "",
            f"Goes: {_titles(self.gone)}." if self.gone else "",
            f"Left: {self.softened}." if self.softened else "",
            f"New: {_titles(self.new)}." if self.new else "",
            _without_evidence(self.unknown),
            self._thickness(),
            f"Dropped, because it was entered for the old contact: {', '.join(self.dropped)}." if self.dropped else "",
        ]
        return "\n".join(line for line in lines if line)

    def _thickness(self) -> str:
        if self.thickness is None:
            return ""
        reported = self.remedy.thickness is not None and self.thickness.kind != "assumption"
        origin = "as reported" if reported else "assumed, not reported"
        return f"Thickness: {present.quantity(self.thickness)}, {origin}."


def _titles(findings: tuple[Finding, ...]) -> str:
    return "; ".join(f"{item.title} ({item.severity})" for item in findings)


def _without_evidence(more: int) -> str:
    if more <= 0:
        return ""
    return f"{more} contact{'s' if more > 1 else ''} more without published evidence."


def _unreported(resistance: Change) -> str:
    if not resistance.before.at_least and not resistance.after.at_least:
        return ""
    return "At least (≥): some contact or layer has no resistance on record, so a gain there does not show."


def limits_moved(was: Cutoffs | None, now: Cutoffs | None) -> str | None:
    """Say how voltage limits move with another anode, or None where they stay."""
    if was is None or now is None or was == now:
        return None
    pairs = [(name, getattr(was, name), getattr(now, name)) for name in ("lower", "upper")]
    said = [f"{name} {present.quantity(old)} to {present.quantity(new)}" for name, old, new in pairs if old and new]
    return (
        "The limits of the cell voltage move with the average potential of the anode, so that the cathode goes as far "
        f"as before: {', '.join(said)}."
    )


def people(remedy: Remedy, library: Library) -> tuple[str, ...]:
    """Return who reported it: authors and year where they are known, else the key of the source."""
    return tuple(dict.fromkeys(_person(ref, library) for ref in remedy.sources))


def _person(ref: SourceRef, library: Library) -> str:
    source = library.sources.get(ref.ref)
    if source is not None and source.kind == "project notes":
        return f"docs/physics.md {ref.section or ''}".rstrip()
    if source is None or not source.authors:
        return present.source(ref, {})
    first = source.authors[0].split(" ")[-1] + (" et al." if len(source.authors) > 1 else "")
    return f"{first} {source.year}" if source.year is not None else first
