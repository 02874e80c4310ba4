"""Designs that together use every field of a stack that goes into a number; the numbers themselves mean nothing."""

from typing import Any

import cellbuilder
from cellbuilder.domain.bench import MeasuredResistance, Pressed
from cellbuilder.domain.contact import ChargeTransfer, ContactSpots, Interface, Interphase, PressureLaw
from cellbuilder.domain.design import Design, EmbeddedMaterial
from cellbuilder.domain.evidence import EvidenceRecord, ResistanceChange, Side
from cellbuilder.domain.material import ConductivityAt, ConductivityPoint, Material, OtherPotential, PhaseTransition
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.stack import (
    CellFormat,
    Coating,
    Component,
    Conditions,
    Conventions,
    Cutoffs,
    GrainBoundary,
    Layer,
    Stack,
)

SOURCE = SourceRef(ref="test")


def q(value: float, unit: str, low: float | None = None, high: float | None = None) -> Quantity:
    return Quantity(value=value, unit=unit, low=low, high=high, kind="assumption")


def spread(value: float, unit: str) -> Quantity:
    return q(value, unit, 0.8 * value, 1.3 * value)


def part(material: str, function: Any, share: float, **more: Any) -> Component:
    return Component(material=material, function=function, mass_fraction=q(share, "wt%", share - 0.5, share + 0.5),
                     **more)  # fmt: skip


def point(key: str, sigma: float, celsius: float | None, **more: Any) -> ConductivityPoint:
    return ConductivityPoint(
        id=key, value=sigma, unit="mS/cm", temperature=None if celsius is None else q(celsius, "degC"),
        kind="measured", read_from="full text", source=SOURCE, **more,
    )  # fmt: skip


def electrolyte(key: str, *points: ConductivityPoint, **more: Any) -> Material:
    fields: dict[str, Any] = {"ion": "Li", "material_class": "oxide", "density": spread(3.1, "g/cm3"),
                              "electronic_conductivity": spread(1e-9, "S/cm"), **more}  # fmt: skip
    return Material(id=key, name=key, category="electrolyte", conductivity=points, preferred=points[0].id,
                    **fields)  # fmt: skip


MADE_UP = {
    material.id: material
    for material in (
        electrolyte("two-temperatures", point("a", 0.5, 25, at=(
            ConductivityAt(value=1.7, unit="mS/cm", temperature=q(60, "degC")),
            ConductivityAt(value=6.0, unit="mS/cm", temperature=q(110, "degC"), activation_energy=q(0.3, "eV")),
        ))),
        electrolyte("own-energy", point("a", 0.4, 22, activation_energy=spread(33, "kJ/mol"), form="S",
                                        relative_density=q(92, "%", 90, 94)),
                    conductivity_spread=q(0.4, "mS/cm", 0.2, 0.9),
                    phase_transitions=(PhaseTransition(temperature=q(210, "degC"), what="melts"),)),
        electrolyte("borrowed-energy", point("a", 0.4, 25), point("b", 0.3, 25, activation_energy=q(0.31, "eV")),
                    point("c", 0.2, 25, activation_energy=q(0.36, "eV")),
                    point("d", 0.2, 25, activation_energy=q(0.42, "eV"))),
        electrolyte("no-energy", point("a", 0.4, None)),
        electrolyte("energy-elsewhere", point("a", 0.5, 25, at=(
            ConductivityAt(value=1.7, unit="mS/cm", temperature=q(80, "degC"), activation_energy=q(0.3, "eV")),
        ))),
        electrolyte("bulk-only", point("a", 0.9, 25, activation_energy=q(300, "meV"), form="ST", scope="bulk")),
        Material(id="quoted-against-li-in", name="quoted against Li-In", category="cathode active material", ion="Li",
                 density=spread(4.2, "g/cm3"), capacity=spread(150, "mAh/g"), average_potential=spread(3.2, "V"),
                 potential_reference="Na/Na+", holds_ion_as_made=True, volume_change=q(-3, "%", -4, -2),
                 electronic_conductivity=spread(1e-4, "S/cm"), diffusivity=spread(1e-10, "cm2/s"), electrons=1,
                 formula="LiCoO2",
                 other_potentials=(OtherPotential(potential=spread(2.9, "V"), reference="Li-In"),)),
    )
}  # fmt: skip


