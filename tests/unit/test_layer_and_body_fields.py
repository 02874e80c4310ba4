"""Layers, components, conditions and the body of the cell: limits, and fields that exclude or need each other."""

from typing import Any

import pytest
from tests.raw_designs import Raw, layer, opened, q, refusals, with_layer

from cellbuilder.domain.evidence import CriticalCurrent
from cellbuilder.domain.stack import Conventions
from cellbuilder.io.validation import validate

TRANSFER = "stack > layer 2 (cathode) > component 1 (lco) > charge transfer"
CATHODE = "stack > layer 2 (cathode)"
SEPARATOR = "stack > layer 3 (electrolyte)"


PRESSED = {"mass": q(80, "mg"), "diameter": q(10, "mm")}
OHM = {"resistance": q(48, "Ohm"), "diameter": q(10, "mm")}


# A pressed pellet


def test_that_a_layer_may_be_sized_by_what_was_pressed(raw: Raw) -> None:
    del layer(raw, 2)["thickness"]
    design = opened(with_layer(raw, 2, pressed=PRESSED, density=q(2.4, "g/cm3")))
    pressed = design.stack.layers[2].pressed
    assert pressed is not None
    assert pressed.mass.si == pytest.approx(8e-5, rel=1e-12)
    assert pressed.diameter.si == pytest.approx(0.01, rel=1e-12)


def test_that_a_pressed_layer_may_have_a_thickness_too(raw: Raw) -> None:
    del layer(raw, 2)["porosity"]
    assert opened(with_layer(raw, 2, pressed=PRESSED)).stack.layers[2].thickness is not None


def test_that_the_mass_pressed_and_a_loading_are_refused_together(raw: Raw) -> None:
    del layer(raw, 2)["thickness"]
    with_layer(raw, 2, pressed=PRESSED, loading=q(10, "mg/cm2"))
    assert refusals(raw) == [f"{SEPARATOR}: loading and pressed are both given; keep one"]


POROSITY = "porosity follows from mass, die and thickness; leave it out"
DENSITY = "density follows from mass, die and thickness; leave it out"


def test_that_what_follows_from_mass_die_and_thickness_is_not_given(raw: Raw) -> None:
    assert refusals(with_layer(raw, 2, pressed=PRESSED)) == [f"{SEPARATOR}: {POROSITY}"]
    with_layer(raw, 2, density=q(2.4, "g/cm3"))
    assert refusals(raw) == [f"{SEPARATOR}: {POROSITY}; {DENSITY}"]
    del layer(raw, 2)["porosity"]
    assert refusals(raw) == [f"{SEPARATOR}: {DENSITY}"]


@pytest.mark.parametrize(
    "fields",
    [
        {"thickness": q(None, "um"), "pressed": PRESSED},
        {"pressed": {"mass": q(None, "mg"), "diameter": q(10, "mm")}},
        {"pressed": {"mass": q(80, "mg"), "diameter": q(None, "mm")}},
    ],
    ids=["thickness", "mass", "diameter"],
)
def test_that_a_porosity_is_taken_where_one_of_the_three_is_unknown(raw: Raw, fields: Raw) -> None:
    assert opened(with_layer(raw, 2, **fields)).stack.layers[2].porosity is not None


@pytest.mark.parametrize(
    ("pressed", "message"),
    [
        ({"mass": q(100, "mg")}, "diameter: is missing"),
        ({"mass": q(0, "mg"), "diameter": q(10, "mm")}, "mass: 0 mg must be greater than zero"),
        (
            {"mass": q(100, "mg/cm2"), "diameter": q(10, "mm")},
            "mass: unit 'mg/cm2' measures areal mass, but mass is asked for (use kg, g, mg)",
        ),
    ],
)
def test_that_a_wrong_field_of_a_pellet_is_named(raw: Raw, pressed: Raw, message: str) -> None:
    assert refusals(with_layer(raw, 2, pressed=pressed)) == [f"{SEPARATOR} > pressed > {message}"]


# An areal capacity


HELD = q(2, "mAh/cm2")


