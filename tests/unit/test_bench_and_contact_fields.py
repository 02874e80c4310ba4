"""A resistance in ohm, what is known of a contact, and charge transfer: the rules of these fields."""

from typing import Any

import pytest
from tests.raw_designs import Raw, layer, opened, q, refusals, with_layer

CONTACT = "stack > interface 1"
TRANSFER = "stack > layer 2 (cathode) > component 1 (lco) > charge transfer"
SEPARATOR = "stack > layer 3 (electrolyte)"
BARE: Raw = {"resistance": {"value": 48, "unit": "Ohm"}}


def measured(**changes: Any) -> Raw:
    """48 ohm on a 10 mm pellet."""
    return {**BARE, "diameter": q(10, "mm"), **changes}


def with_contact(raw: Raw, **fields: Any) -> Raw:
    raw["stack"]["interfaces"] = [{"between": ["anode-interface-layer", "anode"], **fields}]
    return raw


def with_transfer(raw: Raw, **fields: Any) -> Raw:
    layer(raw, 1)["components"][0]["charge_transfer"] = fields
    return raw


# A resistance in ohm


NO_AREA = "needs either an area or a diameter"
TWO_AREAS = "area and diameter are both given; keep one"
LEADS = "the leads and the pellet together have as much resistance as the whole cell, or more"


@pytest.mark.parametrize(
    ("fields", "message"),
    [(BARE, NO_AREA), (measured(area=q(1, "cm2")), TWO_AREAS)],
    ids=["neither", "both"],
)
def test_that_a_resistance_in_ohm_needs_one_area(raw: Raw, fields: Raw, message: str) -> None:
    assert refusals(with_contact(raw, measured=fields)) == [f"{CONTACT} > measured: {message}"]
    del raw["stack"]["interfaces"]
    assert refusals(with_layer(raw, 2, measured_resistance=fields)) == [f"{SEPARATOR} > measured resistance: {message}"]


@pytest.mark.parametrize("size", [{"area": q(0.785, "cm2")}, {"diameter": q(10, "mm")}], ids=["area", "diameter"])
def test_that_either_area_will_do(raw: Raw, size: Raw) -> None:
    contact = opened(with_contact(raw, measured={**BARE, **size})).stack.interfaces[0]
    assert contact.measured is not None
    assert contact.measured.resistance.si == 48.0
    assert contact.measured.interfaces == 1


@pytest.mark.parametrize(
    "parts",
    [
        {"lead_resistance": q(50, "Ohm")},
        {"lead_resistance": q(48, "Ohm")},
        {"pellet_resistance": q(0.05, "kOhm")},
        {"lead_resistance": q(600, "mOhm"), "pellet_resistance": q(47.5, "Ohm")},
    ],
    ids=["leads above", "leads equal", "pellet", "only together"],
)
def test_that_leads_and_pellet_stay_below_the_whole(raw: Raw, parts: Raw) -> None:
    assert refusals(with_contact(raw, measured=measured(**parts))) == [f"{CONTACT} > measured: {LEADS}"]


def test_that_parts_below_the_whole_are_taken_whatever_their_unit(raw: Raw) -> None:
    parts = {"lead_resistance": q(600, "mOhm"), "pellet_resistance": q(0.0473, "kOhm")}
    assert opened(with_contact(raw, measured=measured(**parts))).stack.interfaces[0].measured is not None


@pytest.mark.parametrize("parts", [{}, {"lead_resistance": q(0.6, "Ohm")}], ids=["alone", "with leads"])
def test_that_a_measured_resistance_of_zero_is_refused_as_such(raw: Raw, parts: Raw) -> None:
    fields = measured(resistance=q(0, "Ohm"), **parts)
    message = "a measured resistance must be greater than zero"
    assert refusals(with_contact(raw, measured=fields)) == [f"{CONTACT} > measured: {message}"]


def test_that_an_unknown_resistance_is_not_compared_with_its_leads(raw: Raw) -> None:
    fields = measured(resistance=q(None, "Ohm"), lead_resistance=q(0.6, "Ohm"))
    contact = opened(with_contact(raw, measured=fields)).stack.interfaces[0]
    assert contact.measured is not None
    assert contact.measured.resistance.value is None


