"""The impedance of a design as charts: Nyquist with the arcs of its parts, Bode, and measured spectra laid over them.

Nothing is fitted: a measured spectrum is set beside the calculated one, and what the latter lacks is named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from cellbuilder.app import present
from cellbuilder.app.charts.model import Axis, Floats, Line, Lines, Marker
from cellbuilder.app.overlays import Overlay
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.engine import circuit, spectrum
from cellbuilder.engine.circuit import Circuit
from cellbuilder.engine.kernels.impedance import ComplexArray
from cellbuilder.engine.spectrum import Contribution, Spectrum

FIRST_HZ: Final = 1e-2
LAST_HZ: Final = 1e7
"""What analysers usually cover."""
LEAST_HZ: Final = 1e-10
MOST_HZ: Final = 1e11
PER_DECADE: Final = 12
_UNIT: Final = "Ohm cm2"
RE: Final = Axis("Z'", _UNIT, column="Re Z")
MINUS_IM: Final = Axis("-Z''", _UNIT, column="minus Im Z")
"""The axes of a Nyquist plot."""
_HERTZ: Final = ((1e9, "GHz"), (1e6, "MHz"), (1e3, "kHz"), (1.0, "Hz"), (1e-3, "mHz"), (1e-6, "µHz"), (1e-9, "nHz"))
_FLAT: Final = 0.01
"""An arc lower than this share of the whole spectrum's extent cannot be seen and is not drawn."""
_CROWD: Final = 0.07
"""Names of frequencies nearer to each other than this share of the extent would run into each other."""


@dataclass(frozen=True, slots=True, eq=False)
class Predicted:
    """The calculated spectrum of a design between two frequencies, and the circuit that gives it at any other."""

    found: Spectrum
    _circuit: Circuit

    @property
    def known(self) -> bool:
        """Whether anything is known of the cell that a spectrum could be made of."""
        return bool(self.found.parts)

    @property
    def partial(self) -> bool:
        """Whether parts of the cell are missing from it."""
        return self.found.partial

    def at(self, frequencies_hz: Floats) -> tuple[Floats, Floats]:
        """Return Z' and Z'' in ohm cm2 at other frequencies in Hz."""
        z = self.found.shown(spectrum.impedance(self._circuit, frequencies_hz))
        return z.real, z.imag

    def without(self) -> str:
        """Name what is missing from it, such as ``calculated without: …; only in part: …``; nothing if complete."""
        here = {part.layers for part in self.found.parts}
        names = dict.fromkeys((_brief(item.name), item.layers in here) for item in self.found.missing)
        absent = [name for name, part in names if not part]
        in_part = [name for name, part in names if part]
        said = [tr("calculated without: {parts}").format(parts=", ".join(absent))] if absent else []
        if in_part:
            said.append(tr("calculated only in part: {parts}").format(parts=", ".join(in_part)))
        return "; ".join(said)

    def reasons(self) -> str:
        """Say of each missing part why it is missing, one a line."""
        return "\n".join(f"{item.name}: {item.reason}" for item in self.found.missing)


def predict(
    workspace: Workspace, design: Design, first_hz: float = FIRST_HZ, last_hz: float = LAST_HZ,
    per_decade: int = PER_DECADE,
) -> Predicted:  # fmt: skip
    """Return the spectrum of a design from one frequency (Hz) to another, decades among them."""
    cell = workspace.cell(design)
    made = circuit.build(replace(cell, calculation=cell.calculation.branch()), design)
    return Predicted(spectrum.calculate(made, frequencies(first_hz, last_hz, per_decade)), made)


@lru_cache(maxsize=32)
def frequencies(first_hz: float, last_hz: float, per_decade: int = PER_DECADE) -> Floats:
    """Return frequencies in Hz, rising, evenly in the logarithm, with every power of ten between the ends."""
    low, high = sorted((first_hz, last_hz))
    steps = np.arange(np.ceil(np.log10(low) * per_decade), np.floor(np.log10(high) * per_decade) + 1.0)
    inner = 10.0 ** (steps / per_decade)
    inner = inner[(inner > low * 1.001) & (inner < high * 0.999)]
    found = np.concatenate(([low], inner, [high]))
    found.setflags(write=False)
    return found