def assembled(name: str, *layers: Layer, **more: Any) -> Design:
    """A design of these layers; materials come from the library or from those made up here."""
    stack = Stack(layers=layers, **more)
    library = cellbuilder.library()
    entries = {key: MADE_UP.get(key) or library.material(key) for key in stack.material_ids}
    held = {key: EmbeddedMaterial(entry=entry) for key, entry in entries.items()}
    return Design(schema_name="cellbuilder-design", name=name, stack=stack, materials=held)


def foil(role: str, material: str) -> Layer:
    key: Any = f"{role} collector"
    return Layer(id=f"{role}-collector", role=key, material=material, thickness=q(12, "um", 11, 13))


def record(key: str, first: str, second: str, counted: Any, before: float) -> EvidenceRecord:
    return EvidenceRecord(
        id=key, sides=(Side(material=first, printed=first), Side(material=second, printed=second)), location="any",
        phenomenon="stable interface", verdict="no issue reported", grade="A", statement=key, kind="measured",
        read_from="full text", source=SOURCE,
        resistance=ResistanceChange(before=q(before, "Ohm cm2"), interfaces_counted=counted),
    )  # fmt: skip


RECORDS = (
    record("made-up-1", "two-temperatures", "own-energy", "two", 60),
    record("made-up-2", "two-temperatures", "own-energy", "one", 25),
    record("made-up-3", "lto", "li3incl6", "one", 40),
    record("made-up-4", "lto", "li3incl6", "two", 120),
    record("made-up-5", "borrowed-energy", "no-energy", "one", 9),
)
"""Published values that the library does not hold: of two contacts, of grains, several of one contact."""


def pellet() -> Design:
    """Everything that is weighed, pressed and measured in ohm; every way to carry a contact; Li-In as made."""
    coated = Coating(material="linbo3", thickness=spread(10, "nm"))
    transfer = ChargeTransfer(area_resistance=spread(300, "Ohm cm2"), basis="true contact", temperature=q(25, "degC"),
                              activation_energy=spread(0.45, "eV"))  # fmt: skip
    grain = {"particle_radius": spread(2, "um"), "coverage": q(0.5, "1", 0.4, 0.6), "charge_transfer": transfer,
             "capacity": spread(175, "mAh/g"), "first_cycle_efficiency": q(88, "%", 85, 91),
             "diffusivity": spread(2e-10, "cm2/s"), "coating": coated}  # fmt: skip
    layers = (
        foil("cathode", "al"),
        Layer(id="cathode", role="cathode", pressed=Pressed(mass=spread(12, "mg"), diameter=spread(10, "mm")),
              thickness=spread(70, "um"),
              components=(part("ncm622", "active material", 67.96, **grain), part("li6ps5cl", "catholyte", 20),
                          part("li3incl6", "catholyte", 10), part("carbon-black", "carbon", 2))),
        Layer(id="buffer", role="cathode interface layer", material="li3incl6", thickness=spread(30, "um"),
              measured_resistance=MeasuredResistance(resistance=spread(20, "Ohm"), diameter=spread(10, "mm"),
                                                     lead_resistance=spread(1.5, "Ohm"))),
        Layer(id="mixed", role="electrolyte", pressed=Pressed(mass=spread(80, "mg"), diameter=spread(10, "mm")),
              porosity=q(12, "%", 9, 15), electronic_conductivity=spread(1e-8, "S/cm"),
              components=(part("li6ps5cl", "electrolyte", 70), part("own-energy", "electrolyte", 30))),
        Layer(id="grains", role="electrolyte", material="bulk-only", thickness=spread(100, "um"),
              density=spread(2.8, "g/cm3"),
              grain_boundary=GrainBoundary(grain_size=spread(2, "um"), area_resistance=spread(0.4, "Ohm cm2"))),
        Layer(id="porous", role="electrolyte", material="own-energy", thickness=spread(50, "um"),
              porosity=q(15, "%", 10, 20)),
        Layer(id="anode", role="anode", material="li-in", thickness=spread(100, "um"),
              ion_content=q(0.4, "1", 0.3, 0.5)),
        foil("anode", "cu"),
    )  # fmt: skip
    interfaces = (
        Interface(between=("cathode", "buffer"), area_resistance=spread(12, "Ohm cm2"), temperature=q(25, "degC"),
                  activation_energy=spread(0.5, "eV"), area_gain=spread(3, "1"), growth=spread(0.4, "Ohm cm2/h^0.5"),
                  pressure_law=PressureLaw(exponent=q(-0.8, "1", -1.2, -0.5), pressure=spread(50, "MPa"))),
        Interface(between=("mixed", "buffer"), temperature=q(25, "degC"),
                  interphase=Interphase(thickness=spread(60, "nm"), after=spread(10, "d"),
                                        conductivity=spread(1e-6, "S/cm")),
                  measured=MeasuredResistance(resistance=spread(90, "Ohm"), diameter=spread(10, "mm"), interfaces=2,
                                              lead_resistance=spread(2, "Ohm"), pellet_resistance=spread(40, "Ohm"))),
        Interface(between=("mixed", "grains"),
                  interphase=Interphase(thickness=spread(20, "nm"), after=spread(5, "d")),
                  measured=MeasuredResistance(resistance=spread(30, "Ohm"), area=spread(0.8, "cm2"),
                                              lead_resistance=spread(1, "Ohm"))),
        Interface(between=("grains", "porous"), area_resistance=spread(3, "Ohm cm2"),
                  spots=ContactSpots(radius=spread(1, "um"), per_area=spread(1e6, "1/cm2"))),
        Interface(between=("porous", "anode"), area_resistance=spread(8, "Ohm cm2"), behaviour="SEI"),
    )  # fmt: skip
    return assembled(
        "pellet", *layers, interfaces=interfaces,
        conditions=Conditions(temperature=q(45, "degC", 43, 47), current_density=spread(0.3, "mA/cm2"),
                              operating_pressure=spread(120, "MPa"), age=spread(30, "d")),
        cutoffs=Cutoffs(lower=spread(1.9, "V"), upper=q(3.7, "V", 3.6, 3.8), reference="Li-In"),
        format=CellFormat(kind="pellet", area=spread(0.785, "cm2"), hardware_mass=spread(40, "g"),
                          hardware_volume=spread(12, "cm3")),
        conventions=Conventions(collectors="none", volume="charged"),
    )  # fmt: skip