def test_that_a_layer_may_be_sized_by_what_it_is_to_hold(raw: Raw) -> None:
    del layer(raw, 1)["loading"]
    held = opened(with_layer(raw, 1, areal_capacity=HELD)).stack.layers[1].areal_capacity
    assert held is not None
    assert held.si == pytest.approx(20.0, rel=1e-12)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"thickness": q(40, "um")}, ["thickness and areal_capacity"]),
        ({"loading": q(10, "mg/cm2")}, ["loading and areal_capacity"]),
        ({"pressed": PRESSED}, ["pressed and areal_capacity"]),
        ({"thickness": q(None, "um")}, ["thickness and areal_capacity"]),
        (
            {"thickness": q(400, "um"), "loading": q(10, "mg/cm2"), "pressed": PRESSED},
            ["thickness and loading", "loading and pressed", "thickness and areal_capacity",
             "loading and areal_capacity", "pressed and areal_capacity"],
        ),
    ],
    ids=["thickness", "loading", "pressed", "unknown thickness", "all"],
)  # fmt: skip
def test_that_an_areal_capacity_stands_alone(raw: Raw, fields: Raw, said: list[str]) -> None:
    del layer(raw, 1)["loading"]
    del layer(raw, 1)["porosity"]
    with_layer(raw, 1, areal_capacity=HELD, **fields)
    assert refusals(raw) == [f"{CATHODE}: " + "; ".join(f"{both} are both given; keep one" for both in said)]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (q(0, "mAh/cm2"), "0 mAh/cm2 must be greater than zero"),
        (q(2, "mAh/cm2", low=0), "0 mAh/cm2 must be greater than zero"),
        (
            q(2, "mAh/g"),
            "unit 'mAh/g' measures specific capacity, but areal capacity is asked for (use Ah/m2, mAh/cm2, uAh/cm2)",
        ),
    ],
    ids=["zero", "from zero", "per gram"],
)
def test_that_a_wrong_areal_capacity_is_named(raw: Raw, value: Raw, message: str) -> None:
    del layer(raw, 1)["loading"]
    assert refusals(with_layer(raw, 1, areal_capacity=value)) == [f"{CATHODE} > areal capacity: {message}"]


# Fields of a layer that exclude or need each other


def test_that_a_layer_has_a_size(raw: Raw) -> None:
    del layer(raw, 2)["thickness"]
    assert refusals(raw) == [
        f"{SEPARATOR}: a layer needs a thickness, a loading, an areal capacity or the mass pressed"
    ]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"loading": q(10, "mg/cm2")}, "thickness and loading are both given; keep one"),
        (
            {"conductivity": q(1, "mS/cm"), "measured_resistance": OHM},
            "conductivity and measured_resistance are both given; keep one",
        ),
        (
            {"conductivity": q(None, "mS/cm"), "measured_resistance": OHM},
            "conductivity and measured_resistance are both given; keep one",
        ),
        (
            {"tortuosity_factor": q(3, "1"), "ionic_exponent": q(2.5, "1")},
            "tortuosity_factor and ionic_exponent are both given; keep one",
        ),
    ],
)
def test_that_of_two_fields_that_say_the_same_one_is_kept(raw: Raw, fields: Raw, message: str) -> None:
    assert refusals(with_layer(raw, 2, **fields)) == [f"{SEPARATOR}: {message}"]


def test_that_rules_of_layers_contacts_and_grains_are_reported_at_once(raw: Raw) -> None:
    pair = {"tortuosity_factor": q(3, "1"), "ionic_exponent": q(2.5, "1")}
    with_layer(raw, 2, pressed=PRESSED, loading=q(10, "mg/cm2"), **pair)
    raw["stack"]["interfaces"] = [{"between": ["electrolyte", "cathode"], "measured": {"resistance": q(48, "Ohm")}}]
    layer(raw, 1)["components"][0]["charge_transfer"] = {"basis": "geometric"}
    pairs = ("thickness and loading", "loading and pressed", "tortuosity_factor and ionic_exponent")
    assert sorted(refusals(raw)) == [
        "stack > interface 1 > measured: needs either an area or a diameter",
        f"{TRANSFER}: needs either an area_resistance or an exchange_current_density",
        f"{SEPARATOR}: " + "; ".join([*(f"{both} are both given; keep one" for both in pairs), POROSITY]),
    ]


