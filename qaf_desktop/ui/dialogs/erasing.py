"""Lawful erasure of a case, and redaction of a passage: for good, so asked twice, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qaf_desktop.errors import Refused
from qaf_desktop.services import erasure
from qaf_desktop.ui.dialogs.ask import Ask, Field

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qaf_desktop.services.erasure import Erased
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

FOR_GOOD = (
    "All that is recorded about the case goes: its audits, drafts and concerns, here now, and on every other laptop "
    "once it exchanges. No backup and no stick brings it back. That it was erased, by whom and why, stays."
)
TAKEN_OUT = (
    "The passage goes from everything recorded of this audit, and \"[removed]\" stands in its place, here now, and on "
    "every other laptop once it exchanges. No backup and no stick brings it back."
)  # fmt: skip
REASON = "It is kept, and must not name the child"


def ask_erase(parent: QWidget, ws: Workspace, shell: Shell, number: str = "") -> None:
    """Erases a case once its number was entered twice."""

    def erase(said: dict[str, str]) -> tuple[str, Erased]:
        wanted = said["number"].strip()
        if not wanted:
            raise Refused("Enter the case number.")
        if said["again"].strip() != wanted:
            raise Refused("The two numbers differ. Enter the number of the case again to confirm it.")
        return wanted, erasure.erase_case(ws, wanted, said["reason"])

    def then(done: tuple[str, Erased]) -> None:
        wanted, found = done
        count = f"{found.entries:,} entr{'y' if found.entries == 1 else 'ies'}"
        shell.notice(f"Case {wanted} was erased: {count} here. Other laptops erase it when they next exchange.")

    fields = (
        Field("number", "Case number", value=number),
        Field("reason", "Why it is erased", "text", REASON),
        Field("again", "Case number again", hint="Typed once more, to confirm"),
    )
    Ask(
        parent, "Erase a case", fields, "Erase case", erase, FOR_GOOD,
        background=shell.background, then=then, may_hang=True, told=shell.notice,
    ).open()  # fmt: skip


def ask_redact(parent: QWidget, ws: Workspace, shell: Shell, audit: str, number: str) -> None:
    """Takes a passage, such as a name that slipped in, out of an audit."""

    def redact(said: dict[str, str]) -> Erased:
        return erasure.redact(ws, audit, said["passage"], said["reason"])

    def then(done: Erased) -> None:
        where = f"{done.entries:,} entr{'y' if done.entries == 1 else 'ies'}"
        shell.notice(f"The passage was redacted in {where}. Other laptops follow when they next exchange.")

    fields = (
        Field("passage", "Passage", hint="Exactly as it is written in the audit"),
        Field("reason", "Why it is redacted", "text", "It is kept: do not repeat the passage"),
    )
    Ask(
        parent, f"Redact a passage, case {number}", fields, "Redact passage", redact, TAKEN_OUT,
        background=shell.background, then=then, may_hang=True, told=shell.notice,
    ).open()  # fmt: skip
