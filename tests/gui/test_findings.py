"""The findings: the worst first, and choosing one shows where it is."""

from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import cellbuilder
from cellbuilder.domain.finding import SEVERITY_ORDER


def open_tab(user: Any, tab: int) -> None:
    bar = user.window.results.tabBar()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, bar.tabRect(tab).center())


def lines(user: Any) -> list[str]:
    items = user.window.results.findings.list
    return [items.item(row).text() for row in range(items.count())]


def whole(user: Any) -> str:
    panel = user.window.results.findings
    return f"{panel.text.toPlainText()}\n\n{panel.grounds.toPlainText()}"


def test_that_the_list_shows_all_findings_worst_first(user: Any) -> None:
    user.window.files.open_model("AB")
    open_tab(user, 7)
    findings = cellbuilder.evaluate(user.design).findings
    assert len(findings) > 3
    shown = lines(user)
    assert len(shown) == len(findings)
    for line, finding in zip(shown, findings, strict=True):
        assert finding.title in line
        assert finding.verdict in line
    ranks = [SEVERITY_ORDER.index(finding.severity) for finding in findings]
    assert ranks == sorted(ranks)
    assert ranks[0] < ranks[-1]


def test_that_choosing_a_finding_selects_its_layers_and_shows_it_in_full(user: Any) -> None:
    open_tab(user, 7)
    panel, findings = user.window.results.findings, cellbuilder.evaluate(user.design).findings
    assert len(findings) > 1
    assert any(finding.targets for finding in findings)
    for row, finding in enumerate(findings):
        user.window.selection.select()
        place = panel.list.visualItemRect(panel.list.item(row)).center()
        panel.list.scrollToItem(panel.list.item(row))
        place = panel.list.visualItemRect(panel.list.item(row)).center()
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        assert set(user.selected) == set(finding.targets)
        text = whole(user)
        assert finding.title in text
        assert finding.message in text
        assert finding.verdict in text
        assert all(f"ref. {ref.ref}" in text for ref in finding.sources if ref.ref.isdigit())


def test_that_arrow_keys_go_through_the_findings(user: Any) -> None:
    open_tab(user, 7)
    panel = user.window.results.findings
    panel.list.setFocus()
    assert user.selected == ()
    findings = cellbuilder.evaluate(user.design).findings
    user.press(Qt.Key.Key_Return)
    assert set(user.selected) == set(findings[0].targets)
    user.press(Qt.Key.Key_Down)
    assert set(user.selected) == set(findings[1].targets)
    assert findings[1].title in panel.text.toPlainText()


def test_that_the_chosen_finding_stays_chosen_through_an_edit_elsewhere(user: Any) -> None:
    open_tab(user, 7)
    panel = user.window.results.findings
    panel.list.setCurrentRow(1)
    text = whole(user)
    user.click_layer("electrolyte")
    user.enter("Thickness", "30 um")
    assert panel.list.currentRow() >= 0
    assert whole(user) == text


def test_that_the_tab_counts_what_deserves_attention(user: Any) -> None:
    findings = cellbuilder.evaluate(user.design).findings
    count = sum(finding.severity != "info" for finding in findings)
    assert user.window.results.tabText(7) == f"Findings ({count})"


def test_that_a_finding_shows_the_evidence_for_and_against_it_and_what_would_change_it(user: Any) -> None:
    user.window.files.open_cell("t8-19")
    open_tab(user, 7)
    user.window.results.findings.list.setCurrentRow(0)
    text = whole(user)
    (finding,) = [item for item in cellbuilder.evaluate(user.design).findings if item.id == "contact:lgps|li"]
    assert "Evidence grade A: measured on this pair by two groups or more" in text
    assert f"What would change this: {finding.would_change}" in text
    for cite in (*finding.supporting, *finding.opposing):
        assert cite.statement in text
        assert cite.evidence in text


def test_that_every_line_of_the_list_has_the_height_that_its_words_need(user: Any) -> None:
    user.window.resize(1366, 768)
    user.window.files.open_model("U")
    user.window.results.setCurrentIndex(7)
    panel = user.window.results.findings
    panel.complete()
    QApplication.processEvents()
    rects = [panel.list.visualItemRect(panel.list.item(row)) for row in range(panel.list.count())]
    assert len(rects) > 5
    gaps = [below.top() - above.bottom() - 1 for above, below in pairwise(rects)]
    assert gaps == [2 * panel.list.spacing()] * len(gaps)
