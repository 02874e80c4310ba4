"""Electrons and ions in composites: carbon, touching grains, catholyte, binder; limits from both sides."""

from types import SimpleNamespace
from typing import Any

import pytest
from tests.stacked import base, led, mixed, q, stacked

import cellbuilder
from cellbuilder import assess
from cellbuilder.app import edits
from cellbuilder.compatibility import electrons
from cellbuilder.domain.material import Material
from cellbuilder.domain.rulebook import Rulebook
from cellbuilder.domain.stack import Coating, Component


def test_that_an_insulating_active_material_without_carbon_is_noticed() -> None:
    library = cellbuilder.library()
    design = cellbuilder.from_model("T")
    assert "electron-path:cathode" not in led(design)
    design = edits.set_component_material(design, "cathode", 0, "lfp", library)
    item = led(design)["electron-path:cathode"]
    assert (item.severity, item.verdict, item.targets) == ("notice", "risk", ("cathode",))
    assert "no carbon" in item.message
    coated = edits.set_quantity(design, "cathode", "electronic_conductivity", q(1e-3, "S/cm"))
    assert led(coated) == {}


def host(make: SimpleNamespace, sigma: float | None, kind: Any = "measured", **more: Any) -> Material:
    fields = {"density": q(4.0, "g/cm3"), **more}
    known = None if sigma is None else q(sigma, "S/cm", kind=kind)
    own: Material = make.host("own-host", 150, 3.5, electronic_conductivity=known, **fields)
    return own


def carrier(make: SimpleNamespace, sigma: float | None = 1e-9, **more: Any) -> Material:
    known = None if sigma is None else q(sigma, "S/cm")
    fields = {"density": q(2.0, "g/cm3"), **more}
    own: Material = make.conductor("own-se", 3.0, electronic_conductivity=known, **fields)
    return own


def found(make: SimpleNamespace, active: Material, *others: tuple[str, str, float], se: Material | None = None,
          layer: dict[str, Any] | None = None, coat: str | None = None) -> dict[str, Any]:  # fmt: skip
    cathode = mixed("own-host", *(others or (("catholyte", "own-se", 30.0),)), coat=coat)
    return led(stacked(cathode, "own-se", "li", own=[active, se or carrier(make)], cathode_layer=layer))


@pytest.mark.parametrize(
    ("sigma", "kind", "expected"),
    [
        (1.1e-6, "measured", None),
        (0.9e-6, "measured", "electron-path"),
        (1.1e-9, "measured", "electron-path"),
        (0.9e-9, "measured", "no-electron-path"),
        (0.9e-9, "estimate", "electron-path"),
        (0.9e-9, "bound", "electron-path"),
        (None, "measured", None),
    ],
)
def test_that_only_a_measured_insulator_is_called_impossible(
    make: SimpleNamespace, sigma: float | None, kind: str, expected: str | None
) -> None:
    told = [key for key in found(make, host(make, sigma, kind)) if "path" in key]
    assert told == ([] if expected is None else [f"{expected}:cathode"])


def test_that_an_insulating_composite_is_an_error_that_says_why(make: SimpleNamespace) -> None:
    item = found(make, host(make, 1e-10))["no-electron-path:cathode"]
    assert (item.severity, item.verdict, item.targets) == ("error", "blocks", ("cathode",))
    assert "own-host conducts less than 1e-09 S/cm" in item.message


def test_that_anything_that_may_conduct_lifts_the_error(make: SimpleNamespace) -> None:
    bad = host(make, 1e-10)
    assert "no-electron-path:cathode" in found(make, bad)
    lifted = [
        found(make, bad, ("catholyte", "own-se", 30), ("carbon", "vgcf", 1)),
        found(make, bad, layer={"loading": q(10, "mg/cm2"), "electronic_conductivity": q(1e-4, "S/cm")}),
        found(make, bad, se=carrier(make, None)),
        found(make, bad, se=carrier(make, 2e-7)),
        found(make, bad, ("catholyte", "own-se", 30), ("other", "cu", 5)),
    ]
    assert [key for told in lifted for key in told if key.startswith("no-electron-path")] == []


def test_that_how_far_the_range_of_an_electrolyte_is_trusted_stands_in_the_book(make: SimpleNamespace) -> None:
    rules = base().rules
    rule = rules.rule("no-electron-path")
    assert rule is not None
    for slack, told in ((100, False), (1000, True)):
        changed = rule.model_copy(update={"limits": rule.limits | {"slack": q(slack, "1")}})
        design = stacked(mixed("own-host", ("catholyte", "own-se", 30)), "own-se", "li",
                         own=[host(make, 1e-10), carrier(make, 2e-7)])  # fmt: skip
        cell = assess.cell_of(design, base())
        codes = [item.code for item in electrons.findings(design, cell, Rulebook(rules=(changed,)))]
        assert codes == (["no-electron-path"] if told else [])


