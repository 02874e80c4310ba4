"""Mechanics: what the operating pressure is too low or too high for, from both sides of each limit."""

from types import SimpleNamespace
from typing import Any

import pytest
from tests.stacked import mixed, pressed, q, stacked

from cellbuilder.domain.material import Material, Mechanics

SULFIDE = mixed("ncm811", ("catholyte", "li6ps5cl", 30))


@pytest.mark.parametrize(
    ("megapascal", "severity"),
    [(None, None), (5, None), (25, None), (25.1, "notice"), (74.9, "notice"), (75, "warning"), (250, "warning")],
)
def test_that_lithium_is_pressed_into_a_sulfide(megapascal: float | None, severity: str | None) -> None:
    more = {} if megapascal is None else {"operating_pressure": q(megapascal, "MPa")}
    item = pressed(stacked(SULFIDE, "li6ps5cl", "li", **more)).get("lithium-pressure:li|li6ps5cl")
    assert (None if item is None else item.severity) == severity
    if item is not None:
        assert (item.verdict, item.grade, item.targets) == ("risk", "B", ("separator", "anode"))
        assert "at once under 75 MPa, after 48 h under 25 MPa" in item.message
        assert [source.ref for source in item.sources] == ["doux2020"]


@pytest.mark.parametrize(("separator", "anode"), [("li6ps5cl", "li-in"), ("llzo", "li"), ("li6ps5cl", "graphite")])
def test_that_alloys_and_other_electrolytes_are_not_judged_by_it(separator: str, anode: str) -> None:
    found = pressed(stacked(SULFIDE, separator, anode, operating_pressure=q(300, "MPa")))
    assert [key for key in found if key.startswith("lithium")] == []


def test_that_sodium_is_no_lithium_and_another_sulfide_is_an_analogy() -> None:
    assert pressed(stacked("nvp", "na3ps4", "na", operating_pressure=q(300, "MPa"))) == {}
    found = pressed(stacked(SULFIDE, "li3ps4", "li", operating_pressure=q(300, "MPa")))
    assert found["lithium-pressure:li|li3ps4"].grade == "D"


def stiff(make: SimpleNamespace, gigapascal: float | None) -> Material:
    held = None if gigapascal is None else Mechanics(youngs_modulus=q(gigapascal, "GPa"))
    own: Material = make.conductor("own-se", 3.0, material_class="oxide", mechanics=held)
    return own


def grains(make: SimpleNamespace, change: float | None) -> Material:
    own: Material = make.host("own-host", 150, 3.5, volume_change=None if change is None else q(change, "%"))
    return own


@pytest.mark.parametrize(
    ("change", "gigapascal", "megapascal", "told"),
    [
        (-6, 100, 0.9, True), (5, 50, 0.9, True), (-4.9, 100, 0.9, False), (-6, 49, 0.9, False), (-6, 100, 1, False),
        (None, 100, 0.9, False), (-6, None, 0.9, False), (-6, 100, None, False),
    ],
)  # fmt: skip
def test_that_grains_lose_contact_beside_a_stiff_catholyte_without_pressure(
    make: SimpleNamespace, change: float | None, gigapascal: float | None, megapascal: float | None, told: bool
) -> None:
    more: dict[str, Any] = {} if megapascal is None else {"operating_pressure": q(megapascal, "MPa")}
    cathode = mixed("own-host", ("catholyte", "own-se", 30))
    own = [grains(make, change), stiff(make, gigapascal)]
    item = pressed(stacked(cathode, "own-se", "li", own=own, **more)).get("volume-change:cathode.own-host")
    assert (item is not None) is told
    if item is not None:
        assert (item.severity, item.verdict, item.targets) == ("notice", "risk", ("cathode",))
        assert "GPa" in item.message
        assert "0.9 MPa only, less than 1 MPa" in item.message


@pytest.mark.parametrize(("megapascal", "told"), [(0.5, True), (1, False), (50, False), (None, False)])
def test_that_an_alloy_that_swells_asks_for_pressure(megapascal: float | None, told: bool) -> None:
    more = {} if megapascal is None else {"operating_pressure": q(megapascal, "MPa")}
    found = pressed(stacked(SULFIDE, "li6ps5cl", "si", **more))
    assert ("volume-change:anode.si" in found) is told
    if told:
        assert "+2.8e+02 %" not in found["volume-change:anode.si"].message
        assert "+280 %" in found["volume-change:anode.si"].message
    graphite = mixed("graphite", ("electrolyte", "li6ps5cl", 40))
    assert pressed(stacked(SULFIDE, "li6ps5cl", graphite, **more)) == {}
