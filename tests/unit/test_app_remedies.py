"""Remedies as edits: what they make of a design, what they promise, and which of them are not offered."""

from types import SimpleNamespace
from typing import Any

import pytest

import cellbuilder
from cellbuilder.app import edits, headlines
from cellbuilder.app import remedies as app
from cellbuilder.app.edits import EditError
from cellbuilder.app.remedy_preview import Preview
from cellbuilder.app.workspace import Workspace
from cellbuilder.compatibility import potentials, remedies
from cellbuilder.compatibility.contacts import all_contacts, separations
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.contact import ChargeTransfer
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import EvidenceRecord, PotentialRange, Side
from cellbuilder.domain.material import StabilityWindow
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.remedy import Remedy
from cellbuilder.domain.rulebook import Rulebook
from cellbuilder.domain.stack import Component, Cutoffs, Layer
from cellbuilder.io import codec
from cellbuilder.io.library import Library, digest

MODEL_LETTERS = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB")
Make = SimpleNamespace
GOOD: dict[str, Any] = {"phenomenon": "stable interface", "verdict": "no issue reported"}


def workspace_with(library: Library, *records: EvidenceRecord, own: Any = ()) -> Workspace:
    """A workspace that knows these statements and no others."""
    workspace = Workspace(library)
    workspace.evidence = EvidenceBase(records, (*library.materials(), *own), library.rules)
    return workspace


def lithium_cell(make: Make, library: Library, separator: str = "lgps", **more: Any) -> Design:
    layers = [
        Layer(id="cathode", role="cathode", material="lco", loading=make.q(10, "mg/cm2")),
        Layer(id="se", role="electrolyte", material=separator, thickness=make.q(50, "um")),
        Layer(id="anode", role="anode", material="li", thickness=make.q(100, "um"), **more),
    ]
    made: Design = make.design(layers, [library.material(key) for key in ("lco", separator, "li")])
    return made


def composite_cell(make: Make, library: Library, active: str = "ncm811", catholyte: str = "li6ps5cl") -> Design:
    parts = make.mixed(**{f"active__{active}": 70, f"catholyte__{catholyte}": 30})
    layers = [
        Layer(id="cathode", role="cathode", components=parts, loading=make.q(10, "mg/cm2")),
        Layer(id="se", role="electrolyte", material=catholyte, thickness=make.q(50, "um")),
        Layer(id="anode", role="anode", material="li-in", thickness=make.q(100, "um")),
    ]
    made: Design = make.design(layers, [library.material(key) for key in (active, catholyte, "li-in")])
    return made


def layer_record(make: Make, key: str, first: str, second: str, layer: str, **more: Any) -> EvidenceRecord:
    fields: dict[str, Any] = {"phenomenon": "coating", "verdict": "no issue reported", "helps": True, **more}
    made: EvidenceRecord = make.record(key, first, second, layer=Side(material=layer, printed=layer), **fields)
    return made


def only(previews: tuple[Preview, ...]) -> Preview:
    assert len(previews) == 1
    return previews[0]


def coat(targets: tuple[str, ...] = ("cathode",), **more: Any) -> Remedy:
    fields: dict[str, Any] = {"kind": "coat", "title": "t", "reported": "r", "material": "linbo3",
                              "replaces": "ncm811", **more}  # fmt: skip
    return Remedy(id="x", targets=targets, **fields)


def test_that_grains_get_a_coating_of_assumed_thickness_with_the_material_embedded(
    make: Make, library: Library
) -> None:
    design = composite_cell(make, library)
    after = app.apply(design, coat(), library)
    part = after.stack.layers[0].components[0]
    assert part.coating is not None
    thickness = part.coating.thickness
    assert thickness is not None
    assert (part.coating.material, thickness.value, thickness.unit, thickness.kind) == (
        "linbo3",
        10,
        "nm",
        "assumption",
    )
    assert after.materials["linbo3"].digest == digest(library.material("linbo3"))
    assert after.stack.layers[0].components[1] == design.stack.layers[0].components[1]
    assert codec.loads(codec.dumps(after).encode()) == after


