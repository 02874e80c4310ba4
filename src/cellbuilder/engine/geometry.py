"""Thickness, density and areal mass of every layer: the bookkeeping that is exact given its inputs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Layer
from cellbuilder.engine import capacity_data, layer_data
from cellbuilder.engine.calculation import Calculation, Term
from cellbuilder.engine.kernels import bench

_DENSE: Final = Quantity(value=0, unit="%", kind="assumption", note="no porosity is given; taken as dense")


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """One layer's geometry: terms, or the reason why they are unknown.

    ``volume_fractions`` (one per component) count the pores in: they and the porosity add up to 1. There are none
    where a density or the porosity is unknown, and ``without_fractions`` says why.
    """

    layer: Layer
    title: str
    density: Term | str
    thickness: Term | str
    areal_mass: Term | str
    porosity: Term | str
    volume_fractions: tuple[Term, ...] = ()
    active_mass: Term | str = "no active material"
    without_fractions: str = ""

    @property
    def stated_porosity(self) -> Term | str | None:
        """The pores that the design states, or that follow from what it states; None where the layer counts as dense.

        A reason where what it states is unknown.
        """
        layer = self.layer
        follows = layer.density is not None or (layer.pressed is not None and layer.thickness is not None)
        return self.porosity if follows or layer.porosity is not None else None


def bodies(calculation: Calculation, design: Design) -> tuple[Body, ...]:
    """Work out thickness, areal mass and volume fractions of every layer, in order."""
    found = tuple(_Builder(calculation, design, layer).body() for layer in design.stack.layers)
    calculation.worked_out["bodies"] = {body.layer.id: body for body in found}
    return found


def body_of(calculation: Calculation, layer: Layer) -> Body | None:
    """Return what was worked out of a layer of this calculation; None where that was not asked for."""
    found: dict[str, Body] = calculation.worked_out.get("bodies", {})
    return found.get(layer.id)


def relative_density(design: Design, layer: Layer) -> float | None:
    """Return the entered density of a layer over that of its dense materials; None where either is unknown."""
    entered = None if layer.density is None else layer.density.si
    if entered is None:
        return None
    dense = _Builder(Calculation(), design, layer).dense
    return None if isinstance(dense, str) else entered / dense.value


def volume_fractions(design: Design, layer: Layer) -> tuple[float, ...]:
    """Return the volume fraction of each component (1 with the pores); empty where a density is missing.

    Empty also where the pores are marked as unknown.
    """
    return tuple(term.value for term in _Builder(Calculation(), design, layer).body().volume_fractions)


class _Builder:
    def __init__(self, calculation: Calculation, design: Design, layer: Layer) -> None:
        self._calculation, self._design, self._layer = calculation, design, layer
        self._title = layer_data.title(design, layer)
        found = [layer_data.density(calculation, design, key) for key in layer_data.material_ids(layer)]
        self._densities = [entry for entry in found if not isinstance(entry, str)]
        self._missing = "; ".join(dict.fromkeys(entry for entry in found if isinstance(entry, str)))
        self._shares = layer_data.mass_fractions(calculation, design, layer)

    def body(self) -> Body:
        layer = self._layer
        pressed = self._pressed_mass()
        thickness = self._given("thickness", "d", layer.thickness)
        if isinstance(pressed, str):
            return self._unknown(pressed)
        if isinstance(thickness, str) and layer.thickness is not None and pressed is None:
            return self._unknown(thickness)
        if pressed is not None and layer.thickness is not None:
            return self._finish(thickness, pressed, self._step("layer density", "rho", "density", "g/cm3",
                                lambda m, d: m / d, "m / d", [("m", pressed), ("d", thickness)]))  # fmt: skip
        density = self._layer_density()
        if layer.thickness is not None:
            return self._finish(thickness, self._product(thickness, density), density)
        mass = pressed if pressed is not None else self._loaded_mass()
        if isinstance(mass, str):
            return self._unknown(mass)
        return self._finish(self._quotient(mass, density), mass, density)

    def _unknown(self, reason: str) -> Body:
        density = self._layer_density()
        return self._body(density, reason, reason, self._porosity(density if self._density_is_entered() else None),
                          reason)  # fmt: skip

    def _finish(self, thickness: Term | str, mass: Term | str, density: Term | str) -> Body:
        measured = density if self._density_is_entered() or self._is_weighed_and_sized() else None
        return self._body(density, thickness, mass, self._porosity(measured), self._active_mass(mass))

    def _body(
        self, density: Term | str, thickness: Term | str, mass: Term | str, pores: Term | str, active: Term | str
    ) -> Body:
        fractions = self._volume_fractions(pores)
        found = () if isinstance(fractions, str) else fractions
        why = fractions if isinstance(fractions, str) else ""
        return Body(self._layer, self._title, density, thickness, mass, pores, found, active, why)

    def _density_is_entered(self) -> bool:
        return self._layer.density is not None and self._layer.density.si is not None

    def _is_weighed_and_sized(self) -> bool:
        return self._layer.pressed is not None and self._layer.thickness is not None

    def _key(self, what: str) -> str:
        return f"{what}:{self._layer.id}"

    def _step(self, key: str, symbol: str, name: str, unit: str, kernel: Any, formula: str, inputs: Any) -> Term | str:
        """Add a step of this layer; where an input is unknown, so is it."""
        reason = next((term for _, term in inputs if isinstance(term, str)), None)
        if reason is not None:
            return str(reason)
        return self._calculation.step(
            self._key(key), symbol, f"{name} of {self._title}", unit, kernel, formula, inputs, layers=(self._layer.id,)
        )

    def _given(self, what: str, symbol: str, quantity: Quantity | None) -> Term | str:
        leaf = layer_data.given(self._calculation, self._key(what), symbol, f"{what} of {self._title}", quantity)
        return leaf or layer_data.marked_unknown(what, self._title)

    def _pressed_mass(self) -> Term | str | None:
        if self._layer.pressed is None:
            return None
        weighed = self._given("mass pressed", "M", self._layer.pressed.mass)
        die = self._given("die diameter", "D", self._layer.pressed.diameter)
        return self._step("mass", "m", "areal mass", "mg/cm2",
                          lambda mass, diameter: bench.areal_mass(mass, bench.die_area(diameter)),
                          "M / (pi * D^2 / 4)", [("M", weighed), ("D", die)])  # fmt: skip

    def _loaded_mass(self) -> Term | str:
        layer = self._layer
        if layer.areal_capacity is not None:
            return self._mass_for_capacity()
        loading = self._given("loading", "m_load", layer.loading)
        if isinstance(loading, str) or layer.loading_basis == "composite" or layer.material is not None:
            return loading
        actives = self._active_shares()
        if not any(share.value for share in actives):
            return f"the loading of {self._title} is that of the active material, of which there is none"
        inputs = [
            ("m_load", loading),
            *(("w", share) for share in self._shares),
            *(("w_a", share) for share in actives),
        ]
        count = len(self._shares)
        return self._step("mass", "m", "areal mass", "mg/cm2",
                          lambda load, *w: load * sum(w[:count]) / sum(w[count:]),
                          "m_load * sum(w) / sum(w_a)", inputs)  # fmt: skip

    def _mass_for_capacity(self) -> Term | str:
        """Return the mass of the layer that holds the areal capacity that is asked for."""
        layer = self._layer
        asked = self._given("areal capacity", "Q", layer.areal_capacity)
        found = [index for index, part in enumerate(layer.components) if part in layer_data.actives(layer)]
        if layer.material is not None:
            material, own, key = layer.material, layer.capacity, layer.id
        elif len(found) == 1:
            part = layer.components[found[0]]
            material, own, key = part.material, part.capacity, layer_data.part_key(layer, found[0])
        else:
            return f"the areal capacity of {self._title} needs one active material"
        host = self._design.material(material)
        specific = capacity_data.specific(self._calculation, self._design, host, key, own)
        if isinstance(specific, str) or isinstance(asked, str):
            return specific if isinstance(specific, str) else str(asked)
        if not specific.term.value:
            return f"the areal capacity of {self._title} cannot be held: the capacity of {host.label} is zero"
        if specific.limit is not None and self._design.stack.conventions.capacity == "practical":
            practical = f"the practical capacity of {host.label}, which is not on record"
            return f"the areal capacity of {self._title} needs {practical}"
        if layer.material is not None:
            return self._step("mass", "m", "areal mass", "mg/cm2", lambda q_a, q: q_a / q, "Q / q",
                              [("Q", asked), ("q", specific.term)])  # fmt: skip
        inputs = [("Q", asked), ("q", specific.term), *self._weights(self._active_shares())]
        count = len(self._shares)
        return self._step("mass", "m", "areal mass", "mg/cm2",
                          lambda q_a, q, *w: q_a / q * sum(w[:count]) / sum(w[count:]), "Q / q * sum(w) / sum(w_a)",
                          inputs)  # fmt: skip

    def _weights(self, actives: list[Term]) -> list[tuple[str, Term]]:
        return [*(("w", share) for share in self._shares), *(("w_a", share) for share in actives)]

    def _active_shares(self) -> list[Term]:
        pairs = zip(self._shares, self._layer.components, strict=True)
        return [share for share, part in pairs if part.function == "active material"]

    def _active_mass(self, mass: Term | str) -> Term | str:
        layer = self._layer
        if isinstance(mass, str) or layer.material is not None:
            return mass
        actives = self._active_shares()
        if not any(share.value for share in actives):
            return "no active material"
        inputs = [("m", mass), *self._weights(actives)]
        count = len(self._shares)
        return self._step("active mass", "m_a", "areal mass of active material", "mg/cm2",
                          lambda m, *w: m * sum(w[count:]) / sum(w[:count]), "m * sum(w_a) / sum(w)",
                          inputs)  # fmt: skip

    @cached_property
    def dense(self) -> Term | str:
        """Return the density without pores, or why it is unknown."""
        if self._missing:
            return self._missing
        if self._layer.material is not None:
            return self._densities[0]
        return self._step("dense density", "rho_dense", "density without pores", "g/cm3",
                          lambda volume, *w: sum(w) / volume, "sum(w) / V",
                          [("V", self._specific_volume()), *(("w", share) for share in self._shares)])  # fmt: skip

    def _specific_volume(self) -> Term:
        count = len(self._shares)
        inputs: list[tuple[str, Term]] = [*(("w", share) for share in self._shares),
                                          *(("rho", entry) for entry in self._densities)]  # fmt: skip
        return self._calculation.step(
            self._key("specific volume"), "V", f"volume per mass of the solids of {self._title}", "cm3/g",
            lambda *args: sum(w / rho for w, rho in zip(args[:count], args[count:], strict=True)), "sum(w / rho)",
            inputs, layers=(self._layer.id,),
        )  # fmt: skip

    def _layer_density(self) -> Term | str:
        entered = self._layer.density
        if entered is not None and entered.si is not None:
            return self._given("layer density", "rho", entered)
        return self._step("layer density", "rho", "density", "g/cm3", lambda dense, p: dense * (1.0 - p),
                          "rho_dense * (1 - p)", [("rho_dense", self.dense), ("p", self._porosity(None))],
                          )  # fmt: skip

    def _porosity(self, measured: Term | str | None) -> Term | str:
        """The porosity: what the measured density leaves, or what is entered, or none, as an assumption.

        Unknown where the density that it would follow from is, and none is entered.
        """
        if measured is None:
            return self._entered_porosity
        found = self._step("pores", "p", "porosity", "%", _pores, "max(1 - rho / rho_dense, 0)",
                           [("rho", measured), ("rho_dense", self.dense)])  # fmt: skip
        return found if self._layer.porosity is None or not isinstance(found, str) else self._entered_porosity

    @cached_property
    def _entered_porosity(self) -> Term | str:
        """The porosity as entered; none, as an assumption, where nothing is said; never where null is entered."""
        layer = self._layer
        if layer.porosity is None and layer.density is not None:
            return layer_data.marked_unknown("density", self._title)
        if layer.porosity is None and self._is_weighed_and_sized():
            return layer_data.marked_unknown("pressed mass, die or thickness", self._title)
        return self._given("porosity", "p", _DENSE if layer.porosity is None else layer.porosity)

    def _volume_fractions(self, pores: Term | str) -> tuple[Term, ...] | str:
        """Return the volume fraction of each component (equation 11), or why there is none."""
        if not self._layer.components:
            return ()
        if isinstance(pores, str) or self._missing:
            return self._missing or str(pores)
        volume = self._specific_volume()
        terms = []
        for index, part in enumerate(self._layer.components):
            name = f"volume fraction of {self._design.material(part.material).label} in {self._title}"
            terms.append(self._calculation.step(
                f"volume fraction:{layer_data.part_key(self._layer, index)}", "phi", name, "1",
                lambda p, w, rho, v: (1.0 - p) * w / (rho * v), "(1 - p) * w / (rho * V)",
                [("p", pores), ("w", self._shares[index]), ("rho", self._densities[index]), ("V", volume)],
                layers=(self._layer.id,),
            ))  # fmt: skip
        return tuple(terms)

    def _product(self, thickness: Term | str, density: Term | str) -> Term | str:
        return self._step("mass", "m", "areal mass", "mg/cm2", lambda d, rho: d * rho, "d * rho",
                          [("d", thickness), ("rho", density)])  # fmt: skip

    def _quotient(self, mass: Term | str, density: Term | str) -> Term | str:
        return self._step("thickness", "d", "thickness", "um", lambda m, rho: m / rho, "m / rho",
                          [("m", mass), ("rho", density)])  # fmt: skip


def _pores(density: Any, dense: Any) -> Any:
    return np.maximum(1.0 - density / dense, 0.0)
