"""Text from files, made safe for places where Qt would read markup; and words that several places say."""

from __future__ import annotations

from typing import Final

from cellbuilder.app.words import tr

LONGEST_NOTE: Final = 110
HOW_CALCULATED: Final = tr("How was this calculated?")
"""What tables, plots and cards offer to say of a number."""


def plain(text: str) -> str:
    """Return text that a tool tip shows as it is, never as markup."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p style='white-space:pre-wrap'>{escaped}</p>" if text else ""


def for_menu(text: str) -> str:
    """Return text in which an ampersand is an ampersand, not a mnemonic."""
    return text.replace("&", "&&")


def for_title(text: str) -> str:
    """Return text for a window title, where ``[*]`` has a meaning of its own."""
    return text.replace("[*]", "[*][*]")


def shortened(text: str, most: int = LONGEST_NOTE) -> str:
    """Cut a long note at a word and say so with dots; the whole of it belongs into the tool tip."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;.:") + " …"
