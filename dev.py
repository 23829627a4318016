"""Sets up and drives the project from a fresh machine: run, test, package, bench. Standard library only.

    python3 dev.py run [ARG...]      the program; without arguments, the window on the practice workspace
    python3 dev.py test [ARG...]     lint, format, types, layers, then pytest with ARG...
    python3 dev.py package           one folder that needs no Python, in dist/
    python3 dev.py bench             measures, and prints a table

On Windows: py dev.py ...
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
PROGRAM = BIN / ("qaf-desktop.exe" if os.name == "nt" else "qaf-desktop")

QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
}


def main(arguments: list[str]) -> int:
    """Runs one verb; answers its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
        return say_error("Python 3.11 or newer is needed. Install it, then run this again with it.", 2)
    verbs = {"run": run, "test": test, "package": package, "bench": bench}
    if not arguments or arguments[0] not in verbs:
        return say_error(f"{__doc__}", 2)
    return verbs[arguments[0]](arguments[1:])


def run(arguments: list[str]) -> int:
    """The program itself; without arguments, on the practice workspace."""
    install("setup", "run")
    system_libraries()
    if arguments:
        return call([PROGRAM, *arguments])
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return run_without_display()
    return call([PROGRAM, "--practice"])


def run_without_display() -> int:
    """Where there is no screen: makes the practice workspace all the same, and prints one summary."""
    print("There is no display, so no window can open. The practice workspace is made all the same.", flush=True)
    made = call([PROGRAM, "workspace", "practise"])
    if made:
        return made
    target = ROOT / "build" / "practice-summary.pdf"
    target.parent.mkdir(exist_ok=True)
    listed = answer(["audit", "list", "--state", "submitted", "--limit", "1"])
    if not listed.get("items"):
        return say_error("The practice workspace has no submitted audit to print.", 1)
    code = call([PROGRAM, "--practice", "audit", "summary", listed["items"][0]["id"], target])
    if code == 0:
        print(f"A printed audit summary lies in {target}", flush=True)
    return code


def answer(arguments: list[str]) -> dict:
    """What the program answers about the practice workspace, as JSON."""
    command = [str(PROGRAM), "--practice", "--json", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else {}


def test(arguments: list[str]) -> int:
    """Everything that CI checks, in the order of what fails fastest."""
    install("setup", "run", "dev")
    system_libraries()
    steps: list[tuple[str, list[object]]] = [
        ("lint", [PYTHON, "-m", "ruff", "check", "."]),
        ("format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
        ("types", [PYTHON, "-m", "mypy"]),
        ("layers", [BIN / "lint-imports"]),
        ("tests", [PYTHON, "-m", "pytest", *arguments]),
    ]
    for name, command in steps:
        print(f"== {name}", flush=True)
        code = call(command)
        if code:
            return say_error(f"{name} failed.", code)
    return 0


def package(arguments: list[str]) -> int:
    """A one-folder program in dist/, made by installer.spec."""
    install("setup", "run", "build")
    system_libraries()
    return call([PYTHON, "-m", "PyInstaller", "--noconfirm", *arguments, ROOT / "installer.spec"])


def bench(arguments: list[str]) -> int:
    """The benchmarks, as a table of ratios."""
    install("setup", "run", "dev")
    system_libraries()
    return call([PYTHON, "-m", "tests.benchmarks", *arguments])


def install(*sets: str) -> None:
    """Makes .venv and installs the pinned sets, where that is not done yet; a second run changes nothing."""
    if not PYTHON.exists():
        make_venv()
    for name in sets:
        wanted = ROOT / "requirements" / f"{name}.txt"
        marker = VENV / f"installed-{name}-{hashlib.sha256(wanted.read_bytes()).hexdigest()[:16]}"
        if marker.exists():
            continue
        print(
            f"Installing the libraries of requirements/{name}.txt, which takes some minutes the first time.", flush=True
        )
        must([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", wanted])
        for old in VENV.glob(f"installed-{name}-*"):
            old.unlink()
        marker.touch()
    marker = VENV / "installed-program"
    if not marker.exists() or not PROGRAM.exists():
        link_program()
        marker.touch()


def make_venv() -> None:
    """A virtual environment of the project's own; on a bare Debian, its package is installed first."""
    done = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if done.returncode and apt_install([f"python3.{sys.version_info.minor}-venv"]):
        done = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(say_error(f"{done.stdout}{done.stderr}\nInstall Python's venv module, then run this again.", 3))


def link_program() -> None:
    """Puts this folder on the environment's path, and the console script beside Python."""
    must([PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT])


def system_libraries() -> None:
    """On Linux, sees to the libraries that Qt stands on: installs them where it may, else says which they are."""
    if not sys.platform.startswith("linux"):
        return
    known = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False).stdout
    missing = [package for library, package in QT_LIBRARIES.items() if library not in known]
    if not has_fonts():
        missing.append("fonts-dejavu-core")
    if missing and not apt_install(missing):
        print(f"Qt needs these packages, which this program may not install here: {' '.join(missing)}", file=sys.stderr)


def has_fonts() -> bool:
    """Whether any font is installed; without one, Qt shows boxes and says nothing."""
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
    return any(next(folder.rglob("*.[to]tf"), None) for folder in folders if folder.is_dir())


def apt_install(packages: list[str]) -> bool:
    """Installs Debian packages, where this is Debian and one may. Answers whether it did."""
    apt = shutil.which("apt-get")
    if apt is None:
        return False
    root = os.geteuid() == 0
    if not root and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode:
        return False
    lead = [] if root else ["sudo", "-n"]
    print(f"Installing {' '.join(packages)}", flush=True)
    quiet = [*lead, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq"]
    subprocess.run([*quiet, "update"], stdout=subprocess.DEVNULL, check=False)
    done = subprocess.run(
        [*quiet, "install", "-y", "--no-install-recommends", *packages], stdout=subprocess.DEVNULL, check=False
    )
    return done.returncode == 0


def call(command: list[object]) -> int:
    """Runs a command in this folder; answers its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode


def must(command: list[object]) -> None:
    """Runs a command, and ends with its exit code where it fails."""
    code = call(command)
    if code:
        sys.exit(say_error(f"This failed: {' '.join(str(part) for part in command)}", code))


def say_error(words: str, code: int) -> int:
    """Says what went wrong; answers the code."""
    print(words, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
