"""One design with nine layers, as after every edit; plain JSON parsing of its file is the unit to compare with."""

import json

import pytest

from cellbuilder import assess
from cellbuilder.engine import cell
from cellbuilder.io import codec


@pytest.fixture(autouse=True)
def _group(benchmark):
    benchmark.group = "one design"


def test_everything(benchmark, design, evidence):
    """Numbers with ranges and trace, and the findings."""
    assert benchmark(assess.evaluate, design, evidence).figures.capacity.value is not None


def test_numbers_with_trace(benchmark, design, evidence):
    assert benchmark(lambda: cell.figures(assess.cell_of(design, evidence))).capacity.value is not None


def test_numbers_alone(benchmark, design, evidence):
    assert benchmark(lambda: assess.cell_of(design, evidence).results())["capacity"] is not None


def test_parsing_its_file_as_plain_json(benchmark, design):
    content = codec.dumps(design)
    assert benchmark(json.loads, content)["schema"] == "cellbuilder-design"