# Limits


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("tortuosity_factor", q(0.9, "1"), "0.9 is less than 1"),
        ("tortuosity_factor", q(90, "%"), "90 % is less than 100 %"),
        ("tortuosity_factor", q(1.5, "1", low=0.5), "0.5 is less than 1"),
        ("ionic_exponent", q(0.99, "1"), "0.99 is less than 1"),
        ("ionic_exponent", q(11, "1"), "11 is more than 10"),
        ("double_layer_exponent", q(0, "1"), "0 must be greater than zero"),
        ("double_layer_exponent", q(1.1, "1"), "1.1 is more than 1"),
        ("porosity", q(1, "1"), "1 is more than 0.99"),
    ],
)
def test_that_a_limit_of_a_layer_is_named(raw: Raw, field: str, value: Raw, message: str) -> None:
    assert refusals(with_layer(raw, 1, **{field: value})) == [f"{CATHODE} > {field.replace('_', ' ')}: {message}"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("coverage", q(0, "%"), "0 % must be greater than zero"),
        ("coverage", q(0.5, "1", low=0), "0 must be greater than zero"),
        ("coverage", q(1.1, "1"), "1.1 is more than 1"),
        ("first_cycle_efficiency", q(1.1, "1"), "1.1 is more than 1"),
        ("ion_content", q(0, "1"), "0 must be greater than zero"),
    ],
)
def test_that_a_limit_of_a_component_is_named(raw: Raw, field: str, value: Raw, message: str) -> None:
    layer(raw, 1)["components"][0][field] = value
    place = f"{CATHODE} > component 1 (lco) > {field.replace('_', ' ')}"
    assert refusals(raw) == [f"{place}: {message}"]


@pytest.mark.parametrize("field", ["tortuosity_factor", "ionic_exponent", "double_layer_exponent"])
def test_that_one_is_within_the_limits_of_factors_and_exponents(raw: Raw, field: str) -> None:
    held = getattr(opened(with_layer(raw, 1, **{field: q(1, "1")})).stack.layers[1], field)
    assert held.si == 1.0


# Ranges, conditions, body


def test_that_a_distribution_is_one_of_three(raw: Raw) -> None:
    for kind in ("lognormal", "normal", "uniform"):
        thickness = q(30, "um", low=25, high=40, distribution=kind)
        held = opened(with_layer(raw, 2, thickness=thickness)).stack.layers[2].thickness
        assert held is not None
        assert held.distribution == kind
    layer(raw, 2)["thickness"]["distribution"] = "triangular"
    choices = "use one of 'lognormal', 'normal' or 'uniform'"
    assert refusals(raw) == [f"{SEPARATOR} > thickness > distribution: 'triangular' is not allowed; {choices}"]


@pytest.mark.parametrize(
    ("place", "field", "value", "message"),
    [
        ("conditions", "age", q(-1, "h"), "-1 h is negative"),
        ("conditions", "cycles", q(0, "cycles"), "0 cycles must be greater than zero"),
        ("conditions", "cycles", q(-5, "cycles"), "-5 cycles must be greater than zero"),
        ("conditions", "cycles", q(5, "1"), "unit '1' measures fraction, but count is asked for (use cycles)"),
        ("conditions", "coulombic_efficiency", q(101, "%"), "101 % is more than 100 %"),
        ("conditions", "coulombic_efficiency", q(-1, "%"), "-1 % is negative"),
        ("conditions", "dew_point", q(-300, "degC"), "-300 degC must be greater than absolute zero"),
        (
            "conditions", "dew_point", q(5, "%"),
            "unit '%' measures fraction, but temperature is asked for (use K, degC)",
        ),
        ("conditions", "fabrication_temperature", q(3001, "K"), "3001 K is more than 3000 K"),
        ("format", "seal_width", q(0, "mm"), "0 mm must be greater than zero"),
        ("format", "hardware_mass", q(-1, "g"), "-1 g is negative"),
        (
            "format", "hardware_volume", q(1, "cm2"),
            "unit 'cm2' measures area, but volume is asked for (use m3, cm3)",
        ),
    ],
)  # fmt: skip
def test_that_a_wrong_field_of_conditions_or_body_is_named(
    raw: Raw, place: str, field: str, value: Raw, message: str
) -> None:
    raw["stack"][place][field] = value
    assert refusals(raw) == [f"stack > {place} > {field.replace('_', ' ')}: {message}"]