def test_that_a_reported_thickness_goes_before_the_assumed_one(make: Make, library: Library) -> None:
    design = composite_cell(make, library)
    after = app.apply(design, coat(thickness=make.q(3, "nm")), library)
    coating = after.stack.layers[0].components[0].coating
    assert coating is not None
    assert coating.thickness == make.q(3, "nm")


def test_that_a_remedy_for_grains_that_are_not_there_is_an_edit_error(make: Make, library: Library) -> None:
    design = composite_cell(make, library)
    for remedy in (coat(replaces="lco"), coat(("nowhere",)), coat(material="no-such-thing"), coat(material=None),
                   coat(kind="exchange", replaces="lco"), coat(("anode", "cathode"), kind="insert layer"),
                   coat(kind="lower cut-off")):  # fmt: skip
        with pytest.raises(EditError):
            app.apply(design, remedy, library)


@pytest.mark.parametrize(
    ("targets", "role"),
    [
        (("cathode", "electrolyte"), "cathode interface layer"),
        (("anode-interface-layer", "anode"), "anode interface layer"),
        (("electrolyte", "anode-interface-layer"), "anode interface layer"),
    ],
)
def test_that_an_inserted_layer_takes_the_role_that_fits_its_place(
    library: Library, targets: tuple[str, str], role: str
) -> None:
    design = cellbuilder.from_model("T")
    remedy = Remedy(id="x", kind="insert layer", title="t", reported="r", targets=targets, material="li3po4")
    after = app.apply(design, remedy, library)
    index = edits.layer_index(after, targets[1]) - 1
    added = after.stack.layers[index]
    assert (added.role, added.material, after.stack.layers[index - 1].id) == (role, "li3po4", targets[0])
    assert added.thickness is not None
    assert (added.thickness.value, added.thickness.unit, added.thickness.kind) == (1, "um", "assumption")


def test_that_a_layer_between_two_electrolytes_is_one_more_electrolyte(library: Library) -> None:
    design = edits.add_layer(
        cellbuilder.from_model("T"), 3, "electrolyte", "li6ps5cl", Quantity(value=20, unit="um"), library
    )
    targets = ("electrolyte", "electrolyte-2")
    remedy = Remedy(id="x", kind="insert layer", title="t", reported="r", targets=targets, material="li3po4")
    assert app.apply(design, remedy, library).stack.layers[3].role == "electrolyte"


def test_that_another_anode_drops_what_was_measured_on_the_old_one(make: Make, library: Library) -> None:
    design = lithium_cell(make, library, ion_content=make.q(1, "1"), capacity=make.q(3000, "mAh/g"))
    design = edits.set_interface(design, ("se", "anode"), make.q(40, "Ohm cm2"))
    design = edits.set_interface(design, ("cathode", "se"), make.q(50, "Ohm cm2"))
    remedy = Remedy(id="x", kind="exchange", title="t", reported="r", targets=("anode",), material="li-in",
                    replaces="li")  # fmt: skip
    after = app.apply(design, remedy, library)
    anode = after.stack.layers[2]
    assert (anode.material, anode.capacity, anode.ion_content) == ("li-in", None, None)
    assert anode.thickness == design.stack.layers[2].thickness
    assert [entry.between for entry in after.stack.interfaces] == [("cathode", "se")]
    assert "li" not in after.materials


