"""Looks at desktop programs through the accessibility bus, for `screen.py`, which runs this with the system's Python.

Reads one JSON object a line, `{"do": ..., "pid": ...}`, and answers one line for each: `{"is": ...}` or, where what was
looked for did not come in time, `{"not": ...}`. It knows nothing of the program that it looks at. Stands on pyatspi,
which the system's package manager brings and no virtual environment has.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyatspi
from gi.repository import GLib

Node = Any
ALWAYS_SHOWN = ("application", "frame", "dialog")
PAUSE = 0.03


class NotThere(Exception):
    """What was looked for did not come in time."""


class Eyes:
    """What can be seen of one program, and what a screen reader can do to it."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.focus: list[Node] = []
        pyatspi.Registry.registerEventListener(self._took_focus, "object:state-changed:focused")

    def _took_focus(self, event: Any) -> None:
        if event.detail1 and event.source is not None:
            self.focus.append(event.source)

    def pump(self) -> None:
        """Takes in what happened on the bus."""
        context = GLib.MainContext.default()
        while context.iteration(False):
            pass

    def roots(self, pid: int) -> list[Node]:
        """The program, as the bus has it."""
        desktop = pyatspi.Registry.getDesktop(0)
        every = [desktop.getChildAtIndex(at) for at in range(desktop.childCount)]
        return [one for one in every if one is not None and one.get_process_id() == pid]

    def walk(self, pid: int) -> Iterator[tuple[int, Node]]:
        """Every node that can be seen, with its depth."""
        for root in self.roots(pid):
            yield from self.below(root)

    def below(self, root: Node) -> Iterator[tuple[int, Node]]:
        """The same, of one node."""
        pending = [(0, root)]
        while pending:
            depth, node = pending.pop()
            try:
                if not self.showing(node):
                    continue
                yield depth, node
                below = [node.getChildAtIndex(at) for at in range(node.childCount)]
            except GLib.Error:  # it went away while it was looked at
                continue
            pending += [(depth + 1, one) for one in reversed(below) if one is not None]

    def showing(self, node: Node) -> bool:
        """Whether it can be seen."""
        return node.getRoleName() in ALWAYS_SHOWN or node.getState().contains(pyatspi.STATE_SHOWING)

    def text(self, node: Node) -> str:
        """The text in it, where it holds one."""
        try:
            return str(node.queryText().getText(0, -1))
        except (NotImplementedError, GLib.Error):
            return ""

    def caret(self, node: Node) -> int:
        """Where the caret is; -1 where it holds no text."""
        try:
            return int(node.queryText().caretOffset)
        except (NotImplementedError, GLib.Error):
            return -1

    def labelled_by(self, node: Node) -> str:
        """The words of what labels it."""
        for relation in node.getRelationSet():
            if relation.getRelationType() == pyatspi.RELATION_LABELLED_BY:
                return ", ".join(relation.getTarget(at).name for at in range(relation.getNTargets()))
        return ""

    def described(self, node: Node, text: bool = True) -> dict[str, Any]:
        """A node in plain data; `at` names it in later requests."""
        states = node.getState()
        self.nodes.append(node)
        found = {
            "at": len(self.nodes) - 1,
            "name": node.name or "",
            "role": node.getRoleName(),
            "description": node.description or "",
            "labelled_by": self.labelled_by(node),
            "focused": states.contains(pyatspi.STATE_FOCUSED),
            "focusable": states.contains(pyatspi.STATE_FOCUSABLE),
            "enabled": states.contains(pyatspi.STATE_ENABLED),
            "checked": states.contains(pyatspi.STATE_CHECKED),
        }
        return found | ({"text": self.text(node), "caret": self.caret(node)} if text else {})

    def all(self, pid: int, **what: Any) -> list[Node]:
        """The nodes that fit, as `fits` says."""
        return [node for _, node in self.walk(pid) if self.fits(node, **what)]

    def fits(
        self, node: Node, name: str | None = None, role: str | None = None, words: str | None = None, live: bool = False
    ) -> bool:
        """By name, by role, by words in the name or the text; `live` leaves out what cannot be used."""
        try:
            if role is not None and node.getRoleName() != role:
                return False
            if name is not None and name != (self.labelled_by(node) or node.name):
                return False
            if live and not node.getState().contains(pyatspi.STATE_FOCUSABLE):
                return False
            return words is None or words in (node.name or "") or words in self.text(node)
        except GLib.Error:
            return False

    def holder(self, pid: int) -> Node | None:
        """What has the focus: where it went last, if it is still there; else it is looked for."""
        last = self.focus[-1:]
        if last and last[0].get_process_id() == pid and last[0].getState().contains(pyatspi.STATE_FOCUSED):
            return last[0]
        held = (node for _, node in self.walk(pid) if node.getState().contains(pyatspi.STATE_FOCUSED))
        items = (*ALWAYS_SHOWN, "list item")  # the current item of every list says that it has the focus, too
        return next((node for node in held if node.getRoleName() not in items), None)

    def tree(self, pid: int) -> str:
        """What can be seen, indented."""
        return "\n".join(f"{'  ' * depth}{node.getRoleName()} {node.name!r}" for depth, node in self.walk(pid))


