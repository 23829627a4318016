"""A small form, a desk and a shell for the page, held in memory."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace as Thing
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def question(path: str, kind: str = "text", label: str = "", **more: Any) -> Thing:
    plain = {
        "hint": "",
        "guidance": "",
        "role": "",
        "multiline": False,
        "list_name": "",
        "choices": (),
        "required": False,
    }
    return Thing(path=path, name=path.split("/")[-1], kind=kind, label=label or path, **{**plain, **more})


def group(path: str, label: str, *children: Thing, repeat: bool = False, role: str = "") -> Thing:
    return Thing(path=path, name=path.split("/")[-1], label=label, hint="", role=role, repeat=repeat, children=children)


MARKS = tuple(Thing(value=v, label=w, descriptor="") for v, w in (("yes", "Yes"), ("partly", "Partly"), ("no", "No")))
GRADES = tuple(
    Thing(value=v, label=v.replace("_", " ").capitalize(), descriptor="What it looks like")
    for v in ("outstanding", "good", "requires_improvement", "inadequate")
)


def small_tool(many: int = 0) -> Thing:
    risk = [
        question("d/plain", "select_one", "Is each risk plain?", choices=MARKS, required=True),
        question("d/evidence", "text", "Evidence", multiline=True),
        question("d/seen", "date", "Date last seen"),
        question(
            "d/grade", "select_one", "Grade for risk and safety", choices=GRADES, list_name="grade", required=True
        ),
    ]
    strengths = group(
        "i/strengths", "Strengths", question("i/strengths/what", "text", "What"), repeat=True, role="strengths"
    )
    long = [question(f"m/q{n}", "select_one", f"Question {n}", choices=MARKS) for n in range(many)]
    sections = (
        group("d", "Risk and safety", *risk),
        group("i", "Judgement and learning", strengths),
        group("m", "More", *long),
    )
    return Thing(sections=sections if many else sections[:2])


class SmallForm:
    """The methods of a form that the page uses."""

    def __init__(self, tool: Thing, answers: dict[str, str]) -> None:
        self.values, self.rows = dict(answers), ["s1"]
        self.known: dict[str, Thing] = {}
        for section in tool.sections:
            self._walk(section)
        self.tool = Thing(
            sections=tool.sections, question=self.known.__getitem__, by_role=lambda role: self._role(role)
        )

    def _role(self, role: str) -> str | None:
        return "i/strengths" if role == "strengths" else None

    def _walk(self, node: Thing) -> None:
        self.known[node.path] = node
        for child in getattr(node, "children", ()):
            self._walk(child)

    def _of(self, ref: str) -> Thing:
        return self.known["/".join(part.partition("[")[0] for part in ref.split("/"))]

    def value(self, ref: str) -> str:
        return self.values.get(ref, "")

    def set(self, ref: str, value: str) -> Thing:
        self.values[ref] = value
        return Thing(values=frozenset({ref}), shape=False)

    def relevant(self, ref: str) -> bool:
        return True

    def required(self, ref: str) -> bool:
        return bool(self._of(ref).required)

    def readonly(self, ref: str) -> bool:
        return False

    def problem(self, ref: str) -> str | None:
        return f"Answer: {self.label(ref)}" if self.required(ref) and not self.value(ref) else None

    def label(self, ref: str) -> str:
        return str(self._of(ref).label)

    def hint(self, ref: str) -> str:
        return ""

    def choices(self, ref: str) -> Any:
        return self._of(ref).choices

    def instances(self, ref: str) -> tuple[str, ...]:
        return tuple(self.rows)

    def add(self, ref: str) -> str:
        self.rows.append(f"s{len(self.rows) + 1}")
        return f"{ref}[{self.rows[-1]}]"

    def remove(self, ref: str) -> tuple[int, str]:
        one = ref.removesuffix("]").rpartition("[")[2]
        place = self.rows.index(one)
        return place, self.rows.pop(place)

    def restore(self, held: tuple[int, str]) -> None:
        self.rows.insert(*held)

    def questions(self, ref: str | None = None) -> list[str]:
        found = [path for path, node in self.known.items() if not hasattr(node, "children") and "strengths" not in path]
        return [path for path in found if ref is None or path.startswith(ref)]

    def progress(self, ref: str) -> Thing:
        every = self.questions(ref)
        answered = sum(bool(self.value(one)) for one in every)
        state = "completed" if answered == len(every) else "in_progress" if answered else "not_started"
        return Thing(answered=answered, total=len(every), state=state)

    def answers(self) -> dict[str, str]:
        return dict(self.values)


class SmallDesk:
    """Keeps what was saved; can refuse to save."""

    draft_id = "d1"

    def __init__(self, many: int = 0) -> None:
        self.many, self.trouble = many, ""
        self.kept: dict[str, Any] = {"answers": {}, "position": "", "caret": 0, "flagged": frozenset()}
        self.saves, self.raised, self.submitted = 0, [], False
        self.at = datetime(2026, 8, 4, 14, 32, tzinfo=UTC)

    def draft(self) -> Thing:
        case = Thing(number="104482", plan="child_protection", worker_name="A. Shah")
        return Thing(case=case, purpose="routine_cycle", private_notes="", saved_at=self.at, **self.kept)

    def form(self, draft: Thing) -> SmallForm:
        return SmallForm(small_tool(self.many), draft.answers)

    def save(self, sitting: Any) -> datetime:
        from qaf_desktop.errors import DiskFull

        if self.trouble:
            raise DiskFull(self.trouble)
        self.saves += 1
        self.kept = {
            "answers": sitting.form.answers(),
            "position": sitting.position,
            "caret": sitting.caret,
            "flagged": frozenset(sitting.flagged),
        }
        self.last = sitting
        return self.at

    def check(self) -> tuple[Thing, ...]:
        form = self.last.form
        refs = [ref for ref in form.questions() if form.problem(ref)]
        return tuple(Thing(question=r, ref=r, section="Risk and safety", message=form.problem(r)) for r in refs)

    def submit(self) -> None:
        self.submitted = True

    def notice(self) -> Thing:
        return Thing(
            sentence="This laptop has alerted nobody.",
            duty="01000 1",
            out_of_hours="01000 2",
            about_a_worker="Telephone the designated officer.",
            emergency="999",
        )

    def raise_concern(self, *what: str) -> None:
        self.raised.append(what)

    def to_local(self, moment: datetime) -> datetime:
        return moment


class SmallShell:
    """Remembers what the page asked the window for."""

    def __init__(self) -> None:
        self.notices: list[tuple[Any, ...]] = []
        self.opened: list[tuple[Any, ...]] = []

    def notice(self, *words: Any) -> None:
        self.notices.append(words)

    def open(self, *what: Any) -> None:
        self.opened.append(what)


@pytest.fixture
def make_page(qtbot: Any) -> Iterator[Any]:
    from qaf_desktop.ui.pages.form.page import FormPage

    def make(desk: SmallDesk | None = None) -> Any:
        page = FormPage(None, SmallShell())  # type: ignore[arg-type]
        qtbot.addWidget(page)
        page.resize(1093, 614)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.show_draft(desk or SmallDesk())
        return page

    yield make


@pytest.fixture
def small_desk() -> type[SmallDesk]:
    return SmallDesk
