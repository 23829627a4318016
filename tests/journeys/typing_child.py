"""Saves a draft, and ends itself in the middle: `typing_child.py WORKSPACE PASSPHRASE DRAFT ANSWER [CALL]`.

Counts the calls of functions, Python's and C's, from the beginning of the save, and ends with `os._exit` at the given
one, as a power cut would. Without a number it saves, and prints how many calls that took.
"""

import os
import sys
from pathlib import Path

from qaf_desktop.services import audits, workspaces

ENDED = 9


def main(folder: str, passphrase: str, draft: str, answer: str, last: str = "0") -> None:
    """Opens the workspace and saves the answer."""
    ws = workspaces.open_(Path(folder), passphrase)
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        if event in ("call", "c_call"):
            calls += 1
            if calls == int(last):
                os._exit(ENDED)

    sys.setprofile(count)
    audits.save(ws, draft, answers={"b_voice": {"b_reasons": answer}}, position="b_voice/b_reasons", caret=len(answer))
    sys.setprofile(None)
    print(calls)
    ws.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
