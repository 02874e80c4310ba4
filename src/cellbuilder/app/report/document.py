"""The whole report, section by section."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from cellbuilder.app import present
from cellbuilder.app.report import evidence, sections
from cellbuilder.app.report.markup import attribute, heading, page, paragraph, text
from cellbuilder.app.report.sections import Matter
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation
from cellbuilder.io import atomic

Tell = Callable[[str], None]
"""Told the name of each section before it is made; what it raises ends the report."""


def html(
    design: Design,
    evaluation: Evaluation,
    workspace: Workspace,
    *,
    made_on: date,
    file_name: str = "",
    file_digest: str | None = None,
    tell: Tell | None = None,
) -> str:
    """Return the report of a design as one HTML document that needs nothing else.

    ``evaluation`` is that of the design, by this ``workspace``. ``made_on`` is printed as the date. ``file_digest`` is
    the SHA-256 of the file it was read from; without it, of the text that saving the design would give. Its numbers
    have a decimal point, whatever the window shows.
    """
    with present.decimal_point():
        return _html(design, evaluation, workspace, made_on, file_name, file_digest, tell)


def _html(
    design: Design, evaluation: Evaluation, workspace: Workspace, made_on: date, file_name: str,
    file_digest: str | None, tell: Tell | None,
) -> str:  # fmt: skip
    matter = Matter(design, evaluation, workspace)
    plan = (
        ("layers", tr("Layers"), True, sections.layers(matter)),
        ("composition", tr("Composition and conditions"), False, sections.composition(matter)),
        ("resistance", tr("Resistance"), True, sections.resistances(matter)),
        ("energy", tr("Energy and mass"), True, sections.energies(matter)),
        ("current", tr("Under current"), False, sections.under_current(matter)),
        ("windows", tr("Stability windows"), True, sections.stability(matter)),
        ("impedance", tr("Impedance"), False, sections.impedance(matter)),
        ("findings", tr("Findings"), True, evidence.findings(matter)),
        ("inputs", tr("What went in"), True, evidence.inputs(matter)),
        ("sources", tr("Sources"), True, evidence.sources(matter)),
        ("versions", tr("Made with"), False, evidence.made_with(matter, file_name, file_digest)),
    )
    parts = list(_top(matter, made_on, [(anchor, name) for anchor, name, *_ in plan]))
    for anchor, name, new_page, section in plan:
        if tell is not None:
            tell(name)
        parts.append(heading(2, name, anchor=anchor, new_page=new_page))
        parts += section
    return page(design.name, parts)


def write(document: str, path: Path) -> None:
    """Write a report, whole or not at all.

    Raises:
        UnwritableError: it could not be written; an earlier file is unchanged.
    """
    atomic.write_text(path, document)


def _top(matter: Matter, made_on: date, contents: list[tuple[str, str]]) -> Iterator[str]:
    design = matter.design
    yield heading(1, design.name)
    made = tr("Report on a cell design, made on {day} with cellbuilder {version}").format(
        day=made_on.isoformat(), version=matter.evaluation.engine_version
    )
    yield paragraph(made, quiet=True)
    yield from sections.stack_picture(matter)
    yield from sections.headline(matter)
    if design.notes:
        yield paragraph(design.notes)
    links = " · ".join(f'<a href="#{attribute(anchor)}">{text(name)}</a>' for anchor, name in contents)
    yield f'<p class="small">{links}</p>'
