"""How many examples a test with drawn input runs through: a few by default, many with `--long`."""

MANY = 10

_long = False


def run_long(long: bool) -> None:
    """Says, before any test is read, whether this is a long run."""
    global _long
    _long = long


def examples(quick: int) -> int:
    """So many, and ten times as many in a long run."""
    return quick * MANY if _long else quick
