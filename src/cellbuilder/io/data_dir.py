"""The one place that knows where the bundled folders are: in a checkout, a wheel or a frozen bundle."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Literal

Folder = Literal["presets", "resources"]


@cache
def data_dir(folder: Folder) -> Path:
    """Return the folder ``presets`` or ``resources`` of this installation.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent.parent
    places = [package / "_data" / folder, package.parent.parent / folder]
    frozen_root = getattr(sys, "_MEIPASS", None)
    if frozen_root is not None:
        places.insert(0, Path(frozen_root) / folder)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the folder '{folder}' of cellbuilder is missing; install cellbuilder again")
