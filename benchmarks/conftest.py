"""What the benchmarks share: the nine-layer design, the evidence, and large jobs in a process of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import cellbuilder
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design

HERE = Path(__file__).parent
LOAD = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
"""How busy the machine was before the run."""
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(HERE))  # the tests import the modules next to them


@pytest.fixture(scope="session")
def design() -> Design:
    from nine_layers import nine_layers

    return nine_layers()


@pytest.fixture(scope="session")
def evidence() -> EvidenceBase:
    return cellbuilder.evidence()


@pytest.fixture
def alone() -> Callable[[str, int], dict[str, float]]:
    """Run a job of ``peak.py`` in a process of its own: what it took and needed."""

    def run(job: str, count: int) -> dict[str, float]:
        done = subprocess.run(
            [sys.executable, HERE / "peak.py", job, str(count)], check=True, capture_output=True, text=True
        )
        found: dict[str, float] = json.loads(done.stdout)
        return found

    return run


def pytest_benchmark_update_machine_info(machine_info: dict[str, object]) -> None:
    """Note what the numbers depend on, and how busy the machine was."""
    machine_info["numpy"] = np.__version__
    machine_info["cores"] = os.cpu_count()
    machine_info["load"] = LOAD