def pouch() -> Design:
    """A pouch with seal and tabs; binder, tortuosity factor, charge transfer of unknown area; a first-cycle loss."""
    layers = (
        foil("cathode", "al"),
        Layer(id="cathode", role="cathode", loading=spread(20, "mg/cm2"), loading_basis="composite",
              porosity=q(14, "%", 12, 16),
              components=(part("ncm811", "active material", 76, charge_transfer=ChargeTransfer(
                              area_resistance=spread(40, "Ohm cm2"))),
                          part("two-temperatures", "catholyte", 20), part("carbon-black", "carbon", 1.5),
                          part("ptfe", "binder", 2.5))),
        Layer(id="separator", role="electrolyte", material="two-temperatures", thickness=spread(25, "um")),
        Layer(id="separator-2", role="electrolyte", material="own-energy", thickness=spread(15, "um")),
        Layer(id="anode", role="anode", loading=spread(9, "mg/cm2"), porosity=q(10, "%", 8, 12),
              tortuosity_factor=spread(4, "1"),
              components=(part("graphite", "active material", 70, first_cycle_efficiency=q(80, "%", 75, 84),
                               charge_transfer=ChargeTransfer(exchange_current_density=spread(0.6, "mA/cm2"))),
                          part("own-energy", "catholyte", 25), part("carbon-black", "carbon", 3),
                          part("ptfe", "binder", 2))),
        foil("anode", "cu"),
    )  # fmt: skip
    return assembled(
        "pouch", *layers, conditions=Conditions(temperature=q(45, "degC", 40, 50), c_rate=spread(0.3, "C")),
        cutoffs=Cutoffs(lower=spread(2.6, "V"), upper=q(4.2, "V", 4.15, 4.25), reference="cell"),
        format=CellFormat(kind="pouch", area=spread(50, "cm2"), repeat_units=12, two_sided=True,
                          packaging="pouch-laminate", packaging_thickness=spread(113, "um"), width=spread(5, "cm"),
                          height=spread(10, "cm"), seal_width=spread(5, "mm"), hardware_mass=spread(2, "g"),
                          hardware_volume=spread(1, "cm3")),
        conventions=Conventions(volume="charged"),
    )  # fmt: skip


