import json
from collections.abc import Callable

import pytest

import cellbuilder
from cellbuilder.app import edits
from cellbuilder.app.edits import EditError
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Coating, Component, Interface
from cellbuilder.io import codec
from cellbuilder.io.library import Library


def um(value: float) -> Quantity:
    return Quantity(value=value, unit="um")


def share(value: float) -> Quantity:
    return Quantity(value=value, unit="wt%")


@pytest.fixture
def design() -> Design:
    """Collector | LCO 70 + Li3InCl6 30 | Li3InCl6 | Li6PS5Cl | Li-In | collector."""
    return cellbuilder.from_model("T")


def layer_ids(design: Design) -> list[str]:
    return [layer.id for layer in design.stack.layers]


def test_that_a_thickness_changes_in_one_layer_only_and_the_old_design_stays(design: Design) -> None:
    before = codec.dumps(design)
    after = edits.set_quantity(design, "electrolyte", "thickness", um(60))
    assert after.stack.layers[2].thickness == um(60)
    assert after.stack.layers[1] is design.stack.layers[1]
    assert after.materials["lco"] is design.materials["lco"]
    assert codec.dumps(design) == before


def test_that_thickness_and_loading_exclude_each_other(design: Design) -> None:
    by_thickness = edits.set_quantity(design, "cathode", "thickness", um(50))
    assert (by_thickness.stack.layers[1].thickness, by_thickness.stack.layers[1].loading) == (um(50), None)
    loading = Quantity(value=12, unit="mg/cm2")
    by_loading = edits.set_quantity(by_thickness, "cathode", "loading", loading)
    assert (by_loading.stack.layers[1].thickness, by_loading.stack.layers[1].loading) == (None, loading)


def test_that_a_removed_field_leaves_the_file_too(design: Design) -> None:
    without = edits.set_quantity(design, "electrolyte", "porosity", None)
    assert "porosity" not in without.stack.layers[2].model_fields_set
    assert codec.loads(codec.dumps(without).encode()) == without


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda d, _: edits.set_quantity(d, "electrolyte", "thickness", um(-30)), "-30 um must be greater than zero"),
        (
            lambda d, _: edits.set_quantity(d, "electrolyte", "thickness", Quantity(value=3, unit="V")),
            "unit 'V' measures voltage, but length is asked for",
        ),
        (
            lambda d, _: edits.set_quantity(d, "electrolyte", "thickness", None),
            "a layer needs a thickness, a loading, an areal capacity or the mass pressed",
        ),
        (
            lambda d, _: edits.set_quantity(d, "electrolyte", "colour", um(1)),
            "colour: is not a field of this file format",
        ),
        (lambda d, _: edits.set_quantity(d, "roof", "thickness", um(1)), "there is no layer called 'roof'"),
        (lambda d, _: edits.remove_layer(d, "roof"), "there is no layer called 'roof'"),
        (lambda d, _: edits.move_layer(d, "roof", 0), "there is no layer called 'roof'"),
        (
            lambda d, lib: edits.set_material(d, "electrolyte", "unobtainium", lib),
            "the library holds no material called 'unobtainium'",
        ),
        (
            lambda d, lib: edits.set_components(
                d, "cathode", (Component(material="lco", function="active material", mass_fraction=share(60)),), lib
            ),
            "the components add up to 60 wt%, not 100 wt%",
        ),
        (
            lambda d, _: edits.set_interface(d, ("cathode", "anode"), Quantity(value=1, unit="Ohm cm2")),
            "no two neighbouring layers are called cathode and anode",
        ),
        (
            lambda d, _: edits.set_interface(d, ("cathode", "electrolyte"), Quantity(value=-1, unit="Ohm cm2")),
            "-1 Ohm cm2 is negative",
        ),
        (
            lambda d, _: edits.set_condition(d, "temperature", Quantity(value=-300, unit="degC")),
            "-300 degC must be greater than absolute zero",
        ),
        (lambda d, _: edits.set_condition(d, "temperature", None), "temperature: is missing"),
        (lambda d, _: edits.set_name(d, "  "), "a design needs a name"),
        (lambda d, _: edits.set_share(d, "cathode", 0, share(101)), "that leaves -1 wt% for the catholyte"),
        (lambda d, _: edits.set_share(d, "cathode", 0, Quantity(value=None, unit="wt%")), "a share needs a number"),
        (
            lambda d, _: edits.set_share(d, "electrolyte", 0, share(50)),
            "the layer has one component only, so it is 100 wt%",
        ),
    ],
)
def test_that_an_edit_that_cannot_be_made_says_why_and_changes_nothing(
    design: Design, library: Library, edit: Callable[[Design, Library], Design], message: str
) -> None:
    before = codec.dumps(design)
    with pytest.raises(EditError) as caught:
        edit(design, library)
    assert message in str(caught.value)
    assert codec.dumps(design) == before


