"""Measures what docs/performance.md promises, and prints a table, part by part. `python3 dev.py bench [NAME...]`.

Each figure stands beside its target; what depends on the machine is a ratio within one run. Nothing here is a test.
"""

import sys
import tempfile
from pathlib import Path

from tests.benchmarks import exchange, forms, lists, painting, start, writing
from tests.benchmarks.figures import HEAD, line

PARTS = {
    "start": start.measure, "forms": forms.measure, "painting": painting.measure, "writing": writing.measure,
    "lists": lists.measure, "exchange": exchange.measure,
}  # fmt: skip


def main(names: list[str]) -> int:
    """Measures all parts, or those named."""
    print("\n".join(HEAD), flush=True)
    for name, measure in PARTS.items():
        if not names or name in names:
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                print(f"measuring {name}", file=sys.stderr, flush=True)
                print("\n".join(line(one) for one in measure(Path(folder))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
