"""The program's door: the window where no noun is given, the command line otherwise."""

import sys


def main() -> int:
    """Runs the program; answers its exit code. Whatever happens, a sentence and never a traceback."""
    try:
        from qaf_desktop.cli.main import main as command_line

        return command_line(sys.argv[1:])
    except ImportError as error:
        print(f"The program is not installed whole: {error}. Install it again.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
