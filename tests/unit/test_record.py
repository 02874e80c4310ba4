"""Small value objects: equal, hashed and shown by their values."""

from dataclasses import field, replace

import pytest

from cellbuilder.domain.base import record


@record
class Spot:
    x: float
    y: float = 0.0
    tags: tuple[str, ...] = ()


@record
class Other:
    x: float
    y: float = 0.0
    tags: tuple[str, ...] = ()


@record
class Holder:
    items: list[int] = field(default_factory=list)


def test_that_records_are_equal_and_hash_alike_by_their_values_within_a_class() -> None:
    assert Spot(1, 2) == Spot(1.0, 2.0)
    assert hash(Spot(1, 2)) == hash(Spot(1.0, 2.0))
    assert Spot(1, 2) != Spot(1, 3)
    assert Spot(1, 2) != Other(1, 2)
    assert len({Spot(1), Spot(1), Spot(2), Other(1)}) == 3


def test_that_a_record_is_shown_and_replaced_as_any_dataclass() -> None:
    assert repr(replace(Spot(1, tags=("a",)), y=3)) == "Spot(x=1, y=3, tags=('a',))"


def test_that_a_record_that_holds_a_list_cannot_be_a_key() -> None:
    assert Holder().items is not Holder().items
    with pytest.raises(TypeError, match="unhashable"):
        hash(Holder())
