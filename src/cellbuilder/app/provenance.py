"""Which inputs of a stack are the paper's and which are assumed: read off the values themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Layer, Stack


@dataclass(frozen=True, slots=True)
class StackInput:
    """One quantity of a stack with the place a person would look for it."""

    place: str
    quantity: Quantity

    @property
    def from_source(self) -> bool:
        """Whether the value is a source's, not ours."""
        return self.quantity.source is not None and self.quantity.kind not in ("assumption", "estimate")


def stack_inputs(stack: Stack) -> tuple[StackInput, ...]:
    """List every quantity of a stack, in order."""
    return tuple(_walk(stack, ""))


def _walk(value: BaseModel, place: str) -> Iterator[StackInput]:
    for name in type(value).model_fields:
        child = getattr(value, name)
        here = f"{place} > {name.replace('_', ' ')}".removeprefix(" > ")
        if isinstance(child, Quantity):
            yield StackInput(here, child)
        elif isinstance(child, BaseModel):
            yield from _walk(child, here)
        elif isinstance(child, tuple):
            for item in child:
                if isinstance(item, BaseModel):
                    yield from _walk(item, _label(item, place))


def _label(item: BaseModel, place: str) -> str:
    if isinstance(item, Layer):
        return item.id
    name = getattr(item, "material", None) or " | ".join(getattr(item, "between", ()))
    return f"{place} > {name}".removeprefix(" > ")
