"""How long an edit takes to show, as a ratio to reading the same design from its file."""

import json

import cellbuilder
from cellbuilder.io import codec

CELL = "t8-38"


def test_full_evaluation(benchmark):
    design = cellbuilder.from_cell(CELL)
    benchmark.group = "one design"
    assert benchmark(cellbuilder.evaluate, design).figures.capacity.value is not None


def test_reading_the_design_file(benchmark):
    content = codec.dumps(cellbuilder.from_cell(CELL)).encode()
    benchmark.group = "one design"
    assert benchmark(codec.loads, content).stack.layers


def test_parsing_the_same_bytes_as_plain_json(benchmark):
    content = codec.dumps(cellbuilder.from_cell(CELL))
    benchmark.group = "one design"
    assert benchmark(json.loads, content)["schema"] == "cellbuilder-design"
