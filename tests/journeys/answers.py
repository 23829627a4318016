"""What an auditor answers in the standard tool: every question, in its order, as `audit show` must have it."""

from typing import Any

READ = "Case record of the autumn, read with the worker."
SHORT = "The core group of 12 June names three changes, one of them with a date."


def whole() -> dict[str, Any]:
    """Every question that is asked once these answers are given, but for what is known from the case."""
    return {
        "a_setting_up": {
            "a_age_band": "10_15",
            "a_legal": "partly", "a_legal_ev": SHORT,
            "a_period_from": "2025-02-01", "a_period_to": "2026-01-31", "a_judged_from": "2025-08-01",
            "a_picked": "random",
            "a_worker_present": "part", "a_worker_part_why": "Called away for the last half hour.",
            "a_child_contact": "done", "a_child_contact_reason": "The child asked to be heard.",
            "a_family_contact": "not_yet", "a_family_contact_reason": "The worker will telephone on Thursday.",
            "a_last_actions": "some_open", "a_last_actions_what": "The chronology waits for the school's dates.",
        },
        "b_voice": {
            "b_last_seen": "2026-01-20", "b_last_alone": "2026-01-06",
            "b_seen": "yes", "b_day": "partly", "b_day_ev": SHORT,
            "b_identity": "yes", "b_identity_acted": "no", "b_identity_acted_ev": SHORT,
            "b_changed": "Contact moved to the grandmother's house.",
            "b_child_said": "That the visits help, and are too short.",
            "b_grade": "good", "b_reasons": READ,
        },
        "c_assessment": {
            "c_date": "2025-11-03", "c_renewed": "yes", "c_family": "yes", "c_chronology": "partly",
            "c_chronology_ev": SHORT, "c_strengths": "yes", "c_nothing": "yes",
            "c_grade": "outstanding", "c_reasons": READ,
        },
        "d_safety": {
            "d_risk": "yes", "d_threshold": "yes", "d_in_time": "no", "d_in_time_ev": SHORT, "d_strategy": "na",
            "d_considered": "neglect online_harm", "d_considered_well": "yes",
            "d_urgent": "no", "d_grade": "requires_improvement", "d_reasons": READ,
        },
        "e_plan": {
            "e_says": "yes", "e_contingency": "yes", "e_reviews": "partly", "e_reviews_ev": SHORT,
            "e_drift_since": "2025-10-01", "e_drift_why": "The chair was ill and nobody stood in.",
            "e_partners": "yes", "e_school": "yes", "e_looked_after": "yes",
            "e_grade": "good", "e_reasons": READ,
        },
        "f_relationships": {
            "f_purpose": "yes", "f_involved": "partly", "f_involved_ev": SHORT,
            "f_workers": "2", "f_handovers": "yes", "f_grade": "good", "f_reasons": READ,
        },
        "g_oversight": {
            "g_supervision": "2026-01-12", "g_gap": "41", "g_reflection": "yes", "g_done": "partly",
            "g_done_ev": SHORT, "g_stepped_in": "yes", "g_grade": "requires_improvement", "g_reasons": READ,
        },
        "h_difference": {
            "h_compared": "better", "h_compared_how": "Sleeps through, and goes to school.",
            "h_known": "child school", "h_grade": "good", "h_reasons": READ,
        },
        "i_judgement": {
            "i_overall": "good", "i_reasons": READ, "i_worker_agrees": "agrees",
            "i_worker_view": "To write the child's words into the plan.",
        },
    }  # fmt: skip


RAISED: dict[str, tuple[str, str, dict[str, str]]] = {
    "b_voice/b_reasons": (
        "alt+s", "strengths",
        {"what": "Direct work is recorded in the child's words.", "evidence": "Notes of 6 January.",
         "themes": "childs_views"},
    ),
    "d_safety/d_in_time_ev": (
        "alt+i", "improvements",
        {"what": "The time from the first sign to the decision.", "evidence": "Three weeks in October.",
         "themes": "assessment risk"},
    ),
    "i_judgement/i_reasons": (
        "alt+r", "recommendations",
        {"what": "Name who chairs when the chair is away.", "evidence": "Core groups of the autumn.",
         "themes": "seen_alone history", "urgency": "soon"},
    ),
}  # fmt: skip
"""Findings, by the question that each is raised beside: the key, the repeat, the answers."""

GRADES = {
    "overall": "good",
    "sections": {
        "b_voice": "good", "c_assessment": "outstanding", "d_safety": "requires_improvement", "e_plan": "good",
        "f_relationships": "good", "g_oversight": "requires_improvement", "h_difference": "good",
    },
}  # fmt: skip
