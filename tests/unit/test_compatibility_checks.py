"""Findings that an electrochemist expects, on the library's own materials and evidence."""

import json
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError

import cellbuilder
from cellbuilder import assess
from cellbuilder.app import edits
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Coating, Component, Cutoffs, Layer, Waiver
from cellbuilder.io.library import Library

Make = SimpleNamespace


def stack(
    make: Make,
    library: Library,
    cathode: Sequence[Component] | str,
    separator: Sequence[str],
    anode: str | None,
    **more: Any,
) -> Any:
    """A cell of library materials: cathode, one or more separator layers, anode on copper."""
    um = make.q(100, "um")
    body: dict[str, Any] = {"material": cathode} if isinstance(cathode, str) else {"components": tuple(cathode)}
    layers = [Layer(id="cathode", role="cathode", loading=make.q(10, "mg/cm2"), **body)]
    layers += [Layer(id=f"se{index}", role="electrolyte", material=key, thickness=um)
               for index, key in enumerate(separator)]  # fmt: skip
    layers += [Layer(id="anode", role="anode", material=anode, thickness=um)] if anode else []
    layers += [Layer(id="foil", role="anode collector", material="cu", thickness=make.q(10, "um"))]
    keys = dict.fromkeys(key for layer in layers for key in layer.material_ids)
    return make.design(layers, [library.material(key) for key in keys], **more)


def composite(make: Make, active: str, catholyte: str, coat: str | None = None) -> tuple[Component, ...]:
    coating = None if coat is None else Coating(material=coat, thickness=make.q(10, "nm"))
    return (
        Component(material=active, function="active material", mass_fraction=make.q(70, "wt%"), coating=coating),
        Component(material=catholyte, function="catholyte", mass_fraction=make.q(30, "wt%")),
    )


def findings(design: Any) -> dict[str, Finding]:
    return {item.id: item for item in cellbuilder.evaluate(design).findings}


def by_windows(design: Any, library: Library) -> dict[str, Finding]:
    """Findings with Table 4 for all evidence, so that windows decide."""
    table = [record for record in library.evidence if record.id.startswith("t4-")]
    base = EvidenceBase(table, library.materials(), library.rules)
    return {item.id: item for item in assess.evaluate(design, base).findings}


def cutoffs(upper: float, reference: Any, printed: str | None = None) -> Cutoffs:
    return Cutoffs(upper=Quantity(value=upper, unit="V"), reference=reference, printed_reference=printed)


def test_that_a_sodium_cathode_on_a_lithium_electrolyte_cannot_work(make: Make, library: Library) -> None:
    found = findings(stack(make, library, composite(make, "nvp", "li6ps5cl"), ["li6ps5cl"], "li"))
    item = found["ion-mismatch"]
    assert (item.severity, item.verdict) == ("error", "blocks")
    assert set(item.targets) == {"cathode", "se0", "anode"}
    assert (
        "Made for lithium: Li6PS5Cl in cathode (NVP composite), electrolyte (Li6PS5Cl), anode (Li); for sodium: NVP in"
        in item.message
    )
    assert "for sodium: NVP in cathode (NVP composite)" in item.message


def test_that_a_sodium_sulfide_with_a_lithium_indium_anode_cannot_work(make: Make, library: Library) -> None:
    found = findings(stack(make, library, "nvp", ["na3ps4"], "li-in"))
    assert found["ion-mismatch"].severity == "error"
    assert not [key for key in found if key.startswith("reduction")]


def test_that_an_interface_layer_of_the_other_ion_cannot_work(library: Library) -> None:
    design = cellbuilder.from_model("T")
    assert "ion-mismatch" not in findings(design)
    item = findings(edits.set_material(design, "anode-interface-layer", "na3ps4", library))["ion-mismatch"]
    assert "anode-interface-layer" in item.targets
    assert "for sodium: anode interface layer (Na3PS4)." in item.message


@pytest.mark.parametrize("anode", ["hard-carbon", None])
def test_that_two_electrodes_without_the_ion_cannot_work(make: Make, library: Library, anode: str | None) -> None:
    found = findings(stack(make, library, "ntp", ["nzsp"], anode))
    item = found["ion-source"]
    assert (item.severity, item.verdict) == ("error", "blocks")
    assert "NTP" in item.message


