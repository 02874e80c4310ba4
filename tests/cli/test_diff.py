"""``cellbuilder diff``: files, models and cells side by side."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cellbuilder
from cellbuilder.app import edits, present
from cellbuilder.domain.quantity import Quantity
from cellbuilder.io import codec

Run = Callable[..., Any]


def test_that_a_file_is_compared_with_the_model_it_came_from(run: Run, tmp_path: Path) -> None:
    design = cellbuilder.from_model("T")
    thin = edits.set_quantity(design, "electrolyte", "thickness", Quantity(value=50, unit="um"))
    file = tmp_path / "thin.cellbuilder.json"
    codec.save(thin, file)
    done = run("diff", "T", file)
    assert (done.code, done.err) == (0, "")
    rows = [" ".join(line.split()) for line in done.out.splitlines()]
    assert "changed electrolyte (Li3InCl6) thickness 430 µm (260 – 640) 50 µm" in rows
    asr = [cellbuilder.evaluate(entry).figures.resistance.totals[-1] for entry in (design, thin)]
    assert any(row.startswith(f"ASR {present.value(asr[0])}") for row in rows)
    data = run("diff", "T", file, "--json").data
    assert data["files"] == ["T", str(file)]
    assert [entry["field"] for entry in data["changes"]] == ["thickness"]
    assert data["results"][0]["second"]["value"] == asr[1].value
    assert data["results"][0]["difference"] is None
    known = present.number((asr[0].value or 0.0) - (asr[1].value or 0.0))
    note = f"−{known} Ω cm² in what is known: both are at least; the ranges overlap"
    assert data["results"][0]["note"] == note
    assert data["results"][-1]["difference"] == "−380 µm"


def test_that_models_and_cells_are_named_as_in_other_commands(run: Run) -> None:
    done = run("diff", "T", "t8-38")
    assert done.code == 0
    assert "Findings" in done.out
    same = run("diff", "T", "T")
    assert "no difference" in same.out
    assert "Findings" not in same.out


def test_that_what_is_no_design_is_refused(run: Run, tmp_path: Path) -> None:
    done = run("diff", "T", tmp_path / "nowhere.json")
    assert (done.code, done.out) == (2, "")
    assert "nowhere.json cannot be used" in done.err
