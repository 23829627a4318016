"""A display with a window manager and an accessibility bus of its own, and programs that are driven on it.

`Screen` is the display. `Seen` is one program on it: found, pressed and read through the accessibility bus as a screen
reader would, typed at as a person would. Nothing in the program knows of it.
"""

import contextlib
import json
import os
import select
import shutil
import signal
import string
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.journeys.machine import PROGRAM, Machine

Node = dict[str, Any]
DRIVER = Path(__file__).with_name("driver.py")
PYTHON = "/usr/bin/python3"
PATIENCE = 90
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
LAUNCHER = next((one for one in LAUNCHERS if Path(one).exists()), "at-spi-bus-launcher")
NEEDED = ("Xvfb", "openbox", "xdotool", "scrot", "dbus-daemon", LAUNCHER, PYTHON, "pdfinfo")
WINDOWS = """<openbox_config xmlns="http://openbox.org/3.4/rc">
<keyboard><keybind key="A-F4"><action name="Close"/></keybind></keyboard>
<applications><application type="normal"><decor>no</decor><maximized>yes</maximized></application></applications>
</openbox_config>"""


def missing() -> str:
    """What these tests stand on and is not installed here, in words; nothing where all is there."""
    lacking = [Path(one).name for one in NEEDED if shutil.which(one) is None]
    if not lacking and subprocess.run([PYTHON, "-c", "import pyatspi"], capture_output=True, check=False).returncode:
        lacking = ["pyatspi of the system's Python"]
    return f"Not installed here: {', '.join(lacking)}. The file .ci/run names the packages." if lacking else ""