def test_that_another_catholyte_keeps_the_shares_and_drops_what_held_for_the_old_mixture(
    make: Make, library: Library
) -> None:
    design = composite_cell(make, library)
    transfer = ChargeTransfer(area_resistance=make.q(100, "Ohm cm2"))
    parts = design.stack.layers[0].components
    design = edits.set_components(
        design, "cathode", (edits.evolve(parts[0], charge_transfer=transfer, capacity=make.q(190, "mAh/g")), parts[1]),
        library,
    )  # fmt: skip
    design = edits.set_quantity(design, "cathode", "conductivity", make.q(0.1, "mS/cm"))
    remedy = Remedy(id="x", kind="exchange", title="t", reported="r", targets=("cathode",), material="li3incl6",
                    replaces="li6ps5cl")  # fmt: skip
    after = app.apply(design, remedy, library).stack.layers[0]
    assert after.conductivity is None
    assert [part.material for part in after.components] == ["ncm811", "li3incl6"]
    assert [part.mass_fraction.value for part in after.components] == [70, 30]
    assert (after.components[0].charge_transfer, after.components[0].capacity) == (None, make.q(190, "mAh/g"))


def test_that_a_preview_shows_the_resistance_before_and_after_and_who_reported_it(make: Make, library: Library) -> None:
    design = lithium_cell(make, library)
    bare = make.record("bare", "lgps", "li", verdict="grows", phenomenon="interphase growth")
    layer = layer_record(make, "layer", "lgps", "li", "li3n", resistance=make.resistance(1658, 101),
                         statement="A nitride layer keeps them apart.", source=SourceRef(ref="97"),
                         layer_thickness=make.q(0.1, "um"))  # fmt: skip
    workspace = workspace_with(library, bare, layer)
    preview = only(app.offered(design, "contact:lgps|li", workspace))
    before, after = (headlines.headlines(workspace.evaluate(entry))["ASR"] for entry in (design, preview.design))
    assert (preview.changes[0].before, preview.changes[0].after) == (before, after)
    assert before.value is not None
    assert after.value is not None
    nitride = library.material("li3n").preferred_point
    resistance = 1e-5 / (nitride.quantity().si or 0.0) if nitride is not None else 0.0
    assert before.value - after.value == pytest.approx(1658 - 101 - resistance, abs=0.5)
    assert [change.name for change in preview.changes] == ["ASR", "Wh/kg, stack", "Wh/L, stack", "Thickness"]
    assert [item.id for item in preview.gone] == ["contact:lgps|li"]
    assert preview.softened is None
    assert preview.dropped == ()
    text = preview.text
    assert "Reported by Wu et al. 2023: A nitride layer keeps them apart. Resistance: 1658 to 101 Ohm cm2." in text
    assert "Thickness: 0.1 µm, as reported." in text
    assert "Goes: LGPS | Li: the interphase keeps growing (warning)" in text
    assert preview.design.stack.layers[2].material == "li3n"


def test_that_what_was_entered_for_the_old_contact_is_said_to_be_dropped(make: Make, library: Library) -> None:
    design = edits.set_interface(lithium_cell(make, library), ("se", "anode"), make.q(40, "Ohm cm2"))
    workspace = workspace_with(
        library, make.record("bare", "lgps", "li", verdict="grows"), layer_record(make, "l", "lgps", "li", "li3n")
    )
    preview = only(app.offered(design, "contact:lgps|li", workspace))
    assert preview.dropped == ("resistance of se | anode",)
    assert "resistance of se | anode" in preview.text
    assert "1 µm, assumed, not reported" in preview.text


def test_that_a_remedy_that_would_make_a_worse_finding_is_not_offered(make: Make, library: Library) -> None:
    design = composite_cell(make, library)
    bare = make.record("bare", "ncm811", "li6ps5cl")
    good = layer_record(make, "good", "ncm811", "li6ps5cl", "linbo3")
    fine = workspace_with(library, bare, good)
    assert only(app.offered(design, "contact:li6ps5cl|ncm811", fine)).remedy.id == "coat:ncm811:linbo3"
    worse = make.record("worse", "linbo3", "li6ps5cl", verdict="grows", grade="A")
    assert app.offered(design, "contact:li6ps5cl|ncm811", workspace_with(library, bare, good, worse)) == ()


