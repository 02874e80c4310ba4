import pytest

from cellbuilder.domain import formula
from cellbuilder.domain.formula import FormulaError


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Li", {"Li": 1}),
        ("LiCoO2", {"Li": 1, "Co": 1, "O": 2}),
        ("Li6PS5Cl", {"Li": 6, "P": 1, "S": 5, "Cl": 1}),
        ("Li1.5Al0.5Ge1.5(PO4)3", {"Li": 1.5, "Al": 0.5, "Ge": 1.5, "P": 3, "O": 12}),
        ("Li3(CB11H12)2(CB9H10)", {"Li": 3, "C": 3, "B": 31, "H": 34}),
        ("Na4(CB11H12)2(B12H12)", {"Na": 4, "C": 2, "B": 34, "H": 36}),
        ("Na3B24H23-5Na2B12H12", {"Na": 13, "B": 84, "H": 83}),
        ("Na3B24H23·5Na2B12H12", {"Na": 13, "B": 84, "H": 83}),
        ("0.62[Na2O]-0.38[TaCl5]", {"Na": 1.24, "O": 0.62, "Ta": 0.38, "Cl": 1.9}),
        ("Fe2(MoO4)3", {"Fe": 2, "Mo": 3, "O": 12}),
        ("Na(Ni(CN)2)2", {"Na": 1, "Ni": 2, "C": 4, "N": 4}),
        ("Li.5CoO2", {"Li": 0.5, "Co": 1, "O": 2}),
        ("CoCO", {"Co": 1, "C": 1, "O": 1}),
    ],
)
def test_that_a_formula_is_counted_element_by_element(text: str, counts: dict[str, float]) -> None:
    assert formula.parse(text) == pytest.approx(counts)


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        # From the weights of the elements, added by hand.
        ("H2O", 2 * 1.008 + 15.999),
        ("Li6PS5Cl", 6 * 6.94 + 30.974 + 5 * 32.06 + 35.45),
        ("Na3B24H23-5Na2B12H12", 13 * 22.990 + 84 * 10.81 + 83 * 1.008),
    ],
)
def test_that_the_molar_mass_is_the_sum_of_the_weights(text: str, grams: float) -> None:
    assert formula.molar_mass_g_per_mol(text) == pytest.approx(grams, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the formula is empty"),
        ("Xx2", "'Xx' in 'Xx2' is not an element"),
        ("LiCoO2x", "'x' at character 7 of 'LiCoO2x' is not read"),
        ("li2o", "'l' at character 1 of 'li2o' is not read"),
        ("Li(PO4", "a bracket in 'Li(PO4' is not closed"),
        ("LiPO4)3", "a bracket in 'LiPO4)3' is closed but was never opened"),
        ("Li(PO4]3", "a bracket in 'Li(PO4]3' is closed but was never opened"),
        ("Li-", "a part of 'Li-' is empty"),
        ("5", "a part of '5' is empty"),
        ("Li2.5.1O", "the number .1 in 'Li2.5.1O' follows nothing"),
        ("Li 2", "' ' at character 3 of 'Li 2' is not read"),
        ("Li7-xPS6", "'x' at character 5 of 'Li7-xPS6' is not read"),
        ("²Li", "'²' at character 1 of '²Li' is not read"),
        ("Li٣", "'٣' at character 3 of 'Li٣' is not read"),
        ("Li0CoO2", "'Li0CoO2' holds none of an element that it names"),
        ("()", "'()' holds none of an element that it names"),
        ("(" * 301, "the formula is longer than 300 characters"),
    ],
)
def test_that_a_formula_that_cannot_be_read_is_refused_and_says_where(text: str, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        formula.parse(text)
    assert str(caught.value) == message


def test_that_charges_add_up_with_their_oxidation_states() -> None:
    states = {"Li": 1, "Al": 3, "Ge": 4, "P": 5, "O": -2}
    assert formula.charge("Li1.5Al0.5Ge1.5(PO4)3", states) == pytest.approx(0.0, abs=1e-12)
    assert formula.charge("Li2Al0.5Ge1.5(PO4)3", states) == pytest.approx(0.5)


def test_that_a_charge_needs_every_oxidation_state() -> None:
    with pytest.raises(FormulaError) as caught:
        formula.charge("Li6PS5Cl", {"Li": 1, "S": -2})
    assert str(caught.value) == "no oxidation state is given for Cl, P in Li6PS5Cl"
