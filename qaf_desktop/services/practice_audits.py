"""Whole made-up audits: every answer of the standard tool, fitting its grade. Pure, from a seed."""

import datetime as dt
import random
from typing import Any, Final

from qaf_desktop.services.practice_people import PlannedCase
from qaf_desktop.services.practice_text import (
    GRADED,
    Fresh,
    Hand,
    Thread,
    answer,
    openings,
    reasons,
    section_grades,
    sentence,
    suits,
    threads,
)

_COMPARED: Final = {
    "outstanding": ("better",),
    "good": ("better",),
    "requires_improvement": ("same", "same", "too_early"),
    "inadequate": ("same", "worse"),
}
Group = dict[str, Any]


class AuditWriter:
    """Writes audits one after the other, and remembers what was said before."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._fresh = Fresh(rng)
        self._seen: set[str] = set()

    def hand(self, case: PlannedCase, day: dt.date, gap: int = 30) -> Hand:
        """The hand that writes about this case on this day."""
        return Hand(self._fresh, self._rng, case, day, gap)

    def write(
        self,
        case: PlannedCase,
        overall: str,
        day: dt.date,
        urgent: tuple[str, str] | None,
        earlier: bool = False,
    ) -> Group:
        """The answers by group. `urgent` is who was told of an urgent concern, and when (ISO), where there is one.

        `earlier` says that the case was audited before.
        """
        rng = self._rng
        gap = {"outstanding": 28, "good": 35, "requires_improvement": 61, "inadequate": 96}[overall]
        gap += rng.randint(0, 9)
        hand = self.hand(case, day, gap)
        grades = section_grades(rng, overall)
        groups: dict[str, Group] = {letter: {} for letter in GRADED}
        good: dict[str, list[Thread]] = {letter: [] for letter in "abcdefgh"}
        weak: dict[str, list[Thread]] = {letter: [] for letter in "abcdefgh"}
        setting_up = self._setting_up(hand, case, day, earlier)
        evidence: dict[Thread, str] = {}
        for thread in self._threads(case):
            letter = thread.question[0]
            group = setting_up if letter == "a" else groups[letter]
            given = answer(rng, grades.get(letter, overall))
            group[thread.question] = given
            (good if given == "yes" else weak)[letter].append(thread)
            if given != "yes":
                evidence[thread] = sentence(hand.say(getattr(thread, given)))
                group[thread.question + "_ev"] = evidence[thread]
        self._particulars(hand, groups, setting_up, overall, day, gap)
        self._difference(hand, groups["h"], grades["h"], case.age_band)
        self._urgency(hand, groups["d"], urgent)
        for letter, grade in grades.items():
            groups[letter][f"{letter}_grade"] = grade
            text = reasons(hand, self._fresh, letter, grade, good[letter], weak[letter], self._seen)
            groups[letter][f"{letter}_reasons"] = text
        judgement = self._judgement(hand, overall, good, weak, evidence)
        answers: Group = {"a_setting_up": setting_up}
        answers |= {name: groups[letter] for letter, name in GRADED.items()}
        return answers | {"i_judgement": judgement}

    def _threads(self, case: PlannedCase) -> list[Thread]:
        by_question: dict[str, list[Thread]] = {}
        for thread in threads():
            if suits(thread.when, case.plan, case.age_band):
                by_question.setdefault(thread.question, []).append(thread)
        return [self._fresh.choose(found) for found in by_question.values()]

    def _setting_up(self, hand: Hand, case: PlannedCase, day: dt.date, earlier: bool) -> Group:
        rng = self._rng
        group: Group = {
            "a_plan_type": case.plan,
            "a_age_band": case.age_band,
            "a_period_from": (day - dt.timedelta(days=365)).isoformat(),
            "a_period_to": day.isoformat(),
            "a_judged_from": (day - dt.timedelta(days=182)).isoformat(),
            "a_picked": "re_test" if earlier else rng.choice(("random", "random", "random", "theme", "good_practice")),
            "a_worker_present": rng.choice(("all", "all", "all", "part", "no")),
            "a_last_actions": "some_open" if earlier else "no_audit",
        }
        if earlier:
            group["a_last_actions_what"] = hand.pick("still_open")
        if group["a_worker_present"] == "no":
            group["a_worker_absent_reason"] = hand.pick("absent")
        elif group["a_worker_present"] == "part":
            group["a_worker_part_why"] = hand.pick("part")
        for who in ("child", "family"):
            decided = rng.choice(("done", "done", "not_yet", "decided_against"))
            if who == "child" and case.age_band == "0_4":
                decided = "decided_against"
            group[f"a_{who}_contact"] = decided
            kind = f"contact_{decided.removeprefix('decided_')}"
            group[f"a_{who}_contact_reason"] = hand.pick(kind, f"{who}_{kind}")
        return group

    def _particulars(
        self, hand: Hand, groups: dict[str, Group], setting_up: Group, overall: str, day: dt.date, gap: int
    ) -> None:
        rng = self._rng
        high = overall in ("outstanding", "good")
        tone = "good" if high else "weak"
        young = setting_up["a_age_band"] in ("0_4", "5_9")
        last_seen = day - dt.timedelta(days=rng.randint(2, 12) if high else rng.randint(9, 40))
        voice = groups["b"]
        voice["b_last_seen"] = last_seen.isoformat()
        if voice.get("b_seen") != "no":
            voice["b_last_alone"] = (last_seen - dt.timedelta(days=rng.choice((0, 7, 14)))).isoformat()
        voice["b_changed"] = hand.pick("changed" if high else "changed_none")
        for who in ("child", "family"):
            if setting_up[f"a_{who}_contact"] == "done":
                voice[f"b_{who}_said"] = hand.pick(f"{who}_{tone}")
        groups["c"]["c_date"] = (day - dt.timedelta(days=rng.randint(20, 120 if high else 330))).isoformat()
        harm = ("domestic_abuse", "neglect") if young else ("domestic_abuse", "neglect", "online_harm", "missing")
        groups["d"]["d_considered"] = " ".join(rng.sample(harm, 2))
        if groups["e"].get("e_reviews") in ("partly", "no"):
            groups["e"]["e_drift_since"] = (day - dt.timedelta(days=rng.randint(60, 170))).isoformat()
            groups["e"]["e_drift_why"] = hand.pick("drift_why")
        groups["f"]["f_workers"] = str(rng.randint(1, 2) if high else rng.randint(2, 4))
        if groups["f"]["f_workers"] == "1":
            groups["f"]["f_workers"] = "2"
        groups["g"]["g_supervision"] = (day - dt.timedelta(days=rng.randint(3, 27))).isoformat()
        groups["g"]["g_gap"] = str(gap)

    def _difference(self, hand: Hand, group: Group, grade: str, age_band: str) -> None:
        compared = self._rng.choice(_COMPARED[grade])
        group["h_compared"] = compared
        group["h_compared_how"] = hand.pick(compared)
        known = ("family", "measure", "observation", *(() if age_band == "0_4" else ("child", "school")))
        group["h_known"] = "not_known" if grade == "inadequate" else " ".join(self._rng.sample(known, 2))

    def _urgency(self, hand: Hand, group: Group, urgent: tuple[str, str] | None) -> None:
        group["d_urgent"] = "yes" if urgent else "no"
        if urgent:
            group["d_urgent_what"] = hand.pick("urgent")
        if urgent and urgent[0]:
            group["d_urgent_told"], group["d_urgent_when"] = urgent
            group["d_urgent_will_do"] = hand.pick("urgent_do")

    def _judgement(
        self,
        hand: Hand,
        overall: str,
        good: dict[str, list[Thread]],
        weak: dict[str, list[Thread]],
        evidence: dict[Thread, str],
    ) -> Group:
        rng = self._rng
        all_good = [t for found in good.values() for t in found]
        all_weak = [t for found in weak.values() for t in found]
        strengths = rng.sample(all_good, min(len(all_good), 1 if overall == "inadequate" else rng.randint(2, 3)))
        improvements = rng.sample(all_weak, min(len(all_weak), 1 if overall == "outstanding" else rng.randint(2, 4)))
        text = reasons(hand, self._fresh, "i", overall, all_good, all_weak, self._seen)
        view = rng.choice(("agrees", "agrees", "agrees", "partly", "differs", "later"))
        group: Group = {"i_overall": overall, "i_reasons": text, "i_worker_agrees": view}
        if view != "later":
            group["i_worker_view"] = hand.pick(f"view_{view}")
        group["strengths"] = [self._finding(t, t.strength, sentence(hand.say(t.strength_evidence))) for t in strengths]
        group["improvements"] = [self._finding(t, t.improvement, evidence[t]) for t in improvements]
        group["recommendations"] = [
            self._finding(t, t.recommendation, sentence(hand.say(t.improvement))) | {"urgency": t.urgency}
            for t in improvements
        ]
        for found in (group["strengths"], group["improvements"], group["recommendations"]):
            for one in found:
                one["what"] = hand.say(one["what"])
        return group

    def _finding(self, thread: Thread, what: str, evidence: str) -> Group:
        return {"_id": self._rng.randbytes(16).hex(), "what": what, "evidence": evidence, "themes": thread.theme}


def has_words_for(grade: str) -> bool:
    """Whether every section has sentences for this grade."""
    return all(openings(letter, grade) for letter in (*GRADED, "i"))