def test_that_a_remedy_for_information_brings_no_notice(make: Make, library: Library) -> None:
    design = composite_cell(make, library)
    bare = make.record("bare", "ncm811", "li6ps5cl", grade="E")
    good = layer_record(make, "good", "ncm811", "li6ps5cl", "linbo3")
    notice = make.record("notice", "linbo3", "li6ps5cl", grade="B")
    assert len(app.offered(design, "contact:li6ps5cl|ncm811", workspace_with(library, bare, good))) == 1
    assert app.offered(design, "contact:li6ps5cl|ncm811", workspace_with(library, bare, good, notice)) == ()


def test_that_a_layer_at_which_the_electrolyte_is_reduced_all_the_same_is_no_remedy(
    make: Make, library: Library
) -> None:
    window = StabilityWindow(reduction=make.q(1.7, "V"), reference="Li/Li+", method="thermodynamic")
    own = make.conductor("se", 1.0, windows=(window,))
    layers = [
        Layer(id="cathode", role="cathode", material="lco", loading=make.q(10, "mg/cm2")),
        Layer(id="se", role="electrolyte", material="se", thickness=make.q(50, "um")),
        Layer(id="anode", role="anode", material="li", thickness=make.q(100, "um")),
    ]
    design = make.design(layers, [library.material("lco"), own, library.material("li")])
    records = [
        layer_record(make, "gold", "se", "li", "au"),
        layer_record(make, "phosphate", "se", "li", "li3po4"),
    ]
    workspace = workspace_with(library, *records, own=(own,))
    offers = app.offered(design, "reduction:li|se", workspace)
    assert [offer.remedy.material for offer in offers] == ["li3po4"]


def test_that_a_swapped_catholyte_leaves_the_trouble_where_two_layers_meet_and_has_to_take_another_away(
    make: Make, library: Library
) -> None:
    design = composite_cell(make, library)
    records = [
        make.record("bare", "ncm811", "li6ps5cl"),
        make.record("good", "ncm811", "li3incl6", **GOOD),
        make.record("seam", "li6ps5cl", "li3incl6", **GOOD),
        make.record("wet", "li6ps5cl", "F:polar solvent"),
    ]
    workspace = workspace_with(library, *records)
    assert app.offered(design, "contact:li6ps5cl|ncm811", workspace) == ()
    conditions = edits.evolve(design.stack.conditions, solvent="polar")
    design = edits.evolve(design, stack=edits.evolve(design.stack, conditions=conditions))
    preview = only(app.offered(design, "contact:li6ps5cl|ncm811", workspace))
    assert preview.remedy.title == "Replace Li6PS5Cl by Li3InCl6 in the cathode"
    assert [part.material for part in preview.design.stack.layers[0].components] == ["ncm811", "li3incl6"]
    assert preview.design.stack.layers[1].material == "li6ps5cl"
    assert preview.softened is not None
    assert "only where two layers meet" in preview.softened
    assert [item.id for item in preview.gone] == ["solvent:li6ps5cl"]
    assert "Thickness and shares by mass stay as they are." in preview.text


def test_that_lithium_becomes_an_alloy(make: Make, library: Library) -> None:
    design = lithium_cell(make, library)
    workspace = workspace_with(
        library, make.record("bare", "lgps", "li", verdict="grows"), make.record("good", "lgps", "li-in", **GOOD)
    )
    preview = only(app.offered(design, "contact:lgps|li", workspace))
    assert preview.design.stack.layers[2].material == "li-in"
    voltage = [headlines.headlines(workspace.evaluate(entry))["Voltage"].value for entry in (design, preview.design)]
    assert voltage[0] is not None
    assert voltage[1] == pytest.approx(voltage[0] - 0.62, abs=0.01)