def test_that_a_solvent_is_one_of_four_or_not_said(raw: Raw) -> None:
    assert opened(raw).stack.conditions.solvent is None
    for kind in ("none", "non-polar", "polar", "water"):
        raw["stack"]["conditions"]["solvent"] = kind
        assert opened(raw).stack.conditions.solvent == kind
    raw["stack"]["conditions"]["solvent"] = "xylene"
    assert refusals(raw) == [
        "stack > conditions > solvent: 'xylene' is not allowed; use one of 'none', 'non-polar', 'polar' or 'water'"
    ]


def test_that_a_convention_has_its_choices_and_a_default(raw: Raw) -> None:
    assert opened(raw).stack.conventions == Conventions(collectors="as built", volume="as built", capacity="practical")
    raw["stack"]["conventions"] = {"collectors": "half"}
    assert refusals(raw) == [
        "stack > conventions > collectors: 'half' is not allowed; use one of 'as built', 'full' or 'none'"
    ]


def test_that_a_critical_current_says_what_counts_as_failure() -> None:
    raw = {"value": q(0.5, "mA/cm2"), "direction": "stripping", "temperature": q(80, "degC"), "pressure": q(1, "MPa")}
    nothing, problems = validate(CriticalCurrent, raw)
    assert nothing is None
    assert [str(problem) for problem in problems] == ["criterion: is missing"]
    held, problems = validate(CriticalCurrent, raw | {"criterion": "short circuit"})
    assert problems == []
    assert held is not None
    assert (held.value.si, held.direction) == (5.0, "stripping")


# The sides of a pouch


TOGETHER = "stack > format: width and height come together; give both or neither"


def with_sides(raw: Raw, **fields: Any) -> Raw:
    raw["stack"]["format"].update({"kind": "pouch", "area": q(45, "cm2"), **fields})
    return raw


@pytest.mark.parametrize("kind", ["pouch", "pellet"])
@pytest.mark.parametrize("side", ["width", "height"])
def test_that_width_and_height_come_together(raw: Raw, kind: str, side: str) -> None:
    assert refusals(with_sides(raw, kind=kind, **{side: q(5, "cm")})) == [TOGETHER]


def test_that_the_sides_of_a_pouch_give_its_area(raw: Raw) -> None:
    assert refusals(with_sides(raw, width=q(5, "cm"), height=q(80, "mm"))) == [
        "stack > format: width x height is 5 cm x 80 mm = 40 cm2, but the area is 45 cm2; they may differ by 1 %"
    ]


@pytest.mark.parametrize(("area", "fits"), [(40.0, True), (40.4, True), (39.61, True), (40.5, False), (39.5, False)])
def test_that_the_sides_of_a_pouch_may_miss_its_area_by_one_percent(raw: Raw, area: float, fits: bool) -> None:
    with_sides(raw, area=q(area, "cm2"), width=q(5, "cm"), height=q(80, "mm"))
    if fits:
        assert opened(raw).stack.format.width is not None
    else:
        (message,) = refusals(raw)
        assert message.endswith(f"= 40 cm2, but the area is {area} cm2; they may differ by 1 %")


@pytest.mark.parametrize(
    "fields",
    [{"kind": "coin"}, {"width": q(None, "cm")}, {"height": q(None, "cm")}, {"area": q(None, "cm2")}],
    ids=["no pouch", "width unknown", "height unknown", "area unknown"],
)
def test_that_sides_are_compared_in_a_pouch_and_where_all_are_known(raw: Raw, fields: Raw) -> None:
    assert opened(with_sides(raw, **{"width": q(5, "cm"), "height": q(80, "mm"), **fields})).stack.format is not None