def test_that_a_new_material_is_embedded_and_one_no_longer_used_is_dropped(design: Design, library: Library) -> None:
    after = edits.set_material(design, "anode-interface-layer", "li3ps4", library)
    assert after.stack.layers[3].material == "li3ps4"
    assert after.materials["li3ps4"].digest is not None
    assert "li6ps5cl" not in after.materials
    assert after.stack.layers[3].thickness == design.stack.layers[3].thickness


def test_that_a_material_that_another_layer_uses_stays_embedded(design: Design, library: Library) -> None:
    after = edits.set_material(design, "electrolyte", "li6ps5cl", library)
    assert "li3incl6" in after.materials


def test_that_one_material_replaces_a_composition(design: Design, library: Library) -> None:
    after = edits.set_material(design, "cathode", "lfp", library)
    assert (after.stack.layers[1].material, after.stack.layers[1].components) == ("lfp", ())
    assert "lco" not in after.materials


def test_that_coatings_of_a_new_composition_are_embedded(design: Design, library: Library) -> None:
    parts = (
        Component(
            material="lco", function="active material", mass_fraction=share(70), coating=Coating(material="linbo3")
        ),
        Component(material="li6ps5cl", function="catholyte", mass_fraction=share(30)),
    )
    after = edits.set_components(design, "cathode", parts, library)
    assert {"lco", "linbo3", "li6ps5cl"} <= set(after.materials)


def test_that_the_balance_takes_up_a_changed_share_so_that_the_sum_stays_100(design: Design) -> None:
    after = edits.set_share(design, "cathode", 0, share(82.5))
    assert [part.mass_fraction.value for part in after.stack.layers[1].components] == [82.5, 17.5]
    again = edits.set_share(after, "cathode", 1, share(25))
    assert [part.mass_fraction.value for part in again.stack.layers[1].components] == [75, 25]


def test_that_a_component_keeps_its_share_when_its_material_is_swapped(design: Design, library: Library) -> None:
    after = edits.set_component_material(design, "cathode", 0, "ncm811", library)
    part = after.stack.layers[1].components[0]
    assert (part.material, part.mass_fraction) == ("ncm811", design.stack.layers[1].components[0].mass_fraction)


def test_that_an_added_layer_gets_an_id_of_its_own(design: Design, library: Library) -> None:
    once = edits.add_layer(design, 3, "electrolyte", "li3ps4", um(20), library)
    twice = edits.add_layer(once, 3, "electrolyte", "li3ps4", um(20), library)
    assert layer_ids(twice)[2:6] == ["electrolyte", "electrolyte-3", "electrolyte-2", "anode-interface-layer"]
    assert len(twice.stack.layers) == len(design.stack.layers) + 2


@pytest.mark.parametrize(("index", "place"), [(-5, 0), (0, 0), (99, 6)])
def test_that_a_layer_is_added_inside_the_stack_wherever_it_is_dropped(
    design: Design, library: Library, index: int, place: int
) -> None:
    after = edits.add_layer(design, index, "electrolyte", "li3ps4", um(20), library)
    assert layer_ids(after).index("electrolyte-2") == place


def test_that_the_usual_place_of_a_role_is_after_all_that_come_before_it(design: Design) -> None:
    assert edits.usual_index(design, "cathode interface layer") == 2
    assert edits.usual_index(design, "cathode collector") == 1
    assert edits.usual_index(design, "anode collector") == 6


