from collections.abc import Callable

import pytest

import cellbuilder
from cellbuilder.app import edits
from cellbuilder.app.edits import EditError
from cellbuilder.app.inspection.layers import assumed
from cellbuilder.domain.contact import ChargeTransfer
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Layer
from cellbuilder.io import codec
from cellbuilder.io.library import Library


@pytest.fixture
def design() -> Design:
    """Collector | LCO 70 + Li3InCl6 30 | Li3InCl6 | Li6PS5Cl | Li-In | collector."""
    return cellbuilder.from_model("T")


def cathode(design: Design) -> Layer:
    return design.stack.layers[1]


def shares(design: Design) -> list[tuple[str, float]]:
    return [(part.material, round(100 * (part.mass_fraction.si or 0), 6)) for part in cathode(design).components]


def share(value: float) -> Quantity:
    return Quantity(value=value, unit="wt%")


def test_that_an_added_ingredient_takes_its_share_from_the_balance(design: Design, library: Library) -> None:
    after = edits.add_component(design, "cathode", "carbon", "vgcf", library)
    assert shares(after) == [("lco", 70), ("li3incl6", 27), ("vgcf", 3)]
    assert cathode(after).components[2].mass_fraction.kind == "assumption"
    assert "vgcf" in after.materials


def test_that_a_removed_ingredient_gives_its_share_to_the_balance(design: Design, library: Library) -> None:
    three = edits.add_component(design, "cathode", "carbon", "vgcf", library, share(5))
    assert shares(edits.remove_component(three, "cathode", 2)) == [("lco", 70), ("li3incl6", 30)]
    without_balance = edits.remove_component(three, "cathode", 1)
    assert shares(without_balance) == [("lco", 95), ("vgcf", 5)]
    assert "vgcf" not in edits.remove_component(three, "cathode", 2).materials


def test_that_the_named_ingredient_takes_up_the_balance(design: Design, library: Library) -> None:
    three = edits.add_component(design, "cathode", "carbon", "vgcf", library)
    named = edits.set_balance(three, "cathode", 0)
    assert shares(named) == shares(three)
    assert shares(edits.set_share(named, "cathode", 2, share(10))) == [("lco", 63), ("li3incl6", 27), ("vgcf", 10)]
    both = edits.set_balance(named, "cathode", 1)
    assert [edits.is_balance(part) for part in cathode(both).components] == [False, True, False]
    assert cathode(both).components[0].mass_fraction == cathode(three).components[0].mass_fraction


def test_that_a_layer_of_one_material_becomes_a_composite(design: Design, library: Library) -> None:
    after = edits.add_component(design, "electrolyte", "binder", "nbr", library)
    layer = after.stack.layers[2]
    assert layer.material is None
    assert [(part.function, part.mass_fraction.value) for part in layer.components] == [
        ("electrolyte", 98), ("binder", 2),
    ]  # fmt: skip


def test_that_grains_are_coated_with_the_usual_thickness_and_uncoated_again(design: Design, library: Library) -> None:
    coated = edits.set_coating(design, "cathode", 0, "linbo3", library)
    coating = cathode(coated).components[0].coating
    assert coating is not None
    assert coating.thickness is not None
    assert (coating.material, coating.thickness.kind) == ("linbo3", "assumption")
    thick = edits.set_at(coated, ("layer", "cathode", "components", 0, "coating", "thickness"),
                         Quantity(value=20, unit="nm"))  # fmt: skip
    other = cathode(edits.set_coating(thick, "cathode", 0, "al2o3", library)).components[0].coating
    assert other is not None
    assert (other.material, other.thickness) == ("al2o3", Quantity(value=20, unit="nm"))
    assert codec.dumps(edits.set_coating(coated, "cathode", 0, None, library)) == codec.dumps(design)


def test_that_what_was_measured_on_a_bare_grain_goes_with_a_coating(design: Design, library: Library) -> None:
    path: edits.Path = ("layer", "cathode", "components", 0, "charge_transfer")
    measured = edits.set_at(design, path, ChargeTransfer(area_resistance=assumed(20, "Ohm cm2")))
    assert edits.value_at(edits.set_coating(measured, "cathode", 0, "linbo3", library), path) is None
    assert edits.value_at(edits.set_component_material(measured, "cathode", 1, "li6ps5cl", library), path) is None


def test_that_a_composite_is_added_with_catholyte_and_carbon(design: Design, library: Library) -> None:
    thick = Quantity(value=60, unit="um")
    materials = {"active material": "ncm811", "catholyte": "li6ps5cl", "carbon": "vgcf"}
    after = edits.add_composite(design, 2, "cathode", materials, thick, library)
    layer = after.stack.layers[2]
    assert [(part.material, part.mass_fraction.value) for part in layer.components] == [
        ("ncm811", 70), ("li6ps5cl", 27), ("vgcf", 3),
    ]  # fmt: skip
    del materials["carbon"]
    bare = edits.add_composite(design, 2, "cathode", materials, thick, library).stack.layers[2]
    assert sum(part.mass_fraction.si or 0 for part in bare.components) == pytest.approx(1.0)
    assert cellbuilder.evaluate(after).figures.resistance.totals


def test_that_a_copy_stands_behind_its_layer_and_takes_over_the_contact_behind(design: Design) -> None:
    between = ("electrolyte", "anode-interface-layer")
    measured = edits.set_interface(design, between, Quantity(value=10, unit="Ohm cm2"))
    after = edits.duplicate_layer(measured, "electrolyte")
    ids = [layer.id for layer in after.stack.layers]
    assert ids[2:5] == ["electrolyte", "electrolyte-2", "anode-interface-layer"]
    assert [entry.between for entry in after.stack.interfaces] == [("electrolyte-2", "anode-interface-layer")]
    assert after.stack.layers[3].thickness == after.stack.layers[2].thickness
    named = edits.duplicate_layer(edits.rename_layer(design, "electrolyte", "pellet"), "electrolyte")
    assert named.stack.layers[3].name == "pellet (copy)"


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda d, lib: edits.add_component(d, "cathode", "carbon", "vgcf", lib, share(40)), "leaves -10 wt%"),
        (lambda d, lib: edits.add_component(d, "cathode", "carbon", "soot", lib), "no material called 'soot'"),
        (lambda d, _: edits.remove_component(d, "cathode", 7), "no ingredient number 8"),
        (lambda d, _: edits.remove_component(d, "electrolyte", 0), "no ingredient number 1"),
        (
            lambda d, _: edits.remove_component(edits.remove_component(d, "cathode", 1), "cathode", 0),
            "needs at least one ingredient",
        ),
        (lambda d, lib: edits.set_coating(d, "cathode", 0, "paint", lib), "no material called 'paint'"),
        (lambda d, _: edits.set_balance(d, "roof", 0), "no layer called 'roof'"),
        (lambda d, _: edits.duplicate_layer(d, "roof"), "no layer called 'roof'"),
    ],
)
def test_that_an_edit_of_a_composition_that_cannot_be_made_says_why(
    design: Design, library: Library, edit: Callable[[Design, Library], Design], message: str
) -> None:
    with pytest.raises(EditError) as caught:
        edit(design, library)
    assert message in str(caught.value)
