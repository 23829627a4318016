"""The program's door: the window where no noun is given, the command line otherwise."""

import sys


def main() -> int:
    """Runs the program; answers its exit code."""
    from qaf_desktop.cli.main import main as command_line

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
