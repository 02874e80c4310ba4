"""Stability windows as floating bars on one reference, beside the potentials of the electrodes."""

from __future__ import annotations

from cellbuilder.app import present
from cellbuilder.app.charts.kinds import colour_of_material
from cellbuilder.app.charts.model import Axis, Bars, Marker, Part
from cellbuilder.app.charts.model import Bar as Row
from cellbuilder.app.words import tr
from cellbuilder.compatibility import bars
from cellbuilder.compatibility.bars import Bar, Flag, WindowView
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.compatibility.potentials import Method
from cellbuilder.domain.design import Design


def windows(design: Design, evidence: EvidenceBase) -> Bars:
    """Return the windows of all electrolytes, coatings and interlayers; what is not comparable stands in the note."""
    return of_view(bars.bars(design, evidence), design)


def of_view(view: WindowView, design: Design) -> Bars:
    """Return a view of windows as bars: one for each window, in stack order."""
    if view.metal is None:
        why = tr("The working ion of this stack is not known, so its windows cannot be compared.")
        return Bars(_title(), Axis(tr("potential"), "V"), (), note=why)
    axis = Axis(tr("potential against {metal}").format(metal=view.metal), "V")
    shown = [bar for bar in view.bars if bar.flag != "not comparable"]
    lost = [_lost(bar) for bar in view.bars if bar.flag == "not comparable"]
    return Bars(_title(), axis, tuple(_row(bar, view, design) for bar in shown), _markers(view), _note(view, lost))


def method_name(method: Method) -> str:
    """Return how a window was found, in words."""
    return {"thermodynamic": tr("calculated"), "topotactic": tr("topotactic"), "experimental": tr("measured"),
            "unknown": tr("method not said")}[method]  # fmt: skip


def flag_name(flag: Flag) -> str:
    """Return the verdict on a window in words."""
    return {
        "inside": tr("inside"),
        "exceeded at the cathode": tr("exceeded at the cathode"),
        "exceeded at the anode": tr("exceeded at the anode"),
        "exceeded at both electrodes": tr("exceeded at both electrodes"),
        "would be exceeded at the cathode": tr("would be exceeded at the cathode"),
        "would be exceeded at the anode": tr("would be exceeded at the anode"),
        "would be exceeded at both electrodes": tr("would be exceeded at both electrodes"),
        "not known": tr("not known"),
        "not comparable": tr("not comparable"),
    }[flag]


def _title() -> str:
    return tr("Stability windows")


def _row(bar: Bar, view: WindowView, design: Design) -> Row:
    colour = colour_of_material(design.material(bar.material))
    flag = flag_name(bar.flag)
    if not bar.on_axis:
        part = Part(bar.label, None, "unknown", text=tr("no window on record"), note=_words(bar), hatched=True)
        return Row(bar.label, (part,), tr("not known"), bar.layers)
    start, end = (bar.low, bar.high)
    first = view.ends[0] if start is None else start
    last = view.ends[1] if end is None else end
    text = _ends(start, end)
    part = Part(
        method_name(bar.method), last - first, colour, start=first, text=text, note=_words(bar),
        hatched=start is None or end is None, open_start=start is None, open_end=end is None,
    )  # fmt: skip
    return Row(f"{bar.label}, {method_name(bar.method)}", (part,), flag, bar.layers)


def _ends(low: float | None, high: float | None) -> str:
    if low is None:
        return tr("up to {end} V").format(end=present.volts(high))
    if high is None:
        return tr("from {end} V").format(end=present.volts(low))
    return tr("{low} to {high} V").format(low=present.volts(low), high=present.volts(high))


def _words(bar: Bar) -> str:
    """Where the material is used, what is formed beyond its window, and whose value it is."""
    said = ["; ".join(bar.uses)]
    if bar.low is None and bar.high is not None:
        said.append(tr("the lower end is not on record"))
    if bar.high is None and bar.low is not None:
        said.append(tr("the upper end is not on record"))
    if bar.cathode_margin is not None and bar.cathode_margin < 0.0:
        said.append(tr("{volts} V short at the cathode").format(volts=present.volts(-bar.cathode_margin)))
    if bar.anode_margin is not None and bar.anode_margin < 0.0:
        said.append(tr("{volts} V short at the anode").format(volts=present.volts(-bar.anode_margin)))
    if bar.oxidised_to:
        said.append(tr("oxidised to {products}").format(products=", ".join(bar.oxidised_to)))
    if bar.reduced_to:
        said.append(tr("reduced to {products}").format(products=", ".join(bar.reduced_to)))
    if bar.source is not None:
        said.append(present.source(bar.source, {}))
    return "; ".join(text for text in (*said, bar.note or "") if text)


def _markers(view: WindowView) -> tuple[Marker, ...]:
    """The electrodes: average potential of the anode, average and limits of the cathode, as far as they are known."""
    anode, cathode = view.anode, view.cathode
    found = (
        (anode.average, tr("anode, average")),
        (cathode.lower, tr("cathode, lower limit")),
        (cathode.average, tr("cathode, average")),
        (cathode.upper, tr("cathode, upper limit")),
    )
    return tuple(Marker(volts, name) for volts, name in found if volts is not None)


def _lost(bar: Bar) -> str:
    return tr("not comparable: {name}, {why}").format(name=bar.label, why=bar.note or flag_name(bar.flag))


def _note(view: WindowView, lost: list[str]) -> str:
    said = [tr("cathode: {words}").format(words=view.cathode.words)]
    said.append(tr("anode: {words}").format(words=view.anode.words))
    return "; ".join((*said, *dict.fromkeys(lost)))
