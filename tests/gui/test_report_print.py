"""The report as Qt's text documents take it: what the window prints as PDF is what the HTML file says."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

import cellbuilder
from cellbuilder.app import headlines, present, report
from cellbuilder.app.workspace import Workspace


@pytest.fixture(scope="module")
def html() -> str:
    workspace = Workspace(cellbuilder.library())
    design = workspace.from_model("T")
    return report.html(design, workspace.evaluate(design), workspace, made_on=date(2026, 3, 1))


@pytest.fixture
def document(qtbot: QtBot, html: str) -> Iterator[QTextDocument]:
    found = QTextDocument()
    found.setHtml(html)
    yield found
    found.deleteLater()


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_that_a_text_document_holds_every_number_and_finding_of_the_report(document: QTextDocument) -> None:
    evaluation = cellbuilder.evaluate(cellbuilder.from_model("T"))
    text = _flat(document.toPlainText())
    for figure in headlines.headlines(evaluation).values():
        assert present.value(figure) in text
        assert present.span(figure) in text
    for finding in evaluation.findings:
        assert finding.title in text
    assert "@media" not in text
    assert "border-collapse" not in text


def test_that_the_report_fits_the_page_and_fills_several(document: QTextDocument) -> None:
    document.setPageSize(QSizeF(680, 960))
    assert 10 <= document.pageCount() <= 30
    assert document.idealWidth() <= 690


def test_that_every_picture_is_drawn_and_none_is_blank(document: QTextDocument) -> None:
    seen = []
    block = document.begin()
    while block.isValid():
        fragments = block.begin()
        while not fragments.atEnd():
            style = fragments.fragment().charFormat()
            if style.isImageFormat():
                name = style.toImageFormat().name()
                image = QImage.fromData(_bytes(name))
                seen.append(image)
            fragments += 1
        block = block.next()
    assert len(seen) == 9
    for image in seen:
        assert image.width() >= 1500
        colours = {image.pixel(x, y) for x in range(0, image.width(), 23) for y in range(0, image.height(), 11)}
        assert len(colours) > 3


def _bytes(name: str) -> bytes:
    import base64

    return base64.b64decode(name.partition(",")[2])


@pytest.mark.parametrize("kind", ["QPdfWriter", "QPrinter"])
def test_that_it_prints_to_pdf(document: QTextDocument, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "report.pdf"
    made: dict[str, Callable[[], None]] = {
        "QPdfWriter": lambda: _with_writer(document, path), "QPrinter": lambda: _with_printer(document, path),
    }  # fmt: skip
    made[kind]()
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page ") > 3
    assert b"/FontFile2" in content or b"/Type /Font" in content


def _with_writer(document: QTextDocument, path: Path) -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(16, 16, 16, 16), QPageLayout.Unit.Millimeter)
    document.print_(writer)
    del writer
    buffer.close()
    path.write_bytes(bytes(buffer.data().data()))


def _with_printer(document: QTextDocument, path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    document.print_(printer)
    del printer
