"""Energy per mass and volume at four named levels, each with its counting convention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cellbuilder.domain.design import Design
from cellbuilder.domain.result import EnergyLevel, Figure, Input, Label, unknown
from cellbuilder.engine import layer_data
from cellbuilder.engine.capacity import MAH_PER_CM2
from cellbuilder.engine.geometry import MG_PER_CM2, UM, Body
from cellbuilder.engine.ranges import Spread, add_ranges, propagate

LITRE_PER_M3 = 1e3
Level = Literal["material", "electrode", "stack", "cell"]

CONVENTIONS: dict[Level, str] = {
    "material": "cathode active material only",
    "electrode": "cathode and anode layers, no electrolyte, no collectors",
    "stack": "all layers and collectors as built, no packaging",
    "cell": "stack and packaging foils on both faces; no seams, tabs or pressure hardware",
}


def areal_energy(capacity: Figure, voltage: Figure) -> Figure:
    """Return E = Q U in mWh/cm2."""
    name = "areal energy"
    if capacity.value is None or voltage.value is None:
        reason = "; ".join(figure.note or figure.name for figure in (capacity, voltage) if figure.value is None)
        return unknown("energy", name, "mWh/cm2", reason)
    value, low, high = propagate(
        lambda q, u: q * u,
        {
            "q": Spread(capacity.value, capacity.low, capacity.high),
            "u": Spread(voltage.value, voltage.low, voltage.high),
        },
    )
    return Figure(
        key="energy", name=name, value=value, unit="mWh/cm2", low=low, high=high, label=_label(capacity),
        formula="E = Q U",
        inputs=tuple(
            Input.of_figure(symbol, figure) for symbol, figure in (("Q", capacity), ("U", voltage))
        ),
        convention="open-circuit energy: no loss to resistance", note=_note(capacity),
    )  # fmt: skip


def _label(capacity: Figure) -> Label:
    """The energy is at most this where the capacity is."""
    return "bound" if capacity.label == "bound" else "estimate"


def _note(capacity: Figure) -> str | None:
    return capacity.note if capacity.label == "bound" else None


def levels(design: Design, parts: tuple[Body, ...], capacity: Figure, voltage: Figure) -> tuple[EnergyLevel, ...]:
    """Return Wh/kg and Wh/L at material, electrode, stack and cell level."""
    charge = _Charge.of(parts, capacity)
    electrodes = [body for body in parts if body.layer.role in ("cathode", "anode")]
    divisors: dict[Level, tuple[Divisor | str, Divisor | str]] = {
        "material": _material(design, parts),
        "electrode": _sums(design, electrodes),
        "stack": _sums(design, list(parts)),
        "cell": _packed(design, parts),
    }
    return tuple(_level(level, charge, voltage, *pair, design) for level, pair in divisors.items())


@dataclass(frozen=True, slots=True)
class Divisor:
    """A mass or thickness: a part in proportion to the active mass of the cathode, and the rest."""

    scaling: Spread
    rest: Spread
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class _Charge:
    """The capacity as active mass of the cathode times capacity per mass, so that the mass cancels in ratios."""

    mass: Spread
    per_mass: Spread
    figure: Figure

    @classmethod
    def of(cls, parts: tuple[Body, ...], capacity: Figure) -> _Charge | str:
        body = next((body for body in parts if body.layer.role == "cathode"), None)
        if capacity.value is None:
            return capacity.note or "the areal capacity is unknown"
        if body is None or isinstance(body.active_mass, str):
            return "the active mass of the cathode is unknown"
        mass = body.active_mass.spread
        specific = next((item for item in capacity.inputs if item.symbol == "q"), None)
        if specific is not None and body.layer.id in capacity.layers and specific.value is not None:
            return cls(mass, Spread(specific.value, specific.low, specific.high), capacity)
        whole = Spread(capacity.value, capacity.low, capacity.high)
        return cls(Spread(mass.value), whole.scaled(MAH_PER_CM2 / mass.value), capacity)


def _material(design: Design, parts: tuple[Body, ...]) -> tuple[Divisor | str, Divisor | str]:
    body = next((body for body in parts if body.layer.role == "cathode"), None)
    if body is None:
        return "the stack has no cathode", "the stack has no cathode"
    active = layer_data.active(body.layer)
    material_id = body.layer.material or (active.material if active else None)
    if material_id is None or isinstance(body.active_mass, str):
        reason = "the mass of active material is unknown"
        return reason, reason
    by_mass = Divisor(Spread(1.0), Spread(0.0), body.active_mass.inputs)
    density = layer_data.density(design, material_id)
    if isinstance(density, str):
        return by_mass, density
    return by_mass, Divisor(_inverse(density.spread), Spread(0.0), density.inputs)


def _inverse(spread: Spread) -> Spread:
    return Spread(*propagate(lambda x: 1.0 / x, {"x": spread}))


def _share(design: Design, body: Body) -> float:
    """A collector between two coatings of a two-sided pouch is counted half for each."""
    shared = design.stack.format.two_sided and body.layer.role in ("cathode collector", "anode collector")
    return 0.5 if shared else 1.0


def _sums(design: Design, parts: list[Body]) -> tuple[Divisor | str, Divisor | str]:
    reasons = [
        f"{body.title}: {known}"
        for body in parts
        for known in (body.areal_mass, body.thickness)
        if isinstance(known, str)
    ]
    if reasons or not parts:
        text = "; ".join(dict.fromkeys(reasons)) or "no such layers"
        return text, text
    return _divisor(design, parts, "mass"), _divisor(design, parts, "thickness")


def _divisor(design: Design, parts: list[Body], which: Literal["mass", "thickness"]) -> Divisor:
    scaling, rest, inputs = Spread(0.0), [Spread(0.0)], []
    for body in parts:
        known = body.areal_mass if which == "mass" else body.thickness
        assert not isinstance(known, str)
        mine = known.spread.scaled(_share(design, body))
        if body.layer.role == "cathode" and not isinstance(body.active_mass, str):
            ratio = mine.value / body.active_mass.spread.value
            scaling = Spread(ratio) if which == "mass" else _with_density(body, ratio)
        else:
            rest.append(mine)
        unit, scale = ("mg/cm2", MG_PER_CM2) if which == "mass" else ("um", UM)
        shown = mine.scaled(1.0 / scale)
        inputs.append(
            Input(symbol="m" if which == "mass" else "d", name=f"{which} of {body.title}", value=shown.value,
                  unit=unit, low=shown.low, high=shown.high, kind="computed",
                  rests_on_assumptions=any(item.kind in ("assumption", "estimate") for item in known.inputs))
        )  # fmt: skip
    return Divisor(scaling, Spread(*add_ranges(entry.triple for entry in rest)), tuple(inputs))


def _with_density(body: Body, ratio: float) -> Spread:
    """Thickness per active mass: it varies as the density of the layer does."""
    assert not isinstance(body.density, str)
    return _inverse(body.density.spread).scaled(ratio * body.density.spread.value)


def _packed(design: Design, parts: tuple[Body, ...]) -> tuple[Divisor | str, Divisor | str]:
    body = design.stack.format
    if body.kind != "pouch":
        reason = f"a {body.kind} cell has no packaging that scales; not meaningful"
        return reason, reason
    if body.packaging is None or body.packaging_thickness is None:
        return "no packaging is given", "no packaging is given"
    mass, thickness = _sums(design, list(parts))
    density = layer_data.density(design, body.packaging)
    foil = layer_data.spread_of(body.packaging_thickness)
    if isinstance(mass, str) or isinstance(thickness, str):
        return mass, thickness
    if isinstance(density, str) or foil is None:
        reason = density if isinstance(density, str) else "the packaging thickness is unknown"
        return reason, reason
    per_unit = 2.0 / max(body.repeat_units, 1)
    extra = foil.scaled(per_unit)
    packing = Input.of("t(pack)", "packaging foil, two faces shared by all repeat units", body.packaging_thickness)
    return (
        _plus(mass, _product(extra, density.spread), (packing, *density.inputs)),
        _plus(thickness, extra, (packing,)),
    )


def _plus(divisor: Divisor, extra: Spread, inputs: tuple[Input, ...]) -> Divisor:
    rest = add_ranges(part.triple for part in (divisor.rest, extra))
    return Divisor(divisor.scaling, Spread(*rest), (*divisor.inputs, *inputs))


def _product(first: Spread, second: Spread) -> Spread:
    return Spread(*propagate(lambda a, b: a * b, {"a": first, "b": second}))


def _level(
    level: Level, charge: _Charge | str, voltage: Figure, mass: Divisor | str, thickness: Divisor | str, design: Design
) -> EnergyLevel:
    convention = CONVENTIONS[level]
    if level in ("stack", "cell") and design.stack.format.two_sided:
        convention += "; collectors coated on both sides, counted half"
    return EnergyLevel(
        level=level,
        specific_energy=_per(
            f"wh_per_kg:{level}", f"specific energy, {level} level", "Wh/kg", charge, voltage, mass, 1.0, convention
        ),
        energy_density=_per(
            f"wh_per_l:{level}", f"energy density, {level} level", "Wh/L", charge, voltage, thickness, LITRE_PER_M3,
            convention,
        ),
    )  # fmt: skip


def _per(
    key: str, name: str, unit: str, charge: _Charge | str, voltage: Figure, divisor: Divisor | str, scale: float,
    convention: str,
) -> Figure:  # fmt: skip
    if isinstance(charge, str):
        return unknown(key, name, unit, charge)
    if voltage.value is None:
        return unknown(key, name, unit, voltage.note or "the voltage is unknown")
    if isinstance(divisor, str):
        return unknown(key, name, unit, divisor)
    value, low, high = propagate(
        lambda m, q, u, a, b: m * q * u / (a * m + b) / scale,
        {
            "m": charge.mass,
            "q": charge.per_mass,
            "u": Spread(voltage.value, voltage.low, voltage.high),
            "a": divisor.scaling,
            "b": divisor.rest,
        },
    )
    return Figure(
        key=key, name=name, value=value, unit=unit, low=low, high=high, label=_label(charge.figure),
        formula="Q U / sum of masses" if unit == "Wh/kg" else "Q U / sum of thicknesses",
        inputs=(Input.of_figure("Q", charge.figure), Input.of_figure("U", voltage), *divisor.inputs),
        convention=convention, note=_note(charge.figure),
    )  # fmt: skip
