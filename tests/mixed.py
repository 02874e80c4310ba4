"""What the engine makes of a composite layer of which only masses, densities and pores are given."""

from collections.abc import Sequence

from cellbuilder.domain.design import Design, EmbeddedMaterial
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import CellFormat, Component, Conditions, Layer, Stack
from cellbuilder.engine import geometry
from cellbuilder.engine.calculation import Calculation


def volume_fractions(
    mass_fractions: Sequence[float], densities_kg_per_m3: Sequence[float], porosity: float
) -> tuple[list[float], float]:
    """Return the volume fractions and the density in kg/m3 that the engine finds for such a layer (equation 11)."""
    names = [f"m{index}" for index in range(len(mass_fractions))]
    materials = {
        name: EmbeddedMaterial(entry=Material(id=name, name=name, category="electrolyte",
                                              density=Quantity(value=rho / 1000.0, unit="g/cm3")))
        for name, rho in zip(names, densities_kg_per_m3, strict=True)
    }  # fmt: skip
    components = tuple(
        Component(material=name, function="electrolyte", mass_fraction=Quantity(value=100.0 * share, unit="wt%"))
        for name, share in zip(names, mass_fractions, strict=True)
    )
    layer = Layer(id="mixed", role="electrolyte", components=components, thickness=Quantity(value=30, unit="um"),
                  porosity=Quantity(value=100.0 * porosity, unit="%"))  # fmt: skip
    stack = Stack(layers=(layer,), conditions=Conditions(temperature=Quantity(value=25, unit="degC")),
                  format=CellFormat(kind="pellet", area=Quantity(value=1, unit="cm2")))  # fmt: skip
    design = Design(schema_name="cellbuilder-design", name="mixed", stack=stack, materials=materials)
    body = geometry.bodies(Calculation(), design)[0]
    assert not isinstance(body.density, str)
    return [term.value for term in body.volume_fractions], body.density.value
