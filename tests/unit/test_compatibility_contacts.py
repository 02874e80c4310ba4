"""Which materials touch, which are kept apart, and what is then looked up."""

from itertools import combinations
from types import SimpleNamespace
from typing import Any

import pytest

from cellbuilder.compatibility.contacts import all_contacts, plated, separations
from cellbuilder.compatibility.evidence_base import EvidenceBase, general_groups
from cellbuilder.domain.evidence import CriticalCurrent, Side
from cellbuilder.domain.finding import Evaluation, Finding
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import SourceRef
from cellbuilder.domain.result import Figure
from cellbuilder.domain.stack import Coating, Component
from cellbuilder.io.library import Library

Make = SimpleNamespace


def touching(design: Any) -> dict[str, set[str]]:
    places: dict[str, set[str]] = {}
    for contact in all_contacts(design):
        places.setdefault(contact.place, set()).add(contact.pair)
    return places


def test_that_all_layers_and_all_grains_are_enumerated(make: Make) -> None:
    um = make.q(10, "um")
    cathode = make.layer(
        id="cathode",
        role="cathode",
        loading=make.q(5, "mg/cm2"),
        components=make.mixed(active__cam=70, catholyte__se1=25, carbon__c=3, binder__pvdf=2),
    )
    layers = [
        make.layer(id="al", role="cathode collector", material="al", thickness=um), cathode,
        make.layer(id="one", role="electrolyte", material="se1", thickness=um),
        make.layer(id="two", role="electrolyte", material="se2", thickness=um),
        make.layer(id="li", role="anode", material="li", thickness=um),
        make.layer(id="cu", role="anode collector", material="cu", thickness=um),
    ]  # fmt: skip
    carbon = make.foil("c", 2).model_copy(update={"category": "carbon"})
    binder = make.foil("pvdf", 2).model_copy(update={"category": "binder"})
    materials = [make.host("cam", 200, 3.8), make.conductor("se1"), make.conductor("se2"), make.metal(),
                 make.foil("al", 2.7), make.foil("cu", 9), carbon, binder]  # fmt: skip
    assert touching(make.design(layers, materials)) == {
        "collector": {"al|cam", "al|se1", "cu|li"},
        "inside cathode": {"cam|se1", "c|se1"},
        "cathode side": {"cam|se1", "c|se1"},
        "electrolyte side": {"se1|se2"},
        "anode side": {"li|se2"},
    }


def part(make: Make, material: str, function: Any, share: float, coat: str | None = None) -> Component:
    coating = None if coat is None else Coating(material=coat)
    return Component(material=material, function=function, mass_fraction=make.q(share, "wt%"), coating=coating)


def separated(design: Any) -> set[tuple[str, str, str, str]]:
    """What is kept apart inside layers and over seams: the two, in the order of their names, what by, and where."""
    return {
        (*sorted((entry.first.id, entry.second.id)), entry.between.id, entry.place)
        for entry in separations(design)
        if len(entry.layers) < 3
    }


def carbon(make: Make, key: str = "c") -> Material:
    found: Material = make.foil(key, 2).model_copy(update={"category": "carbon"})
    return found


def coat(make: Make, key: str) -> Material:
    found: Material = make.conductor(key).model_copy(update={"category": "coating"})
    return found


