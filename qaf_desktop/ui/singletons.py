"""Keeps `None`, `True` and the like alive under Python 3.11, beneath PySide6 6.12. See docs/decisions/0005."""

import ctypes
import sys

REFERENCES = sys.maxsize // 2


def keep_singletons() -> None:
    """Gives them more references than any sitting can use up; Python 3.12 and newer never count them."""
    if sys.version_info < (3, 12):
        for one in (None, True, False, NotImplemented, Ellipsis):
            ctypes.c_ssize_t.from_address(id(one)).value += REFERENCES
