"""The practice workspace: made-up people, cases and audits, recorded as if fourteen weeks had passed."""

import datetime as dt
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from qaf_desktop.clock import Clock, FixedClock, today
from qaf_desktop.domain.events import (
    AuditCorrected,
    AuditFiled,
    AuditSubmitted,
    AuditWithdrawn,
    CaseAdded,
    CaseAtStart,
    Event,
    Finding,
    PersonAdded,
    Recommendation,
    RoleGrant,
    ServiceAdded,
    TeamAdded,
    UrgentConcernRaised,
    VoiceAdded,
    WorkerViewAdded,
)
from qaf_desktop.files import in_words, replace
from qaf_desktop.services.practice_people import SERVICES, TEAMS, manager_of, service_of
from qaf_desktop.services.practice_plan import SEED, Plan, PlannedAudit, plan
from qaf_desktop.store.workspace import Workspace, Writing, create, open_workspace, refuse_a_used_folder

if TYPE_CHECKING:
    from qaf_desktop.services.tools import ToolRow

STANDARDS_LEAD = "N. Abara"
NUMBERS = {  # of a range that is kept for plays: nobody answers
    "duty_number": "01632 960 101",
    "out_of_hours_number": "01632 960 102",
    "designated_officer_number": "01632 960 103",
}
HISTORY = dt.timedelta(days=110)


@dataclass
class _Names:
    """The ids that were given, by name or case number."""

    ids: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.ids[name]

    def get(self, name: str | None) -> str | None:
        """The id, or None for nobody."""
        return None if name is None else self.ids[name]


def make(folder: Path, clock: Clock, seed: int = SEED) -> Workspace:
    """A practice workspace in this folder, filled up to the clock's today; whole, or not there at all."""
    from qaf_desktop.services import settings, tools
    from qaf_desktop.services.workspaces import PRACTICE_ORGANISATION, PRACTICE_PERSON

    refuse_a_used_folder(folder)
    past = FixedClock(clock.now() - HISTORY, seed)
    staged = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}.making")
    try:
        ws, _ = create(staged, PRACTICE_ORGANISATION, PRACTICE_PERSON, "", past, practice=True)
        tools.add_standard_tools(ws)
        settings.change(ws, **NUMBERS)
        populate(ws, tools.live(ws, "standard"), today(clock), PRACTICE_PERSON, seed)
        ws.close()
        if folder.is_dir():
            folder.rmdir()  # an empty one: Windows renames nothing over it
        replace(staged, folder)
    except OSError as error:
        raise in_words(error, folder) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return open_workspace(folder, "", clock)


def populate(ws: Workspace, tool: "ToolRow", day: dt.date, starter: str, seed: int = SEED) -> None:
    """Records the plan for this day in a workspace that has a FixedClock and holds nothing but who started it."""
    assert isinstance(ws.clock, FixedClock)
    planned = plan(day, starter, seed)
    recorder = _Recorder(ws, tool, starter)
    with ws.writing() as writing:
        recorder.directory(writing, planned)
        for moment, author, act in sorted(recorder.acts(writing, planned), key=lambda one: one[0]):
            ws.clock.moment = moment
            ws.person_id = recorder.names[author]
            act()
        ws.person_id = recorder.names[starter]