def test_that_every_contact_of_a_nine_layer_stack_is_found(make: Make) -> None:
    um = make.q(10, "um")
    cathode = make.layer(
        id="cathode", role="cathode", loading=make.q(5, "mg/cm2"),
        components=(
            part(make, "cam", "active material", 70, "coat"), part(make, "catholyte", "catholyte", 25),
            part(make, "c", "carbon", 3), part(make, "pvdf", "binder", 2),
        ),
    )  # fmt: skip
    mixture = (part(make, "se2", "electrolyte", 60), part(make, "peo", "electrolyte", 40))
    interlayer = (part(make, "ag", "other", 25), part(make, "cb", "carbon", 70), part(make, "pvdf", "binder", 5))
    layers = [
        make.layer(id="1", role="cathode collector", material="al", thickness=um), cathode,
        make.layer(id="3", role="electrolyte", material="se1", thickness=um),
        make.layer(id="4", role="electrolyte", material="se2", thickness=um),
        make.layer(id="5", role="electrolyte", components=mixture, thickness=um),
        make.layer(id="6", role="anode interface layer", material="lipon", thickness=um),
        make.layer(id="7", role="anode interface layer", components=interlayer, thickness=um),
        make.layer(id="8", role="anode", material="li", thickness=um),
        make.layer(id="9", role="anode collector", material="cu", thickness=um),
    ]  # fmt: skip
    binder = make.foil("pvdf", 2).model_copy(update={"category": "binder"})
    materials = [
        *(make.conductor(key) for key in ("catholyte", "se1", "se2", "peo", "lipon")), make.host("cam", 200, 3.8),
        coat(make, "coat"), carbon(make), carbon(make, "cb"), binder, make.metal("ag", metal_anode="alloy"),
        make.metal(), make.foil("al", 2.7), make.foil("cu", 9),
    ]  # fmt: skip
    design = make.design(layers, materials)
    assert sorted((contact.pair, contact.place) for contact in all_contacts(design)) == sorted([
        ("al|coat", "collector"), ("al|catholyte", "collector"),  # collector | electrolyte
        ("cam|coat", "inside cathode"), ("catholyte|coat", "inside cathode"),  # coating | both sides
        ("c|catholyte", "inside cathode"),
        ("coat|se1", "cathode side"), ("catholyte|se1", "cathode side"), ("c|se1", "cathode side"),
        ("se1|se2", "electrolyte side"), ("peo|se2", "electrolyte side"), ("peo|se2", "inside electrolyte"),
        ("lipon|se2", "anode side"), ("lipon|peo", "anode side"),
        ("ag|lipon", "anode side"), ("cb|lipon", "anode side"),
        ("ag|li", "anode side"), ("cb|li", "anode side"),  # interlayer | metal
        ("cu|li", "collector"),
    ])  # fmt: skip
    assert separated(design) == {("cam", "catholyte", "coat", "inside cathode"), ("cam", "se1", "coat", "cathode side")}


@pytest.mark.parametrize(
    ("coats", "touch", "apart"),
    [
        (("coat", None, None), {"cam|coat", "coat|se", "c|se"}, {("cam", "se", "coat")}),
        ((None, "coat", None), {"coat|se", "cam|coat", "c|coat"}, {("cam", "se", "coat"), ("c", "se", "coat")}),
        ((None, None, "coat"), {"c|coat", "coat|se", "cam|se"}, {("c", "se", "coat")}),
        (("coat", "skin", None), {"cam|coat", "se|skin", "coat|skin", "c|skin"},
         {("cam", "skin", "coat"), ("coat", "se", "skin"), ("c", "se", "skin")}),
        (("coat", "coat", None), {"cam|coat", "coat|se", "c|coat"}, {("c", "se", "coat")}),
    ],
)  # fmt: skip
def test_that_each_grain_of_a_composite_meets_the_others_in_its_coat(
    make: Make, coats: tuple[str | None, ...], touch: set[str], apart: set[tuple[str, str, str]]
) -> None:
    named = (("cam", "active material", 70), ("se", "catholyte", 25), ("c", "carbon", 5))
    parts = tuple(part(make, *grain, worn) for grain, worn in zip(named, coats, strict=True))
    layer = make.layer(id="cathode", role="cathode", loading=make.q(5, "mg/cm2"), components=parts)
    materials = [make.host("cam", 200, 3.8), make.conductor("se"), carbon(make), coat(make, "coat"), coat(make, "skin")]
    design = make.design([layer], materials)
    assert touching(design) == {"inside cathode": touch}
    assert separated(design) == {(*entry, "inside cathode") for entry in apart}


def test_that_a_layer_of_carbon_alone_touches_its_neighbours(make: Make) -> None:
    um, parts = make.q(10, "um"), (part(make, "c", "carbon", 90), part(make, "pvdf", "binder", 10))
    layers = [make.layer(id="se", role="electrolyte", material="se", thickness=um),
              make.layer(id="mix", role="anode interface layer", components=parts, thickness=um),
              make.layer(id="cu", role="anode collector", material="cu", thickness=um)]  # fmt: skip
    binder = make.foil("pvdf", 2).model_copy(update={"category": "binder"})
    design = make.design(layers, [make.conductor("se"), carbon(make), binder, make.foil("cu", 9)])
    assert touching(design) == {"anode side": {"c|se", "c|cu"}}
    assert [(entry.pair, entry.place) for entry in plated(design, make.metal())] == [
        ("c|li", "anode side"), ("cu|li", "collector")]  # fmt: skip