def coin() -> Design:
    """Two flat electrodes in a coin: fronts; published charge transfer; entered rails; a potential against Li-In."""
    geometric = ChargeTransfer(exchange_current_density=spread(1.5, "mA/cm2"), basis="geometric")
    layers = (
        foil("cathode", "al"),
        Layer(id="cathode", role="cathode", thickness=spread(60, "um"), porosity=q(14, "%", 12, 16),
              conductivity=spread(0.2, "mS/cm"), electronic_conductivity=spread(5, "mS/cm"),
              components=(part("lfp", "active material", 70, charge_transfer=geometric),
                          part("li3incl6", "catholyte", 30))),
        Layer(id="separator", role="electrolyte", material="li3incl6", thickness=spread(400, "um"),
              conductivity=spread(1.1, "mS/cm")),
        Layer(id="anode", role="anode", thickness=spread(70, "um"), ionic_exponent=q(2.3, "1", 2, 2.6),
              components=(part("lto", "active material", 62, capacity=spread(160, "mAh/g")),
                          part("li3incl6", "catholyte", 32), part("carbon-black", "carbon", 6))),
        foil("anode", "cu"),
    )  # fmt: skip
    return assembled(
        "coin", *layers, conditions=Conditions(temperature=q(30, "degC", 28, 32), c_rate=spread(0.2, "C")),
        format=CellFormat(kind="coin", area=spread(1.1, "cm2"), two_sided=True, hardware_mass=spread(3, "g"),
                          hardware_volume=spread(0.8, "cm3")),
        conventions=Conventions(collectors="full", capacity="theoretical"),
    )  # fmt: skip


def thin_film() -> Design:
    """No anode as made, energies of activation borrowed or missing, and a potential quoted against Li-In."""
    layers = (
        foil("cathode", "al"),
        Layer(id="cathode", role="cathode", areal_capacity=spread(2, "mAh/cm2"),
              components=(part("quoted-against-li-in", "active material", 75),
                          part("borrowed-energy", "catholyte", 25))),
        Layer(id="first", role="electrolyte", material="borrowed-energy", thickness=spread(3, "um")),
        Layer(id="second", role="electrolyte", material="no-energy", thickness=spread(2, "um")),
        Layer(id="third", role="electrolyte", material="energy-elsewhere", thickness=spread(4, "um")),
        foil("anode", "cu"),
    )  # fmt: skip
    return assembled(
        "thin film", *layers, conditions=Conditions(temperature=q(70, "degC", 65, 75), c_rate=spread(0.2, "C"),
                              coulombic_efficiency=q(99.9, "%", 99.8, 99.95), cycles=spread(200, "cycles")),
        format=CellFormat(kind="pouch", area=spread(4, "cm2"), packaging="pouch-laminate",
                          packaging_thickness=spread(80, "um"), seal_width=spread(3, "mm")),
        conventions=Conventions(volume="charged"),
    )  # fmt: skip


def halved() -> Design:
    """A layer whose whole contact was measured at once, and a cathode that is built without lithium."""
    layers = (
        foil("cathode", "al"),
        Layer(id="cathode", role="cathode", loading=spread(8, "mg/cm2"), porosity=q(10, "%", 5, 15),
              components=(part("tis2", "active material", 60), part("li6ps5cl", "catholyte", 40))),
        Layer(id="separator", role="electrolyte", material="llzto", thickness=spread(200, "um")),
        Layer(id="interlayer", role="anode interface layer", material="li3bi-li3ocl", thickness=spread(1, "um")),
        Layer(id="anode", role="anode", material="li", areal_capacity=spread(4, "mAh/cm2"),
              capacity=spread(3500, "mAh/g")),
        foil("anode", "cu"),
    )  # fmt: skip
    return assembled(
        "halved", *layers, conditions=Conditions(temperature=q(25, "degC"), current_density=spread(0.2, "mA/cm2")),
        format=CellFormat(kind="pellet", area=q(1, "cm2")),
    )  # fmt: skip


def alloy() -> Design:
    """Li-In with an electrolyte in it, its lithium content as made; a cut-off against Li4Ti5O12."""
    layers = (
        foil("cathode", "al"),
        Layer(id="cathode", role="cathode", loading=spread(10, "mg/cm2"), porosity=q(10, "%", 5, 15),
              components=(part("quoted-against-li-in", "active material", 70), part("li3incl6", "catholyte", 30))),
        Layer(id="separator", role="electrolyte", material="li3incl6", thickness=spread(300, "um"),
              measured_resistance=MeasuredResistance(resistance=spread(30, "Ohm"), area=spread(1, "cm2"))),
        Layer(id="anode", role="anode", thickness=spread(80, "um"), porosity=q(10, "%", 5, 15),
              components=(part("li-in", "active material", 85, ion_content=q(0.3, "1", 0.2, 0.4)),
                          part("li6ps5cl", "catholyte", 15))),
        foil("anode", "cu"),
    )  # fmt: skip
    return assembled(
        "alloy", *layers, conditions=Conditions(temperature=q(25, "degC"), current_density=spread(0.2, "mA/cm2")),
        cutoffs=Cutoffs(lower=spread(0.8, "V"), upper=spread(2.6, "V"), reference="Li4Ti5O12"),
        format=CellFormat(kind="coin", area=q(1, "cm2")),
    )  # fmt: skip