def test_that_indium_without_lithium_cannot_charge_an_empty_cathode(make: Make, library: Library) -> None:
    assert findings(stack(make, library, "tis2", ["li6ps5cl"], "in"))["ion-source"].severity == "error"


def test_that_an_alloy_has_to_bring_the_lithium_for_titanium_disulfide(make: Make, library: Library) -> None:
    item = findings(stack(make, library, "tis2", ["li6ps5cl"], "li-in"))["ion-source"]
    assert (item.severity, item.verdict) == ("notice", "risk")
    assert "Li-In has to hold enough" in item.message


@pytest.mark.parametrize(("cathode", "anode"), [("tis2", "li"), ("lco", None), ("lco", "in")])
def test_that_nothing_is_said_where_one_electrode_brings_the_ion(
    make: Make, library: Library, cathode: str, anode: str | None
) -> None:
    assert "ion-source" not in findings(stack(make, library, cathode, ["li6ps5cl"], anode))


def test_that_bare_lithium_on_lgps_keeps_growing(make: Make, library: Library) -> None:
    found = findings(stack(make, library, "lco", ["lgps"], "li"))
    item = found["contact:lgps|li"]
    assert "reduction:lgps|li" not in found
    assert (item.severity, item.verdict, item.grade) == ("warning", "grows", "A")
    assert "t4-06" in item.evidence
    assert "LiF-Li3N" in item.message or "Li3N" in item.message
    assert item.targets == ("se0", "anode")


def test_that_what_was_measured_on_a_contact_goes_before_table_5_which_speaks_of_the_family(
    make: Make, library: Library
) -> None:
    found = findings(stack(make, library, composite(make, "ncm811", "li6ps5cl"), ["li6ps5cl"], "li-in"))
    item = found["contact:li6ps5cl|ncm811"]
    assert (item.severity, item.verdict, item.grade) == ("warning", "grows", "B")
    assert item.specificity == "these materials"
    assert "t5-05" not in item.evidence
    assert item.targets == ("cathode", "se0")


def test_that_table_5_speaks_for_a_member_of_the_family_a_grade_lower(make: Make, library: Library) -> None:
    design = stack(make, library, composite(make, "ncm811", "li6ps5cl"), ["li6ps5cl"], "li-in")
    table = [record for record in library.evidence if record.id.startswith("t5-")]
    found = assess.evaluate(design, EvidenceBase(table, library.materials(), library.rules)).findings
    (item,) = [entry for entry in found if entry.id == "contact:li6ps5cl|ncm811"]
    assert (item.severity, item.verdict, item.grade) == ("notice", "risk", "D")
    assert item.evidence == ("t5-05",)
    assert item.sources[0].table == 5
    assert item.message.count("Co2NiS4") == 1
    assert "not of these two; the grade is lowered from C to D." in item.message


def test_that_a_coating_takes_the_bare_contact_away(make: Make, library: Library) -> None:
    cathode = composite(make, "lco", "lgps", "linbo3")
    found = findings(stack(make, library, cathode, ["lgps"], "li-in", cutoffs=cutoffs(4.2, "Li/Li+")))
    assert "contact:lco|lgps" not in found
    remedy = found["layer:lco|lgps|linbo3"]
    assert (remedy.severity, remedy.verdict) == ("info", "no issue reported")
    assert "s3.2.3.4-13" in remedy.evidence
    assert "LiNbO3 | LGPS" not in getattr(found.get("no-evidence"), "message", "")


def test_that_a_coating_nobody_tried_on_this_pair_is_no_evidence(make: Make, library: Library) -> None:
    cathode = composite(make, "ncm811", "li6ps5cl", "zno")
    found = findings(stack(make, library, cathode, ["li6ps5cl"], "li-in"))
    assert "contact:li6ps5cl|ncm811" not in found
    assert "NCM811 | ZnO" in found["no-evidence"].message