def test_that_metal_plated_without_an_anode_touches_the_collector_too(make: Make) -> None:
    um = make.q(10, "um")
    layers = [make.layer(id="se", role="electrolyte", material="se", thickness=um),
              make.layer(id="al", role="anode collector", material="al", thickness=um)]  # fmt: skip
    design = make.design(layers, [make.conductor("se"), make.foil("al", 2.7)])
    below = plated(design, make.metal())[1]
    assert (below.pair, below.place, below.side, below.layers) == ("al|li", "collector", "anode", ("se", "al"))
    with_anode = [*layers[:1], make.layer(id="li", role="anode", material="li", thickness=um), *layers[1:]]
    made = make.design(with_anode, [make.conductor("se"), make.foil("al", 2.7), make.metal()])
    assert plated(made, make.metal()) == ()


@pytest.mark.parametrize(
    ("changed", "same"),
    [({}, True), ({"formula": "Li12P2S10Cl2"}, True),
     ({"family": None}, True), ({"family": "Argyrodite"}, True), ({"family": "glass"}, False),
     ({"formula": "Li6PS5Br"}, False), ({"formula": None}, False), ({"category": "coating"}, False),
     ({"material_class": "oxide"}, False), ({"material_class": None}, True)],
)  # fmt: skip
def test_that_one_material_under_two_ids_is_no_contact(make: Make, changed: dict[str, Any], same: bool) -> None:
    one = make.conductor("one", formula="Li6PS5Cl", family="argyrodite")
    two = one.model_copy(update={"id": "two", **changed})
    layers = [make.layer(id=key, role="electrolyte", material=key, thickness=make.q(10, "um"))
              for key in ("one", "two")]  # fmt: skip
    design = make.design(layers, [one, two])
    assert touching(design) == ({} if same else {"electrolyte side": {"one|two"}})


def test_that_two_materials_without_a_formula_are_not_taken_for_one(make: Make) -> None:
    layers = [make.layer(id=key, role="electrolyte", material=key, thickness=make.q(10, "um")) for key in ("a", "b")]
    assert touching(make.design(layers, [make.conductor("a"), make.conductor("b")])) == {"electrolyte side": {"a|b"}}


def test_that_a_coated_grain_shows_its_coat(make: Make) -> None:
    parts = (
        Component(material="cam", function="active material", mass_fraction=make.q(70, "wt%"),
                  coating=Coating(material="coat")),
        Component(material="se", function="catholyte", mass_fraction=make.q(30, "wt%")),
    )  # fmt: skip
    layers = [make.layer(id="cathode", role="cathode", loading=make.q(5, "mg/cm2"), components=parts),
              make.layer(id="se", role="electrolyte", material="se", thickness=make.q(10, "um"))]  # fmt: skip
    coat = make.conductor("coat").model_copy(update={"category": "coating"})
    design = make.design(layers, [make.host("cam", 200, 3.8), make.conductor("se"), coat])
    assert touching(design) == {"inside cathode": {"cam|coat", "coat|se"}, "cathode side": {"coat|se"}}
    apart = {(entry.first.id, entry.between.id, entry.second.id, entry.place) for entry in separations(design)}
    assert apart == {("cam", "coat", "se", "inside cathode"), ("cam", "coat", "se", "cathode side")}


def test_that_the_phases_of_a_mixed_separator_touch(make: Make) -> None:
    layer = make.layer(id="mix", role="electrolyte", thickness=make.q(10, "um"),
                       components=make.mixed(electrolyte__a=50, electrolyte__b=50))  # fmt: skip
    design = make.design([layer], [make.conductor("a"), make.conductor("b")])
    assert touching(design) == {"inside electrolyte": {"a|b"}}


def test_that_an_empty_share_touches_nothing(make: Make) -> None:
    cathode = make.layer(id="cathode", role="cathode", loading=make.q(5, "mg/cm2"),
                         components=make.mixed(active__cam=100, catholyte__se=0))  # fmt: skip
    assert touching(make.design([cathode], [make.host("cam", 200, 3.8), make.conductor("se")])) == {}


def about(base: EvidenceBase, first: Any, second: Any) -> list[tuple[str, int, str]]:
    return [(match.record.id, match.steps, match.grade) for match in base.about(first, second)]


