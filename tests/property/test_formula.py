import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellbuilder.domain import formula
from cellbuilder.domain.formula import ATOMIC_WEIGHT_G_PER_MOL, FormulaError

ELEMENTS = st.sampled_from(sorted(ATOMIC_WEIGHT_G_PER_MOL))
COUNTS = st.one_of(st.integers(1, 99), st.sampled_from([0.5, 1.5, 0.25, 2.75, 0.05]))
GROUPS = st.lists(st.tuples(ELEMENTS, COUNTS), min_size=1, max_size=6)


def written(group: list[tuple[str, float]]) -> str:
    return "".join(f"{element}{'' if count == 1 else f'{count:g}'}" for element, count in group)


def mass(group: list[tuple[str, float]]) -> float:
    return sum(ATOMIC_WEIGHT_G_PER_MOL[element] * count for element, count in group)


@given(GROUPS, GROUPS, COUNTS, COUNTS)
def test_that_brackets_and_adducts_multiply_what_they_hold(
    first: list[tuple[str, float]], second: list[tuple[str, float]], times: float, parts: float
) -> None:
    text = f"{written(first)}({written(second)}){times:g}-{parts:g}{written(second)}"
    expected = mass(first) + (times + parts) * mass(second)
    assert formula.molar_mass_g_per_mol(text) == pytest.approx(expected, rel=1e-9)


@given(GROUPS)
def test_that_the_order_of_the_elements_does_not_matter(group: list[tuple[str, float]]) -> None:
    assert formula.parse(written(group)) == pytest.approx(formula.parse(written(group[::-1])))


@given(st.one_of(st.text(max_size=40), st.text("LiNaO()[]-·.0123456789", max_size=400)))
def test_that_any_text_is_a_formula_with_mass_or_refused_with_a_reason(text: str) -> None:
    try:
        grams = formula.molar_mass_g_per_mol(text)
    except FormulaError as error:
        assert str(error)  # noqa: PT017 - a refusal is one of two good outcomes
    else:
        assert grams > 0
