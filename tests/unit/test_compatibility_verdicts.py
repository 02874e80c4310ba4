"""How statements become a verdict: which hold here, which decide, how far a relative may speak for another."""

from types import SimpleNamespace
from typing import Any

import pytest

from cellbuilder.compatibility import pairs, verdicts
from cellbuilder.compatibility.evidence_base import EvidenceBase, distance
from cellbuilder.compatibility.potentials import Potential
from cellbuilder.domain.evidence import PotentialRange
from cellbuilder.domain.material import Material
from cellbuilder.domain.rulebook import Rulebook

Make = SimpleNamespace


def electrolyte(make: Make, key: str, formula: str | None = None, **more: Any) -> Material:
    made: Material = make.conductor(key, 1, formula=formula, family=more.pop("family", "argyrodite"), **more)
    return made


def judged(base: EvidenceBase, first: Material, second: Material, volts: float | None = None) -> Any:
    here = None if volts is None else Potential(volts, "Li/Li+", "here")
    return verdicts.aspects(base.about(first, second), here).get("stability")


def test_that_the_better_grade_decides_and_the_other_speaks_against_it(make: Make) -> None:
    good = make.record("good", "li", "se", verdict="no issue reported", phenomenon="stable interface", grade="B")
    calculated = make.record("bad", "li", "se", verdict="risk", grade="C", kind="calculated")
    found = judged(EvidenceBase([calculated, good]), make.conductor("se"), make.metal())
    assert (found.verdict, found.grade, found.severity) == ("no issue reported", "B", "info")
    assert [match.record.id for match in found.opposing] == ["bad"]


def test_that_measured_goes_before_calculated_and_the_worse_before_the_better(make: Make) -> None:
    calculated = make.record("a", "li", "se", verdict="grows", grade="B", kind="calculated")
    passivates = make.record("b", "li", "se", verdict="risk", grade="B")
    fine = make.record("c", "li", "se", verdict="no issue reported", phenomenon="stable interface", grade="B")
    found = judged(EvidenceBase([calculated, passivates, fine]), make.conductor("se"), make.metal())
    assert (found.told.record.id, found.verdict) == ("b", "risk")


def test_that_wetting_is_judged_apart_from_stability(make: Make) -> None:
    stable = make.record("stable", "li", "se", verdict="no issue reported", phenomenon="stable interface")
    wets_not = make.record("wets-not", "li", "se", verdict="risk", phenomenon="wetting and contact", grade="A")
    found = verdicts.aspects(EvidenceBase([stable, wets_not]).about(make.conductor("se"), make.metal()))
    assert {aspect: entry.verdict for aspect, entry in found.items()} == {
        "stability": "no issue reported", "contact": "risk",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("volts", "told", "elsewhere"),
    [(4.2, "fine", ["grows"]), (4.3, "grows", ["fine"]), (4.25, None, None), (None, "grows", ["fine"])],
)
def test_that_a_statement_holds_at_its_potentials_only(
    make: Make, volts: float | None, told: str | None, elsewhere: list[str] | None
) -> None:
    def span(**ends: float) -> PotentialRange:
        return PotentialRange(**{name: make.q(value, "V") for name, value in ends.items()})

    fine = make.record("fine", "cam", "se", verdict="no issue reported", phenomenon="stable interface",
                       potential_reference="Li/Li+", electrode_potential=span(high=4.2))  # fmt: skip
    grows = make.record("grows", "cam", "se", verdict="grows", phenomenon="interphase growth",
                        potential_reference="Li/Li+", electrode_potential=span(low=4.3))  # fmt: skip
    found = judged(EvidenceBase([fine, grows]), make.conductor("se"), make.host("cam", 200, 3.8), volts)
    assert (None if found is None else found.told.record.id) == told
    if found is not None:
        assert [match.record.id for match in found.elsewhere] == elsewhere


def test_that_a_range_against_another_metal_is_not_compared(make: Make) -> None:
    record = make.record("r", "cam", "se", verdict="grows", potential_reference="Na/Na+",
                         electrode_potential=PotentialRange(low=make.q(4.3, "V")))  # fmt: skip
    assert judged(EvidenceBase([record]), make.conductor("se"), make.host("cam", 200, 3.8), 3.0).verdict == "grows"


