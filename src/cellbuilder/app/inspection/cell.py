"""What can be edited of a seam and of the cell as a whole, and the conditions."""

from __future__ import annotations

from typing import Final

from cellbuilder.app.edits import Path, value_at
from cellbuilder.app.inspection import rows
from cellbuilder.app.inspection.layers import assumed, measured
from cellbuilder.app.inspection.rows import Choice, Number, Packaging, Part, Row, Section, Told, Whole, Words
from cellbuilder.app.words import tr
from cellbuilder.domain.contact import ContactSpots, Interphase, PressureLaw
from cellbuilder.domain.design import Design
from cellbuilder.domain.stack import Cutoffs

_REFERENCES: Final = tuple((name, name) for name in ("Li/Li+", "Na/Na+", "Li-In", "Na-Sn", "Li4Ti5O12", "graphite"))


def of_conditions(*, is_open: bool) -> tuple[Section, ...]:
    """Return the conditions: the usual ones, and the rest closed."""
    at: Path = ("conditions",)
    usual = (
        Number((*at, "temperature"), tr("Temperature"), "temperature", rows.TEMPERATURE, needed=True),
        Number((*at, "c_rate"), tr("C-rate"), "C-rate", rows.RATE),
        Number((*at, "current_density"), tr("Current density"), "current density", rows.CURRENT),
    )
    solvents = ((None, tr("not said")), ("none", tr("none, made dry")), ("non-polar", tr("non-polar")),
                ("polar", tr("polar")), ("water", tr("water")))  # fmt: skip
    more: tuple[Row, ...] = (
        Number((*at, "operating_pressure"), tr("Operating pressure"), "pressure", rows.PRESSURE),
        Number((*at, "fabrication_pressure"), tr("Fabrication pressure"), "pressure", rows.PRESSURE),
        Number((*at, "fabrication_temperature"), tr("Fabrication temperature"), "temperature", rows.FIRING,
               hint=tr("the highest at which layers of this stack are heated together")),
        Number((*at, "dew_point"), tr("Dew point"), "temperature", rows.DEW_POINT,
               hint=tr("of the room or glove box where it is assembled")),
        Choice((*at, "solvent"), tr("Solvent of the slurry"), solvents),
        Number((*at, "age"), tr("Age since assembly"), "time", rows.TIME),
        Number((*at, "coulombic_efficiency"), tr("Coulombic efficiency"), "fraction", rows.EFFICIENCY),
        Number((*at, "cycles"), tr("Cycles"), "count", rows.CYCLES),
    )  # fmt: skip
    return Section(tr("Conditions"), usual, is_open), Section(tr("Making and ageing"), more, is_open=False)


def of_seam(design: Design, between: tuple[str, str]) -> tuple[Section, ...]:
    """Return what can be edited of the contact of two neighbours."""
    at: Path = ("seam", *between)
    number = Number((*at, "area_resistance"), tr("Area-specific resistance"), "area resistance", rows.ASR,
                    used=f"published resistance:{'|'.join(between)}",
                    hint=tr("what you measured on this contact; empty, the published value is used"))  # fmt: skip
    ohm = measured(
        (*at, "measured"), tr("Measured in ohm"), value_at(design, (*at, "measured")),
        tr("resistance, area and leads; the area-specific one follows"), contact=True,
    )  # fmt: skip
    behaviours = ((None, tr("as the evidence says")), ("stable", tr("stable: no products")),
                  ("SEI", tr("blocks electrons, growth slows")),
                  ("mixed-conducting", tr("conducts both, goes on growing")))  # fmt: skip
    ageing: list[Row] = [
        Choice((*at, "behaviour"), tr("Products"), behaviours),
        Number((*at, "growth"), tr("Growth"), "resistance growth", rows.GROWTH,
               hint=tr("added times the square root of the age of the cell")),
        *_interphase(design, (*at, "interphase")),
    ]  # fmt: skip
    scaling: list[Row] = [
        Number((*at, "temperature"), tr("Measured at"), "temperature", rows.TEMPERATURE),
        Number((*at, "activation_energy"), tr("Activation energy"), "energy per particle", rows.BARRIER),
        *_pressure(design, (*at, "pressure_law")),
        Number((*at, "area_gain"), tr("True over projected area"), "fraction", rows.GAIN),
        *_spots(design, (*at, "spots")),
    ]
    impedance = (
        Number((*at, "capacitance"), tr("Capacitance"), "capacitance per area", rows.CAPACITANCE),
        Number((*at, "capacitance_exponent"), tr("Exponent of the capacitance"), "fraction", rows.PHASE),
    )
    return (
        Section("", (number, Told("used", at), *ohm)),
        Section(tr("Evidence"), (Told("evidence", at),)),
        Section(tr("Products and growth"), tuple(ageing), is_open=False),
        Section(tr("Temperature, pressure, area"), tuple(scaling), is_open=False),
        Section(tr("Impedance"), impedance, is_open=False),
        Section(tr("Note"), (Words((*at, "note"), tr("Note"), long=True),), is_open=False),
    )


