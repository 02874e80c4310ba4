"""Python's own import instead of that of Qt for Python.

Qt for Python looks through the source of every module that is imported after it, for the sake of its
``from __feature__ import``, which nothing here uses. That would be a good part of a start.
"""

import builtins

import PySide6.QtCore  # noqa: F401

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
