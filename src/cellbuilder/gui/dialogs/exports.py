"""Results, reports and pictures leave the window, always from the evaluation that it shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget

from cellbuilder.app import export
from cellbuilder.app.words import tr
from cellbuilder.gui.background import Background, Progress, Work
from cellbuilder.gui.dialogs import file_names, writing
from cellbuilder.gui.dialogs.message import complain
from cellbuilder.gui.document import Document
from cellbuilder.io import atomic

TABLE, NUMBERS = tr("Table (*.csv)"), tr("All numbers with sources (*.json)")
PAGE, PAPER = tr("Web page (*.html)"), tr("Pages to print (*.pdf)")
SECTION: Final = 0.08
"""Share of the work for one section of a report."""
MOMENT_MS: Final = 400


class Exports:
    """What leaves the window as a file or by the clipboard.

    ``tell`` shows a message that needs no answer, ``copy_stack`` puts the picture of the stack on the clipboard.
    """

    def __init__(
        self, parent: QWidget, document: Document, tell: Callable[[str], None], copy_stack: Callable[[], object]
    ) -> None:
        self._parent, self._document, self._tell = parent, document, tell
        self._copy = copy_stack
        self._background = Background(parent)

    def results(self) -> None:
        """Ask for a file and write the results as JSON or CSV."""
        path = self._ask(tr("Export results"), "-results.csv", f"{TABLE};;{NUMBERS}", _suffix_of, ".csv", ".json")
        if path is not None:
            done, refused = tr("Results written to {name}"), tr("The results were not exported")
            evaluation = self._document.evaluation
            writing.write(self._parent, path, lambda: export.write_results(evaluation, path), done, refused)

    def report(self) -> None:
        """Ask for a file and write the report, as a web page or as PDF."""
        self._report(f"{PAGE};;{PAPER}", ".html")

    def report_pdf(self) -> None:
        """Ask for a file and write the report as PDF."""
        self._report(f"{PAPER};;{PAGE}", ".pdf")

    def _report(self, filters: str, ending: str) -> None:
        suffix = {PAGE: ".html", PAPER: ".pdf"}
        path = self._ask(
            tr("Write a report"),
            f"-report{ending}",
            filters,
            lambda chosen: suffix.get(chosen, ending),
            ".html",
            ".pdf",
        )
        if path is None:
            return
        document, on_paper = self._document, path.suffix.lower() == ".pdf"
        design, evaluation, workspace = document.design, document.evaluation, document.workspace
        file_name = document.path.name if document.path is not None else ""

        def work(progress: Progress) -> None:
            from cellbuilder.app.report.document import html

            made = 0

            def tell(section: str) -> None:
                nonlocal made
                made += 1
                progress.report(min(0.9, made * SECTION), section)

            text = html(design, evaluation, workspace, made_on=date.today(), file_name=file_name, tell=tell)
            if on_paper:
                from cellbuilder.gui import report_pdf

                progress.report(0.9, tr("Pages"))
                content = report_pdf.pdf(text, design.name)
            else:
                content = text.encode("utf-8")
            progress.check()
            atomic.write_bytes(path, content)

        self._start(work, path)

    def _start(self, work: Work, path: Path) -> None:
        """Work beside the window; progress comes after a moment, and the work can be cancelled."""
        task = self._background.start(work)
        shown = QProgressDialog(tr("Writing the report …"), tr("Cancel"), 0, 100, self._parent)
        shown.setWindowTitle(tr("Report"))
        shown.setWindowModality(Qt.WindowModality.WindowModal)
        shown.setMinimumDuration(MOMENT_MS)
        shown.setAutoReset(False)
        shown.setValue(0)
        shown.canceled.connect(task.cancel)

        def tell(share: float, section: str) -> None:
            shown.setValue(round(100 * share))
            shown.setLabelText(section)

        task.progressed.connect(tell)
        task.ended.connect(shown.deleteLater)
        done = tr("Report written to {name}")
        task.finished.connect(lambda _done: writing.tell_written(self._parent, path, done))
        task.failed.connect(lambda why: complain(self._parent, tr("The report was not written"), why))

    def copy_picture(self) -> None:
        """Put a picture of the stack on the clipboard, always light."""
        self._copy()
        self._tell(tr("The picture of the stack is on the clipboard"))

    def copy_results(self) -> None:
        """Put the results on the clipboard as a table that a spreadsheet takes."""
        QGuiApplication.clipboard().setText(export.csv_text(self._document.evaluation))
        self._tell(tr("Results copied as table"))

    def _ask(self, title: str, ending: str, filters: str, suffix_of: Callable[[str], str], *known: str) -> Path | None:
        proposed = file_names.folder(self._document) / f"{file_names.stem(self._document)}{ending}"
        name, chosen = QFileDialog.getSaveFileName(self._parent, title, str(proposed), filters)
        return file_names.completed(self._parent, name, suffix_of(chosen), known)


def _suffix_of(chosen: str) -> str:
    return ".json" if chosen == NUMBERS else ".csv"