def test_that_the_relative_nearest_in_composition_speaks_for_a_material_and_the_grade_is_lowered(make: Make) -> None:
    chloride = electrolyte(make, "cl", "Li6PS5Cl")
    iodide = electrolyte(make, "i", "Li6PS5I")
    rich = electrolyte(make, "rich", "Li5.5PS4.5Cl1.5")
    other_class = electrolyte(make, "oxide", "Li6PO5Cl", material_class="oxide")
    records = [make.record("of-cl", "cl", "li"), make.record("of-i", "i", "li", verdict="grows"),
               make.record("of-oxide", "oxide", "li", verdict="grows", grade="A")]  # fmt: skip
    base = EvidenceBase(records, [chloride, iodide, rich, other_class])
    found = judged(base, rich, make.metal())
    assert (found.told.record.id, found.verdict, found.grade) == ("of-cl", "risk", "C")
    assert (found.told.specificity, found.told.relatives) == ("the family", ("cl",))
    near, far = distance(chloride, rich), distance(iodide, rich)
    assert near is not None
    assert far is not None
    assert near < far
    assert judged(base, chloride, make.metal()).grade == "B"


def test_that_families_of_one_use_are_no_relatives(make: Make) -> None:
    copper = make.foil("cu", 8.9).model_copy(update={"family": "collector", "formula": "Cu"})
    nickel = make.foil("ni", 8.9).model_copy(update={"family": "collector", "formula": "Ni"})
    record = make.record("r", "cu", "se")
    unlike = Rulebook.model_validate({"unlike_families": ("collector",)})
    se = make.conductor("se")
    assert judged(EvidenceBase([record], [copper, nickel], unlike), se, nickel) is None
    assert judged(EvidenceBase([record], [copper, nickel], unlike), se, copper).grade == "B"


def test_that_a_material_of_another_name_is_known_by_its_composition(make: Make) -> None:
    library = electrolyte(make, "li6ps5cl", "Li6PS5Cl")
    mine = electrolyte(make, "my-powder", "Li12P2S10Cl2", family=None)
    base = EvidenceBase([make.record("r", "li6ps5cl", "li")], [library])
    assert judged(base, mine, make.metal()).told.steps == 0
    assert judged(EvidenceBase([make.record("r", "li6ps5cl", "li")]), mine, make.metal()) is None


@pytest.mark.parametrize(
    ("verdict", "second", "severity", "grade"),
    [
        ("grows", "se", "warning", "B"),
        ("grows", "C:sulfide", "notice", "D"),
        ("risk", "se", "notice", "B"),
        ("risk", "C:sulfide", "info", "D"),
    ],
)
def test_that_what_is_said_of_a_class_weighs_less(
    make: Make, verdict: str, second: str, severity: str, grade: str
) -> None:
    base = EvidenceBase([make.record("r", second, "li", verdict=verdict)])
    found = judged(base, make.conductor("se"), make.metal())
    assert (found.severity, found.grade) == (severity, grade)


def test_that_what_is_said_of_all_electrodes_is_the_last_resort(make: Make) -> None:
    general = make.record("general", "C:sulfide", "F:electrode", verdict="no issue reported", grade="D",
                          phenomenon="stable interface")  # fmt: skip
    base = EvidenceBase([general])
    found = judged(base, make.conductor("se"), make.host("cam", 200, 3.8))
    assert (found.told.specificity, found.grade) == ("in general", "E")
    base = EvidenceBase([general, make.record("class", "C:sulfide", "cam")])
    assert judged(base, make.conductor("se"), make.host("cam", 200, 3.8)).told.record.id == "class"


def test_that_a_coating_judges_only_where_it_lies(make: Make) -> None:
    coat = make.conductor("coat", 1, material_class="oxide")
    helps = make.record("r", "cam", "se", phenomenon="coating", verdict="no issue reported", helps=True,
                        layer=make.side("coat"))  # fmt: skip
    base = EvidenceBase([helps])
    se, cam = make.conductor("se"), make.host("cam", 200, 3.8)
    assert pairs.report(se, cam, base).verdict == "no data"
    assert pairs.report(se, cam, base, coat).verdict == "no issue reported"
    assert [cite.evidence for cite in pairs.report(se, cam, base).layers] == ["r"]


def test_that_ions_that_differ_block_and_nothing_else_does(make: Make) -> None:
    base = EvidenceBase([make.record("r", "se", "na", verdict="blocks")])
    sodium = make.metal("na", ion="Na", potential_reference="Na/Na+")
    assert pairs.report(make.conductor("se"), sodium, base).verdict == "blocks"
    carries = make.conductor("se", ion="Na")
    assert pairs.report(carries, sodium, base).verdict == "grows"