def test_that_evidence_is_found_by_material_family_and_class_whichever_comes_first(make: Make) -> None:
    records = [
        make.record("exact", "se", "cam", grade="B"),
        make.record("family", "se", "F:ncm", grade="C"),
        make.record("classes", "C:sulfide", "C:oxide", grade="A"),
        make.record("other", "se", "lco"),
    ]
    oxide = make.side("C:oxide").model_copy(update={"category": "cathode active material"})
    records[2] = records[2].model_copy(update={"sides": (make.side("C:sulfide"), oxide)})
    base = EvidenceBase(records)
    sulfide = make.conductor("se")
    cam = make.host("cam", 200, 3.8, family="NCM", material_class="oxide")
    expected = [("exact", 0, "B"), ("family", 1, "D"), ("classes", 4, "E")]
    assert about(base, sulfide, cam) == expected
    assert about(base, cam, sulfide) == expected
    assert about(base, sulfide, make.host("tis2", 200, 2.1, material_class="sulfide")) == []


def test_that_a_class_without_category_means_electrolytes(make: Make) -> None:
    base = EvidenceBase([make.record("r", "C:oxide", "li")])
    assert about(base, make.conductor("llzo", material_class="oxide"), make.metal()) == [("r", 2, "D")]
    assert about(base, make.host("lco", 140, 3.9, material_class="oxide"), make.metal()) == []


def test_that_a_record_of_lithium_is_no_analogy_for_sodium(make: Make) -> None:
    base = EvidenceBase([make.record("r", "C:halide", "C:sulfide", ion="Li")])
    for ion, found in (("Li", 1), ("Na", 0)):
        halide = make.conductor("halide", material_class="halide", ion=ion)
        assert len(about(base, halide, make.conductor("sulfide", ion=ion))) == found


def about_contacts(evaluation: Evaluation) -> list[Finding]:
    """The findings of a half stack, without the one that says it lacks a cathode."""
    return [item for item in evaluation.findings if item.code != "no-cathode"]


def test_that_the_worst_of_equally_good_records_is_told_and_the_others_are_counted(make: Make) -> None:
    records = [
        make.record("a-good", "li", "se", verdict="no issue reported", phenomenon="stable interface"),
        make.record("b-grows", "li", "se", verdict="grows", phenomenon="interphase growth", products=("Li3P", "LiCl")),
        make.record("c-class", "C:sulfide", "li", verdict="blocks"),
        make.record("d-layer", "li", "se", verdict="risk", layer=make.side("lif"), helps=True),
    ]
    layers = [make.layer(id="se", role="electrolyte", material="se", thickness=make.q(10, "um")),
              make.layer(id="li", role="anode", material="li", thickness=make.q(10, "um"))]  # fmt: skip
    evaluation = make.evaluate(make.design(layers, [make.conductor("se", 1), make.metal()]), *records)
    (item,) = about_contacts(evaluation)
    assert (item.id, item.verdict, item.severity) == ("contact:li|se", "grows", "warning")
    assert item.evidence == ("b-grows", "a-good")
    assert [(cite.evidence, cite.verdict) for cite in item.supporting] == [("b-grows", "grows")]
    assert [(cite.evidence, cite.verdict) for cite in item.opposing] == [("a-good", "no issue reported")]
    assert item.products == ("Li3P", "LiCl")
    assert item.sources == (SourceRef(ref="b-grows"), SourceRef(ref="a-good"))
    assert item.message == ("b-grows Products: Li3P, LiCl. 1 of 2 statements reports no issue. "
                            "Reported to help: lif.")  # fmt: skip


