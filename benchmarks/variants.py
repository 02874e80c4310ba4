"""Ten inputs of the nine-layer design that the benchmarks vary, and the twelve results they ask for."""

from collections.abc import Mapping

import numpy as np

from cellbuilder import units

RANGES: Mapping[str, tuple[float, float, str]] = {
    "thickness:electrolyte-1": (10, 50, "um"),
    "thickness:electrolyte-2": (5, 30, "um"),
    "thickness:cathode-side": (2, 20, "um"),
    "loading:cathode": (10, 40, "mg/cm2"),
    "porosity:cathode": (5, 25, "%"),
    "mass fraction:cathode/li6ps5cl": (10, 30, "wt%"),
    "conductivity:li6ps5cl": (0.5, 10, "mS/cm"),
    "particle radius:cathode/ncm811": (1, 7, "um"),
    "loading:anode": (10, 30, "mg/cm2"),
    "porosity:anode": (5, 20, "%"),
}
RESULTS = (
    "asr@instantaneous", "asr@pseudo-steady", "energy", "np", "wh_per_kg:material", "wh_per_kg:electrode",
    "wh_per_kg:stack", "wh_per_kg:cell", "wh_per_l:material", "wh_per_l:electrode", "wh_per_l:stack", "wh_per_l:cell",
)  # fmt: skip


def si_ranges() -> dict[str, tuple[float, float]]:
    """Return the same ranges in SI."""
    return {key: (units.to_si(low, unit), units.to_si(high, unit)) for key, (low, high, unit) in RANGES.items()}


def drawn(count: int) -> dict[str, tuple[np.ndarray, str]]:
    """Return so many values of each input, evenly spread, with their units."""
    rng = np.random.default_rng(1)
    return {key: (rng.uniform(low, high, count), unit) for key, (low, high, unit) in RANGES.items()}