def hertz(value: float, digits: int = 3) -> str:
    """Return a frequency as text, such as ``1.59 kHz``."""
    size, name = next((pair for pair in _HERTZ if value >= pair[0] * 0.9995), _HERTZ[-1])
    return f"{present.number(value / size, digits)} {name}"


def nyquist(predicted: Predicted, measured: Iterable[Overlay] = (), *, arcs: bool = True) -> Lines:
    """Return -Z'' over Z' on one scale: the cell, the arcs of its parts side by side, and what was measured."""
    found, overlays = predicted.found, tuple(measured)
    lines, markers = [], []
    x, y = _re(found, found.total), _minus_im(found, found.total)
    if predicted.known:
        span = _extent(x, y)
        labels = _labels(found)
        lines.append(Line(_name(predicted), x, y, 0, labels=labels))
        if arcs:
            for number, arc in enumerate(_arcs(found, span)):
                lines.append(Line(arc.name, arc.x, arc.y, 1 + number % 6, "dashed", labels=labels))
                markers.append(Marker(arc.top[0], arc.top_name, arc.top[1]))
        wide = max([span, *(_extent(*pair) for _, pair in _comparable(overlays))])
        markers += _decades(found.frequencies_hz, x, y, wide, [(mark.x, mark.y or 0.0) for mark in markers])
    lines += [_measured(item, *pair) for item, pair in _comparable(overlays)]
    return Lines(
        tr("Nyquist plot"), RE, MINUS_IM, tuple(lines), tuple(markers), square=True, note=note(predicted, overlays)
    )


def bode(predicted: Predicted, measured: Iterable[Overlay] = ()) -> tuple[Lines, Lines]:
    """Return |Z| and the phase over frequency."""
    found, overlays = predicted.found, tuple(measured)
    hz = found.frequencies_hz
    sizes, phases, markers = [], [], []
    if predicted.known:
        z = found.shown(found.total)
        size, phase, labels = np.abs(z), _phase(z.real, z.imag), _labels(found)
        sizes.append(Line(_name(predicted), hz, size, 0, labels=labels))
        phases.append(Line(_name(predicted), hz, phase, 0, labels=labels))
        for part, name in zip(found.parts, _names(found), strict=True):
            if part.apex_hz is not None and hz[0] <= part.apex_hz <= hz[-1]:
                markers.append(Marker(part.apex_hz, name, _at(part.apex_hz, hz, phase)))
    for item, (re_, im) in _comparable(overlays):
        own = item.measured.frequency
        labels = _measured_labels(item)
        sizes.append(Line(item.name, own, np.hypot(re_, im), item.series, "points", labels=labels))
        phases.append(Line(item.name, own, _phase(re_, im), item.series, "points", labels=labels))
    x = Axis(tr("frequency"), "Hz", log=True)
    said = note(predicted, overlays)
    return (
        Lines(tr("Bode plot: magnitude"), x, Axis("|Z|", _UNIT, log=True), tuple(sizes), note=said),
        Lines(tr("Bode plot: phase"), x, Axis(tr("phase"), "°"), tuple(phases), tuple(markers), note=said),
    )


def note(predicted: Predicted, measured: Iterable[Overlay] = ()) -> str:
    """Say what the calculated spectrum lacks, and which measured ones cannot be laid over it yet."""
    if not predicted.known:
        said = [tr("Nothing is known of this cell that a spectrum could be made of.")]
    else:
        said = [_sentence(predicted.without())] if predicted.partial else []
    waiting = [item.name for item in measured if item.shown and not item.measured.comparable]
    if waiting:
        said.append(tr("In Ω, waiting for the area of the electrode: {names}.").format(names=", ".join(waiting)))
    return " ".join(said)