def nine_layers() -> Design:
    """Both electrodes composite, every kind of layer, a coating, a pouch of twenty pairs."""
    coating = Coating(material="linbo3", thickness=q(10, "nm", 5, 15))
    layers = (
        foil("cathode", "al"),
        Layer(id="cathode", role="cathode", loading=q(25, "mg/cm2", 23, 27), porosity=q(15, "%", 12, 18),
              components=(part("ncm811", "active material", 78, coating=coating), part("li6ps5cl", "catholyte", 17),
                          part("carbon-black", "carbon", 3), part("ptfe", "binder", 2))),
        Layer(id="cathode-side", role="cathode interface layer", material="li3incl6", thickness=q(10, "um", 8, 12)),
        Layer(id="electrolyte-1", role="electrolyte", material="li6ps5cl", thickness=q(20, "um", 15, 25)),
        Layer(id="electrolyte-2", role="electrolyte", material="li3ps4", thickness=q(10, "um", 8, 12)),
        Layer(id="anode-side", role="anode interface layer", material="li3n", thickness=q(0.5, "um", 0.3, 0.7)),
        Layer(id="anode-side-2", role="anode interface layer", material="lipon", thickness=q(0.2, "um", 0.1, 0.3)),
        Layer(id="anode", role="anode", loading=q(17, "mg/cm2", 16, 18), porosity=q(10, "%", 8, 12),
              components=(part("graphite", "active material", 70), part("li6ps5cl", "catholyte", 30))),
        foil("anode", "cu"),
    )  # fmt: skip
    return assembled(
        "nine layers", *layers, conditions=Conditions(temperature=q(30, "degC"), c_rate=q(0.5, "C")),
        cutoffs=Cutoffs(lower=q(2.5, "V"), upper=q(4.2, "V"), reference="cell"),
        format=CellFormat(kind="pouch", area=q(50, "cm2"), repeat_units=20, two_sided=True, packaging="pouch-laminate",
                          packaging_thickness=q(113, "um")),
    )  # fmt: skip


def mixture() -> Design:
    """An anode of two active materials, one of them twice, with a charge transfer on three kinds of area."""
    transfer = ChargeTransfer(area_resistance=spread(60, "Ohm cm2"), basis="true contact")
    large = {"particle_radius": spread(4, "um"), "charge_transfer": transfer, "diffusivity": spread(3e-10, "cm2/s")}
    coarse = part("graphite", "active material", 10, **large)
    geometric = ChargeTransfer(area_resistance=spread(15, "Ohm cm2"), basis="geometric")
    small = {"particle_radius": spread(0.5, "um"), "coverage": q(0.7, "1", 0.6, 0.8),
             "diffusivity": spread(2e-11, "cm2/s")}  # fmt: skip
    layers = (
        foil("cathode", "al"),
        Layer(id="cathode", role="cathode", loading=spread(12, "mg/cm2"), porosity=q(10, "%", 5, 15),
              components=(part("quoted-against-li-in", "active material", 70),
                          part("own-energy", "catholyte", 30))),
        Layer(id="separator", role="electrolyte", material="own-energy", thickness=spread(80, "um")),
        Layer(id="anode", role="anode", loading=spread(8, "mg/cm2"), porosity=q(10, "%", 5, 15),
              electronic_conductivity=spread(2, "mS/cm"),
              components=(part("graphite", "active material", 40, **large), coarse,
                          part("graphite", "active material", 10, **small, charge_transfer=geometric),
                          part("quoted-against-li-in", "active material", 10, **small,
                               charge_transfer=ChargeTransfer(area_resistance=spread(30, "Ohm cm2"))),
                          part("own-energy", "catholyte", 30))),
        foil("anode", "cu"),
    )  # fmt: skip
    return assembled(
        "mixture", *layers, conditions=Conditions(temperature=q(25, "degC"), current_density=spread(0.2, "mA/cm2")),
        format=CellFormat(kind="pellet", area=q(1, "cm2")),
    )  # fmt: skip


ALL = {make.__name__: make for make in (pellet, pouch, coin, thin_film, halved, alloy, nine_layers, mixture)}