class Driver:
    """The requests that `screen.py` makes."""

    def __init__(self) -> None:
        self.eyes = Eyes()

    def wait(self, look: Callable[[], Any], pid: int, timeout: float, what: str) -> Any:
        """What `look` finds, as soon as it finds something."""
        end = time.monotonic() + timeout
        while True:
            self.eyes.pump()
            try:
                if found := look():
                    return found
            except GLib.Error:  # the program is busy, or has just ended
                pass
            if time.monotonic() > end:
                raise NotThere(f"not there after {timeout} s: {what}\n{self.eyes.tree(pid)}")
            time.sleep(PAUSE)

    def do_find(self, pid: int, timeout: float = 15, **what: Any) -> Any:
        """The first node that fits, as soon as there is one."""

        def look() -> Any:
            node = next(iter(self.eyes.all(pid, **what)), None)
            return node and self.eyes.described(node)

        return self.wait(look, pid, timeout, f"{what}")

    def do_in_front(self, pid: int, name: str, timeout: float = 30) -> Any:
        """True as soon as the window that takes the keys has something of that name in it."""

        def there() -> bool:
            for root in self.eyes.roots(pid):
                for window in (root.getChildAtIndex(at) for at in range(root.childCount)):
                    if window is not None and window.getState().contains(pyatspi.STATE_ACTIVE):
                        return any(node.name == name for _, node in self.eyes.below(window))
            return False

        return self.wait(there, pid, timeout, f"a window in front with {name!r}")

    def do_all(self, pid: int, **what: Any) -> Any:
        """Every node that fits now; looked at again where one goes away meanwhile."""
        return self.wait(
            lambda: {"all": [self.eyes.described(node, text=False) for node in self.eyes.all(pid, **what)]},
            pid, 15, "a page that stays",
        )["all"]  # fmt: skip

    def do_gone(self, pid: int, timeout: float = 15, **what: Any) -> Any:
        """True as soon as nothing fits."""
        return self.wait(lambda: not self.eyes.all(pid, **what), pid, timeout, f"nothing with {what}")

    def do_look(self, pid: int, at: int) -> Any:
        """A node as it is now."""
        return self.eyes.described(self.eyes.nodes[at])

    def do_press(self, pid: int, at: int) -> Any:
        """Does what a screen reader's first action does; answers its name."""
        action = self.eyes.nodes[at].queryAction()
        named = action.getName(0)
        action.doAction(0)
        return named

    def do_take_focus(self, pid: int, at: int) -> Any:
        """Gives a node the focus."""
        node = self.eyes.nodes[at]

        def there() -> bool:
            node.queryComponent().grabFocus()
            return node.getState().contains(pyatspi.STATE_FOCUSED)

        return self.wait(there, pid, 10, f"the focus on {node.name!r}")

    def do_items(self, pid: int, at: int) -> Any:
        """What a list that dropped down holds, what is out of sight too."""

        def look() -> Any:
            dropped = self.eyes.nodes[at].getChildAtIndex(0)
            if not self.eyes.showing(dropped):
                return None
            return [dropped.getChildAtIndex(place).name for place in range(dropped.childCount)]

        return self.wait(look, pid, 10, "the list that drops down")

    def do_count_focus(self, pid: int) -> Any:
        """How often the focus moved so far."""
        self.eyes.pump()
        return len(self.eyes.focus)

    def do_focus_after(self, pid: int, count: int, timeout: float = 5) -> Any:
        """Where the focus went after that many moves."""
        self.wait(lambda: len(self.eyes.focus) > count, pid, timeout, "a move of the focus")
        return self.eyes.described(self.eyes.focus[-1])

    def do_arrive(self, pid: int, count: int, words: str, timeout: float = 5) -> Any:
        """Where the focus went, once it is at what is named so; a choice names its group last."""

        def there() -> Any:
            name = (self.eyes.focus[-1].name or "") if len(self.eyes.focus) > count else ""
            return name == words or name.endswith(f", {words}")

        self.wait(
            there, pid, timeout, f"the focus at {words!r}; it went to {[one.name for one in self.eyes.focus[count:]]}"
        )
        return self.eyes.described(self.eyes.focus[-1])

    def do_holds(self, pid: int, text: str) -> Any:
        """True as soon as what has the focus holds the text; of a passphrase only its length can be seen."""

        def there() -> bool:
            held = self.eyes.holder(pid)
            if held is None or held.getRoleName() != "password text":
                return held is not None and text in self.eyes.text(held)
            return held.queryText().characterCount >= len(text)

        return self.wait(there, pid, 10, f"the text {text!r}")

    def do_chosen(self, pid: int) -> Any:
        """True as soon as what has the focus is picked."""

        def there() -> bool:
            held = self.eyes.holder(pid)
            return held is not None and held.getState().contains(pyatspi.STATE_CHECKED)

        return self.wait(there, pid, 10, "a picked choice")

    def do_focused(self, pid: int) -> Any:
        """What has the focus."""

        def look() -> Any:
            held = self.eyes.holder(pid)
            return held and self.eyes.described(held)

        return self.wait(look, pid, 5, "the focus")

    def do_tree(self, pid: int) -> Any:
        """What can be seen, as text."""
        return self.eyes.tree(pid)


def main() -> None:
    """Answers until there are no more requests."""
    driver = Driver()
    for line in sys.stdin:
        wanted = json.loads(line)
        try:
            answer = {"is": getattr(driver, f"do_{wanted.pop('do')}")(**wanted)}
        except (NotThere, GLib.Error, NotImplementedError) as problem:
            answer = {"not": str(problem) or type(problem).__name__}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
