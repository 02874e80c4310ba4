"""Every kernel is reachable from a design file: all designs at hand, worked out, call each of them at least once."""

import importlib
import inspect
import json
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import numpy as np
from tests.reference import traced_designs as made_up

import cellbuilder
from cellbuilder import assess
from cellbuilder.domain.design import SCHEMA_VERSION, Design
from cellbuilder.engine import kernels
from cellbuilder.engine.kernels import rate
from cellbuilder.explore import rates
from cellbuilder.io import codec

ROOT = Path(__file__).resolve().parents[2]


def public_kernels() -> dict[CodeType, str]:
    """The code of every public function of engine/kernels, with its name."""
    found = {}
    for info in pkgutil.iter_modules(kernels.__path__, f"{kernels.__name__}."):
        for name, entry in vars(importlib.import_module(info.name)).items():
            if inspect.isfunction(entry) and entry.__module__ == info.name and not name.startswith("_"):
                found[entry.__code__] = f"{info.name.rpartition('.')[2]}.{name}"
    return found


KERNELS = public_kernels()


def called_in(work: Callable[[], object]) -> set[str]:
    """The public kernels that were called while ``work`` ran."""
    found: set[str] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code in KERNELS:
            found.add(KERNELS[frame.f_code])

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return found


def saved(design: Design) -> bytes:
    """What a file of the design holds."""
    return codec.dumps(design.model_copy(update={"schema_version": SCHEMA_VERSION})).encode()


def depressed() -> Design:
    """A porous electrode whose double layer has an exponent."""
    raw = json.loads(saved(made_up.pouch()))
    cathode = next(layer for layer in raw["stack"]["layers"] if layer["role"] == "cathode")
    cathode["double_layer_exponent"] = {"value": 0.9, "unit": "1", "kind": "assumption"}
    return codec.loads(json.dumps(raw).encode(), "depressed")


def lithium_from_the_alloy() -> Design:
    """A cathode that is built without lithium, and Li-In that brings it."""
    stack = made_up.alloy().stack
    cathode = next(layer for layer in made_up.halved().stack.layers if layer.role == "cathode")
    layers = (cathode if layer.role == "cathode" else layer for layer in stack.layers)
    return made_up.assembled(
        "lithium from the alloy", *layers, conditions=stack.conditions, cutoffs=stack.cutoffs, format=stack.format
    )


def designs() -> Iterator[Design]:
    """Every model and published cell, and designs that together use every field, read from what is saved of them."""
    for path in sorted((ROOT / "presets" / "models").glob("*.json")):
        yield cellbuilder.from_model(path.stem)
    for path in sorted((ROOT / "presets" / "cells").glob("*.json")):
        yield cellbuilder.from_cell(path.stem)
    for make in (*made_up.ALL.values(), depressed, lithium_from_the_alloy):
        yield codec.loads(saved(make()), make.__name__)


def work_out(design: Design) -> None:
    """All numbers of a design: its calculation, discharges at several currents, and its impedance."""
    cell = assess.cell_of(design, cellbuilder.evidence())
    rates.rates(cell, [0.1, 1.0])
    if not isinstance(cell.discharge, str):
        rates.curves(cell.discharge, np.array([1.0, 10.0]), 5)
    cellbuilder.impedance(design, [0.01, 1e3])


def test_that_every_kernel_is_reached_from_a_design() -> None:
    at_hand = list(designs())
    assert len(at_hand) > 100
    reached = called_in(lambda: [work_out(design) for design in at_hand])
    assert sorted(set(KERNELS.values()) - reached) == []


def test_that_the_search_knows_the_kernels_and_tells_which_were_called() -> None:
    assert len(KERNELS) == len(set(KERNELS.values())) >= 50
    assert {"composite.nu", "rate.ragone", "transport.conductivity_at"} <= set(KERNELS.values())
    assert called_in(lambda: None) == set()
    assert called_in(lambda: rate.voltage_drop(1.0, 2.0)) == {"rate.voltage_drop"}