def _interphase(design: Design, at: Path) -> list[Row]:
    start = Interphase(thickness=assumed(20, "nm"), after=assumed(100, "h"))
    part = Part(at, tr("Interphase seen"), start, value_at(design, at) is not None,
                tr("a layer of products of known thickness"))  # fmt: skip
    if not part.present:
        return [part]
    return [
        part,
        Number((*at, "thickness"), tr("Its thickness"), "length", rows.Range("nm", 1, 5000), needed=True),
        Number((*at, "after"), tr("after"), "time", rows.TIME, needed=True),
        Number((*at, "conductivity"), tr("Its conductivity"), "conductivity", rows.Range("S/cm", 1e-10, 1e-2)),
    ]


def _pressure(design: Design, at: Path) -> list[Row]:
    start = PressureLaw(exponent=assumed(-1, "1"), pressure=assumed(10, "MPa"))
    part = Part(at, tr("Law of pressure"), start, value_at(design, at) is not None,
                tr("resistance goes with pressure to a power; needs the operating pressure"))  # fmt: skip
    if not part.present:
        return [part]
    return [
        part,
        Number((*at, "exponent"), tr("Power"), "fraction", rows.SIGNED, needed=True),
        Number((*at, "pressure"), tr("Pressure when measured"), "pressure", rows.PRESSURE, needed=True),
    ]


def _spots(design: Design, at: Path) -> list[Row]:
    start = ContactSpots(radius=assumed(1, "um"), per_area=assumed(1e6, "1/cm2"))
    part = Part(at, tr("Contact in spots"), start, value_at(design, at) is not None,
                tr("round spots are all that touches"))  # fmt: skip
    if not part.present:
        return [part]
    return [
        part,
        Number((*at, "radius"), tr("Radius of a spot"), "length", rows.GRAIN, needed=True),
        Number((*at, "per_area"), tr("Spots per area"), "number per area", rows.SPOTS, needed=True),
    ]


def of_cell(design: Design) -> tuple[Section, ...]:
    """Return what can be edited of the cell as a whole."""
    about = (Words(("design", "name"), tr("Name")), Words(("design", "notes"), tr("Notes"), long=True))
    return (
        Section("", (Told("hint"),)),
        *of_conditions(is_open=True),
        Section(tr("Name and notes"), about, is_open=False),
        Section(tr("Body of the cell"), _body(design), is_open=False),
        Section(tr("Voltage limits"), _limits(design), is_open=False),
        Section(tr("How energy is counted"), _conventions(), is_open=False),
        Section(tr("What is assumed"), (Told("assumed"),), is_open=False),
    )


def _body(design: Design) -> tuple[Row, ...]:
    at: Path = ("format",)
    kinds = (("pellet", tr("pellet")), ("pouch", tr("pouch")), ("coin", tr("coin")), ("thin film", tr("thin film")))
    sides = ((False, tr("one side")), (True, tr("both sides")))
    ends = ((False, tr("a cathode and an anode")), (True, tr("anodes at both")))
    pouch: tuple[Row, ...] = ()
    if design.stack.format.kind == "pouch":
        pouch = (
            Choice((*at, "end_anode"), tr("Ends of the stack"), ends),
            Number((*at, "seal_width"), tr("Width of the seal"), "length", rows.SEAL),
        )
    if design.stack.format.width is not None:
        pouch += (
            Number((*at, "width"), tr("Width of the electrodes"), "length", rows.SIDE),
            Number((*at, "height"), tr("Height of the electrodes"), "length", rows.SIDE),
        )
    return (
        Choice((*at, "kind"), tr("Cell"), kinds),
        Number((*at, "area"), tr("Area"), "area", rows.AREA, needed=True),
        Whole((*at, "repeat_units"), tr("Pairs of electrodes"), 1, 10_000),
        Choice((*at, "two_sided"), tr("Collectors coated on"), sides),
        *pouch,
        Packaging(),
        Number((*at, "packaging_thickness"), tr("Thickness of the packaging"), "length", rows.FOIL_AROUND,
               used="packaging thickness"),
        Number((*at, "hardware_mass"), tr("Mass of case and tabs"), "mass", rows.HARDWARE, used="hardware mass"),
        Number((*at, "hardware_volume"), tr("Volume of case and tabs"), "volume", rows.VOLUME,
               used="hardware volume"),
    )  # fmt: skip


def _limits(design: Design) -> tuple[Row, ...]:
    at: Path = ("cutoffs",)
    part = Part(at, tr("Voltage limits"), Cutoffs(reference="cell"), design.stack.cutoffs is not None)
    if not part.present:
        return (part,)
    return (
        part,
        Number((*at, "upper"), tr("Upper limit"), "voltage", rows.VOLTAGE),
        Number((*at, "lower"), tr("Lower limit"), "voltage", rows.VOLTAGE),
        Choice((*at, "reference"), tr("Against"), (("cell", tr("the other terminal")), *_REFERENCES)),
    )


def _conventions() -> tuple[Row, ...]:
    at: Path = ("conventions",)
    collectors = (("as built", tr("as built")), ("full", tr("in full")), ("none", tr("left out")))
    volume = (("as built", tr("as built")), ("charged", tr("charged")))
    capacity = (("practical", tr("practical")), ("theoretical", tr("theoretical")))
    return (
        Choice((*at, "collectors"), tr("Collectors"), collectors),
        Choice((*at, "volume"), tr("Volume"), volume),
        Choice((*at, "capacity"), tr("Capacity"), capacity),
    )