def test_that_the_standard_coating_is_no_more_than_a_risk_and_said_to_be_used(make: Make, library: Library) -> None:
    cathode = composite(make, "ncm811", "li6ps5cl", "linbo3")
    found = findings(stack(make, library, cathode, ["li6ps5cl"], "li-in", cutoffs=cutoffs(3.7, "Li-In")))
    item = found["oxidation:linbo3"]
    assert (item.severity, item.verdict) == ("info", "risk")
    assert item.grade in ("C", "D")
    assert "widely" in item.message


@pytest.mark.parametrize(
    ("upper", "reference", "volts"), [(4.3, "Li/Li+", 4.3), (3.7, "Li-In", 4.32), (4.2, "cell", 4.82)]
)
def test_that_a_cut_off_is_read_against_its_own_reference(
    make: Make, library: Library, upper: float, reference: str, volts: float
) -> None:
    cathode = composite(make, "ncm811", "li6ps5cl")
    found = findings(stack(make, library, cathode, ["li6ps5cl"], "li-in", cutoffs=cutoffs(upper, reference)))
    assert f"the upper cut-off lies at {volts:g} V" in found["oxidation:li6ps5cl"].message
    assert "2.01 V against Li/Li+" in found["oxidation:li6ps5cl"].message


def test_that_a_sodium_cut_off_is_never_compared_with_a_lithium_window(make: Make, library: Library) -> None:
    design = stack(make, library, "nvp", ["na3ps4"], "na", cutoffs=cutoffs(1.9, "Li/Li+"))
    assert not [key for key in findings(design) if key.startswith("oxidation")]
    design = stack(make, library, "nvp", ["na3ps4"], "na", cutoffs=cutoffs(2.5, "Na-Sn"))
    assert "2.6 V against Na/Na+" in (findings(design)["oxidation:na3ps4"].conditions or "")


def test_that_without_a_cut_off_the_average_potential_stands_in(make: Make, library: Library) -> None:
    found = findings(stack(make, library, composite(make, "lco", "lgps"), ["lgps"], "li"))
    assert "average potential (no cut-off is given) lies at 3.9 V" in found["oxidation:lgps"].message


def test_that_what_lies_behind_a_layer_does_not_meet_the_cathode(make: Make, library: Library) -> None:
    cathode = composite(make, "ncm622", "li3incl6")
    design = stack(make, library, cathode, ["li3incl6", "li10snp2s12"], "li-in", cutoffs=cutoffs(3.7, "Li-In"))
    found = findings(design)
    assert "oxidation:li3incl6" in found
    assert "oxidation:li10snp2s12" not in found
    assert "oxidation:li10snp2s12" not in findings(cellbuilder.from_cell("t8-17"))


def test_that_the_name_of_a_layer_changes_no_finding(make: Make, library: Library) -> None:
    design = stack(make, library, composite(make, "lco", "lgps"), ["lgps"], "li", cutoffs=cutoffs(4.2, "Li/Li+"))
    layers = tuple(layer.model_copy(update={"name": f"layer {layer.id}"}) for layer in design.stack.layers)
    renamed = design.model_copy(update={"stack": design.stack.model_copy(update={"layers": layers})})
    assert findings(renamed).keys() == findings(design).keys()


def test_that_the_products_of_reduction_are_those_at_this_potential(make: Make, library: Library) -> None:
    at_indium = by_windows(stack(make, library, "lco", ["lgps"], "li-in"), library)["reduction:lgps|li-in"]
    assert "Li4GeS4, P, Li2S" in at_indium.message
    assert "Li15Ge4" not in at_indium.message
    assert "S, GeS2" not in at_indium.message
    at_graphite = by_windows(stack(make, library, "lco", ["lgps"], "graphite"), library)["reduction:graphite|lgps"]
    assert "0.1 V" in at_graphite.message
    further = by_windows(stack(make, library, "lco", ["li3ps4"], "graphite"), library)["reduction:graphite|li3ps4"]
    assert "products: Li3P, Li2S" in further.message


