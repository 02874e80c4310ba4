"""Measured spectra laid over the calculated one: what is shown of them, and how they came to ohm cm2.

They belong to the session and not to the design: nothing of them is saved with it. ``Overlays`` is a value; each change
gives another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from cellbuilder.io.spectrum_files import MeasuredSpectrum

SERIES: Final = (5, 4, 3, 1, 2, 6)
"""Colours of measured spectra, one after the other: those of the calculation's own curves come last."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """One measured spectrum with a name that no other has, whether it is shown, and its colour."""

    key: int
    name: str
    measured: MeasuredSpectrum
    series: int
    shown: bool = True

    @property
    def drawn(self) -> bool:
        """Whether it can be seen: it is not hidden and can be brought to ohm cm2."""
        return self.shown and self.measured.comparable


@dataclass(frozen=True, slots=True)
class Overlays:
    """Measured spectra in the order in which they came."""

    items: tuple[Overlay, ...] = ()
    next_key: int = 0

    def __iter__(self) -> Iterator[Overlay]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def get(self, key: int) -> Overlay:
        """Return a spectrum by its key.

        Raises:
            KeyError: it is not there (any more).
        """
        for item in self.items:
            if item.key == key:
                return item
        raise KeyError(key)

    def add(self, measured: MeasuredSpectrum) -> Overlays:
        """Return them with one more, in a colour that is free; one of an equal name gets a number."""
        taken = [item.series for item in self.items]
        series = min(SERIES, key=lambda number: (taken.count(number), SERIES.index(number)))
        names, name, count = {item.name for item in self.items}, measured.name, 2
        while name in names:
            name, count = f"{measured.name} ({count})", count + 1
        return Overlays((*self.items, Overlay(self.next_key, name, measured, series)), self.next_key + 1)

    def remove(self, key: int) -> Overlays:
        """Return them without one."""
        return replace(self, items=tuple(item for item in self.items if item.key != key))

    def show(self, key: int, shown: bool) -> Overlays:
        """Return them with one shown or hidden."""
        return self._with(key, lambda item: replace(item, shown=shown))

    def with_area(self, key: int, area_m2: float | None) -> Overlays:
        """Return them with the area of one electrode in m2, or without."""
        return self._with(key, lambda item: replace(item, measured=item.measured.with_area(area_m2)))

    def as_per_area(self, key: int) -> Overlays:
        """Return them with the values of one taken as ohm cm2."""
        return self._with(key, lambda item: replace(item, measured=item.measured.as_per_area()))

    def turned(self, key: int) -> Overlays:
        """Return them with the other sign of Z'' for one."""
        return self._with(key, lambda item: replace(item, measured=item.measured.turned()))

    def _with(self, key: int, change: Callable[[Overlay], Overlay]) -> Overlays:
        return replace(self, items=tuple(change(item) if item.key == key else item for item in self.items))