def test_that_a_removed_layer_takes_its_material_and_its_contacts_along(design: Design) -> None:
    resistance = Quantity(value=10, unit="Ohm cm2")
    measured = edits.set_interface(design, ("electrolyte", "anode-interface-layer"), resistance)
    after = edits.remove_layer(measured, "anode-interface-layer")
    assert layer_ids(after) == ["cathode-collector", "cathode", "electrolyte", "anode", "anode-collector"]
    assert "li6ps5cl" not in after.materials
    assert after.stack.interfaces == ()


def test_that_the_last_layer_cannot_be_removed(design: Design) -> None:
    for layer_id in layer_ids(design)[1:]:
        design = edits.remove_layer(design, layer_id)
    with pytest.raises(EditError, match="a stack needs at least one layer"):
        edits.remove_layer(design, "cathode-collector")


def test_that_a_moved_layer_stands_where_it_was_put_and_back_again_is_the_same_file(design: Design) -> None:
    moved = edits.move_layer(design, "electrolyte", 3)
    assert layer_ids(moved)[2:4] == ["anode-interface-layer", "electrolyte"]
    assert codec.dumps(edits.move_layer(moved, "electrolyte", 2)) == codec.dumps(design)


def test_that_a_seam_has_one_entered_resistance_in_whichever_order_it_is_named(design: Design) -> None:
    first = edits.set_interface(design, ("cathode", "electrolyte"), Quantity(value=10, unit="Ohm cm2"))
    second = edits.set_interface(first, ("electrolyte", "cathode"), Quantity(value=20, unit="Ohm cm2"))
    assert second.stack.interfaces == (
        Interface(between=("electrolyte", "cathode"), area_resistance=Quantity(value=20, unit="Ohm cm2")),
    )
    assert edits.set_interface(second, ("cathode", "electrolyte"), None).stack.interfaces == ()


def test_that_current_and_rate_exclude_each_other(design: Design) -> None:
    current = Quantity(value=0.5, unit="mA/cm2")
    after = edits.set_condition(design, "current_density", current)
    assert (after.stack.conditions.current_density, after.stack.conditions.c_rate) == (current, None)
    rate = Quantity(value=0.2, unit="C")
    back = edits.set_condition(after, "c_rate", rate)
    assert (back.stack.conditions.current_density, back.stack.conditions.c_rate) == (None, rate)


def test_that_a_waiver_is_kept_with_its_reason_until_it_is_taken_back(design: Design) -> None:
    waived = edits.waive(design, "ion-mismatch", " a demonstration ")
    assert [(item.finding, item.reason) for item in waived.waivers] == [("ion-mismatch", "a demonstration")]
    assert len(edits.waive(waived, "ion-mismatch", "another reason").waivers) == 1
    assert edits.waive(waived, "ion-mismatch", "").waivers == ()


def test_that_a_name_is_kept_without_the_blanks_around_it(design: Design) -> None:
    assert edits.set_name(design, "  Zelle 7  ").name == "Zelle 7"


def test_that_a_waiver_says_what_it_was_given_for_and_old_files_do_not(design: Design) -> None:
    waived = edits.waive(design, "ion-mismatch", "to show it", severity="error", verdict="blocks")
    again = codec.loads(codec.dumps(waived).encode())
    assert [(item.severity, item.verdict) for item in again.waivers] == [("error", "blocks")]
    old = edits.waive(design, "ion-mismatch", "to show it")
    assert "severity" not in json.loads(codec.dumps(old))["waivers"][0]
    assert codec.loads(codec.dumps(old).encode()).waivers == old.waivers


def test_that_some_waivers_are_dropped_and_the_others_stay(design: Design) -> None:
    both = edits.waive(edits.waive(design, "ion-mismatch", "one"), "no-anode", "two")
    left = edits.without_waivers(both, both.waivers[:1])
    assert [item.finding for item in left.waivers] == ["no-anode"]
    assert edits.without_waivers(left, left.waivers) == design
