"""What was measured in ohm, as inputs of the calculation."""

from __future__ import annotations

from cellbuilder.domain.bench import MeasuredResistance
from cellbuilder.domain.quantity import Quantity
from cellbuilder.engine import layer_data
from cellbuilder.engine.calculation import Calculation, Term
from cellbuilder.engine.kernels import bench


def measured_inputs(
    calculation: Calculation, key: str, name: str, measured: MeasuredResistance
) -> list[tuple[str, Term]] | str:
    """Return resistance, area, lead and pellet resistance of something that was measured in ohm.

    In this order, each with its symbol, as inputs of a formula; the reason where one of them is marked as unknown.
    ``key`` names the layer or contact for keys, ``name`` names it as the user sees it.
    """
    whole = layer_data.given(
        calculation, f"measured resistance:{key}", "R_meas", f"measured resistance of {name}", measured.resistance
    )
    area: Term | None = layer_data.given(
        calculation, f"measured area:{key}", "A", f"area of the measured {name}", measured.area
    )
    if measured.diameter is not None:
        die = layer_data.given(
            calculation, f"measured diameter:{key}", "D", f"diameter of the measured {name}", measured.diameter
        )
        area = die and calculation.step(
            f"measured area:{key}", "A", f"area of the measured {name}", "cm2", bench.die_area, "pi * D^2 / 4",
            [("D", die)],
        )  # fmt: skip
    if whole is None or area is None:
        return layer_data.marked_unknown("resistance or area in the measurement", name)
    inputs: list[tuple[str, Term]] = [("R_meas", whole), ("A", area)]
    for part, symbol, quantity in (
        ("lead", "R_lead", measured.lead_resistance), ("pellet", "R_pellet", measured.pellet_resistance)
    ):  # fmt: skip
        none = Quantity(value=0, unit="Ohm", kind="assumption", note="none is given; taken as zero")
        leaf = layer_data.given(
            calculation, f"{part} resistance:{key}", symbol, f"{part} resistance in the measurement of {name}",
            quantity or none,
        )  # fmt: skip
        if leaf is None:
            return layer_data.marked_unknown(f"{part} resistance in the measurement", name)
        inputs.append((symbol, leaf))
    return inputs