@pytest.mark.parametrize(
    ("reference", "upper", "expected"), [("Li/Li+", 4.5, 4.1), ("Li-In", 3.9, 3.48), ("cell", 3.9, 3.48)]
)
def test_that_a_lowered_cut_off_takes_the_finding_away_and_says_what_it_does_not_know(
    make: Make, library: Library, reference: Any, upper: float, expected: float
) -> None:
    window = StabilityWindow(oxidation=make.q(4.1, "V"), reference="Li/Li+", method="thermodynamic")
    own = (make.host("cam", 200, 3.8, density=make.q(4.7, "g/cm3")), make.conductor("se", 1.0, windows=(window,)))
    layers = [
        Layer(id="cathode", role="cathode", components=make.mixed(active__cam=70, catholyte__se=30),
              loading=make.q(10, "mg/cm2")),
        Layer(id="se", role="electrolyte", material="se", thickness=make.q(50, "um")),
        Layer(id="anode", role="anode", material="li-in", thickness=make.q(100, "um")),
    ]  # fmt: skip
    limits = Cutoffs(lower=make.q(2, "V"), upper=make.q(upper, "V"), reference=reference)
    design = make.design(layers, [*own, library.material("li-in")], cutoffs=limits)
    preview = only(app.offered(design, "oxidation:se", workspace_with(library, own=own)))
    after = preview.design.stack.cutoffs
    assert after is not None
    assert after.upper is not None
    assert after.upper.value == pytest.approx(expected, abs=1e-9)
    assert (after.lower, after.reference) == (limits.lower, reference)
    assert [item.id for item in preview.gone] == ["oxidation:se"]
    assert preview.changes == ()
    assert preview.text.startswith(
        "What the lower limit costs in capacity and energy, and what it does to the ASR, is not calculated.\n"
    )


def test_that_a_waived_finding_has_its_remedies_still(make: Make, library: Library) -> None:
    workspace = workspace_with(
        library, make.record("bare", "lgps", "li", verdict="grows"), layer_record(make, "l", "lgps", "li", "li3n")
    )
    design = edits.waive(lithium_cell(make, library), "contact:lgps|li", "a test cell")
    assert len(app.offered(design, "contact:lgps|li", workspace)) == 1
    assert app.offered(design, "contact:nothing|here", workspace) == ()


def test_that_every_remedy_of_every_cell_and_model_is_a_valid_design_that_does_no_harm(library: Library) -> None:
    workspace = Workspace(library)
    offers = applied = 0
    cells = [workspace.from_cell(cell.id) for cell in library.cells()]
    for design in (*cells, *(cellbuilder.from_model(letter) for letter in MODEL_LETTERS)):
        before = workspace.evaluate(design)
        had = {item.id.partition("@")[0] for item in before.findings}
        high = potentials.cathode_potential(design)
        contacts, apart = all_contacts(design), separations(design)
        for finding in before.findings:
            for remedy in remedies.described(design, finding, contacts, apart, workspace.evidence):
                after = app.apply(design, remedy, library)
                assert codec.loads(codec.dumps(after).encode()) == after
                applied += 1
            found = app.offered(design, finding.id, workspace)
            assert not any(offer.burden for offer in found[:-1])
            for offer in found:
                assert finding.verdict in ("blocks", "grows", "risk")
                offers += 1
                after = workspace.evaluate(offer.design).findings
                assert [item for item in after if item.id.partition("@")[0] not in had
                        and item.severity in ("error", "warning")] == []  # fmt: skip
                left = finding.id.partition("@")[0] in {item.id.partition("@")[0] for item in after}
                assert left == (offer.softened is not None)
                assert offer.gone or "instead of" in (offer.softened or "")
                assert offer.text.count("\n") >= 1
                if high is not None and offer.remedy.upper is None:
                    kept = potentials.cathode_potential(offer.design)
                    assert kept is not None
                    assert kept.volts == pytest.approx(high.volts, abs=1e-6)
    assert applied > 200
    assert offers > 100


