"""The program's door: the window where no noun is given, the command line otherwise."""

import os
import sys


def main() -> int:
    """Runs the program; answers its exit code. Whatever happens, a sentence and never a traceback."""
    serve_if_packaged()
    try:
        streams()
        from qaf_desktop.cli.main import main as command_line

        return command_line(sys.argv[1:])
    except ImportError as error:
        print(f"The program is not installed whole: {error}. Install it again.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    return 1


def serve_if_packaged() -> None:
    """Where a packaged program was started by itself to open bundles (exchange/opening.py), does that and ends."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()


def streams() -> None:
    """Sees that there is somewhere to write, and that what goes into a file or another program is UTF-8.

    A windowed program of Windows has no standard output; and where it is no terminal, Windows' own encoding has no
    sign for much of what people write. A terminal takes every sign as it is.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - open until the end
        elif hasattr(stream, "reconfigure") and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
