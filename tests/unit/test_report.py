import base64
import hashlib
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import cellbuilder
from cellbuilder.app import headlines, present, report
from cellbuilder.app.charts.model import Axis, Bar, Bars, Chart, Line, Lines, Map, Marker, Part
from cellbuilder.app.report import figures, portable
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.domain.stack import Waiver
from cellbuilder.io import codec

DAY = date(2026, 3, 1)
VOID = {"meta", "img", "br"}
SECTIONS = (
    "Layers", "Composition and conditions", "Resistance", "Energy and mass", "Under current", "Stability windows",
    "Impedance", "Findings", "What went in", "Sources", "Made with",
)  # fmt: skip


class Page(HTMLParser):
    """Reads a report as a browser would: its text, its tags, whether every tag is closed."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(document)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def made(design: Design, **more: Any) -> str:
    workspace = Workspace(cellbuilder.library())
    return report.html(design, workspace.evaluate(design), workspace, made_on=DAY, **more)


@pytest.fixture(scope="module")
def model_t() -> str:
    return made(cellbuilder.from_model("T"), file_name="t.cellbuilder.json")


def pictures(page: Page) -> list[str]:
    head = "data:image/svg+xml;base64,"
    sources = [str(attrs["src"]) for attrs in page.all("img")]
    assert all(source.startswith(head) for source in sources)
    return [base64.b64decode(source.removeprefix(head)).decode() for source in sources]


def test_that_the_report_has_all_its_sections_in_order(model_t: str) -> None:
    page = Page(model_t)
    assert page.text.startswith("Model T: Halide cell with an argyrodite layer at the alloy anode")
    places = [model_t.index(f"</a>{name}</h2>") for name in SECTIONS]
    assert places == sorted(places)
    assert "made on 2026-03-01 with cellbuilder" in page.text


def test_that_the_headline_stands_as_it_does_everywhere(model_t: str) -> None:
    evaluation = cellbuilder.evaluate(cellbuilder.from_model("T"))
    text, figures = Page(model_t).text, headlines.headlines(evaluation)
    assert len(figures) > 3
    for name, figure in figures.items():
        assert name in text
        assert present.value(figure) in text
        assert present.span(figure) in text
        assert present.label(figure) in text


def test_that_every_figure_of_the_evaluation_is_in_the_report(model_t: str) -> None:
    evaluation = cellbuilder.evaluate(cellbuilder.from_model("T"))
    text = Page(model_t).text
    figures = (*headlines.resistance_rows(evaluation), *headlines.operating_rows(evaluation))
    assert min(len(figures), len(evaluation.findings), len(evaluation.figures.trace.inputs)) > 3
    for figure in figures:
        for cell in headlines.row(figure, evaluation.figures.trace):
            assert " ".join(cell.split()) in text
    for finding in evaluation.findings:
        assert finding.title in text
        assert finding.message in text
    for item in evaluation.figures.trace.inputs.values():
        assert item.name in text


def test_that_it_needs_nothing_from_outside_and_runs_nothing(model_t: str) -> None:
    page = Page(model_t)
    assert not {"script", "link", "iframe", "object", "embed", "base", "form"} & {tag for tag, _ in page.tags}
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    links = [str(attrs["href"]) for attrs in page.all("a") if "href" in attrs]
    assert all(link.startswith(("#", "https://doi.org/10.")) for link in links)
    assert {link[1:] for link in links if link.startswith("#")} <= {attrs.get("name") for attrs in page.all("a")}
    assert "url(" not in re.sub(r"base64,[\w+/=]+", "", model_t)
    assert "@import" not in model_t


def test_that_every_picture_is_sound_and_says_in_words_what_it_shows(model_t: str) -> None:
    page = Page(model_t)
    drawn = pictures(page)
    assert len(drawn) == 9
    for svg in drawn:
        root = ElementTree.fromstring(svg)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        names = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert "svg" not in {element.tag.rpartition("}")[2] for element in root.iter() if element is not root}
        assert not names & {"script", "image", "foreignObject"}
    words = [str(attrs["alt"]) for attrs in page.all("img")]
    assert words[0].startswith(
        "Cross-section from cathode to anode: cathode collector (steel); cathode (LCO composite)"
    )
    assert "Area-specific resistance, pseudo-steady" in words[1]
    assert "LCO composite | Li3InCl6: unknown" in words[2]
    assert all(words)


def test_that_sources_have_their_doi_as_a_link(model_t: str) -> None:
    assert '<a href="https://doi.org/10.1002/adfm.202200767">10.1002/adfm.202200767</a>' in model_t


def test_that_the_digest_is_that_of_the_design_unless_a_file_is_named(model_t: str) -> None:
    design = cellbuilder.from_model("T")
    assert hashlib.sha256(codec.dumps(design).encode()).hexdigest() in model_t
    assert "t.cellbuilder.json" in model_t
    assert "f" * 64 in made(design, file_digest="f" * 64)


def test_that_the_same_design_gives_the_same_report(model_t: str) -> None:
    assert made(cellbuilder.from_model("T"), file_name="t.cellbuilder.json") == model_t


def test_that_a_waiver_stands_with_its_reason() -> None:
    design = cellbuilder.from_model("T")
    finding = cellbuilder.evaluate(design).findings[0]
    waiver = Waiver(finding=finding.id, reason="known, and accepted for a lesson")
    text = Page(made(design.model_copy(update={"waivers": (waiver,)}))).text
    assert "Accepted, because: known, and accepted for a lesson" in text
    assert finding.severity == "notice"
    assert "notice, waived" in text


def test_that_a_remedy_is_offered_with_what_it_would_change(model_t: str) -> None:
    assert "Helps: Put Li3PO4 between Li3InCl6 and Li6PS5Cl (ASR" in Page(model_t).text


def test_that_each_section_is_told_before_it_is_made_and_may_be_stopped() -> None:
    told: list[str] = []
    made(cellbuilder.from_model("T"), tell=told.append)
    assert tuple(told) == SECTIONS

    class Stopped(Exception):  # noqa: N818
        pass

    def stop(name: str) -> None:
        raise Stopped(name)

    with pytest.raises(Stopped, match="Layers"):
        made(cellbuilder.from_model("T"), tell=stop)


@pytest.mark.parametrize("key", ["A", "C", "O", "AB", "t7-01", "t8-38"])
def test_that_other_cells_make_a_report_too(key: str) -> None:
    design = cellbuilder.from_cell(key) if key.startswith("t") else cellbuilder.from_model(key)
    page = Page(made(design))
    assert design.title(design.stack.layers[0]) in page.text


def test_that_the_charts_make_one_picture_each_with_words() -> None:
    axis = Axis("current", "mA/cm2", log=True)
    rising = np.array([0.0, 1.0, 10.0, np.nan])
    band = Line("with band", rising, rising, 9, low=rising / 2, high=rising * 2)
    charts: list[Chart] = [
        Bars("none", axis, ()),
        Bars("all kinds", Axis("potential", "V"), (
            Bar("floating", (Part("a", 2.0, "halide", start=1.0, open_start=True, open_end=True, hatched=True),), "?"),
            Bar("unknown", (Part("b", None, "unknown"),), "unknown"),
            Bar("negative", (Part("c", -1.0, "no such colour"),), "-1"),
        ), (Marker(1.0, "here"), Marker(1.01, "and there"))),
        Lines("lines", axis, Axis("$y$", ""), (band, Line("points", rising, rising, style="points")),
              (Marker(1.0, "$\\frac{$", 1.0), Marker(2.0, "line")), square=True),
        Lines("nothing", axis, axis, (Line("empty", np.array([]), np.array([])),)),
        Map("map", Axis("x"), Axis("y"), Axis("z", "Ohm cm2"), np.arange(3.0), np.arange(2.0),
            np.array([[1.0, 2.0, np.nan], [3.0, 4.0, 5.0]]), (Marker(1.0, "best", 1.0),)),
        Map("unknown", Axis("x"), Axis("y"), Axis("z"), np.arange(2.0), np.arange(2.0), np.full((2, 2), np.nan)),
    ]  # fmt: skip
    for chart in charts:
        ElementTree.fromstring(portable.portable(figures.svg(chart)))
        assert chart.title in figures.described(chart)


def test_that_drawing_leaves_the_settings_of_others_as_they_were() -> None:
    import matplotlib

    with matplotlib.rc_context({"font.size": 31, "text.parse_math": True}):
        figures.svg(Bars("$none$", Axis("$x$"), ()))
        assert matplotlib.rcParams["font.size"] == 31
        assert matplotlib.rcParams["text.parse_math"] is True


def test_that_inner_pictures_become_groups_that_cut_the_same() -> None:
    inner = '<svg x="10" y="0" width="20" height="10" viewBox="0 0 40 20"><rect width="99" height="99"/></svg>'
    label = '<text x="1" y="10" font-size="10" dominant-baseline="central">a</text>'
    found = portable.portable(f'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">{inner}{label}</svg>')
    assert found.count("<svg") == found.count("</svg>") == 1
    assert '<mask id="cut1" maskUnits="userSpaceOnUse" x="10" y="0" width="20" height="10">' in found
    assert 'transform="translate(10 0) scale(0.5 0.5) translate(0 0)"' in found
    assert '<text x="1" y="13.60" font-size="10">a</text>' in found
    ElementTree.fromstring(found)


def test_that_the_report_has_a_decimal_point_whatever_the_window_shows() -> None:
    plain = made(cellbuilder.from_model("B"))
    present.show_comma(True)
    try:
        assert made(cellbuilder.from_model("B")) == plain
    finally:
        present.show_comma(False)


def test_that_findings_are_as_serious_in_the_report_as_in_the_window() -> None:
    design = cellbuilder.from_cell("t8-19")
    severities = {finding.severity for finding in cellbuilder.evaluate(design).findings}
    assert {"notice", "info"} <= severities
    marks = set(re.findall(r'<td width="86"><font color="[^"]*"><b>([^<]*)</b>', made(design)))
    assert marks == severities
