"""How much memory of the C library is in use: asked for, and not given back."""

import ctypes
import sys
from typing import ClassVar


class _Held(ctypes.Structure):
    """What mallinfo2 tells."""

    _fields_: ClassVar = [(name, ctypes.c_size_t) for name in (
        "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
    )]  # fmt: skip


def can_tell() -> bool:
    """Whether the C library tells: glibc does."""
    return sys.platform == "linux" and hasattr(ctypes.CDLL(None), "mallinfo2")


def in_use() -> int:
    """Return the memory in use, in bytes: what leaks stays in it, what is kept free for later does not count."""
    library = ctypes.CDLL(None)
    library.mallinfo2.restype = _Held
    held = library.mallinfo2()
    return int(held.uordblks + held.hblkhd)
