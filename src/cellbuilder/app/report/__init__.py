"""The report: one self-contained HTML file about one design, made from one evaluation."""

from cellbuilder.app.report.document import html, write

__all__ = ["html", "write"]