def test_that_a_critical_current_does_not_take_the_place_of_what_is_said_of_the_contact(make: Make) -> None:
    critical = CriticalCurrent(value=make.q(1, "mA/cm2"), criterion="short circuit")
    failed = make.record("a-critical", "li", "se", critical_current=critical, phenomenon="dendrite growth", grade="A")
    reduced = make.record("b-reduced", "li", "se", phenomenon="electrochemical reduction", grade="C")
    of_class = make.record("c-class", "C:sulfide", "li", verdict="grows", grade="C")
    layers = [make.layer(id="se", role="electrolyte", material="se", thickness=make.q(10, "um")),
              make.layer(id="li", role="anode", material="li", thickness=make.q(10, "um"))]  # fmt: skip
    made = make.design(layers, [make.conductor("se", 1), make.metal()])
    dendrites, item = about_contacts(make.evaluate(made, failed, reduced))
    assert (item.id, item.evidence) == ("contact:li|se", ("b-reduced",))
    assert (dendrites.id, dendrites.evidence) == ("dendrites:li|se", ("a-critical",))
    said = make.record("d-said", "li", "se", phenomenon="dendrite growth", grade="D")
    dendrites, unknown = about_contacts(make.evaluate(made, failed, said))
    assert (dendrites.evidence, unknown.id) == (("d-said",), "no-evidence")
    item, dendrites = sorted(about_contacts(make.evaluate(made, failed, of_class)), key=lambda entry: entry.id)
    assert (item.evidence, item.severity, item.grade) == (("c-class",), "notice", "E")
    alone = make.evaluate(made, failed)
    item, unknown = about_contacts(alone)
    assert (item.code, item.evidence) == ("dendrite-growth", ("a-critical",))
    assert (unknown.id, alone.contacts_without_evidence) == ("no-evidence", 1)  # of its stability


def test_that_no_record_may_call_a_contact_impossible(make: Make) -> None:
    layers = [make.layer(id="se", role="electrolyte", material="se", thickness=make.q(10, "um")),
              make.layer(id="li", role="anode", material="li", thickness=make.q(10, "um"))]  # fmt: skip
    blocking = make.record("r", "li", "se", verdict="blocks")
    (item,) = about_contacts(make.evaluate(make.design(layers, [make.conductor("se", 1), make.metal()]), blocking))
    assert (item.severity, item.verdict) == ("warning", "grows")


def test_that_a_risk_said_of_a_class_is_no_more_than_information(make: Make) -> None:
    layers = [make.layer(id="se", role="electrolyte", material="se", thickness=make.q(10, "um")),
              make.layer(id="li", role="anode", material="li", thickness=make.q(10, "um"))]  # fmt: skip
    record = make.record("r", "C:sulfide", "li", verdict="risk", grade="D")
    (item,) = about_contacts(make.evaluate(make.design(layers, [make.conductor("se", 1), make.metal()]), record))
    assert (item.severity, item.verdict, item.grade) == ("info", "risk", "E")
    assert "not of these two" in item.message


def half_cell(make: Make, middle: str | None, *records: Any) -> Evaluation:
    keys = ["se", middle, "li"] if middle else ["se", "li"]
    roles = {"se": "electrolyte", "li": "anode"}
    layers = [make.layer(id=key, role=roles.get(key, "anode interface layer"), material=key, thickness=make.q(10, "um"))
              for key in keys]  # fmt: skip
    materials = [make.conductor("se", 1), make.metal(), *([make.conductor(middle, 1)] if middle else [])]
    found: Evaluation = make.evaluate(make.design(layers, materials), *records)
    return found


def seams(make: Make, middle: str | None, *records: Any) -> list[Figure]:
    return list(half_cell(make, middle, *records).figures.resistance.contacts)


def test_that_an_unreported_contact_is_unknown_and_not_zero(make: Make) -> None:
    (figure,) = seams(make, None, make.record("r", "li", "se"))
    assert (figure.value, figure.label) == (None, "unknown")


def test_that_one_published_resistance_spans_a_decade_either_way(make: Make) -> None:
    evaluation = half_cell(make, None, make.record("r", "li", "se", resistance=make.resistance(before=100)))
    (figure,) = evaluation.figures.resistance.contacts
    assert figure.value == pytest.approx(100)
    assert (figure.low, figure.high) == (pytest.approx(10), pytest.approx(1000))
    under = {item.key: item for item in evaluation.figures.trace.inputs_of(figure)}
    assert under["published:r"].source == SourceRef(ref="r")
    assert (under["published:r"].low, under["published:r"].high) == (None, None)
    assert (under["other cells:r"].value, under["other cells:r"].kind) == (1, "assumption")
    assert [(part.key, part.share) for part in figure.contributions] == [("other cells:r", pytest.approx(1))]
    assert figure.assumed_share == pytest.approx(1)