@pytest.mark.parametrize(
    ("count", "shown"), [(3, "3"), (0, "0"), (True, "true"), (2.0, "2.0"), (1.0, "1.0"), ("2", "'2'"), (None, "None")]
)
def test_that_a_cell_has_one_contact_or_two_as_a_whole_number(raw: Raw, count: Any, shown: str) -> None:
    assert refusals(with_contact(raw, measured=measured(interfaces=count))) == [
        f"{CONTACT} > measured > interfaces: {shown} is not allowed; use one of 1 or 2"
    ]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"pellet_resistance": q(35.4, "Ohm")}, "pellet_resistance belongs to a contact; leave it out"),
        ({"interfaces": 2}, "interfaces belong to a contact; leave them out"),
        (
            {"pellet_resistance": q(35.4, "Ohm"), "interfaces": 2},
            "pellet_resistance belongs to a contact; leave it out; interfaces belong to a contact; leave them out",
        ),
    ],
)
def test_that_a_layer_has_no_contacts_to_take_off(raw: Raw, fields: Raw, message: str) -> None:
    assert refusals(with_layer(raw, 2, measured_resistance=measured(**fields))) == [
        f"{SEPARATOR} > measured resistance: {message}"
    ]


def test_that_the_leads_of_a_measured_layer_are_taken_off(raw: Raw) -> None:
    fields = measured(lead_resistance=q(0.6, "Ohm"), interfaces=1)
    held = opened(with_layer(raw, 2, measured_resistance=fields)).stack.layers[2].measured_resistance
    assert held is not None
    assert held.lead_resistance is not None
    assert held.lead_resistance.si == pytest.approx(0.6, rel=1e-12)


# A contact


GROWTH_UNIT = (
    "growth: unit 'Ohm cm2' measures area resistance, but resistance growth is asked for "
    "(use Ohm m2/s^0.5, Ohm cm2/h^0.5)"
)


@pytest.mark.parametrize("value", [9, None])
def test_that_a_contact_has_one_resistance(raw: Raw, value: float | None) -> None:
    fields = {"area_resistance": q(value, "Ohm cm2"), "measured": measured()}
    assert refusals(with_contact(raw, **fields)) == [
        f"{CONTACT}: area_resistance and measured are both given; keep one"
    ]


def test_that_a_contact_may_have_no_resistance_at_all(raw: Raw) -> None:
    contact = opened(with_contact(raw, behaviour="mixed-conducting")).stack.interfaces[0]
    assert (contact.area_resistance, contact.measured, contact.behaviour) == (None, None, "mixed-conducting")


def test_that_an_interphase_needs_no_conductivity(raw: Raw) -> None:
    fields = {"thickness": q(20, "nm"), "after": q(25, "h")}
    contact = opened(with_contact(raw, interphase=fields, growth=q(1, "Ohm cm2/h^0.5"))).stack.interfaces[0]
    assert contact.interphase is not None
    assert contact.interphase.thickness.si == pytest.approx(20e-9, rel=1e-12)
    assert contact.interphase.after.si == pytest.approx(90_000, rel=1e-12)
    assert contact.interphase.conductivity is None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"behaviour": "passive"},
            "behaviour: 'passive' is not allowed; use one of 'stable', 'SEI' or 'mixed-conducting'",
        ),
        (
            {"growth": q(1, "Ohm cm2")},
            GROWTH_UNIT,
        ),
        ({"growth": q(-1, "Ohm cm2/h^0.5")}, "growth: -1 Ohm cm2/h^0.5 is negative"),
        ({"interphase": {"thickness": q(20, "nm")}}, "interphase > after: is missing"),
        ({"interphase": {"after": q(25, "h")}}, "interphase > thickness: is missing"),
        (
            {"interphase": {"thickness": q(20, "nm"), "after": q(0, "h")}},
            "interphase > after: 0 h must be greater than zero",
        ),
        (
            {"interphase": {"thickness": q(0, "nm"), "after": q(25, "h")}},
            "interphase > thickness: 0 nm must be greater than zero",
        ),
        (
            {"interphase": {"thickness": q(20, "nm"), "after": q(25, "h"), "conductivity": q(0, "S/cm")}},
            "interphase > conductivity: 0 S/cm must be greater than zero",
        ),
        ({"temperature": q(-300, "degC")}, "temperature: -300 degC must be greater than absolute zero"),
        ({"activation_energy": q(-0.4, "eV")}, "activation energy: -0.4 eV is negative"),
        ({"capacitance": q(0, "uF/cm2")}, "capacitance: 0 uF/cm2 must be greater than zero"),
        ({"capacitance_exponent": q(110, "%")}, "capacitance exponent: 110 % is more than 100 %"),
        ({"capacitance_exponent": q(0, "1")}, "capacitance exponent: 0 must be greater than zero"),
        ({"capacitance_exponent": q(1.1, "1")}, "capacitance exponent: 1.1 is more than 1"),
        ({"area_gain": q(0, "%")}, "area gain: 0 % is less than 100 %"),
        ({"area_gain": q(0.9, "1")}, "area gain: 0.9 is less than 1"),
        ({"area_gain": q(1.4, "1", low=0.8)}, "area gain: 0.8 is less than 1"),
        ({"spots": {"radius": q(10, "um")}}, "spots > per area: is missing"),
        (
            {"spots": {"radius": q(10, "um"), "per_area": q(0, "1/mm2")}},
            "spots > per area: 0 1/mm2 must be greater than zero",
        ),
        ({"pressure_law": {"exponent": q(-1, "1")}}, "pressure law > pressure: is missing"),
        (
            {"pressure_law": {"exponent": q(-1, "1"), "pressure": q(-5, "MPa")}},
            "pressure law > pressure: -5 MPa must be greater than zero",
        ),
        (
            {"pressure_law": {"exponent": q(-1, "1"), "pressure": q(0, "MPa")}},
            "pressure law > pressure: 0 MPa must be greater than zero",
        ),
        (
            {"pressure_law": {"exponent": q(-11, "1"), "pressure": q(5, "MPa")}},
            "pressure law > exponent: -11 is less than -10",
        ),
    ],
)
def test_that_a_wrong_field_of_a_contact_is_named_with_its_place_and_reason(
    raw: Raw, fields: Raw, message: str
) -> None:
    assert refusals(with_contact(raw, **fields)) == [f"{CONTACT} > {message}"]


