"""Which findings have a remedy, worked out bit by bit for a list that marks them."""

from __future__ import annotations

from collections.abc import Iterator

from cellbuilder.app import remedies
from cellbuilder.app.workspace import Workspace
from cellbuilder.compatibility import remedies as reported
from cellbuilder.compatibility.contacts import all_contacts, separations
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation


def helped(design: Design, evaluation: Evaluation, workspace: Workspace) -> Iterator[str]:
    """Yield the id of each finding for which ``remedies.offered`` has something, and an empty text between trials.

    One trial, an evaluation of a changed design, is made a step. Findings that were accepted are left out.
    """
    contacts, apart = all_contacts(design), separations(design)
    for finding in evaluation.findings:
        if finding.waived is not None:
            continue
        listed = reported.described(design, finding, contacts, apart, workspace.evidence, remedies.TRIED)
        for remedy in listed:
            yield ""
            if remedies.tried(design, evaluation, finding, remedy, workspace) is not None:
                yield finding.id
                break