def beyond(predicted: Predicted) -> str:
    """Name the arcs that lie above the frequencies shown, such as those of thin dense separators; nothing if none."""
    found = predicted.found
    last = float(found.frequencies_hz[-1])
    said = [f"{name} ({hertz(part.apex_hz)})" for name, part in zip(_names(found), found.parts, strict=True)
            if part.apex_hz is not None and part.apex_hz > last]  # fmt: skip
    if not said:
        return ""
    return tr("Arcs above {end}: {names}").format(end=hertz(last), names=", ".join(said))


def comparison(predicted: Predicted, measured: Iterable[Overlay], *, lacking: bool = True) -> dict[int, str]:
    """Say by key of each measured spectrum how its ends lie to the calculated one, a line for each end.

    A further line says what the latter is ``lacking``, unless that is told elsewhere.
    """
    if not predicted.known:
        return {}
    missing = _sentence(predicted.without()) if lacking else ""
    return {item.key: "\n".join(line for line in (*_compared(predicted, item, *pair), missing) if line)
            for item, pair in _comparable(tuple(measured))}  # fmt: skip


def intercept(frequency: Floats, real: Floats, imaginary: Floats) -> tuple[float, float]:
    """Return frequency and Z' at which a spectrum meets the real axis at its high end.

    Where leads make the first points inductive it is the crossing, between two points; otherwise the first point,
    which is the nearest that was measured. Arrays of shape (n,) fall in frequency.
    """
    below = np.flatnonzero(imaginary <= 0.0)
    if imaginary[0] <= 0.0 or below.size == 0:
        return float(frequency[0]), float(real[0])
    place = int(below[0])
    share = float(imaginary[place - 1] / (imaginary[place - 1] - imaginary[place]))
    log_hz = np.log(frequency[place - 1]) + share * np.log(frequency[place] / frequency[place - 1])
    return float(np.exp(log_hz)), float(real[place - 1] + share * (real[place] - real[place - 1]))


def _compared(predicted: Predicted, item: Overlay, real: Floats, imaginary: Floats) -> list[str]:
    own = item.measured.frequency
    high = intercept(own, real, imaginary)
    low = float(own[-1]), float(real[-1])
    calculated = predicted.at(np.array([high[0], low[0]]))[0]
    ends = (
        tr("Intercept, {hertz}: {measured} Ω cm² measured, {calculated} calculated ({more})"),
        tr("Low end, {hertz}: {measured} Ω cm² measured, {calculated} calculated ({more})"),
    )
    return [
        words.format(hertz=hertz(at), measured=present.number(value),
                     calculated=present.number(float(own)), more=_signed(value - float(own)))
        for words, (at, value), own in zip(ends, (high, low), calculated, strict=True)
    ]  # fmt: skip


def _signed(value: float) -> str:
    return ("+" if value >= 0.0 else "−") + present.number(abs(value))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _comparable(overlays: tuple[Overlay, ...]) -> list[tuple[Overlay, tuple[Floats, Floats]]]:
    pairs = [(item, item.measured.ohm_cm2()) for item in overlays if item.shown]
    return [(item, pair) for item, pair in pairs if pair is not None]


def _measured(item: Overlay, real: Floats, imaginary: Floats) -> Line:
    return Line(item.name, real, 0.0 - imaginary, item.series, "points", labels=_measured_labels(item))


def _measured_labels(item: Overlay) -> tuple[str, ...]:
    return _grid_labels(tuple(item.measured.frequency.tolist()), present.localised("."))


def _name(predicted: Predicted) -> str:
    return tr("calculated, partial") if predicted.partial else tr("calculated")


@lru_cache(maxsize=256)
def _brief(name: str) -> str:
    """Return the name of a part without the materials in brackets, whatever brackets their formulas have."""
    depth, kept = 0, []
    for char in name:
        depth += char == "("
        if not depth:
            kept.append(char)
        depth -= char == ")" and depth > 0
    return " ".join("".join(kept).replace(" ,", ",").split()) or name


def _names(found: Spectrum) -> tuple[str, ...]:
    """Return a short name for each part, a full one where short ones would be alike."""
    full = found.names()
    brief = [_brief(name) for name in full]
    return tuple(short if brief.count(short) == 1 else name for short, name in zip(brief, full, strict=True))


