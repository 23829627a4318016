"""The parts of the page Exchange and devices: how it stands, what is to be decided, by hand, erasure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from qaf_desktop.ui import exchange_words as words
from qaf_desktop.ui.dialogs.deciding import side_by_side
from qaf_desktop.ui.pages.form.kit import button, label, long_date
from qaf_desktop.ui.widgets.side_line import SideLine, said_line

if TYPE_CHECKING:
    from qaf_desktop.services.conflicts import Conflict
    from qaf_desktop.services.devices import Proposal
    from qaf_desktop.services.exchange_overview import InFolder, Overview
    from qaf_desktop.services.exchange_status import ExchangeStatus, Glance
    from qaf_desktop.services.intake_lists import Problem
    from qaf_desktop.ui.exchange_words import Said
    from qaf_desktop.ui.pages.exchange_actions import Actions
    from qaf_desktop.ui.theme import Theme

MARGINS = (14, 8, 12, 8)
MOST_DUE = 50
JOINT = re.compile(r"([/\\_.-])(?=\S)")
LONG = re.compile("([^\\s\u200b]{14})")
RECORDS = frozenset({
    "AuditSubmitted", "AuditCorrected", "AuditWithdrawn", "AuditFiled", "VoiceAdded", "WorkerViewAdded", "TakenOut",
})  # fmt: skip
UNREADABLE = "It is read again as soon as it changes. Where it stays so, an administrator can repair the folder."


@dataclass(frozen=True)
class Shown:
    """All that the page shows; it is drawn anew where any of it differs."""

    saved: str
    said: Said
    progress: tuple[int, int] | None
    glance: Glance | None
    overview: Overview | None
    found: InFolder | None
    now: dt.date


def standing(shown: Shown, act: Actions, theme: Theme) -> Iterator[QLayout]:
    """Saved, to send, received, the folder, and every problem by itself."""
    yield stated("On this laptop", shown.saved, theme)
    if shown.glance is None:
        yield stated("To send", "Being counted", theme)
        return
    status, now = shown.glance.status, act.now()
    yield _to_send(shown, act, theme)
    received = f"As of {words.today_at(shown.glance.received, now)}" if shown.glance.received else "Nothing yet"
    held = f"{status.held:,} {'entry waits' if status.held == 1 else 'entries wait'} for something that is not here yet"
    yield stated("Received", received, theme, held if status.held else "")
    yield _folder(shown, act, theme)
    for one in status.problems:
        yield _problem(one, status, now, theme)
    for notice in status.notices:
        yield stated("For information", notice, theme)


def _to_send(shown: Shown, act: Actions, theme: Theme) -> QLayout:
    assert shown.glance is not None
    status = shown.glance.status
    if shown.progress is not None:
        stop = button("Stop", act.stop, name="Stop the exchange: what has arrived is kept")
        return stated("To send", words.under_way(*shown.progress), theme, status.waits_in_words, stop)
    go = button("Send now", act.send_now, "primary", "F5")
    said = status.waits_in_words or (
        "All sent" if status.last and not status.trouble and not status.removed else "Nothing waits"
    )
    last = f"Last exchange {words.moment(status.last, act.now())}" if status.last else words.NEVER
    return stated(
        "To send", said[:1].upper() + said[1:], theme, last, *([go] if status.folder and not status.removed else [])
    )


def _folder(shown: Shown, act: Actions, theme: Theme) -> QLayout:
    assert shown.glance is not None
    status = shown.glance.status
    if not status.folder:
        choose = button("Choose folder", act.choose_folder, "primary", "Choose the shared folder")
        about = "A folder on a drive that all laptops of this workspace reach, or on a stick."
        return stated("Shared folder", "None yet", theme, about, choose)
    if status.removed:
        return stated("Shared folder", f"!  {words.REMOVED}", theme, status.folder, late=True)
    other = button("Choose another folder", act.choose_folder, name="Choose the shared folder")
    if shown.said.trouble and not status.problems:
        since = shown.said.short.removeprefix("Shared folder ")
        sentence = f"{since[:1].upper()}{since[1:]}. Work goes on; nothing is lost"
        about = status.trouble if status.folder in status.trouble else f"{status.trouble}\n{status.folder}"
        return stated("Shared folder", f"!  {sentence}", theme, about, other, late=True)
    reached = f"Reachable {words.today_at(status.last, act.now())}" if status.last else words.NEVER
    return stated("Shared folder", reached, theme, status.folder, other)


def _problem(one: Problem, status: ExchangeStatus, now: dt.datetime, theme: Theme) -> QLayout:
    whose = f"One file from {one.device}" if one.device else "One file"
    seen = f" Seen {words.today_at(status.last, now)}." if status.last else ""
    about = f"{one.message}{seen} {UNREADABLE}"
    said = f"!  {whose} cannot be read. Others are received"
    return stated("Problem", said, theme, about, late=True)


def stated(what: str, value: str, theme: Theme, about: str = "", *right: QWidget, late: bool = False) -> QLayout:
    """One line of a card: what it is about, how it stands, a small line, and what may be done."""
    text, across, said = QWidget(), QHBoxLayout(), QVBoxLayout()
    text.setLayout(across)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(12)
    name = label(what, "hint")
    name.setFixedWidth(theme.px(116))
    said.setSpacing(2)
    said.addWidget(label(value, "alert" if late else "strong"))
    if about:
        small = label(_breakable(about), "small")
        small.setAccessibleName(about)
        said.addWidget(small)
    across.addWidget(name)
    across.addLayout(said, 1)
    return SideLine(text, right, MARGINS, 10)


def _breakable(words: str) -> str:
    """A path can go on in the next line after each folder, and within a long name: it has no spaces of its own."""
    parts = JOINT.sub("\\1\u200b", words)
    return LONG.sub("\\1\u200b", parts)


def to_decide(overview: Overview, act: Actions, now: dt.datetime) -> Iterator[tuple[str, Sequence[QLayout]]]:
    """What waits for a second administrator, and what was decided apart from each other."""
    if overview.proposals:
        yield "Waiting for a second administrator", [_proposal(one, act) for one in overview.proposals]
    if overview.conflicts:
        yield (
            f"Decided apart from each other ({len(overview.conflicts):,})",
            [_conflict(one, act, now) for one in overview.conflicts],
        )


def _proposal(one: Proposal, act: Actions) -> QLayout:
    what = ". ".join(one.what)
    by = f"Begun by {one.by}"
    if one.mine:
        return said_line(what, by, label("Waits for another administrator", "small", wrap=False))
    return said_line(what, by, button("Agree", partial(act.agree, one), name=f"Agree: {what}"))


def _conflict(one: Conflict, act: Actions, now: dt.datetime) -> QLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 8)
    column.setSpacing(0)
    title = f"{one.about[:1].upper()}{one.about[1:]}: {one.what.lower()}"
    if one.mine:
        right: QWidget = button("Decide", partial(act.decide, one), name=f"Decide {title}")
    else:
        right = label(f"Decided by: {one.decides}", "small")
    about = "Neither had seen the other. The last of them holds until it is decided."
    column.addLayout(said_line(title, about, right))
    values = side_by_side(one, now)
    values.setContentsMargins(14, 0, 12, 0)
    column.addLayout(values)
    return column


def by_hand(shown: Shown, act: Actions) -> list[QLayout]:
    """A file for a stick, the folder repaired, drafts of an earlier laptop."""
    rows: list[QLayout] = [
        said_line(
            "Export to a file", "All that this laptop holds, sealed as the folder is: for a stick",
            button("Export", act.hand.export, name="Export to a file"),
        ),
        said_line(
            "Import a file", "One that was exported from a laptop of this workspace; or drag it in here",
            button("Import", act.hand.choose_import, name="Import a file"),
        ),
    ]  # fmt: skip
    for one in shown.found.drafts if shown.found is not None else ():
        count = f"{one.drafts:,} draft{'s' if one.drafts != 1 else ''} of yours on {act.name_of(one.device)}"
        about = "Needs the passphrase of that laptop" if one.locked else "Opens on this laptop too"
        rows.append(said_line(count, about, button("Restore drafts", partial(act.hand.restore, one), name=count)))
    status = shown.glance.status if shown.glance is not None else None
    if shown.overview is not None and shown.overview.administers and status is not None and status.folder:
        rows.append(
            said_line(
                "Repair the shared folder", "Reads all of it, and writes again what is damaged or missing there",
                button("Repair folder", act.hand.repair, name="Repair the shared folder"),
            )
        )  # fmt: skip
    return rows


def erasure_rows(overview: Overview, act: Actions) -> list[QLayout]:
    """Closed cases whose retention has ended, and any other."""
    about = "Everything about it goes, everywhere, for good. The retention period is in Settings."
    rows: list[QLayout] = [said_line("Erase a case", about, button("Erase a case", partial(act.erase, "")))]
    for one in overview.due[:MOST_DUE]:
        erase = button("Erase", partial(act.erase, one.number), name=f"Erase case {one.number}")
        rows.append(said_line(f"Case {one.number}", f"Closed. Nothing recorded since {long_date(one.last)}", erase))
    if len(overview.due) > MOST_DUE:
        rows.append(said_line(f"And {len(overview.due) - MOST_DUE:,} more", "Shown once these are erased"))
    if not overview.due:
        rows.append(said_line("No closed case is due", "None has been closed for as long as the retention period says"))
    return rows


def void_rows(shown: Shown, act: Actions) -> list[QLayout]:
    """What was received, is kept, and does not count, each with the reason."""
    assert shown.overview is not None
    rows: list[QLayout] = []
    for one in shown.overview.void:
        by = f"{one.author}, {one.device}, {words.today_at(one.time, act.now())}"
        go = button("Open", partial(act.open_record, one.entity), name=f"Open what it is about: {one.words}")
        rows.append(said_line(one.words, f"{by}. {one.why}", *([go] if one.kind in RECORDS else [])))
    return rows
