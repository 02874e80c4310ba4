"""What a person asks of the library in one line, and what is found."""

from functools import cache

import pytest

import cellbuilder
from cellbuilder.app.library import index as library_index
from cellbuilder.app.library.index import PROPERTIES, Item
from cellbuilder.app.library.search import found, parse, with_bounds, with_facet
from cellbuilder.app.workspace import Workspace


@cache
def items() -> tuple[Item, ...]:
    workspace = Workspace(cellbuilder.library())
    library = workspace.library
    return (
        *map(library_index.of_model, library.models()),
        *map(library_index.of_cell, library.cells()),
        *(library_index.in_library(entry, workspace.evidence) for entry in library.materials()),
    )


def keys(text: str) -> set[str]:
    query = parse(text)
    assert query.problems == ()
    return {item.key for item in found(query, items())}


def numbers(text: str, name: str) -> list[float]:
    """The values in SI of what a query finds."""
    spans = [item.values[name] for item in found(parse(text), items())]
    return [span.value for entry in spans for span in entry if span.value is not None]


def test_that_words_are_found_anywhere_and_all_must_occur() -> None:
    assert "t7-09" in keys("tis2 B24H23")
    assert keys("no such thing") == set()
    assert keys("") == {item.key for item in items()}


def test_that_an_ion_or_element_is_more_than_letters() -> None:
    assert {item.ion for item in found(parse("Na"), items()) if item.kind == "model"} == {"Na"}
    chlorine = [item for item in found(parse("Cl"), items()) if item.kind == "material"]
    assert chlorine
    assert all("Cl" in item.elements for item in chlorine)


def test_that_a_letter_finds_the_model_and_its_cells() -> None:
    assert {"T", "t8-37"} <= keys("T")
    assert all(item.model == "T" or "T" in item.elements for item in found(parse("T"), items()))


@pytest.mark.parametrize("text", ["Li6PS5Cl formula:li6ps5cl", "Li₆PS₅Cl is:material family:argyrodite", "ClPS5Li6"])
def test_that_each_spelling_of_a_formula_finds_it(text: str) -> None:
    assert "li6ps5cl" in keys(text)


def test_that_facets_narrow_down() -> None:
    assert {item.ion for item in found(parse("ion:Na"), items())} == {"Na"}
    assert all("halide" in item.classes for item in found(parse("class:hal"), items()))
    assert keys("class:sulfide,halide is:model") == keys("class:sulfide is:model") | keys("class:halide is:model")
    assert keys('category:"cathode active material"') == keys("category:cathode")
    assert keys("ref:2") == {item.key for item in items() if item.ref == "2"}
    assert keys("-class:oxide is:model").isdisjoint(keys("class:oxide is:model"))


def test_that_numbers_are_compared_in_their_units() -> None:
    assert min(numbers("conductivity > 1 mS/cm", "conductivity")) > 0.1
    assert max(numbers("density < 2", "density")) < 2000
    assert keys("conductivity > 1 mS/cm") == keys("conductivity > 0,001 S/cm") == keys("1mS/cm < conductivity")
    assert keys("conductivity ≥ 1 mS/cm") == keys("conductivity >= 1 mS/cm") >= keys("σ > 1 mS/cm")
    assert keys("density:1.8..2 g/cm3") == keys("density:1,8..2") == keys("density >= 1.8 density <= 2")
    assert min(numbers("retention > 80 %", "retention")) > 0.8
    assert min(numbers("cycles > 500", "cycles")) > 500


def test_that_windows_of_the_evidence_count() -> None:
    assert keys("window > 4 V") == {"lif"}
    assert keys("oxidation > 4 V") >= keys("window > 4 V")


def test_that_where_only_a_range_is_known_its_nearer_end_counts() -> None:
    entry = Item("material", "x", "x", "x", values={"density": (library_index.Span(None, 1000.0, 3000.0),)})
    assert parse("density > 2").matches(entry)
    assert parse("density < 2").matches(entry)
    assert not parse("density > 4").matches(entry)
    assert parse("density = 2").matches(entry)


def test_that_what_is_not_known_is_neither_small_nor_large() -> None:
    entry = Item("material", "x", "x", "x")
    assert not parse("density > 0").matches(entry)
    assert not parse("density < 100").matches(entry)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("density < 2 V", "unit 'V' measures voltage"),
        ("conductivity >", "A number is missing after conductivity, such as > 1 mS/cm"),
        ("hardness > 3", "“hardness” has no number to compare; use conductivity, activation energy, density"),
        ("conductivty > 3", "did you mean conductivity?"),
        ("class:sulphide", "There is no class “sulphide”; did you mean sulfide?"),
        ("ion:K", "There is no ion “K”; there are Li, Na"),
        ("class:", "A value is missing after “class:”"),
        ("colour:red", "“colour” is nothing to search by; use ion, class"),
        ("> 3", "Say what to compare"),
        ("density:2", "Write density > 1 or density:1..2"),
    ],
)
def test_that_what_is_not_understood_is_explained(text: str, words: str) -> None:
    problems = parse(text).problems
    assert len(problems) == 1
    assert words in problems[0]


def test_that_all_problems_are_named_and_the_rest_is_read() -> None:
    query = parse("sulfide density < 2 V ion:K")
    assert len(query.problems) == 2
    assert [term.text for term in query.terms if hasattr(term, "text")] == ["sulfide"]


@pytest.mark.parametrize("text", ['"', "-", ":", "<", "a:b", "((", "1 <", "< < <", "density:..", "\x00", "=" * 50])
def test_that_no_text_breaks_the_reader(text: str) -> None:
    found(parse(text), items()[:5])


def test_that_a_colon_inside_a_name_is_text() -> None:
    assert keys("(90:5:5)") == {"90li7p3s11-5cai2-5lii"}


def test_that_filters_rewrite_their_part_and_leave_the_rest() -> None:
    text = "density < 2 class:sulfide  NCM"
    assert with_facet(text, "class", "halide") == "density < 2 NCM class:halide"
    assert with_facet(text, "class", "") == "density < 2 NCM"
    assert with_facet("", "category", "cathode active material") == 'category:"cathode active material"'
    assert with_bounds(text, "conductivity", "1 mS/cm", "") == "class:sulfide NCM conductivity >= 1 mS/cm"
    assert with_bounds("density < 2", "density", "1", "3") == "density >= 1 density <= 3"
    assert with_bounds("Li density >= 1 density <= 3", "", "", "") == "Li"


@pytest.mark.parametrize("name", PROPERTIES)
def test_that_filters_read_what_they_write(name: str) -> None:
    query = parse(with_bounds("ion:Na", name, "1", "2"))
    assert query.problems == ()
    assert query.bounds() == (name, "1", "2")
    assert query.facet("ion") == "Na"
