"""Run one large job in a process of its own and print how long it took and how much memory it needed, as JSON.

python benchmarks/peak.py many 1000000
python benchmarks/peak.py stream 20000000
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
from nine_layers import nine_layers
from variants import RESULTS, drawn, si_ranges

import cellbuilder
from cellbuilder.explore.many import Variants
from cellbuilder.explore.reduce import Extremes, Histogram, Pareto, stream, uniform_chunks


def many(count: int) -> None:
    """Keep all inputs and all results."""
    cellbuilder.evaluate_many(nine_layers(), drawn(count), RESULTS)


def streamed(count: int) -> None:
    """Keep a histogram, extremes and the variants that no other beats."""
    ranges = si_ranges()
    variants = Variants(nine_layers(), cellbuilder.evidence(), ranges, RESULTS)
    reducers = (
        Histogram("wh_per_kg:stack", np.linspace(0, 600, 121)),
        Extremes("asr@pseudo-steady"),
        Pareto("asr@pseudo-steady", "wh_per_kg:stack"),
    )
    assert stream(variants, uniform_chunks(ranges, count), reducers) == count
    assert reducers[0].counts.sum() == count


JOBS: dict[str, Callable[[int], None]] = {"many": many, "stream": streamed}


def peak() -> int:
    """Return the largest resident memory of this process so far, in bytes.

    On Linux ``ru_maxrss`` counts what the process that started this one had, so the kernel's own record is read.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Run the job that is named."""
    job, count = JOBS[sys.argv[1]], int(sys.argv[2])
    job(1000)  # what is loaded and made once
    before, start = peak(), perf_counter()
    job(count)
    print(json.dumps({"seconds": perf_counter() - start, "before_bytes": before, "peak_bytes": peak()}))


if __name__ == "__main__":
    main()
