"""Collect every text of the window into one catalogue: ``python docs/make_texts.py``.

It reads the calls of ``tr`` in the source and writes ``resources/texts/cellbuilder.pot``. Needs Babel.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "cellbuilder"
CATALOGUE = ROOT / "resources" / "texts" / "cellbuilder.pot"
HEADER = "# English texts of cellbuilder; a translation is a .po file made from this one.\n#"


def catalogue() -> str:
    """Return the catalogue as it should be now: each text once, with the modules that say it."""
    collected = Catalog(project="cellbuilder", header_comment=HEADER, charset="utf-8")
    found = extract_from_dir(SOURCE, method_map=[("**.py", "python")], keywords={"tr": None}, strip_comment_tags=True)
    places: dict[str, set[str]] = {}
    for name, _line, message, _comments, _context in found:
        places.setdefault(message, set()).add(Path(name).as_posix())
    for message in sorted(places):
        collected.add(message, locations=[(name, None) for name in sorted(places[message])])
    stream = io.BytesIO()
    write_po(stream, collected, width=110, omit_header=True, include_lineno=False)
    return f"{HEADER}\n\n{stream.getvalue().decode('utf-8')}"


if __name__ == "__main__":
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(catalogue(), encoding="utf-8")
    print(f"{CATALOGUE.relative_to(ROOT)}: {catalogue().count('msgid')} texts")
