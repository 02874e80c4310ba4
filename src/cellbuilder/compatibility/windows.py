"""Which stability window of a material is exceeded at the potential of an electrode."""

from __future__ import annotations

from typing import Final

from cellbuilder.compatibility import potentials
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.compatibility.potentials import Potential, Window
from cellbuilder.domain.material import Material

MARGIN_V: Final = 0.05
"""A window counts as exceeded only beyond this margin, unless the rule ``window-margin`` names another."""


def margin(evidence: EvidenceBase) -> float:
    """Return by how many volts a window must be exceeded to count (docs/physics.md 1g)."""
    rule = evidence.rules.rule("window-margin")
    return MARGIN_V if rule is None else rule.limit("margin")


def reduced_by(material: Material, anode: Potential, evidence: EvidenceBase) -> Window | None:
    """Return the window of a material that says it is reduced at the potential of the anode, calculated ones first."""
    below = [
        window
        for window in potentials.windows(material, evidence)
        if window.reduction is not None and window.metal == anode.metal
        if window.reduction > anode.volts + margin(evidence)
    ]
    return max(below, key=lambda window: (window.method == "thermodynamic", window.reduction or 0.0), default=None)


def oxidised_by(material: Material, cathode: Potential, evidence: EvidenceBase) -> Window | None:
    """Return the window of a material that says it is oxidised at the potential of the cathode, calculated first."""
    limits = [
        window
        for window in potentials.windows(material, evidence)
        if window.oxidation is not None and window.metal == cathode.metal
    ]
    chosen = next((window for window in limits if window.method == "thermodynamic"), limits[0] if limits else None)
    exceeded = chosen is not None and cathode.volts > (chosen.oxidation or 0.0) + margin(evidence)
    return chosen if exceeded else None


def at_anode_potential(material: Material) -> bool:
    """Anodes, and metals or carbons that pass electrons on, take the potential of the anode."""
    return material.category in ("anode", "collector") or "anode" in material.also or material.metal_anode is not None
