"""Write the index of the bundled library, after a change of its files: ``python docs/make_index.py``."""

from __future__ import annotations

from cellbuilder.io import index
from cellbuilder.io.data_dir import data_dir
from cellbuilder.io.library import Library


def made() -> str:
    """Return the index as it should be now."""
    return index.written(Library(data_dir("presets")))


if __name__ == "__main__":
    path = data_dir("presets") / index.FILE
    path.write_text(made(), encoding="utf-8")
    print(f"{path.name}: {made().count(chr(10)) - 6} entries")