# Charge transfer


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"basis": "geometric"}, "needs either an area_resistance or an exchange_current_density"),
        (
            {"area_resistance": q(20, "Ohm cm2"), "exchange_current_density": q(1, "mA/cm2")},
            "area_resistance and exchange_current_density are both given; keep one",
        ),
        (
            {"area_resistance": q(None, "Ohm cm2"), "exchange_current_density": q(None, "mA/cm2")},
            "area_resistance and exchange_current_density are both given; keep one",
        ),
    ],
    ids=["neither", "both", "both unknown"],
)
def test_that_charge_transfer_has_one_value(raw: Raw, fields: Raw, message: str) -> None:
    assert refusals(with_transfer(raw, **fields)) == [f"{TRANSFER}: {message}"]


def test_that_an_unknown_exchange_current_is_taken_as_unknown(raw: Raw) -> None:
    design = opened(with_transfer(raw, exchange_current_density=q(None, "mA/cm2")))
    transfer = design.stack.layers[1].components[0].charge_transfer
    assert transfer is not None
    assert transfer.exchange_current_density is not None
    assert transfer.exchange_current_density.value is None


@pytest.mark.parametrize(
    ("current", "shown"),
    [
        (q(0, "mA/cm2"), "0 mA/cm2"),
        (q(-1, "mA/cm2"), "-1 mA/cm2"),
        (q(1, "mA/cm2", low=0), "0 mA/cm2"),
        (q(None, "uA/cm2", low=0, high=5), "0 uA/cm2"),
    ],
    ids=["zero", "negative", "from zero", "unknown from zero"],
)
def test_that_an_exchange_current_is_greater_than_zero_all_through_its_range(
    raw: Raw, current: Raw, shown: str
) -> None:
    assert refusals(with_transfer(raw, exchange_current_density=current)) == [
        f"{TRANSFER} > exchange current density: {shown} must be greater than zero"
    ]


def test_that_the_area_of_a_charge_transfer_is_unknown_until_it_is_said(raw: Raw) -> None:
    design = opened(with_transfer(raw, area_resistance=q(20, "Ohm cm2")))
    transfer = design.stack.layers[1].components[0].charge_transfer
    assert transfer is not None
    assert transfer.basis == "unknown"
    layer(raw, 1)["components"][0]["charge_transfer"]["basis"] = "area"
    assert refusals(raw) == [
        f"{TRANSFER} > basis: 'area' is not allowed; use one of 'geometric', 'true contact' or 'unknown'"
    ]
