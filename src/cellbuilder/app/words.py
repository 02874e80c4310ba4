"""Every text that a person reads passes through ``tr``: English as it stands, or the translation of a catalogue.

``resources/texts/cellbuilder.pot`` lists all of them (``python docs/make_texts.py`` collects it anew, a test keeps it
up to date); a translation is a ``<language>.po`` beside it.
"""

from __future__ import annotations


def tr(english: str) -> str:
    """Return the text in the language in use. Write what changes as ``tr("{n} layers").format(n=3)``."""
    return english
