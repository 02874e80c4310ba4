"""One design with nine layers, as after every edit; plain JSON parsing of its file is the unit to compare with."""

import json

import numpy as np
import pytest

from cellbuilder import assess
from cellbuilder.compatibility import checks
from cellbuilder.compatibility.contacts import all_contacts, separations
from cellbuilder.compatibility.memo import Memo
from cellbuilder.engine import cell
from cellbuilder.explore.many import Variants
from cellbuilder.io import codec


@pytest.fixture(autouse=True)
def _group(benchmark):
    benchmark.group = "one design"


def test_everything(benchmark, design, evidence):
    """Numbers with ranges and trace, and the findings."""
    assert benchmark(assess.evaluate, design, evidence).figures.capacity.value is not None


def test_everything_with_every_contact_judged_anew(benchmark, design, evidence):
    """As the first time, or after an edit that changes what touches what."""

    def forget():
        evidence.memo, evidence.stacks = Memo(5000), Memo(100)

    found = benchmark.pedantic(lambda: assess.evaluate(design, evidence), setup=forget, rounds=100, warmup_rounds=3)
    assert found.examined


def test_findings_alone(benchmark, design, evidence):
    """What the findings add to the numbers."""
    touching, apart = all_contacts(design), separations(design)
    made = assess.cell_of(design, evidence)
    figures = cell.figures(made)
    found = benchmark(lambda: checks.review(design, touching, apart, evidence, made, figures))
    assert found.examined


def test_numbers_with_trace(benchmark, design, evidence):
    assert benchmark(lambda: cell.figures(assess.cell_of(design, evidence))).capacity.value is not None


def test_numbers_alone(benchmark, design, evidence):
    assert benchmark(lambda: assess.cell_of(design, evidence).results())["capacity"] is not None


def test_numbers_alone_after_one_value_changed(benchmark, design, evidence):
    """What a slider asks for: the same list of terms with one other thickness, all results."""
    variants = Variants(design, evidence, ["thickness:electrolyte-1"])
    given = {"thickness:electrolyte-1": np.array([25e-6])}
    assert benchmark(variants.run, given)["asr@instantaneous"][0] > 0.0


def test_parsing_its_file_as_plain_json(benchmark, design):
    content = codec.dumps(design)
    assert benchmark(json.loads, content)["schema"] == "cellbuilder-design"
