"""Sets up and drives the project from a fresh machine: run, test, package, bench. Standard library only.

    python3 dev.py run [ARG...]      the program; without arguments, the window on the practice workspace
    python3 dev.py test [ARG...]     lint, format, types, layers, then pytest with ARG... in two processes (-n 0: one)
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
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libcups.so.2": "libcups2",
}
LONGEST_FOLDER_ON_WINDOWS = 100
ABORTED = -6
SIDE_BY_SIDE = ("-n", "2", "--dist", "loadfile")  # in two processes; a file is tested in one, and shares its fixtures


def main(arguments: list[str]) -> int:
    """Runs one verb; answers its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
        return say_error("Python 3.11 or newer is needed. Install it, then run this again with it.", 2)
    verbs = {"run": run, "test": test, "package": package, "bench": bench}
    if arguments and arguments[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0
    if not arguments or arguments[0] not in verbs:
        return say_error(f"{__doc__}", 2)
    return verbs[arguments[0]](arguments[1:])


def run(arguments: list[str]) -> int:
    """The program itself; without arguments, on the practice workspace."""
    install("setup", "run")
    system_libraries()
    if arguments:
        return call([PROGRAM, *arguments])
    linux = sys.platform.startswith("linux")
    if linux and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return run_without_display()
    code = subprocess.run([str(PROGRAM), "--practice"], cwd=ROOT, check=False).returncode
    if linux and code == ABORTED:  # Qt's way to say that the display which is named cannot be reached
        return run_without_display()
    return exit_code(code)


def run_without_display() -> int:
    """Where there is no screen: makes the practice workspace all the same, and prints one summary."""
    print("There is no display, so no window can open. The practice workspace is made all the same.", flush=True)
    made = call([PROGRAM, "workspace", "practise"])
    if made:
        return made
    target = ROOT / "build" / "practice-summary.pdf"
    target.parent.mkdir(exist_ok=True)
    code, listed = answer(["audit", "list", "--state", "submitted", "--limit", "1"])
    if code:
        return code
    if not listed["items"]:
        return say_error("The practice workspace has no submitted audit to print.", 1)
    code, _ = answer(["audit", "summary", listed["items"][0]["id"], str(target)])
    if code == 0:
        print(f"A printed audit summary lies in {target}", flush=True)
    return code


def answer(arguments: list[str]) -> tuple[int, dict]:
    """The exit code, and what the program answers about the practice workspace, as JSON."""
    command = [str(PROGRAM), "--practice", "--json", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    return exit_code(done.returncode), json.loads(done.stdout) if done.returncode == 0 else {}


def test(arguments: list[str]) -> int:
    """Everything that CI checks, in the order of what fails fastest; with --long, the packaged program too."""
    long = "--long" in arguments
    install("setup", "run", "dev", *(["build"] if long else []))
    system_libraries(*(["binutils"] if long else []))
    steps: list[tuple[str, list[object]]] = [
        ("lint", [PYTHON, "-m", "ruff", "check", "."]),
        ("format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
        ("types", [PYTHON, "-m", "mypy"]),
        ("layers", [BIN / "lint-imports"]),
        ("tests", [PYTHON, "-m", "pytest", *SIDE_BY_SIDE, *arguments]),
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
    system_libraries("binutils")
    quiet = ["--noconfirm", "--log-level", "ERROR"]
    code = call([PYTHON, "-m", "PyInstaller", *quiet, *arguments, ROOT / "installer.spec"])
    if code == 0:
        folder = ROOT / "dist" / "qaf-desktop"
        size = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file() and not one.is_symlink())
        print(f"The program is the folder {folder}, {size / 1e6:.0f} MB. It needs no Python.", flush=True)
    return code


def bench(arguments: list[str]) -> int:
    """The benchmarks, as a table of ratios."""
    install("setup", "run", "dev")
    system_libraries()
    return call([PYTHON, "-m", "tests.benchmarks", *arguments])


def install(*sets: str) -> None:
    """Makes .venv and installs the pinned sets, where that is not done yet; a second run changes nothing."""
    marks = {name: VENV / f"installed-{name}-{fingerprint(name)}" for name in sets}
    missing = [name for name, mark in marks.items() if not mark.exists()]
    linked = VENV / "installed-program"
    moved = not linked.exists() or linked.read_text("utf-8") != str(ROOT) or not PROGRAM.exists()
    if PYTHON.exists() and not missing and not moved:
        return
    print("Setting up in .venv, which takes a minute or more the first time.", flush=True)
    if not has_pip():
        make_venv()
    for name in missing:
        pip("install", "--require-hashes", "--no-deps", "-r", ROOT / "requirements" / f"{name}.txt")
        for old in VENV.glob(f"installed-{name}-*"):
            old.unlink()
        marks[name].touch()
    if moved:
        pip("install", "--no-deps", "--no-build-isolation", "--editable", ROOT)
        linked.write_text(str(ROOT), "utf-8")


def fingerprint(name: str) -> str:
    """Tells one version of a set from the next."""
    return hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()[:16]


def has_pip() -> bool:
    """Whether .venv was made whole; one whose making was stopped has no pip."""
    if not PYTHON.exists():
        return False
    return subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    """A virtual environment of the project's own; on a bare Debian, its package is installed first."""
    make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    done = subprocess.run(make, capture_output=True, text=True, check=False)
    if done.returncode and apt_install([f"python3.{sys.version_info.minor}-venv"]):
        done = subprocess.run(make, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        package = f"python3.{sys.version_info.minor}-venv"
        why = f"{done.stdout}{done.stderr}".strip()
        words = (
            f"{why}\nThe environment .venv could not be made. On Debian and Ubuntu install {package}, then run again."
        )
        sys.exit(say_error(words, 3))


def pip(*arguments: object) -> None:
    """Runs pip in .venv, and ends where it fails: pip's own words stand above."""
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    if call([PYTHON, "-m", "pip", *arguments, *quiet]) == 0:
        return
    words = "A library could not be installed; pip says why above. See that the network is there, then run again."
    if os.name == "nt" and len(str(ROOT)) > LONGEST_FOLDER_ON_WINDOWS:
        words += f" Windows may find the names too long: move {ROOT} nearer to the drive, such as C:\\qaf."
    sys.exit(say_error(words, 3))


def system_libraries(*also: str) -> None:
    """On Linux, sees to the libraries that Qt stands on: installs them where it may, else says which they are."""
    ldconfig = shutil.which("ldconfig", path=f"{os.environ.get('PATH', '')}:/sbin:/usr/sbin")
    if not sys.platform.startswith("linux") or ldconfig is None:
        return
    known = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout
    missing = [package for library, package in QT_LIBRARIES.items() if library not in known]
    if not has_fonts():
        missing.append("fonts-dejavu-core")
    if "binutils" in also and shutil.which("objdump") is None:
        missing.append("binutils")
    if missing and not apt_install(missing):
        print("These system packages are missing, and cannot be installed from here. The names are Debian's:")
        print(f"    {' '.join(missing)}", flush=True)


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
    return exit_code(subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode)


def exit_code(code: int) -> int:
    """An exit code as a shell has it: 128 and the signal where a signal ended the command."""
    return 128 - code if code < 0 else code


def say_error(words: str, code: int) -> int:
    """Says what went wrong; answers the code."""
    print(words, file=sys.stderr)
    return code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(say_error("Stopped.", 130))
