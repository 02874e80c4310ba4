"""The nine-layer design that the benchmarks share: both electrodes composite, every kind of layer, findings and all."""

from itertools import pairwise

import cellbuilder
from cellbuilder.domain.contact import ChargeTransfer, Interface
from cellbuilder.domain.design import Design, EmbeddedMaterial
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import CellFormat, Coating, Component, Conditions, Cutoffs, Layer, Stack


def q(value: float, unit: str, low: float | None = None, high: float | None = None) -> Quantity:
    return Quantity(value=value, unit=unit, low=low, high=high, kind="assumption")


def part(material: str, function: str, share: float, **more: object) -> Component:
    return Component(material=material, function=function, mass_fraction=q(share, "wt%"), **more)


def nine_layers(*, contacts: bool = False) -> Design:
    """Return the design; with ``contacts`` all contacts and both charge transfers are entered."""
    transfer = ChargeTransfer(area_resistance=q(20, "Ohm cm2"), basis="true contact") if contacts else None
    coating = Coating(material="linbo3", thickness=q(10, "nm", 5, 15))
    layers = (
        Layer(id="cathode-collector", role="cathode collector", material="al", thickness=q(12, "um", 10, 14)),
        Layer(id="cathode", role="cathode", loading=q(25, "mg/cm2", 23, 27), porosity=q(15, "%", 12, 18),
              components=(part("ncm811", "active material", 78, coating=coating, charge_transfer=transfer),
                          part("li6ps5cl", "catholyte", 17),
                          part("carbon-black", "carbon", 3), part("ptfe", "binder", 2))),
        Layer(id="cathode-side", role="cathode interface layer", material="li3incl6", thickness=q(10, "um", 8, 12)),
        Layer(id="electrolyte-1", role="electrolyte", material="li6ps5cl", thickness=q(20, "um", 15, 25)),
        Layer(id="electrolyte-2", role="electrolyte", material="li3ps4", thickness=q(10, "um", 8, 12)),
        Layer(id="anode-side", role="anode interface layer", material="li3n", thickness=q(0.5, "um", 0.3, 0.7)),
        Layer(id="anode-side-2", role="anode interface layer", material="lipon", thickness=q(0.2, "um", 0.1, 0.3)),
        Layer(id="anode", role="anode", loading=q(17, "mg/cm2", 16, 18), porosity=q(10, "%", 8, 12),
              components=(part("graphite", "active material", 70, charge_transfer=transfer),
                          part("li6ps5cl", "catholyte", 30))),
        Layer(id="anode-collector", role="anode collector", material="cu", thickness=q(8, "um", 7, 9)),
    )  # fmt: skip
    pairs = pairwise(layer.id for layer in layers[1:-1])
    stack = Stack(
        layers=layers,
        interfaces=tuple(Interface(between=pair, area_resistance=q(5, "Ohm cm2")) for pair in pairs if contacts),
        conditions=Conditions(temperature=q(30, "degC"), c_rate=q(0.5, "C")),
        cutoffs=Cutoffs(lower=q(2.5, "V"), upper=q(4.2, "V"), reference="cell"),
        format=CellFormat(kind="pouch", area=q(50, "cm2"), repeat_units=20, two_sided=True, packaging="pouch-laminate",
                          packaging_thickness=q(113, "um")),
    )  # fmt: skip
    library = cellbuilder.library()
    materials = {key: EmbeddedMaterial(entry=library.material(key)) for key in stack.material_ids}
    return Design(schema="cellbuilder-design", name="nine layers", stack=stack, materials=materials)
