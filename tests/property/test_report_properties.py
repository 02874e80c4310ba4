"""No text of a design is ever markup in its report."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import cellbuilder
from cellbuilder.app import report
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design, EmbeddedMaterial

HOSTILE = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</td></table><h1>", "</style><svg onload=a()>",
    "&lt;b&gt;", "$\\frac{1}{$", "]]><!--", "\u202e\u0000\u0007", "javascript:alert(1)", "面積 \U0001f50b",
)  # fmt: skip
TAGS = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "a", "img", "table", "thead", "tbody",
    "tr", "th", "td", "span", "br", "b", "i", "font",
}  # fmt: skip
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(min_size=1, max_size=30),
    st.tuples(st.sampled_from(HOSTILE), st.text()).map("".join),
)


class _Reader(HTMLParser):
    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        for name, value in attrs:
            assert name not in ("src", "href") or (value or "").startswith(
                ("data:image/svg", "#", "https://doi.org/10.")
            )

    def handle_data(self, data: str) -> None:
        self.text += data


def _with(text: str) -> Design:
    design = cellbuilder.from_model("T")
    layers = tuple(layer.model_copy(update={"name": text, "note": text}) for layer in design.stack.layers)
    materials = {
        key: EmbeddedMaterial(entry=held.entry.model_copy(update={"name": text, "symbol": text}))
        for key, held in design.materials.items()
    }
    return design.model_copy(update={"name": text, "notes": text, "materials": materials,
                                     "stack": design.stack.model_copy(update={"layers": layers})})  # fmt: skip


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=texts)
@example(text=HOSTILE[0])
@example(text=HOSTILE[1])
@example(text=HOSTILE[3])
def test_that_names_and_notes_come_out_as_text(text: str) -> None:
    workspace = Workspace(cellbuilder.library())
    design = _with(text)
    document = report.html(design, workspace.evaluate(design), workspace, made_on=date(2026, 3, 1), file_name=text)
    read = _Reader(document)
    assert all(word in read.text for word in text.split() if word.isprintable())
    assert read.tags <= TAGS
    assert read.attributes <= {
        "lang", "charset", "class", "href", "name", "style", "width", "height", "alt", "src", "align", "cellspacing",
        "cellpadding", "color",
    }  # fmt: skip
    assert "\x00" not in document
    assert "\u202e" not in document