def test_that_a_component_of_the_anode_is_exchanged_too(make: Make, library: Library) -> None:
    parts = (
        Component(material="li-in", function="active material", mass_fraction=make.q(60, "wt%"),
                  ion_content=make.q(0.5, "1")),
        Component(material="lgps", function="electrolyte", mass_fraction=make.q(40, "wt%")),
    )  # fmt: skip
    design = edits.set_components(lithium_cell(make, library), "anode", parts, library)
    remedy = Remedy(id="x", kind="exchange", title="t", reported="r", targets=("anode",), material="lto",
                    replaces="li-in")  # fmt: skip
    after = app.apply(design, remedy, library).stack.layers[2].components
    assert (after[0].material, after[0].ion_content) == ("lto", None)
    assert after[1] == parts[1]


def test_that_a_remedy_that_leaves_the_finding_as_it_is_is_not_offered(make: Make, library: Library) -> None:
    window = StabilityWindow(oxidation=make.q(2.5, "V"), reference="Li/Li+", method="thermodynamic")
    own = make.conductor("se", 1.0, windows=(window,))
    layers = [
        Layer(id="cathode", role="cathode", components=make.mixed(active__lco=70, catholyte__se=30),
              loading=make.q(10, "mg/cm2")),
        Layer(id="se", role="electrolyte", material="se", thickness=make.q(50, "um")),
        Layer(id="anode", role="anode", material="li-in", thickness=make.q(100, "um")),
    ]  # fmt: skip
    design = make.design(layers, [library.material("lco"), own, library.material("li-in")])
    coated = layer_record(make, "coat", "lco", "se", "linbo3")
    assert app.offered(design, "oxidation:se", workspace_with(library, coated, own=(own,))) == ()
    fine = make.record("fine", "linbo3", "se", **GOOD)
    preview = only(app.offered(design, "oxidation:se", workspace_with(library, coated, fine, own=(own,))))
    assert preview.softened is not None
    assert preview.softened.endswith("now info instead of notice")


def test_that_no_more_remedies_are_offered_than_asked_for(make: Make, library: Library) -> None:
    layers = [layer_record(make, key, "lgps", "li", key) for key in ("li3n", "lif", "lipon", "li3po4", "al2o3", "zro2")]
    workspace = workspace_with(library, make.record("bare", "lgps", "li", verdict="grows"), *layers)
    design = lithium_cell(make, library)
    assert len(app.offered(design, "contact:lgps|li", workspace)) == 5
    assert len(app.offered(design, "contact:lgps|li", workspace, 2)) == 2


def test_that_remedy_after_remedy_comes_to_an_end(library: Library) -> None:
    workspace = Workspace(library)
    cells = [workspace.from_cell(cell.id) for cell in library.cells()]
    for design in (*cells, *(cellbuilder.from_model(letter) for letter in MODEL_LETTERS)):
        seen: list[Design] = []
        now: Design | None = design
        while now is not None:
            seen.append(now)
            assert len(seen) <= 20
            now = next((offer.design for finding in workspace.evaluate(now).findings
                        for offer in app.offered(now, finding.id, workspace, 1)), None)  # fmt: skip
            assert now not in seen


