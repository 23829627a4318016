"""An audit as its entries make it, and who must do what next. Pure: today and the periods are passed in."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from qaf_desktop.domain.entries import Header
from qaf_desktop.domain.events import (
    AuditCorrected,
    AuditFiled,
    AuditSubmitted,
    AuditWithdrawn,
    Event,
    TakenOut,
    VoiceAdded,
    WorkerViewAdded,
)
from qaf_desktop.domain.working_days import add_working_days

LOW_GRADES: Final = ("requires_improvement", "inadequate")
NO_DIP_SAMPLE: Final = ("further_cases", "caseload", "assurance", "re_test")
NOT_YET: Final = "not_yet"
WHO: Final = {"child": "the child", "family": "the parents or carers"}


@dataclass(frozen=True, slots=True)
class Said:
    """Something recorded beside an audit: the event, who recorded it, and when (ISO, UTC)."""

    entry: str
    author: str
    time: str
    event: Event


@dataclass(frozen=True, slots=True)
class AuditState:
    """An audit, folded: every version that was submitted, and all that stands beside it."""

    versions: tuple[Said, ...] = ()
    corrections: tuple[Said, ...] = ()
    withdrawn: Said | None = None
    filed: Said | None = None
    voices: tuple[Said, ...] = ()
    worker_views: tuple[Said, ...] = ()
    taken_out: tuple[Said, ...] = ()

    @property
    def submitted(self) -> AuditSubmitted | None:
        """The version that counts: the last."""
        event = self.versions[-1].event if self.versions else None
        return event if isinstance(event, AuditSubmitted) else None

    @property
    def state(self) -> str:
        """`submitted`, or `closed` once it was withdrawn."""
        return "closed" if self.withdrawn else "submitted"


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods, in working days, that obligations are counted by."""

    response_days: int = 10
    filing_days: int = 5
    correction_days: int = 5
    dip_sample_days: int = 20
    calendar: str = "England"
    zone: str = "Europe/London"
    any_section_starts_dip_sample: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """What someone must do next: `person` is a name, or the role that must do it; `due` None where no day is set."""

    what: str
    person: str
    person_id: str | None
    due: dt.date | None
    kind: str = ""


def fold(entries: Iterable[tuple[str, Header, Event | None]]) -> AuditState:
    """The audit that these entries (id, header, event), in order, make. Nothing submitted is ever replaced."""
    kept: dict[type[Event], list[Said]] = {}
    for entry, header, event in entries:
        if event is not None:
            kept.setdefault(type(event), []).append(Said(entry, header.author, header.time, event))
    withdrawn, filed = kept.get(AuditWithdrawn, []), kept.get(AuditFiled, [])
    return AuditState(
        versions=tuple(kept.get(AuditSubmitted, [])),
        corrections=tuple(kept.get(AuditCorrected, [])),
        withdrawn=withdrawn[0] if withdrawn else None,
        filed=filed[-1] if filed else None,
        voices=tuple(kept.get(VoiceAdded, [])),
        worker_views=tuple(kept.get(WorkerViewAdded, [])),
        taken_out=tuple(kept.get(TakenOut, [])),
    )


def day_of(time: str, zone: str = "Europe/London") -> dt.date:
    """The day in the council's zone of a moment in an entry."""
    return dt.datetime.fromisoformat(time).astimezone(ZoneInfo(zone)).date()


def starts_dip_sample(submitted: AuditSubmitted, *, any_section: bool = False) -> bool:
    """Rule 3: whether this audit obliges the team manager to look at three more of the worker's cases [33]."""
    if submitted.purpose in NO_DIP_SAMPLE:
        return False
    return submitted.overall in LOW_GRADES or (any_section and "inadequate" in submitted.sections.values())


def voices_owed(state: AuditState, contact: Mapping[str, str]) -> tuple[str, ...]:
    """Those whose view was decided to be asked for and is not there yet: `child`, `family`; rule 8."""
    said = {v.event.who for v in state.voices if isinstance(v.event, VoiceAdded)}
    return tuple(who for who in ("child", "family") if contact.get(who) == NOT_YET and who not in said)


def may_owe_voice(state: AuditState) -> bool:
    """Whether a voice may still be owed, as far as is seen without the tool: that says which questions decide it."""
    said = {v.event.who for v in state.voices if isinstance(v.event, VoiceAdded)}
    return state.submitted is not None and len(said) < len(WHO) and _says(state.submitted.answers, NOT_YET)


def _says(answers: object, value: str) -> bool:
    if isinstance(answers, Mapping):
        return any(_says(one, value) for one in answers.values())
    return any(_says(one, value) for one in answers) if isinstance(answers, list | tuple) else answers == value


def waiting_for(
    state: AuditState, periods: Periods, *, contact: Mapping[str, str] | None = None, view_later: bool = False
) -> tuple[Waiting, ...]:
    """Who must do what next with this audit, by due day; the same on every laptop.

    `contact` says for `child` and `family` what was decided (`not_yet`: decided and not yet done).
    """
    submitted = state.submitted
    if submitted is None or state.withdrawn:
        return ()
    case, day = submitted.case, day_of(state.versions[0].time, periods.zone)

    def due(days: int) -> dt.date:
        return add_working_days(day, days, periods.calendar)

    manager = case.manager_name or "The team manager"
    found = [Waiting("Respond to the findings", manager, case.manager, due(periods.response_days), "response")]
    if state.filed is None:
        what = "File the summary in the child's own record"
        found.append(Waiting(what, manager, case.manager, due(periods.filing_days), "filing"))
    for one in submitted.recommendations:
        what = f"Agree in supervision with {case.worker_name or 'the worker'}: {one.what}"
        found.append(Waiting(what, manager, case.manager, None, "recommendation"))
    for who in voices_owed(state, contact or {}):
        what = f"Add what {WHO[who]} said"
        found.append(Waiting(what, submitted.auditor_name, submitted.auditor, None, "voice"))
    if view_later and not state.worker_views:
        what = "Add what the worker took from the audit"
        found.append(Waiting(what, case.worker_name or "The worker", case.worker, None, "worker_view"))
    if starts_dip_sample(submitted, any_section=periods.any_section_starts_dip_sample):
        what = f"Look at three further cases of {case.worker_name or 'the worker'}"
        found.append(Waiting(what, manager, case.manager, due(periods.dip_sample_days), "dip_sample"))
    return tuple(sorted(found, key=lambda w: (w.due is None, w.due or dt.date.max)))


def correction_closes(state: AuditState, periods: Periods) -> dt.date | None:
    """Rule 2: the last day on which a factual correction can be recorded."""
    if not state.versions:
        return None
    return add_working_days(day_of(state.versions[-1].time, periods.zone), periods.correction_days, periods.calendar)
