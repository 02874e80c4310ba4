"""What can be done about a finding: remedies with what they would change, and accepting it with a reason."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QToolButton

import cellbuilder
from cellbuilder.app import edits, remedies
from cellbuilder.app.remedy_preview import Preview
from cellbuilder.compatibility import waivers
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Component
from cellbuilder.gui import theme
from cellbuilder.gui.dialogs.waiver import WaiverDialog
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.io import codec

FINDINGS = 7
FINDING = "contact:li6ps5cl|ncm811"
COAT = "Coat NCM811 with LiNbO3"
ACCEPT, TAKE_BACK = "Accept with a reason …", "Take back the waiver"


def statement(key: str, **more: Any) -> dict[str, Any]:
    sides = [{"material": "ncm811", "printed": "NCM811"}, {"material": "li6ps5cl", "printed": "Li6PS5Cl"}]
    return {
        "id": key, "sides": sides, "location": "inside composite", "phenomenon": "chemical reaction",
        "verdict": "risk", "grade": "A", "statement": "They <b>react</b> & resist.", "kind": "measured",
        "read_from": "full text", "source": {"ref": "97"}, **more,
    }  # fmt: skip


@pytest.fixture
def user(own_library: Path, make_window: Callable[[], MainWindow], user_of: Callable[[MainWindow], Any]) -> Any:
    """A user of a library that knows of NCM811 in Li6PS5Cl, bare and coated, with such a cell open."""
    coated = statement(
        "own-coat", phenomenon="coating", verdict="no issue reported", helps=True,
        layer={"material": "linbo3", "printed": "LiNbO3"}, statement="Coated, <i>they</i> resist less.",
        resistance={"before": {"value": 453, "unit": "Ohm cm2"}, "after": {"value": 22.4, "unit": "Ohm cm2"}},
    )  # fmt: skip
    for entry in (statement("own-bare"), coated):
        (own_library / "interfaces" / f"{entry['id']}.json").write_text(json.dumps(entry), encoding="utf-8")
    cellbuilder.library.cache_clear()
    made = user_of(make_window())
    made.window.document.open(uncoated(made), None)
    return made


def uncoated(user: Any) -> Design:
    library = user.window.document.workspace.library
    share = [Quantity(value=value, unit="wt%") for value in (70, 30)]
    parts = (
        Component(material="ncm811", function="active material", mass_fraction=share[0]),
        Component(material="li6ps5cl", function="catholyte", mass_fraction=share[1]),
    )
    design = edits.set_components(cellbuilder.from_model("T"), "cathode", parts, library)
    return edits.set_material(design, "electrolyte", "li6ps5cl", library)


def open_tab(user: Any, tab: int = FINDINGS) -> None:
    bar = user.window.results.tabBar()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, bar.tabRect(tab).center())


def choose(user: Any, finding: str = FINDING) -> int:
    panel = user.window.results.findings
    ids = [item.id for item in user.window.document.evaluation.findings]
    row = ids.index(finding)
    panel.list.scrollToItem(panel.list.item(row))
    place = panel.list.visualItemRect(panel.list.item(row)).center()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    return row


def buttons(user: Any) -> dict[str, QPushButton]:
    QApplication.processEvents()
    found = user.window.results.findings.remedies.findChildren(QPushButton)
    return {button.accessibleName(): button for button in found if not button.isHidden()}


def click(user: Any, name: str) -> None:
    button = buttons(user)[name]
    area = next(entry for entry in user.window.results.findings.findChildren(QScrollArea) if entry.isVisible()
                and entry.isAncestorOf(button))  # fmt: skip
    area.ensureWidgetVisible(button)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def offers(user: Any, finding: str = FINDING) -> tuple[Preview, ...]:
    return remedies.offered(user.design, finding, user.window.document.workspace)


def labels(user: Any) -> list[str]:
    QApplication.processEvents()
    found = user.window.results.findings.remedies.findChildren(QLabel)
    return [label.text() for label in found if label.isVisible()]


def unfold(user: Any, name: str) -> None:
    remedies_ = user.window.results.findings.remedies
    more = next(each for each in remedies_.buttons if each.accessibleName() == f"{name}: details")
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)


def test_that_details_once_unfolded_stay_so_and_can_be_folded(user: Any) -> None:
    open_tab(user)
    choose(user)
    coat = next(offer for offer in offers(user) if offer.remedy.title == COAT)
    assert coat.text not in labels(user)
    unfold(user, COAT)
    assert coat.text in labels(user)
    user.window.document.apply(lambda now: edits.set_name(now, "mine"), "rename")
    assert coat.text in labels(user)
    unfold(user, COAT)
    assert coat.text not in labels(user)


@pytest.mark.parametrize("percent", [100, 200])
def test_that_remedies_are_not_cut_in_a_small_window(user: Any, percent: int) -> None:
    theme.dress(QApplication.instance(), "light", percent)
    user.window.resize(1366, 768)
    open_tab(user)
    choose(user)
    unfold(user, COAT)

    def is_whole() -> bool:
        shown = [each for each in user.window.results.findings.remedies.findChildren(QLabel) if each.isVisible()]
        heights = [(label.height(), label.heightForWidth(label.width())) for label in shown if label.wordWrap()]
        return len(heights) >= 2 and all(height >= needed for height, needed in heights)

    user.qtbot.waitUntil(is_whole)
    assert not any("…" in each.text() for each in buttons(user).values() if each.accessibleName() != ACCEPT)
    more = [each for each in user.window.results.findings.remedies.buttons if isinstance(each, QToolButton)]
    assert all(each.visibleRegion().boundingRect().width() in (0, each.width()) for each in more)
    assert all(each.width() >= each.sizeHint().width() for each in more)


def test_that_the_remedies_of_the_chosen_finding_stand_below_it_with_what_they_would_change(user: Any) -> None:
    open_tab(user)
    choose(user)
    found = offers(user)
    names = list(buttons(user))
    assert names == [*(offer.remedy.title for offer in found), ACCEPT]
    assert COAT in names
    assert labels(user) == ["What helps", *(offer.brief for offer in found)]
    coat = next(offer for offer in found if offer.remedy.title == COAT)
    assert coat.brief.startswith("Removes this finding")
    assert len(coat.brief) < 140
    unfold(user, COAT)
    told = next(words for words in labels(user) if words == coat.text)
    assert told.splitlines()[0] == f"{coat.figures}."
    assert told.startswith("ASR ")
    assert "Wh/kg" in told.splitlines()[0]
    assert "Reported by Wu et al. 2023: Coated, <i>they</i> resist less. Resistance: 453 to 22.4 Ohm cm2." in told
    panel = user.window.results.findings
    text = panel.text.toPlainText()
    assert f"; {len(found)} remed{'y' if len(found) == 1 else 'ies'} below" in text
    assert ("Evidence for it" in text, "Evidence for it" in panel.grounds.toPlainText()) == (False, True)
    order = [panel.text, *buttons(user).values(), panel.grounds]
    tops = [entry.mapToGlobal(entry.rect().topLeft()).y() for entry in order]
    assert tops == sorted(tops)
    assert tops[0] + panel.text.height() <= tops[1]


def test_that_the_first_remedy_is_in_sight_on_a_small_screen(user: Any) -> None:
    user.window.resize(1366, 768)
    open_tab(user)
    choose(user)
    first = next(iter(buttons(user).values()))
    area = next(entry for entry in user.window.results.findings.findChildren(QScrollArea)
                if entry.isAncestorOf(first))  # fmt: skip
    assert area.verticalScrollBar().value() == 0
    assert first.visibleRegion().boundingRect() == first.rect()


def test_that_the_list_marks_what_has_a_remedy_once_that_is_known(user: Any) -> None:
    open_tab(user)
    panel, findings = user.window.results.findings, user.window.document.evaluation.findings
    user.qtbot.waitUntil(lambda: not panel._hints.is_running)
    marked = {item.id for row, item in enumerate(findings) if "something helps" in panel.list.item(row).text()}
    assert FINDING in marked
    assert marked == {item.id for item in findings if offers(user, item.id)}
    choose(user)
    click(user, COAT)
    user.qtbot.waitUntil(lambda: not panel._hints.is_running)
    after = user.window.document.evaluation.findings
    marked = {item.id for row, item in enumerate(after) if "something helps" in panel.list.item(row).text()}
    assert marked == {item.id for item in after if offers(user, item.id)}


def test_that_a_remedy_is_one_step_that_undo_takes_back_to_the_byte(user: Any) -> None:
    before = user.json
    open_tab(user)
    choose(user)
    offer = next(entry for entry in offers(user) if entry.remedy.title == COAT)
    click(user, COAT)
    assert user.design == offer.design
    coating = user.layer("cathode").components[0].coating
    assert (coating.material, coating.thickness.value, coating.thickness.kind) == ("linbo3", 10, "assumption")
    stack = user.window.document.undo_stack
    assert (stack.count(), stack.undoText()) == (1, COAT)
    assert FINDING not in [item.id for item in user.window.document.evaluation.findings]
    after = user.json
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert user.json == before
    user.press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert user.json == after


def test_that_the_keyboard_reaches_and_takes_a_remedy(user: Any) -> None:
    open_tab(user)
    choose(user)
    panel = user.window.results.findings
    panel.list.setFocus()
    user.press(Qt.Key.Key_Tab)
    assert user.window.focusWidget() is panel.text
    names = list(buttons(user))
    met = []
    for _ in user.window.results.findings.remedies.buttons:
        user.press(Qt.Key.Key_Tab)
        met.append(user.window.focusWidget().accessibleName())
    assert [name for name in met if not name.endswith(": details")] == names
    assert [name for name in met if name.endswith(": details")] == [f"{name}: details" for name in names[:-1]]
    buttons(user)[COAT].setFocus()
    user.press(Qt.Key.Key_Space)
    assert user.layer("cathode").components[0].coating.material == "linbo3"
    assert panel.list.hasFocus()


def test_that_nothing_is_read_as_markup_and_everything_has_a_name(user: Any) -> None:
    open_tab(user)
    choose(user)
    panel = user.window.results.findings
    assert "They <b>react</b> & resist." in panel.text.toPlainText()
    assert "They <b>react</b> & resist." in panel.grounds.toPlainText()
    named = buttons(user)
    words = panel.remedies.findChildren(QLabel)
    assert words
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in words)
    for name, button in named.items():
        assert name
        assert button.accessibleDescription()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert button.minimumSizeHint().width() < 100


def test_that_a_long_name_breaks_into_lines(user: Any) -> None:
    open_tab(user)
    choose(user)
    button = buttons(user)[COAT]
    user.qtbot.waitUntil(lambda: button.text() == COAT)
    tall, hint = button.height(), button.sizeHint()
    button.resize(120, button.height())
    assert button.text().splitlines() == ["Coat NCM811", "with LiNbO3"]
    assert button.heightForWidth(120) >= tall + button.fontMetrics().lineSpacing()
    assert button.sizeHint() == hint
    assert button.accessibleName() == COAT


def test_that_nothing_is_worked_out_while_nobody_looks(user: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = remedies.offered

    def noted(design: Design, finding: str, workspace: Any) -> tuple[Preview, ...]:
        asked.append(finding)
        return real(design, finding, workspace)

    monkeypatch.setattr(remedies, "offered", noted)
    open_tab(user, 0)
    user.click_layer("electrolyte")
    user.enter("Thickness", "30 um")
    assert asked == []
    assert buttons(user) == {}
    open_tab(user)
    assert len(asked) == 1


def test_that_good_news_is_neither_cured_nor_accepted(user: Any) -> None:
    open_tab(user)
    good = [item.id for item in user.window.document.evaluation.findings if item.verdict == "no issue reported"]
    assert good
    choose(user, good[0])
    assert buttons(user) == {}


def test_that_a_finding_is_accepted_with_a_reason_and_the_waiver_taken_back(user: Any) -> None:
    before = user.json
    open_tab(user)
    row = choose(user)

    def give_a_reason(dialog: WaiverDialog) -> None:
        assert not dialog.accept_button.isEnabled()
        said = " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert "as it is now (notice, risk); if that gets worse, it counts again" in said
        QTest.keyClicks(dialog.edit, "   ")
        assert not dialog.accept_button.isEnabled()
        QTest.keyClicks(dialog.edit, "only ten cycles")
        QTest.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)

    count = user.window.results.tabText(FINDINGS)
    with user.answering(give_a_reason):
        click(user, ACCEPT)
    found = next(item for item in user.window.document.evaluation.findings if item.id == FINDING)
    assert [(item.finding, item.reason, item.severity, item.verdict) for item in user.design.waivers] == [
        (FINDING, "only ten cycles", found.severity, found.verdict)
    ]
    panel = user.window.results.findings
    assert panel.list.item(row).text().endswith("(waived)")
    assert "Waived: only ten cycles" in panel.text.toPlainText()
    assert user.window.results.tabText(FINDINGS) != count
    assert codec.loads(user.json.encode()).waivers == user.design.waivers
    accepted = user.json
    assert ACCEPT not in buttons(user)
    assert COAT in buttons(user)
    click(user, TAKE_BACK)
    assert user.design.waivers == ()
    assert TAKE_BACK not in buttons(user)
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert user.json == accepted
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert user.json == before
    assert user.window.document.undo_stack.redoText() == "Accept a finding"


def test_that_thinking_better_of_it_changes_nothing(user: Any) -> None:
    before = user.json
    open_tab(user)
    choose(user)

    def leave(dialog: WaiverDialog) -> None:
        QTest.keyClicks(dialog.edit, "a reason")
        user.press(Qt.Key.Key_Escape, on=dialog)

    with user.answering(leave):
        click(user, ACCEPT)
    assert user.json == before
    assert user.window.document.undo_stack.count() == 0


def test_that_a_waiver_for_a_milder_form_is_said_not_to_count_and_can_be_renewed_or_taken_back(user: Any) -> None:
    milder = edits.waive(user.design, FINDING, "it was small", severity="info", verdict="risk")
    user.window.document.open(milder, None)
    open_tab(user)
    row = choose(user)
    panel = user.window.results.findings
    assert not panel.list.item(row).text().endswith("(waived)")
    assert "accepted in a milder form (info, risk) (“it was small”)" in panel.text.toPlainText()
    assert {ACCEPT, TAKE_BACK} <= set(buttons(user))

    def give_a_reason(dialog: WaiverDialog) -> None:
        QTest.keyClicks(dialog.edit, "still small")
        QTest.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)

    with user.answering(give_a_reason):
        click(user, ACCEPT)
    assert [(item.reason, item.severity) for item in user.design.waivers] == [("still small", "notice")]
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    choose(user)
    click(user, TAKE_BACK)
    assert user.design.waivers == ()


def test_that_waivers_without_a_finding_are_listed_and_can_be_removed(user: Any) -> None:
    used = edits.waive(user.design, FINDING, "fine", severity="notice", verdict="risk")
    user.window.document.open(edits.waive(used, "contact:x|y", "long gone", severity="notice", verdict="risk"), None)
    open_tab(user)
    choose(user, waivers.UNUSED)
    panel = user.window.results.findings
    assert "contact:x|y (“long gone”)" in panel.text.toPlainText()
    assert list(buttons(user)) == ["Remove these waivers"]
    click(user, "Remove these waivers")
    assert [item.finding for item in user.design.waivers] == [FINDING]
    assert waivers.UNUSED not in [item.id for item in user.window.document.evaluation.findings]
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(user.design.waivers) == 2
