"""Whether a command line asks for the window. Imports nothing, so that the first page is painted soon."""

from __future__ import annotations

VALUED = ("--workspace", "--passphrase-file")
PLAIN = ("--json", "--practice")


def window_wanted(argv: list[str]) -> tuple[str | None, bool] | None:
    """The workspace's folder, and whether to practise, where no noun is given; None where a command is meant."""
    said: dict[str, str] = {}
    words = iter(argv)
    for word in words:
        name, given, value = word.partition("=")
        if name in VALUED:
            following = value if given else next(words, "")
            if not following:
                return None
            said[name] = following
        elif word in PLAIN:
            said[word] = word
        else:
            return None
    return said.get("--workspace"), "--practice" in said