@pytest.mark.parametrize(
    ("reference", "upper", "moved"),
    [("cell", 4.2, (1.88, 3.58)), ("Li/Li+", 4.2, None), ("Li-In", 3.58, None)],
)
def test_that_another_anode_leaves_the_cathode_where_it_was(
    make: Make, library: Library, reference: Any, upper: float, moved: tuple[float, float] | None
) -> None:
    limits = Cutoffs(lower=make.q(2.5, "V"), upper=make.q(upper, "V", low=upper - 0.1, high=upper), reference=reference,
                     printed_reference="as printed")  # fmt: skip
    design = lithium_cell(make, library)
    design = edits.evolve(design, stack=edits.evolve(design.stack, cutoffs=limits))
    workspace = workspace_with(
        library, make.record("bare", "lgps", "li", verdict="grows"), make.record("good", "lgps", "li-in", **GOOD)
    )
    preview = only(app.offered(design, "contact:lgps|li", workspace))
    before, after = potentials.cathode_potential(design), potentials.cathode_potential(preview.design)
    assert before is not None
    assert after is not None
    assert after.volts == pytest.approx(before.volts, abs=1e-9)
    now = preview.design.stack.cutoffs
    assert now is not None
    if moved is None:
        assert (now, preview.moved) == (limits, None)
        return
    assert now.lower is not None
    assert now.upper is not None
    assert (now.lower.value, now.upper.value) == pytest.approx(moved, abs=1e-9)
    assert now.upper.low == pytest.approx(moved[1] - 0.1, abs=1e-9)
    assert now.printed_reference is None
    assert "moved by -0.62 V with the average potential of the anode" in (now.upper.note or "")
    assert "so that the cathode goes as far as before: lower 2.5 V to 1.88 V, upper 4.2 V" in preview.text


@pytest.mark.parametrize(("material", "upper", "why"), [("ag-c", 4.2, "not known"), ("lto", 1.5, "below zero")])
def test_that_an_anode_at_which_the_limits_mean_nothing_is_refused(
    make: Make, library: Library, material: str, upper: float, why: str
) -> None:
    limits = Cutoffs(upper=make.q(upper, "V"), reference="cell")
    design = lithium_cell(make, library)
    design = edits.evolve(design, stack=edits.evolve(design.stack, cutoffs=limits))
    remedy = Remedy(id="x", kind="exchange", title="t", reported="r", targets=("anode",), material=material,
                    replaces="li")  # fmt: skip
    with pytest.raises(EditError, match=why):
        app.apply(design, remedy, library)


@pytest.mark.parametrize("reference", ["cell", "Li/Li+"])
def test_that_an_anode_of_unknown_potential_hides_findings_and_cures_none(
    make: Make, library: Library, reference: Any
) -> None:
    design = lithium_cell(make, library, "li6ps5cl")
    limits = Cutoffs(upper=make.q(4.2, "V"), reference=reference)
    design = edits.evolve(design, stack=edits.evolve(design.stack, cutoffs=limits))
    records = make.record("bare", "li6ps5cl", "li", verdict="grows"), make.record("good", "li6ps5cl", "ag-c", **GOOD)
    workspace = workspace_with(library, *records)
    contacts, apart = all_contacts(design), separations(design)
    finding = next(item for item in workspace.evaluate(design).findings if item.id == "contact:li|li6ps5cl")
    described = remedies.described(design, finding, contacts, apart, workspace.evidence)
    assert [item.material for item in described] == ["ag-c"]
    assert app.offered(design, finding.id, workspace) == ()


def test_that_a_contact_without_evidence_in_place_of_the_finding_cures_nothing(make: Make, library: Library) -> None:
    design = lithium_cell(make, library)
    bare = make.record("bare", "lgps", "li", verdict="grows")
    layer = layer_record(make, "layer", "lgps", "li", "li3n", phenomenon="dendrite growth")
    assert app.offered(design, "contact:lgps|li", workspace_with(library, bare, layer)) == ()
    known = layer_record(make, "layer", "lgps", "li", "li3n", phenomenon="interlayer")
    assert len(app.offered(design, "contact:lgps|li", workspace_with(library, bare, known))) == 1
    dendrites = make.record("dendrites", "lgps", "li", phenomenon="dendrite growth")
    preview = only(app.offered(design, "dendrites:lgps|li", workspace_with(library, dendrites, layer)))
    assert preview.unknown >= 1
    assert preview.burden
    assert "more without published evidence." in preview.text