def test_that_a_coat_of_carbon_counts_as_carbon(make: SimpleNamespace) -> None:
    assert found(make, host(make, 1e-10), coat="carbon-black") == {}
    assert list(found(make, host(make, 1e-10), coat="linbo3")) == ["electron-path:cathode"]


def shares(active: float, porosity: float = 0.0) -> float:
    """Mass percent of catholyte (2 g/cm3) that leaves the grains (4 g/cm3) this share of the layer."""
    solid = active / (1.0 - porosity)
    return 100.0 * (1.0 - solid) * 2.0 / (solid * 4.0 + (1.0 - solid) * 2.0)


@pytest.mark.parametrize(
    ("volume", "sigma", "told"),
    [
        (0.335, 1e-3, False), (0.325, 1e-3, True), (0.335, None, False), (0.325, None, True), (0.205, 1.01, False),
        (0.325, 0.99, True), (0.195, 1.01, True), (0.1, 1e-3, True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("porosity", [0.0, 0.15])
def test_that_few_grains_without_carbon_percolate_weakly(
    make: SimpleNamespace, volume: float, sigma: float | None, told: bool, porosity: float
) -> None:
    layer = {"loading": q(10, "mg/cm2"), "porosity": q(100 * porosity, "%")}
    parts = ("catholyte", "own-se", shares(volume, porosity))
    item = found(make, host(make, sigma), parts, layer=layer).get("electron-percolation:cathode")
    assert (item is not None) is told
    if item is not None:
        assert (item.severity, item.verdict) == ("notice", "risk")
        assert "Weak electronic percolation" in item.title
        assert ("No composite with so little was measured" in item.message) is (volume < 0.2)
    carbon = ("carbon", "vgcf", 1)
    assert not found(make, host(make, sigma), (*parts[:2], parts[2] - 1), carbon, layer=layer).get(
        "electron-percolation:cathode"
    )


@pytest.mark.parametrize(("volume", "told"), [(0.79, False), (0.81, True)])
def test_that_little_catholyte_percolates_weakly(make: SimpleNamespace, volume: float, told: bool) -> None:
    layer = {"loading": q(10, "mg/cm2"), "porosity": q(0, "%")}
    parts = ("catholyte", "own-se", shares(volume))
    item = found(make, host(make, 1e-3), parts, layer=layer).get("ion-percolation:cathode")
    assert (item is not None) is told
    if item is not None:
        assert (item.severity, item.verdict, item.targets) == ("notice", "risk", ("cathode",))
        assert "own-se fills 19 % of the layer, less than 20 %" in item.message
    known = layer | {"conductivity": q(0.1, "mS/cm")}
    assert "ion-percolation:cathode" not in found(make, host(make, 1e-3), parts, layer=known)


def test_that_unknown_densities_say_nothing(make: SimpleNamespace) -> None:
    active, parts = host(make, 1e-3, density=None), ("catholyte", "own-se", 90)
    assert found(make, active, parts) == {}
    assert found(make, host(make, 1e-3), parts, se=carrier(make, density=None)) == {}


def test_that_a_core_and_its_shell_are_no_mixture(make: SimpleNamespace) -> None:
    layer = {"loading": q(10, "mg/cm2"), "arrangement": "core-shell"}
    assert found(make, host(make, 1e-3), ("catholyte", "own-se", 80), layer=layer) == {}


@pytest.mark.parametrize(("share", "binder", "told"), [(2, "ptfe", False), (2.1, "ptfe", True), (6, "pvdf", True)])
def test_that_much_binder_is_information(share: float, binder: str, told: bool) -> None:
    cathode = mixed("ncm811", ("catholyte", "li6ps5cl", 30), ("carbon", "vgcf", 2), ("binder", binder, share))
    item = led(stacked(cathode, "li6ps5cl", "li")).get("binder:cathode")
    assert (item is not None) is told
    if item is not None:
        assert (item.severity, item.verdict) == ("info", "risk")
        assert ("measured with PTFE, not with PVDF" in item.message) is (binder == "pvdf")
        assert ("That is a lot." in item.message) is (share > 5)


def test_that_layers_of_one_material_and_separators_are_no_composites() -> None:
    assert led(stacked("lfp", "li6ps5cl", "li")) == {}
    parts = (
        Component(material="lfp", function="active material", mass_fraction=q(100, "wt%"),
                  coating=Coating(material="linbo3")),
    )  # fmt: skip
    assert set(led(stacked(parts, "li6ps5cl", "li"))) == {"electron-path:cathode"}
