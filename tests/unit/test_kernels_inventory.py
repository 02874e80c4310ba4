"""Capacities, metal and ion inventory against numbers worked out by hand."""

import numpy as np
import pytest

from cellbuilder.engine.kernels import inventory

LI, NA, IN, OXYGEN = 6.94e-3, 22.990e-3, 114.82e-3, 15.999e-3
"""Abridged standard atomic weights (IUPAC) in kg/mol, as in domain/formula.py."""
LICOO2 = LI + 58.933e-3 + 2 * OXYGEN
LIFEPO4 = LI + 55.845e-3 + 30.974e-3 + 4 * OXYGEN
NCM811 = LI + 0.8 * 58.693e-3 + 0.1 * 58.933e-3 + 0.1 * 54.938e-3 + 2 * OXYGEN


@pytest.mark.parametrize(
    ("molar_mass", "electrons", "ah_per_kg", "half_a_digit"),
    [
        (LICOO2, 1, 273.845, 5e-4),
        (LIFEPO4, 1, 169.893, 5e-4),
        (NCM811, 1, 275.510, 5e-4),
        (LI, 1, 3861.88, 5e-3),
        (NA, 1, 1165.79, 5e-3),
        (6 * 12.011e-3, 1, 371.90, 5e-3),
        (28.085e-3, 15 / 4, 3578.62, 5e-3),
        (118.71e-3, 15 / 4, 846.65, 5e-3),
    ],
)
def test_that_theoretical_capacities_are_those_of_the_formula(
    molar_mass: float, electrons: float, ah_per_kg: float, half_a_digit: float
) -> None:
    assert abs(inventory.theoretical_capacity(molar_mass, electrons) - ah_per_kg) <= half_a_digit


def test_that_lithium_counted_twice_lowers_the_energy_of_lithium_iron_phosphate() -> None:
    """3.45 V: 586.13 Wh/kg of LiFePO4, 561.43 with one more lithium per formula."""
    energy = inventory.theoretical_capacity(LIFEPO4, 1) * 3.45
    assert energy == pytest.approx(586.13, abs=5e-3)
    assert energy * LIFEPO4 / (LIFEPO4 + LI) == pytest.approx(561.43, abs=5e-3)


def test_that_lithium_counted_twice_lowers_the_energy_of_ncm() -> None:
    """3.80 V at 200 mAh/g: 760.0 Wh/kg of active material, 722.6 with the lithium of one more charge; ideal 1046.9."""
    extra = 200.0 / inventory.theoretical_capacity(LI, 1)
    assert 200.0 * 3.80 / (1.0 + extra) == pytest.approx(722.6, abs=0.05)
    assert inventory.theoretical_capacity(NCM811, 1) * 3.80 == pytest.approx(1046.9, abs=0.05)


def test_that_a_milliampere_hour_of_metal_has_its_thickness() -> None:
    lithium, sodium = (inventory.theoretical_capacity(mass, 1) for mass in (LI, NA))
    assert inventory.metal_thickness(10.0, 534.0, lithium) * 1e6 == pytest.approx(4.849, abs=5e-4)
    assert inventory.metal_thickness(10.0, 968.0, sodium) * 1e6 == pytest.approx(8.861, abs=5e-4)
    assert inventory.metal_thickness(50.0, 534.0, lithium) * 1e6 == pytest.approx(24.2, abs=0.05)


def test_that_n_to_p_is_the_anode_over_the_cathode() -> None:
    assert inventory.n_to_p(55.0, 50.0) == pytest.approx(1.1, rel=1e-14)


def test_that_the_first_cycle_is_paid_by_the_cathode() -> None:
    """Hard carbon of 300 at 80 % loses 75 of the cathode's 100/0.9 first charge."""
    assert inventory.irreversible_capacity(300.0, 0.8) == pytest.approx(75.0, rel=1e-12)
    assert inventory.first_charge_capacity(100.0, 0.9) == pytest.approx(111.1111111, rel=1e-9)


def test_that_an_efficiency_of_one_loses_nothing() -> None:
    assert inventory.irreversible_capacity(300.0, 1.0) == 0.0
    assert inventory.first_charge_capacity(300.0, 1.0) == 300.0


def test_that_the_plateau_of_lithium_in_indium_ends_before_one_to_one() -> None:
    """x = 0.45 to 0.47 is Li/In = 0.82 to 0.89 or 191 to 207 of the 233.4 mAh/g; 220.1 per alloy InLi."""
    x = np.array([0.45, 0.47, 0.5])
    ends = x / (1.0 - x)
    assert ends == pytest.approx([0.818182, 0.886792, 1.0], abs=5e-7)
    assert inventory.plateau_capacity(ends, IN) == pytest.approx([191.0, 207.0, 233.4], abs=0.05)
    assert inventory.alloy_capacity(1.0, IN, LI) == pytest.approx(220.1, abs=0.05)


def test_that_lithium_already_in_the_alloy_is_taken_off_the_plateau() -> None:
    left = inventory.plateau_capacity(0.85, IN, [0.0, 0.5, 0.85, 1.0])
    whole = float(inventory.theoretical_capacity(IN, 0.85))
    assert left == pytest.approx([whole, whole * 0.35 / 0.85, 0.0, 0.0], rel=1e-12, abs=1e-12)


def test_that_lithiated_alloys_hold_less_per_mass_than_their_element() -> None:
    assert inventory.alloy_capacity(15 / 4, 28.085e-3, LI) == pytest.approx(1857, abs=0.5)
    assert inventory.alloy_capacity(15 / 4, 118.71e-3, NA) == pytest.approx(490.5, abs=0.05)


def test_that_a_stack_grows_by_the_metal_less_what_the_cathode_shrinks() -> None:
    """5 mAh/cm2 of lithium is 24.245 um; 100 um with half NCM that shrinks 5 % gives back 2.5 um."""
    plated = inventory.metal_thickness(50.0, 534.0, inventory.theoretical_capacity(LI, 1))
    cathode = inventory.host_thickness_change(100e-6, 0.5, -0.05)
    assert plated * 1e6 == pytest.approx(24.245, abs=5e-4)
    assert cathode == pytest.approx(-2.5e-6, rel=1e-12)


def test_that_half_the_charge_is_half_the_swelling() -> None:
    assert inventory.host_thickness_change(100e-6, 0.5, 2.8, 0.5) == pytest.approx(70e-6, rel=1e-12)


def test_that_inventories_broadcast_over_arrays() -> None:
    efficiency = np.array([[0.8], [0.5]])
    capacity = np.array([100.0, 95.0, 70.0])
    assert inventory.irreversible_capacity(capacity, efficiency) == pytest.approx(
        np.array([[25.0, 23.75, 17.5], [100.0, 95.0, 70.0]]), rel=1e-12
    )