def test_that_a_bare_collector_to_be_plated_has_the_potential_of_the_metal(make: Make, library: Library) -> None:
    found = findings(stack(make, library, "lco", ["lgps"], None))
    item = found["contact:lgps|li"]
    assert (item.severity, item.verdict, item.targets) == ("warning", "grows", ("se0", "foil"))
    bare = assess.evaluate(stack(make, library, "lco", ["lgps"], None), EvidenceBase(library.evidence)).findings
    assert "the potential here is 0 V" in {entry.id: entry.message for entry in bare}["reduction:cu|lgps"]


def test_that_an_electrolyte_behind_another_does_not_meet_the_anode(make: Make, library: Library) -> None:
    found = by_windows(stack(make, library, "lco", ["li3incl6", "li6ps5cl"], "li-in"), library)
    assert "reduction:li-in|li6ps5cl" in found
    assert not [key for key in found if key.startswith("reduction") and "li3incl6" in key]


def test_that_a_layer_between_halide_and_alloy_is_told_with_its_evidence(make: Make, library: Library) -> None:
    found = findings(stack(make, library, "lco", ["li3zrcl4o1.5", "li3ycl6"], "li-in"))
    assert found["layer:li-in|li3zrcl4o1.5|li3ycl6"].evidence == ("s3.2.3-17",)


def test_that_the_same_pair_in_two_places_is_one_finding(make: Make, library: Library) -> None:
    design = stack(make, library, composite(make, "lco", "lgps"), ["lgps"], "li")
    items = [item for key, item in findings(design).items() if key == "contact:lco|lgps"]
    assert [item.targets for item in items] == [("cathode", "se0")]


@pytest.mark.parametrize(
    ("printed", "reference", "words"),
    [("Li/Li+", "Li-In", "prints it against Li/Li+; it is read against Li-In"), ("not stated", "Li-In", "no reference"),
     ("Li-In/Li+", "Li-In", None), ("Li/Li+", "Li/Li+", None), ("Li/Li+", "cell", "as the voltage of the cell")],
)  # fmt: skip
def test_that_only_a_reference_that_differs_is_doubted(
    make: Make, library: Library, printed: str, reference: str, words: str | None
) -> None:
    design = stack(make, library, "lco", ["li6ps5cl"], "li-in", cutoffs=cutoffs(3.6, reference, printed))
    item = findings(design).get("cutoff-reference")
    assert (item is None) == (words is None)
    assert item is None or words in item.message


def test_that_a_layer_denser_than_its_materials_is_doubted(make: Make, library: Library) -> None:
    entry = make.conductor("se", 1, density=make.q(1.10, "g/cm3", low=1.0, high=1.5))
    for density, doubted in ((1.41, True), (1.13, True), (1.12, False), (1.0, False)):
        layer = Layer(id="se", role="electrolyte", material="se", thickness=make.q(500, "um"),
                      density=make.q(density, "g/cm3"))  # fmt: skip
        assert ("density:se" in findings(make.design([layer], [entry]))) == doubted
    refused = Layer(id="se", role="electrolyte", material="li3cbh", thickness=make.q(500, "um"),
                    density=make.q(1.41, "g/cm3"))  # fmt: skip
    with pytest.raises(ValidationError, match=r"1\.41 g/cm3 is more than the 1\.10 g/cm3 of the dense material"):
        make.design([refused], [library.material("li3cbh")])


def test_that_a_waived_finding_keeps_its_reason_and_its_severity(make: Make, library: Library) -> None:
    design = stack(make, library, "nvp", ["li6ps5cl"], "li")
    accepted = Waiver(finding="ion-mismatch", reason="a drawing only", severity="error", verdict="blocks")
    waived = design.model_copy(update={"waivers": (accepted,)})
    item = findings(waived)["ion-mismatch"]
    assert (item.waived, item.severity) == ("a drawing only", "error")


def test_that_findings_come_worst_first() -> None:
    order = ["error", "warning", "notice", "info"]
    for cell in ("t7-05", "t8-19", "t8-32"):
        severities = [item.severity for item in cellbuilder.evaluate(cellbuilder.from_cell(cell)).findings]
        assert severities == sorted(severities, key=order.index)