def run_to(make: Make, volts: float, grade: str = "B") -> EvidenceRecord:
    made: EvidenceRecord = make.record(
        f"to-{volts}", "lco", "lgps", electrode_potential=PotentialRange(high=make.q(volts, "V")),
        potential_reference="Li/Li+", grade=grade, **GOOD,
    )  # fmt: skip
    return made


@pytest.mark.parametrize(
    ("runs", "expected"),
    [([4.2, 4.1, 4.0], [4.2]), ([4.0, 4.1, 4.25], [4.25]), ([4.3, 3.95], [4.3, 3.95])],
)
def test_that_of_cut_offs_close_together_the_highest_is_offered(
    make: Make, library: Library, runs: list[float], expected: list[float]
) -> None:
    design = composite_cell(make, library, "lco", "lgps")
    limits = Cutoffs(upper=make.q(4.5, "V"), reference="Li/Li+")
    design = edits.evolve(design, stack=edits.evolve(design.stack, cutoffs=limits))
    bad = make.record("bad", "lco", "lgps", electrode_potential=PotentialRange(low=make.q(4.4, "V")),
                      potential_reference="Li/Li+")  # fmt: skip
    workspace = workspace_with(library, bad, *(run_to(make, volts) for volts in runs))
    offers = app.offered(design, "contact:lco|lgps", workspace)
    found = [offer.remedy.upper.value for offer in offers if offer.remedy.upper is not None]
    assert sorted(found, reverse=True) == pytest.approx(expected)


def test_that_a_close_cut_off_that_cures_goes_before_a_higher_one_that_does_not(make: Make, library: Library) -> None:
    design = composite_cell(make, library, "lco", "lgps")
    limits = Cutoffs(upper=make.q(4.5, "V"), reference="Li/Li+")
    design = edits.evolve(design, stack=edits.evolve(design.stack, cutoffs=limits))
    bad = make.record("bad", "lco", "lgps", electrode_potential=PotentialRange(low=make.q(4.15, "V")),
                      potential_reference="Li/Li+", grade="A")  # fmt: skip
    workspace = workspace_with(library, bad, run_to(make, 4.2), run_to(make, 4.1))
    preview = only(app.offered(design, "contact:lco|lgps", workspace))
    assert preview.remedy.upper is not None
    assert preview.remedy.upper.value == pytest.approx(4.1)


def test_that_of_the_remedies_with_a_new_notice_one_is_offered_and_last(make: Make, library: Library) -> None:
    layers = [layer_record(make, key, "lgps", "li", key, grade=grade)
              for key, grade in (("li3n", "A"), ("lif", "A"), ("al2o3", "B"), ("zro2", "B"))]  # fmt: skip
    trouble = [make.record(f"new-{key}", key, "li") for key in ("li3n", "lif")]
    workspace = workspace_with(library, make.record("bare", "lgps", "li", verdict="grows"), *layers, *trouble)
    offers = app.offered(lithium_cell(make, library), "contact:lgps|li", workspace)
    assert [offer.burden for offer in offers] == [False, False, True]
    assert {offer.remedy.material for offer in offers[:2]} == {"al2o3", "zro2"}
    assert any(item.severity == "notice" for item in offers[2].new)


def test_that_a_thickness_nobody_reported_is_that_of_the_rule(make: Make, library: Library) -> None:
    rule = next(item for item in library.rules.rules if item.code == "remedies")
    for kind, name in (("coat", "coating"), ("insert layer", "interlayer")):
        remedy = Remedy(id="x", kind=kind, title="t", reported="r", targets=("a",), material="li3po4")  # type: ignore[arg-type]
        assert app.thickness_of(remedy, library.rules) == rule.limits[name]
        changed = rule.model_copy(update={"limits": {**rule.limits, name: make.q(3, "nm")}})
        assert app.thickness_of(remedy, Rulebook(rules=(changed,))) == make.q(3, "nm")
        assumed = app.thickness_of(remedy, Rulebook())
        assert assumed is not None
        assert assumed.kind == "assumption"