class Screen:
    """A display, the window manager on it, the bus of accessibility, and what looks at it."""

    def __init__(self, base: Path, size: str = "1366x768") -> None:
        base.mkdir(parents=True, exist_ok=True)
        self._ends: list[subprocess.Popen[Any]] = []
        self._log = (base / "screen.log").open("wb")
        self.environment = Machine(base).environment | {
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "NO_AT_BRIDGE": "0",
        }
        stays = ("-noreset", "-nolisten", "tcp")  # it would start anew each time that its last program ends
        number = self._announced("Xvfb", "-displayfd", "{}", "-screen", "0", f"{size}x24", *stays)
        self.environment["DISPLAY"] = f":{number}"
        address = self._announced("dbus-daemon", "--session", "--nofork", "--print-address={}")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        self._start(LAUNCHER, "--launch-immediately")
        windows = base / "openbox.xml"
        windows.write_text(WINDOWS, "utf-8")
        self._start("openbox", "--sm-disable", "--config-file", str(windows))
        while subprocess.run(
            ["xdotool", "get_desktop"], env=self.environment, capture_output=True, check=False
        ).returncode:
            time.sleep(0.05)  # until windows are managed
        self._driver = subprocess.Popen(
            [PYTHON, str(DRIVER)],
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True,
        )  # fmt: skip
        self._ends.append(self._driver)

    def _wait_for_windows(self) -> None:
        asked = ["xdotool", "get_desktop"]
        while subprocess.run(asked, env=self.environment, capture_output=True, check=False).returncode:
            time.sleep(0.05)

    def _start(self, *command: str, pass_fds: tuple[int, ...] = ()) -> None:
        self._ends.append(
            subprocess.Popen(command, env=self.environment, stdout=self._log, stderr=self._log, pass_fds=pass_fds)
        )

    def _announced(self, *command: str) -> str:
        """Starts what writes into a pipe where it can be reached; answers that."""
        read, write = os.pipe()
        self._start(*(one.format(write) for one in command), pass_fds=(write,))
        os.close(write)
        with open(read, encoding="utf-8") as pipe:  # noqa: PTH123 - a pipe has no path
            return pipe.readline().strip()

    def ask(self, **wanted: Any) -> Any:
        """One question to the driver. Raises AssertionError with what it saw."""
        assert self._driver.stdin is not None and self._driver.stdout is not None
        self._driver.stdin.write(json.dumps(wanted) + "\n")
        self._driver.stdin.flush()
        ready, _, _ = select.select([self._driver.stdout], [], [], PATIENCE)
        assert ready, f"nothing answers any more; asked was {wanted}"
        answer = json.loads(self._driver.stdout.readline())
        if "not" in answer:
            raise AssertionError(answer["not"])
        return answer["is"]

    def tool(self, *command: str) -> str:
        """Runs a tool on this display."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout

    def shot(self, path: Path) -> None:
        """A PNG of the whole display, once it stands still."""
        self.tool("scrot", "--delay", "1", "--overwrite", str(path))

    def end(self) -> None:
        """Ends all that was started for it."""
        for one in reversed(self._ends):
            one.terminate()
            for pipe in (one.stdin, one.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
            one.wait()
        self._log.close()


@dataclass
class Keys:
    """The keys that a person pressed: characters of texts, and all others."""

    text: int = 0
    other: list[str] = field(default_factory=list)


class Seen:
    """The program on a screen."""

    def __init__(self, screen: Screen, machine: Machine, *words: str) -> None:
        self.screen, self.keys = screen, Keys()
        seen = machine.environment | {
            name: screen.environment[name]
            for name in (
                "DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "QT_QPA_PLATFORM", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON",
            )
        }  # fmt: skip
        self._log = machine.base / "program.log"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(PROGRAM), "--workspace", str(machine.workspace), *words], env=seen, stdout=log, stderr=log
            )

    def _ask(self, do: str, **wanted: Any) -> Any:
        try:
            return self.screen.ask(do=do, pid=self._process.pid, **wanted)
        except AssertionError as error:
            raise AssertionError(f"{error}\nThe program's own words: {self.said()}") from None

    def said(self) -> str:
        """What the program wrote to its terminal."""
        return self._log.read_text("utf-8", "replace")

    # Looking

    def find(self, name: str | None = None, role: str | None = None, timeout: float = 15) -> Node:
        """The first thing of that name and role, as soon as it can be seen."""
        return self._ask("find", **_given(name=name, role=role), timeout=timeout)

    def in_front(self, name: str) -> None:
        """Waits until the window that takes the keys has something of that name."""
        self._ask("in_front", name=name)

    def field(self, name: str, role: str | None = None) -> Node:
        """What can be used under that name, never its label."""
        return self._ask("find", **_given(name=name, role=role), live=True)

    def see(self, words: str, role: str | None = None, timeout: float = 15) -> Node:
        """Waits until these words can be read."""
        return self._ask("find", **_given(words=words, role=role), timeout=timeout)

    def gone(self, name: str | None = None, role: str | None = None, words: str | None = None) -> None:
        """Waits until nothing that fits can be seen."""
        self._ask("gone", **_given(name=name, role=role, words=words))

    def all(self, name: str | None = None, role: str | None = None, live: bool = False) -> list[Node]:
        """Everything that fits now."""
        return self._ask("all", **_given(name=name, role=role), live=live)

    def look(self, node: Node) -> Node:
        """A thing as it is now."""
        return self._ask("look", at=node["at"])

    def focused(self) -> Node:
        """What has the focus."""
        return self._ask("focused")

    def tree(self) -> str:
        """All that can be seen, as text."""
        return self._ask("tree")

    # Acting

    def press(self, name: str, role: str | None = None) -> str:
        """Does what a screen reader's first action does there."""
        return self._ask("press", at=self.field(name, role)["at"])

    def take_focus(self, name: str, role: str | None = None) -> Node:
        """Gives it the focus."""
        found = self.field(name, role)
        self._ask("take_focus", at=found["at"])
        return found

    def type(self, text: str) -> None:
        """Types a text on the keyboard, into whatever has the focus, and waits until it stands there.

        With a screen reader's bus about, Qt hands letters over later than the keys of shortcuts; nobody types so fast.
        """
        self.keys.text += len(text)
        self.screen.tool("xdotool", "type", "--delay", "2", "--", text)
        self._ask("holds", text=text)

    def choose(self, list_name: str, words: str) -> None:
        """Opens a list to choose from, and chooses by arrow keys what begins with these words."""
        combo = self.field(list_name, "combo box")
        self._ask("press", at=combo["at"])
        items = self._ask("items", at=combo["at"])
        place = next(place for place, item in enumerate(items) if item.startswith(words))
        self.key("Home", *["Down"] * place, "Return")

    def pick(self, *places: int) -> None:
        """Picks the nth choices of the group that has the focus, by their number keys, and waits until it shows."""
        self.key(*map(str, places))
        self._ask("chosen")

    def key(self, *names: str) -> None:
        """Presses keys, by their X names: Return, ctrl+Return, F8."""
        self.keys.other += names
        self.screen.tool("xdotool", "key", "--delay", "5", *names)

    def move(self, *names: str) -> Node:
        """Presses keys that move the focus; answers where it went."""
        before = self._ask("count_focus")
        self.key(*names)
        return self._ask("focus_after", count=before)

    def arrive(self, words: str, *names: str) -> Node:
        """Presses keys that lead the focus to what is named so."""
        before = self._ask("count_focus")
        self.key(*names)
        return self._ask("arrive", count=before, words=words)

    def enter(self, name: str, text: str) -> None:
        """Puts a text into a field, in the place of what is there."""
        self.take_focus(name)
        self.key("ctrl+a")
        self.type(text)

    def unlock(self, passphrase: str) -> None:
        """Types the passphrase and unlocks."""
        self.in_front("Unlock")
        self.take_focus("Passphrase")
        self.type(passphrase)
        self.press("Unlock")

    # Ending

    @contextlib.contextmanager
    def typing(self, text: str) -> Iterator[None]:
        """Types a text at the pace of a fast typist meanwhile; no key stays down at the end."""
        command = ["xdotool", "type", "--delay", "20", "--", text]
        with subprocess.Popen(command, env=self.screen.environment) as typist:
            yield
            typist.kill()
        self.screen.tool("xdotool", "keyup", *string.ascii_lowercase, "space")

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def code(self) -> int:
        """The exit code, once it has ended."""
        return self._process.wait(timeout=20)

    def close(self) -> int:
        """Closes its window as a person does; answers the exit code."""
        self.key("alt+F4")
        return self._process.wait(timeout=20)

    def end(self) -> None:
        """Sees to it that it is gone, whatever became of the journey."""
        if self._process.poll() is None:
            self.kill()


def _given(**what: Any) -> dict[str, Any]:
    return {name: value for name, value in what.items() if value is not None}