class _Recorder:
    def __init__(self, ws: Workspace, tool: "ToolRow", starter: str) -> None:
        self.ws = ws
        self.tool = tool
        self.names = _Names({starter: ws.person_id})

    def directory(self, writing: Writing, planned: Plan) -> None:
        """Services, teams, people, cases."""
        for service in SERVICES:
            writing.record("service", self._new(service), ServiceAdded(service))
        for team, service_place in TEAMS:
            writing.record("team", self._new(team), TeamAdded(team, self.names[SERVICES[service_place]]))
        for person in planned.people:
            roles = tuple(
                RoleGrant(role, tuple(self.names[t] for t in teams), tuple(self.names[s] for s in services))
                for role, teams, services in person.roles
            )
            event = PersonAdded(person.name, self.names.get(person.team), self.names.get(person.manager), roles)
            writing.record("person", self._new(person.name), event)
        for case in planned.cases:
            added = CaseAdded(case.number, case.plan, self.names[case.worker], self.names[case.team], case.age_band)
            writing.record("case", self._new(case.number), added)

    def acts(self, writing: Writing, planned: Plan) -> list[tuple[dt.datetime, str, Callable[[], object]]]:
        """Everything that happens with audits: when, by whom, and what is then to be recorded."""
        found: list[tuple[dt.datetime, str, Callable[[], object]]] = []
        for audit in planned.audits:
            key = self.ws.new_id()
            concern = self.ws.new_id()
            found += self._concern(writing, key, concern, audit)
            if audit.stage != "submitted":
                found.append((audit.ended, audit.auditor, _act(self._draft, writing, key, concern, audit)))
                continue
            found.append((audit.ended, audit.auditor, _act(writing.record, "audit", key, self._submitted(audit))))
            for kind, moment, text in audit.after:
                author, event = self._afterwards(audit, kind, text)
                found.append((moment, author, _act(writing.record, "audit", key, event)))
        return found

    def _new(self, name: str) -> str:
        self.names.ids[name] = self.ws.new_id()
        return self.names[name]

    def _case(self, audit: PlannedAudit) -> CaseAtStart:
        case = audit.case
        service, manager = service_of(case.team), manager_of(case.team)
        return CaseAtStart(
            case=self.names[case.number],
            number=case.number,
            plan=case.plan,
            age_band=case.age_band,
            worker=self.names[case.worker],
            worker_name=case.worker,
            team=self.names[case.team],
            team_name=case.team,
            service=self.names[service],
            service_name=service,
            manager=self.names[manager],
            manager_name=manager,
        )

    def _submitted(self, audit: PlannedAudit) -> AuditSubmitted:
        judgement = audit.answers["i_judgement"]
        grades = {name: group.get(f"{name[0]}_grade") for name, group in audit.answers.items()}
        return AuditSubmitted(
            case=self._case(audit),
            tool=self.tool.id,
            tool_version=self.tool.version,
            tool_entity=self.tool.entity,
            purpose=audit.purpose,
            auditor=self.names[audit.auditor],
            auditor_name=audit.auditor,
            begun=audit.begun.isoformat(),
            answers=audit.answers,
            overall=judgement["i_overall"],
            sections={name: grade for name, grade in grades.items() if grade},
            strengths=tuple(Finding(*_parts(one)) for one in judgement["strengths"]),
            improvements=tuple(Finding(*_parts(one)) for one in judgement["improvements"]),
            recommendations=tuple(Recommendation(*_parts(one), one["urgency"]) for one in judgement["recommendations"]),
        )

    def _concern(
        self, writing: Writing, key: str, concern: str, audit: PlannedAudit
    ) -> list[tuple[dt.datetime, str, Callable[[], object]]]:
        safety = audit.answers.get("d_safety", {})
        if safety.get("d_urgent") != "yes":
            return []
        when = safety.get("d_urgent_when", "")
        event = UrgentConcernRaised(
            case=self.names[audit.case.number],
            case_number=audit.case.number,
            concern=safety["d_urgent_what"],
            told=safety.get("d_urgent_told", ""),
            when=when,
            tonight=safety.get("d_urgent_will_do", ""),
            audit=key,
        )
        moment = dt.datetime.fromisoformat(when) + dt.timedelta(minutes=4) if when else audit.ended
        return [(moment, audit.auditor, _act(writing.record, "concern", concern, event))]

    def _afterwards(self, audit: PlannedAudit, kind: str, text: str) -> tuple[str, Event]:
        manager, worker = manager_of(audit.case.team), audit.case.worker
        if kind == "correction":
            return manager, AuditCorrected(text, on_behalf_of=worker)
        if kind == "withdrawal":
            return STANDARDS_LEAD, AuditWithdrawn(text)
        if kind == "filing":
            return manager, AuditFiled(text, manager)
        if kind == "worker_view":
            return audit.auditor, WorkerViewAdded(text)
        return audit.auditor, VoiceAdded(kind, text)

    def _draft(self, writing: Writing, key: str, concern: str, audit: PlannedAudit) -> None:
        from qaf_desktop.services.audit_drafts import Content
        from qaf_desktop.store import query_audits

        group, answers = list(audit.answers.items())[-1]
        position = f"{group}/{list(answers)[-1]}"
        reason = audit.after[0][2] if audit.after else ""
        flagged = ("b_voice/b_changed",) if "b_voice" in audit.answers else ()
        content = Content(
            case=self._case(audit),
            tool=self.tool.id,
            tool_version=self.tool.version,
            auditor_name=audit.auditor,
            position=position,
            flagged=flagged,
            reason=reason,
            concern=concern if audit.answers.get("d_safety", {}).get("d_urgent") == "yes" else "",
        )
        values = {
            "id": key,
            "case_id": self.names[audit.case.number],
            "auditor_id": self.names[audit.auditor],
            "state": audit.stage,
            "begun": audit.begun.isoformat(),
            "saved_at": audit.ended.isoformat(),
            "number": audit.case.number,
            "purpose": audit.purpose,
            "tool_entity": self.tool.entity,
            "content": msgspec.json.encode(content),
            "answers": msgspec.json.encode(audit.answers),
        }
        query_audits.insert_draft(writing.connection, values)
        writing.changed("draft")


def _act(what: Callable[..., object], *arguments: Any) -> Callable[[], object]:
    return lambda: what(*arguments)


def _parts(one: dict[str, str]) -> tuple[str, str, str, tuple[str, ...]]:
    return one["_id"], one["what"], one["evidence"], tuple(one["themes"].split())