@pytest.mark.parametrize(
    ("values", "mean", "low", "high"), [((10, 1000), 100, 10, 1000), ((1, 10_000), 100, 1, 10_000), ((50,), 50, 5, 500),
                                        ((2, 2, 2000), 20, 2, 2000)]
)  # fmt: skip
def test_that_several_published_resistances_give_their_geometric_mean_and_a_decade_or_their_spread(
    make: Make, values: tuple[float, ...], mean: float, low: float, high: float
) -> None:
    (figure,) = seams(make, None, *(make.record(f"r{index}", "li", "se", resistance=make.resistance(before=value))
                                    for index, value in enumerate(values)))  # fmt: skip
    found = (figure.value, figure.low, figure.high)
    assert found == (pytest.approx(mean), pytest.approx(low), pytest.approx(high))


def test_that_a_symmetric_cell_counts_two_contacts(make: Make) -> None:
    both = make.resistance(before=100, interfaces_counted="two")
    evaluation = half_cell(make, None, make.record("r", "li", "se", resistance=both))
    (figure,) = evaluation.figures.resistance.contacts
    assert figure.value == pytest.approx(50)
    halved = evaluation.figures.trace.steps["one contact:r"]
    assert halved.value == pytest.approx(50)
    assert "halved" in (halved.note or "")
    assert [item.value for item in halved.inputs] == [100]


def test_that_a_whole_cell_is_no_contact(make: Make) -> None:
    whole = make.resistance(before=100, contact_alone=False)
    (figure,) = seams(make, None, make.record("r", "li", "se", resistance=whole))
    assert figure.value is None


def test_that_a_class_gives_no_resistance(make: Make) -> None:
    (figure,) = seams(make, None, make.record("r", "C:sulfide", "li", resistance=make.resistance(before=100)))
    assert figure.value is None


def test_that_a_layer_in_place_has_its_value_and_a_bare_contact_the_one_before(make: Make) -> None:
    change = make.resistance(before=10_000, after=275)
    treated = make.record("r", "se", "li", layer=make.side("coat"), helps=True, resistance=change)
    (bare,) = seams(make, None, treated)
    assert bare.value == pytest.approx(10_000)
    first, second = seams(make, "coat", treated)
    assert (first.value, second.value) == (pytest.approx(137.5), pytest.approx(137.5))
    assert "both faces" in (first.note or "")
    only_after = make.record("r", "se", "li", layer=make.side("coat"), resistance=make.resistance(after=275))
    assert [figure.value for figure in seams(make, None, only_after)] == [None]
    other = seams(make, "third", treated)
    assert [figure.value for figure in other] == [None, None]


def test_that_an_entered_contact_goes_before_the_published_one(make: Make) -> None:
    layers = [make.layer(id=key, role=role, material=key, thickness=make.q(10, "um"))
              for key, role in (("se", "electrolyte"), ("li", "anode"))]  # fmt: skip
    design = make.design(layers, [make.conductor("se", 1), make.metal()],
                         interfaces=[(("li", "se"), make.q(7, "Ohm cm2"))])  # fmt: skip
    published = make.record("r", "li", "se", resistance=make.resistance(before=100))
    (figure,) = make.evaluate(design, published).figures.resistance.contacts
    assert figure.value == pytest.approx(7)
    assert not make.evaluate(design, published).figures.resistance.totals[0].at_least


def test_that_the_index_finds_what_a_search_of_every_record_finds(library: Library) -> None:
    """Without the library's materials: no relatives, no other id of the same composition, no families of mixed use."""

    def distance(side: Side, material: Material) -> int | None:
        if side.material is not None:
            return 0 if side.material == material.id else None
        if side.family is not None:
            if side.family.casefold() in general_groups(material):
                return 3
            use = side.category in (None, material.category)
            return 1 if use and side.family.casefold() == (material.family or "").casefold() else None
        same = side.material_class == material.material_class
        return 2 if same and (side.category or "electrolyte") in (material.category, *material.also) else None

    def searched(first: Material, second: Material) -> dict[str, int]:
        found: dict[str, int] = {}
        for record in library.evidence:
            if record.ion is not None and {first.ion, second.ion} - {None, record.ion}:
                continue
            for one, other in ((first, second), (second, first)):
                left, right = distance(record.sides[0], one), distance(record.sides[1], other)
                if left is not None and right is not None:
                    found[record.id] = min(found.get(record.id, 9), left + right)
        return found

    base = EvidenceBase(library.evidence)
    materials = list(library.materials())[::5]
    some = 0
    for first, second in combinations(materials, 2):
        expected = searched(first, second)
        some += bool(expected)
        assert {match.record.id: match.steps for match in base.about(first, second)} == expected
    assert some > 20