def _re(found: Spectrum, z: ComplexArray) -> Floats:
    return np.asarray(found.shown(z.real))


def _minus_im(found: Spectrum, z: ComplexArray) -> Floats:
    return np.asarray(0.0 - found.shown(z.imag))


def _phase(real: Floats, imaginary: Floats) -> Floats:
    return np.degrees(np.arctan2(imaginary, real))


@lru_cache(maxsize=32)
def _grid_labels(values: tuple[float, ...], _separator: str) -> tuple[str, ...]:
    return tuple(hertz(value) for value in values)


def _labels(found: Spectrum) -> tuple[str, ...]:
    return _grid_labels(tuple(found.frequencies_hz.tolist()), present.localised("."))


def _extent(x: Floats, y: Floats) -> float:
    return max(float(np.ptp(x)), float(np.ptp(y)), 1e-12 + 1e-3 * float(np.max(np.abs(x))))


def _at(hz: float, frequencies_hz: Floats, values: Floats) -> float:
    return float(np.interp(np.log10(hz), np.log10(frequencies_hz), values))


@dataclass(frozen=True, slots=True, eq=False)
class _Arc:
    name: str
    x: Floats
    y: Floats
    top: tuple[float, float]
    top_name: str


def _arcs(found: Spectrum, span: float) -> list[_Arc]:
    """Return the arcs that can be seen, each displaced along Z' by what faster parts hold and slower ones still hold.

    Apart from each other in frequency, arcs so placed lie on the spectrum of the cell.
    """
    order = sorted(range(len(found.parts)), key=lambda place: -_speed(found.parts[place]))
    low = [found.shown(part.resistance) for part in found.parts]
    high = [found.shown(part.high_frequency) for part in found.parts]
    names = _names(found)
    arcs = []
    for rank, place in enumerate(order):
        part = found.parts[place]
        z, y, apex = part.impedance, _minus_im(found, part.impedance), part.apex_hz
        if float(np.max(y)) < _FLAT * span or (apex is not None and apex > found.frequencies_hz[-1]):
            continue
        start = sum(low[faster] for faster in order[:rank]) + sum(high[slower] for slower in order[rank + 1 :])
        x = _re(found, z) + start
        peak = _top(part, found.frequencies_hz, y)
        point = _at(peak, found.frequencies_hz, x), _at(peak, found.frequencies_hz, y)
        rising = peak == found.frequencies_hz[0]
        words = tr("{name}, rising below {hertz}") if rising else tr("{name}, {hertz}")
        arcs.append(_Arc(names[place], x, y, point, words.format(name=names[place], hertz=hertz(peak))))
    return arcs


def _speed(part: Contribution) -> float:
    """Return a frequency by which parts come one after the other; without any arc a part counts as instantaneous."""
    if part.apex_hz is not None:
        return part.apex_hz
    return part.filling_hz if part.filling_hz is not None else np.inf


def _top(part: Contribution, hz: Floats, y: Floats) -> float:
    """Return the frequency in Hz at which an arc is highest within the range: the lowest one where it only rises."""
    if part.apex_hz is not None and hz[0] <= part.apex_hz <= hz[-1]:
        return part.apex_hz
    inner = np.flatnonzero((y[1:-1] > y[:-2]) & (y[1:-1] >= y[2:])) + 1
    return float(hz[inner[np.argmax(y[inner])]] if inner.size else hz[int(np.argmax(y))])


def _decades(hz: Floats, x: Floats, y: Floats, span: float, taken: list[tuple[float, float]]) -> list[Marker]:
    """Return points at powers of ten of the frequency, from high to low, as far as there is room for their names."""
    markers = []
    for place in reversed(range(len(hz))):
        power = float(np.log10(hz[place]))
        if abs(power - round(power)) > 1e-9:
            continue
        point = float(x[place]), float(y[place])
        if all(max(abs(point[0] - other[0]), abs(point[1] - other[1])) > _CROWD * span for other in taken):
            taken.append(point)
            markers.append(Marker(point[0], hertz(float(hz[place]), 1), point[1], "muted"))
    return markers
