"""Remedies as they follow from statements on record: coatings, layers, other materials, a lower cut-off."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from cellbuilder import assess
from cellbuilder.compatibility import remedies
from cellbuilder.compatibility.contacts import all_contacts, separations
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.compatibility.potentials import Potential
from cellbuilder.domain.evidence import EvidenceRecord, PotentialRange, Side
from cellbuilder.domain.material import StabilityWindow
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.remedy import Remedy
from cellbuilder.domain.rulebook import Rule, Rulebook
from cellbuilder.domain.stack import Coating, Component, Cutoffs, Layer
from cellbuilder.io.library import Library

Make = SimpleNamespace
GOOD: dict[str, Any] = {"phenomenon": "stable interface", "verdict": "no issue reported"}


def volts(value: float) -> Quantity:
    return Quantity(value=value, unit="V")


def composite(make: Make, active: str, catholyte: str, coat: str | None = None) -> tuple[Component, ...]:
    coating = None if coat is None else Coating(material=coat, thickness=make.q(10, "nm"))
    return (
        Component(material=active, function="active material", mass_fraction=make.q(70, "wt%"), coating=coating),
        Component(material=catholyte, function="catholyte", mass_fraction=make.q(30, "wt%")),
    )


def cell(
    make: Make, library: Library, cathode: Any, separator: list[str], anode: str | None, foil: str = "cu",
    own: Any = (), **more: Any,
) -> Any:  # fmt: skip
    """A cell of library materials and of ``own`` ones: cathode, separator layers, anode, foil."""
    um = make.q(100, "um")
    body: dict[str, Any] = {"material": cathode} if isinstance(cathode, str) else {"components": tuple(cathode)}
    layers = [Layer(id="cathode", role="cathode", loading=make.q(10, "mg/cm2"), **body)]
    layers += [Layer(id=f"se{index}", role="electrolyte", material=key, thickness=um)
               for index, key in enumerate(separator)]  # fmt: skip
    layers += [Layer(id="anode", role="anode", material=anode, thickness=um)] if anode else []
    layers += [Layer(id="foil", role="anode collector", material=foil, thickness=make.q(10, "um"))]
    mine = {entry.id: entry for entry in own}
    keys = dict.fromkeys(key for layer in layers for key in layer.material_ids)
    return make.design(layers, [mine.get(key) or library.material(key) for key in keys], **more)


def layer_record(make: Make, key: str, first: str, second: str, layer: str, **more: Any) -> EvidenceRecord:
    fields: dict[str, Any] = {"phenomenon": "coating", "verdict": "no issue reported", "helps": True, **more}
    made: EvidenceRecord = make.record(key, first, second, layer=Side(material=layer, printed=layer), **fields)
    return made


def remedies_of(
    library: Library, design: Any, finding: str, *records: EvidenceRecord, own: Any = (), most: int = 5
) -> dict[str, Remedy]:
    """The remedies of one finding of a design, on these statements and no others."""
    base = EvidenceBase(records, (*library.materials(), *own), library.rules)
    found = {item.id: item for item in assess.evaluate(design, base).findings}
    contacts, apart = all_contacts(design), separations(design)
    return {item.id: item for item in remedies.described(design, found[finding], contacts, apart, base, most)}


def test_that_grains_in_a_composite_are_coated_as_somebody_reported(make: Make, library: Library) -> None:
    design = cell(make, library, composite(make, "ncm811", "li6ps5cl"), ["li6ps5cl"], "li-in")
    found = remedies_of(
        library, design, "contact:li6ps5cl|ncm811",
        make.record("bare", "ncm811", "li6ps5cl"),
        layer_record(make, "coat", "ncm811", "li6ps5cl", "linbo3", statement="Coated grains resist less.",
                     resistance=make.resistance(453, 22.4), conditions="25 degC, 70 : 30 by mass",
                     layer_thickness=make.q(8, "nm")),
    )  # fmt: skip
    remedy = found["coat:ncm811:linbo3"]
    assert (remedy.kind, remedy.title, remedy.targets) == ("coat", "Coat NCM811 with LiNbO3", ("cathode",))
    assert (remedy.material, remedy.replaces) == ("linbo3", "ncm811")
    assert remedy.thickness is not None
    assert (remedy.thickness.value, remedy.thickness.unit, remedy.thickness.kind) == (8, "nm", "measured")
    assert remedy.reported == (
        "Coated grains resist less. Resistance: 453 to 22.4 Ohm cm2. Conditions: 25 degC, 70 : 30 by mass. "
        "Evidence grade B."
    )
    assert remedy.evidence == ("coat",)
    assert [ref.ref for ref in remedy.sources] == ["coat"]


def test_that_a_resistance_is_not_told_twice(make: Make, library: Library) -> None:
    design = cell(make, library, composite(make, "lco", "lgps"), ["lgps"], "li-in")
    coat = layer_record(make, "coat", "lco", "lgps", "linbo3", statement="It falls from 10 000 to 275 Ohm cm2.",
                        resistance=make.resistance(10000, 275))  # fmt: skip
    found = remedies_of(library, design, "contact:lco|lgps", make.record("bare", "lco", "lgps"), coat)
    assert found["coat:lco:linbo3"].reported == "It falls from 10 000 to 275 Ohm cm2. Evidence grade B."


@pytest.mark.parametrize(
    ("given", "value", "kind"),
    [
        (None, None, None),
        ({"value": None}, None, None),
        ({"value": None, "low": 5, "high": 15}, 10, "assumption"),
        ({"value": 7, "kind": "estimate"}, 7, "estimate"),
    ],
)
def test_that_a_thickness_is_the_reported_one_or_open(
    make: Make, library: Library, given: Any, value: float | None, kind: str | None
) -> None:
    design = cell(make, library, composite(make, "lco", "lgps"), ["lgps"], "li-in")
    more = {} if given is None else {"layer_thickness": Quantity(unit="nm", **given)}
    coat = layer_record(make, "coat", "lco", "lgps", "linbo3", **more)
    found = remedies_of(library, design, "contact:lco|lgps", make.record("bare", "lco", "lgps"), coat)
    thickness = found["coat:lco:linbo3"].thickness
    assert (thickness and thickness.value, thickness and thickness.kind) == (value, kind)


def test_that_a_layer_goes_between_lithium_and_lgps_by_the_library(make: Make, library: Library) -> None:
    design = cell(make, library, "lco", ["lgps"], "li")
    named = {"s3.2.3.5-05", "s3.2.3.5-06", "s3.2.3.6-01"}
    records = [entry for entry in library.evidence if entry.id in named]
    found = remedies_of(library, design, "contact:lgps|li", *records)
    assert set(found) == {"insert:se0|anode:li3n-lif", "insert:se0|anode:zno-lif"}
    remedy = found["insert:se0|anode:li3n-lif"]
    assert (remedy.kind, remedy.targets, remedy.replaces) == ("insert layer", ("se0", "anode"), None)
    assert remedy.title == "Put Li3N-LiF between LGPS and Li"
    assert remedy.evidence == ("s3.2.3.5-06",)
    assert remedy.sources[0].ref == "97"


def test_that_the_order_of_the_sides_changes_nothing(make: Make, library: Library) -> None:
    design = cell(make, library, "lco", ["lgps"], "li")
    one = remedies_of(library, design, "contact:lgps|li", make.record("bare", "lgps", "li"),
                      layer_record(make, "layer", "lgps", "li", "li3n"))  # fmt: skip
    other = remedies_of(library, design, "contact:lgps|li", make.record("bare", "li", "lgps"),
                        layer_record(make, "layer", "li", "lgps", "li3n"))  # fmt: skip
    assert one == other
    assert one


@pytest.mark.parametrize(
    "more",
    [
        {"helps": False},
        {"helps": None, "verdict": "risk"},
        {"helps": None, "verdict": "no data"},
        {"phenomenon": "moisture"},
        {"layer": Side(family="solid interface layer", printed="some layer")},
        {"layer": Side(material="li", printed="Li")},
        {"ion": "Na"},
    ],
)
def test_that_a_layer_nobody_praises_or_names_is_no_remedy(make: Make, library: Library, more: Any) -> None:
    design = cell(make, library, "lco", ["lgps"], "li")
    layer = layer_record(make, "layer", "lgps", "li", "li3n").model_copy(update=more)
    assert remedies_of(library, design, "contact:lgps|li", make.record("bare", "lgps", "li"), layer) == {}


def test_that_no_single_layer_keeps_apart_what_is_mixed(make: Make, library: Library) -> None:
    anode = (
        Component(material="li-in", function="other", mass_fraction=make.q(60, "wt%")),
        Component(material="lgps", function="electrolyte", mass_fraction=make.q(40, "wt%")),
    )
    layers = [
        Layer(id="cathode", role="cathode", material="lco", loading=make.q(10, "mg/cm2")),
        Layer(id="se0", role="electrolyte", material="lgps", thickness=make.q(100, "um")),
        Layer(id="anode", role="anode", components=anode, thickness=make.q(100, "um")),
    ]
    design = make.design(layers, [library.material(key) for key in ("lco", "lgps", "li-in")])
    found = remedies_of(library, design, "contact:lgps|li-in", make.record("bare", "lgps", "li-in"),
                        layer_record(make, "layer", "lgps", "li-in", "li3n", phenomenon="interlayer"))  # fmt: skip
    assert set(found) == {"insert:se0|anode:li3n"}
    mixed = (anode[0].model_copy(update={"function": "active material"}), anode[1])
    layers[2] = Layer(id="anode", role="anode", components=mixed, thickness=make.q(100, "um"))
    design = make.design(layers, [library.material(key) for key in ("lco", "lgps", "li-in")])
    found = remedies_of(library, design, "contact:lgps|li-in", make.record("bare", "lgps", "li-in"),
                        layer_record(make, "layer", "lgps", "li-in", "li3n", phenomenon="interlayer"))  # fmt: skip
    assert set(found) == {"coat:li-in:li3n"}


def test_that_a_better_coating_takes_the_place_of_one_that_makes_trouble(make: Make, library: Library) -> None:
    design = cell(make, library, composite(make, "lco", "lgps", "linbo3"), ["lgps"], "li-in")
    bad = layer_record(make, "bad", "lco", "lgps", "linbo3", verdict="risk", helps=False)
    good = layer_record(make, "good", "lco", "lgps", "li3po4")
    found = remedies_of(library, design, "layer:lco|lgps|linbo3", bad, good)
    assert set(found) == {"coat:lco:li3po4"}


def test_that_lithium_gives_way_to_an_alloy_with_which_no_issue_is_reported(make: Make, library: Library) -> None:
    design = cell(make, library, "lco", ["lgps"], "li")
    bare = make.record("bare", "lgps", "li", verdict="grows")
    good = make.record("good", "lgps", "li-in", statement="It ran for 100 cycles.", grade="B", **GOOD)
    host = make.record("host", "lgps", "graphite", grade="B", **GOOD)
    found = remedies_of(library, design, "contact:lgps|li", bare, host, good)
    assert list(found) == ["exchange:anode:li:li-in", "exchange:anode:li:graphite"]
    remedy = found["exchange:anode:li:li-in"]
    assert (remedy.kind, remedy.title) == ("exchange", "Replace Li by Li-In as the anode")
    assert (remedy.material, remedy.replaces, remedy.targets) == ("li-in", "li", ("anode",))
    assert remedy.reported == "It ran for 100 cycles. Evidence grade B."
    assert remedy.thickness is None


def test_that_an_alloy_that_makes_trouble_or_is_of_another_ion_is_none(make: Make, library: Library) -> None:
    design = cell(make, library, "lco", ["lgps"], "li")
    bare = make.record("bare", "lgps", "li", verdict="grows")
    good, bad = make.record("good", "lgps", "li-in", **GOOD), make.record("bad", "lgps", "li-in")
    assert remedies_of(library, design, "contact:lgps|li", bare, good, bad) == {}
    sodium = make.record("sodium", "lgps", "na-sn", **GOOD)
    assert remedies_of(library, design, "contact:lgps|li", bare, sodium) == {}


def test_that_a_class_is_the_last_resort_and_said_to_be_one(make: Make, library: Library) -> None:
    design = cell(make, library, "lco", ["lgps"], "li")
    bare = make.record("bare", "lgps", "li", verdict="grows")
    of_class = make.record("class", "C:sulfide", "li-in", **GOOD)
    found = remedies_of(library, design, "contact:lgps|li", bare, of_class)
    assert "classes of materials" in found["exchange:anode:li:li-in"].reported
    assert "Evidence grade D." in found["exchange:anode:li:li-in"].reported
    near = make.record("near", "lgps", "graphite", **GOOD)
    assert set(remedies_of(library, design, "contact:lgps|li", bare, of_class, near)) == {"exchange:anode:li:graphite"}


def test_that_a_class_never_names_the_material_to_put_in(make: Make, library: Library) -> None:
    design = cell(make, library, composite(make, "lco", "lgps"), ["lgps"], "li-in")
    vague = make.record("vague", "lco", "C:halide", **GOOD)
    assert remedies_of(library, design, "contact:lco|lgps", make.record("bare", "lco", "lgps"), vague) == {}


def test_that_a_catholyte_is_swapped_where_the_grains_are(make: Make, library: Library) -> None:
    design = cell(make, library, composite(make, "ncm811", "li6ps5cl"), ["li6ps5cl"], "li-in",
                  cutoffs=Cutoffs(upper=volts(4.3), reference="Li/Li+"))  # fmt: skip
    bare = make.record("bare", "ncm811", "li6ps5cl")
    span = PotentialRange(high=volts(4.3))
    good = make.record("good", "ncm811", "li3incl6", electrode_potential=span, potential_reference="Li/Li+", **GOOD)
    found = remedies_of(library, design, "contact:li6ps5cl|ncm811", bare, good)
    remedy = found["exchange:cathode:li6ps5cl:li3incl6"]
    assert remedy.title == "Replace Li6PS5Cl by Li3InCl6 in the cathode"
    assert remedy.targets == ("cathode",)
    beyond = cell(make, library, composite(make, "ncm811", "li6ps5cl"), ["li6ps5cl"], "li-in",
                  cutoffs=Cutoffs(upper=volts(4.5), reference="Li/Li+"))  # fmt: skip
    assert remedies_of(library, beyond, "contact:li6ps5cl|ncm811", bare, good) == {}


def test_that_another_separator_is_proposed_for_a_warning_only(make: Make, library: Library) -> None:
    design = cell(make, library, "lco", ["lgps"], "li")
    good = make.record("good", "li6ps5cl", "li", **GOOD)
    warned = remedies_of(library, design, "contact:lgps|li", make.record("bare", "lgps", "li", verdict="grows"), good)
    assert set(warned) == {"exchange:se0:lgps:li6ps5cl"}
    assert remedies_of(library, design, "contact:lgps|li", make.record("bare", "lgps", "li"), good) == {}


def test_that_an_electrolyte_that_hardly_conducts_is_no_remedy(make: Make, library: Library) -> None:
    slow = make.conductor("slow", 0.01)
    fast = make.conductor("fast", 5.0)
    design = cell(make, library, composite(make, "lco", "lgps"), ["lgps"], "li-in")
    records = [make.record("bare", "lco", "lgps"), make.record("s", "lco", "slow", **GOOD),
               make.record("f", "lco", "fast", **GOOD)]  # fmt: skip
    found = remedies_of(library, design, "contact:lco|lgps", *records, own=(slow, fast))
    assert set(found) == {"exchange:cathode:lgps:fast"}


def test_that_copper_on_a_sulfide_gives_way_to_a_collector_without_trouble(make: Make, library: Library) -> None:
    design = cell(make, library, "lco", ["li6ps5cl"], None)
    records = [make.record("bare", "cu", "li6ps5cl"), make.record("ni", "ni", "C:sulfide", **GOOD),
               make.record("al", "al", "C:sulfide", **GOOD), make.record("alloys", "al", "li")]  # fmt: skip
    found = remedies_of(library, design, "contact:cu|li6ps5cl", *records)
    assert {key: item.title for key, item in found.items()} == {
        "exchange:foil:cu:ni": "Replace Cu by Ni as the anode collector"
    }


@pytest.mark.parametrize(
    ("ion", "reference", "upper", "limit", "mean", "anode_volts", "expected"),
    [
        ("Li", "Li/Li+", 4.5, 4.1, 3.8, 0.62, 4.1),
        ("Li", "Li-In", 3.9, 4.1, 3.8, 0.62, 3.48),
        ("Li", "cell", 4.0, 4.1, 3.8, 0.62, 3.48),
        ("Li", "cell", 4.4, 4.105, 3.8, 0.0, 4.1),
        ("Na", "Na/Na+", 4.0, 3.5, 3.2, 0.0, 3.5),
        ("Na", "Na-Sn", 4.0, 3.5, 3.2, 0.1, 3.4),
        ("Na", "cell", 4.0, 3.5, 3.2, 0.1, 3.4),
        ("Li", "Li/Li+", 4.5, 3.7, 3.8, 0.62, None),
    ],
)
def test_that_a_cut_off_is_lowered_against_the_reference_it_is_entered_in(
    make: Make, library: Library, ion: str, reference: Any, upper: float, limit: float, mean: float,
    anode_volts: float, expected: float | None,
) -> None:  # fmt: skip
    metal: Any = f"{ion}/{ion}+"
    window = StabilityWindow(oxidation=volts(limit), reference=metal, method="thermodynamic")
    own = (
        make.host("cam", 200, mean, ion=ion, potential_reference=metal, density=make.q(4.7, "g/cm3")),
        make.conductor("se", 1.0, ion=ion, windows=(window,)),
        make.metal("anode-metal", ion=ion, average_potential=volts(anode_volts), potential_reference=metal),
    )
    design = cell(make, library, composite(make, "cam", "se"), ["se"], "anode-metal", own=own,
                  cutoffs=Cutoffs(lower=volts(2.0), upper=volts(upper), reference=reference))  # fmt: skip
    found = list(remedies_of(library, design, "oxidation:se", own=own).values())
    if expected is None:
        assert found == []
        return
    remedy = found[0]
    assert (remedy.kind, remedy.targets) == ("lower cut-off", ("cathode",))
    assert remedy.upper is not None
    assert remedy.upper.value == pytest.approx(expected, abs=1e-9)
    assert f"{limit:g} V against {metal}" in remedy.reported
    assert remedy.title.endswith("between the terminals" if reference == "cell" else f"against {reference}")


def test_that_a_cut_off_is_lowered_to_where_the_contact_was_run(make: Make, library: Library) -> None:
    design = cell(make, library, composite(make, "lco", "lgps"), ["lgps"], "li-in",
                  cutoffs=Cutoffs(upper=volts(3.9), reference="Li-In"))  # fmt: skip
    bad = make.record("bad", "lco", "lgps", electrode_potential=PotentialRange(low=volts(4.3)),
                      potential_reference="Li/Li+")  # fmt: skip
    good = make.record("good", "lco", "lgps", electrode_potential=PotentialRange(high=volts(4.2)),
                       potential_reference="Li/Li+", statement="Cycled up to 4.2 V.", **GOOD)  # fmt: skip
    found = remedies_of(library, design, "contact:lco|lgps", bad, good)
    remedy = found["cut-off:3.58"]
    assert remedy.title == "Lower the upper cut-off to 3.58 V against Li-In"
    assert remedy.evidence == ("good",)
    assert remedy.reported.startswith("Cycled up to 4.2 V.")


def test_that_no_cut_off_crosses_from_one_metal_to_the_other_or_to_graphite() -> None:
    sodium = Potential(0.1, "Na/Na+", "the anode")
    assert remedies.as_entered(4.1, "Li/Li+", "Na/Na+", None) is None
    assert remedies.as_entered(4.1, "Li/Li+", "cell", sodium) is None
    assert remedies.as_entered(4.1, "Li/Li+", "cell", None) is None
    assert remedies.as_entered(4.1, "Li/Li+", "graphite", None) is None
    assert remedies.as_entered(4.1, "Li/Li+", "Li4Ti5O12", None) == pytest.approx(2.55)


def test_that_good_news_and_no_news_have_no_remedy(make: Make, library: Library) -> None:
    design = cell(make, library, "lco", ["lgps"], "li")
    records = [make.record("good", "lgps", "li", **GOOD), layer_record(make, "layer", "lgps", "li", "li3n")]
    assert remedies_of(library, design, "contact:lgps|li", *records) == {}
    assert remedies_of(library, design, "no-evidence", *records) == {}


def test_that_an_evaluation_works_out_no_remedies(make: Make, library: Library) -> None:
    design = cell(make, library, "lco", ["lgps"], "li")
    base = EvidenceBase(
        [make.record("bare", "lgps", "li"), layer_record(make, "layer", "lgps", "li", "li3n")], library.materials()
    )
    assert all(getattr(item, "remedies", ()) == () for item in assess.evaluate(design, base).findings)


def test_that_exact_statements_come_first_then_the_better_grade_and_kinds_take_turns(
    make: Make, library: Library
) -> None:
    design = cell(make, library, "lco", ["lgps"], "li")
    near = library.material("li10snp2s12")
    assert near.family == library.material("lgps").family
    records = [
        make.record("bare", "lgps", "li", verdict="grows"),
        layer_record(make, "family-a", "li10snp2s12", "li", "lipon", grade="A"),
        layer_record(make, "exact-b1", "lgps", "li", "li3n", grade="B"),
        layer_record(make, "exact-b2", "lgps", "li", "lif", grade="B"),
        layer_record(make, "exact-c", "lgps", "li", "li3po4", grade="C"),
        make.record("alloy", "lgps", "li-in", grade="B", **GOOD),
        make.record("host", "lgps", "graphite", grade="C", **GOOD),
    ]
    found = remedies_of(library, design, "contact:lgps|li", *records, most=10)
    told = [item.evidence[0] for item in found.values()]
    assert told[:3] == ["exact-b1", "alloy", "exact-b2"]
    assert set(told[3:5]) == {"exact-c", "host"}
    assert told[5:] == ["family-a"]
    assert list(remedies_of(library, design, "contact:lgps|li", *records)) == list(found)[:5]


@pytest.mark.parametrize(
    ("old", "new", "offered"),
    [
        ("lgps", "llzo", False),
        ("lgps", "latp", False),
        ("llzo", "lgps", False),
        ("llzo", "li3incl6", False),
        ("peo-litfsi", "llzo", False),
        ("lgps", "li6ps5cl", True),
        ("li3incl6", "lgps", True),
        ("latp", "llzo", True),
    ],
)
def test_that_what_is_pressed_and_what_is_sintered_are_no_stand_in_for_each_other(
    make: Make, library: Library, old: str, new: str, *, offered: bool
) -> None:
    design = cell(make, library, "lco", [old], "li")
    bare = make.record("bare", old, "li", verdict="grows")
    found = remedies_of(library, design, f"contact:{'|'.join(sorted((old, 'li')))}", bare,
                        make.record("good", new, "li", **GOOD))  # fmt: skip
    assert (f"exchange:se0:{old}:{new}" in found) == offered


def test_that_a_conductive_additive_coats_no_grains(make: Make, library: Library) -> None:
    design = cell(make, library, composite(make, "ncm811", "li6ps5cl"), ["li6ps5cl"], "li-in")
    keys = ("vgcf", "nis-cnt-li7p3s11", "graphite", "ag", "al", "peo", "lto", "li3incl6", "linbo3")
    layers = [layer_record(make, key, "ncm811", "li6ps5cl", key) for key in keys]
    found = remedies_of(library, design, "contact:li6ps5cl|ncm811", make.record("bare", "ncm811", "li6ps5cl"), *layers)
    assert {item.material for item in found.values()} == {"lto", "li3incl6", "linbo3"}


def test_that_a_metal_or_carbon_lies_at_the_anode_as_it_was_reported(make: Make, library: Library) -> None:
    design = cell(make, library, "lco", ["lgps"], "li")
    at_anode = layer_record(make, "gold", "lgps", "li", "au", location="anode interface", phenomenon="interlayer")
    at_cathode = layer_record(make, "silver", "lgps", "li", "ag", location="cathode interface", phenomenon="interlayer")
    bare = make.record("bare", "lgps", "li")
    assert set(remedies_of(library, design, "contact:lgps|li", bare, at_anode, at_cathode)) == {"insert:se0|anode:au"}
    wrong = layer_record(make, "gold", "lco", "lgps", "au", phenomenon="interlayer")
    assert remedies_of(library, design, "contact:lco|lgps", make.record("bare", "lco", "lgps"), wrong) == {}


def test_that_a_finding_of_one_electrode_is_cured_there(make: Make, library: Library) -> None:
    design = cell(make, library, "lco", ["lgps"], "li")
    base = EvidenceBase([make.record("bare", "lgps", "li"), layer_record(make, "layer", "lgps", "li", "li3n")],
                        library.materials(), library.rules)  # fmt: skip
    whole = next(item for item in assess.evaluate(design, base).findings if item.id == "contact:lgps|li")
    contacts, apart = all_contacts(design), separations(design)
    for side, ids in (("anode", ["insert:se0|anode:li3n"]), ("cathode", [])):
        finding = replace(whole, id=f"contact:lgps|li@{side}")
        assert [item.id for item in remedies.described(design, finding, contacts, apart, base)] == ids


def test_that_the_least_conductivity_is_that_of_the_rule(make: Make, library: Library) -> None:
    slow, fast = make.conductor("slow", 0.5), make.conductor("fast", 5.0)
    design = cell(make, library, composite(make, "lco", "fast"), ["fast"], "li-in", own=(slow, fast))
    records = [make.record("bare", "lco", "fast"), make.record("s", "lco", "slow", **GOOD)]
    for share, kept in ((0.05, 1), (0.2, 0)):
        rule = rule_of_remedies(make, conductivity_share=make.q(share, "1"))
        base = EvidenceBase(records, (*library.materials(), slow, fast), rule)
        found = next(item for item in assess.evaluate(design, base).findings if item.id == "contact:fast|lco")
        described = remedies.described(design, found, all_contacts(design), separations(design), base)
        assert len(described) == kept


def rule_of_remedies(make: Make, **limits: Quantity) -> Rulebook:
    usual = {"conductivity_share": make.q(0.01, "1"), "coating": make.q(10, "nm"), "interlayer": make.q(1, "um")}
    rule = Rule(
        code="remedies", phenomenon="other", verdict="risk", severity="info", grade="E", statement="s",
        would_change="w", limits=usual | limits, source=SourceRef(ref="test"),
    )  # fmt: skip
    return Rulebook(rules=(rule,))