def test_that_the_published_cells_known_to_grow_are_these() -> None:
    growing = {
        cell.id: [item.id for item in cellbuilder.evaluate(cellbuilder.from_cell(cell.id)).findings
                  if item.verdict == "grows" and item.severity == "warning"]
        for cell in cellbuilder.library().cells()
    }  # fmt: skip
    assert {key: items for key, items in growing.items() if items} == {
        "t7-05": ["contact:na|na3sbs4"],
        "t7-07": ["contact:na|na3ps3.8cl0.2"],
        "t8-17": ["contact:li3incl6|ncm622"],
        "t8-19": ["contact:lgps|li"],
        "t8-23": ["contact:li6ps5cl|ncm811"],
    }


def test_that_what_was_seen_at_one_electrode_says_nothing_of_the_other(make: Make, library: Library) -> None:
    """The halide by the sulfide at a cathode: growth was measured; at the anode the layer is reported to help."""
    at_anode = findings(stack(make, library, composite(make, "lco", "li3incl6"), ["li3incl6", "li6ps5cl"], "li-in"))
    at_cathode = findings(stack(make, library, composite(make, "lco", "li3incl6"), ["li6ps5cl"], "li-in"))
    assert at_cathode["contact:li3incl6|li6ps5cl"].verdict == "grows"
    assert at_anode["contact:li3incl6|li6ps5cl"].verdict == "risk"


def test_that_a_contact_known_for_its_wetting_alone_has_no_evidence_of_stability(make: Make, library: Library) -> None:
    base = EvidenceBase([make.record("wets", "li", "lgps", phenomenon="wetting and contact",
                                     verdict="no issue reported")])  # fmt: skip
    found = assess.evaluate(stack(make, library, "lco", ["lgps"], "li"), base)
    (entry,) = [item for item in found.examined if {item.first, item.second} == {"lgps", "li"}]
    assert (entry.verdict, entry.finding) == ("no data", None)


def test_that_a_limit_is_information_only_where_no_contact_at_the_cathode_has_trouble(
    make: Make, library: Library
) -> None:
    good = make.record("good", "lgps", "li6ps5cl", verdict="no issue reported", phenomenon="stable interface")
    bad = make.record("bad", "lco", "lgps", phenomenon="interphase growth")
    table = [record for record in library.evidence if record.id.startswith("t4-")]
    design = stack(make, library, composite(make, "lco", "lgps"), ["li6ps5cl"], "li-in", cutoffs=cutoffs(4.2, "Li/Li+"))
    for records, severity in (([good], "info"), ([good, bad], "notice")):
        base = EvidenceBase([*table, *records], library.materials(), library.rules)
        found = {item.id: item for item in assess.evaluate(design, base).findings}
        assert found["oxidation:lgps"].severity == severity


def test_that_limits_which_cannot_be_compared_leave_the_average_potential(make: Make, library: Library) -> None:
    cathode = composite(make, "ncm811", "li6ps5cl")
    for reference in ("graphite", "cell"):
        anode = "hard-carbon" if reference == "cell" else "li-in"
        design = stack(make, library, cathode, ["li6ps5cl"], anode, cutoffs=cutoffs(4.2, reference))
        item = by_windows(design, library)["oxidation:li6ps5cl"]
        assert "average potential" in item.message


def test_that_a_window_against_li_in_is_brought_to_lithium(make: Make, library: Library) -> None:
    window = {"oxidation": {"value": 1.5, "unit": "V"}, "reference": "Li-In", "method": "experimental"}
    carries = make.conductor("mine", 1, material_class="other").model_dump() | {"windows": [window]}
    mine = Material.model_validate_json(json.dumps(carries, default=str))
    materials = [library.material("lco"), mine, library.material("li"), library.material("cu")]
    layers = stack(make, library, "lco", ["lgps"], "li").stack.layers
    layers = [layer.model_copy(update={"material": "mine"}) if layer.id == "se0" else layer for layer in layers]
    design = make.design(layers, materials, cutoffs=cutoffs(4.2, "Li/Li+"))
    assert "is 2.12 V against Li/Li+" in findings(design)["oxidation:mine"].message
