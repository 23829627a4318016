"""Answers that fill the standard tool, as `audit fill` takes them."""

from typing import Any

REASONS = "Visits had a purpose and the plan moved on with them."


def full() -> dict[str, Any]:
    """An audit that can be submitted."""
    return {
        "a_setting_up": {
            "a_plan_type": "child_in_need",
            "a_age_band": "5_9",
            "a_period_from": "2025-01-01",
            "a_period_to": "2025-12-31",
            "a_worker_present": "all",
            "a_child_contact": "decided_against",
            "a_child_contact_reason": "The child is unwell, and the team manager agreed.",
            "a_family_contact": "done",
            "a_family_contact_reason": "Both parents were telephoned.",
        },
        "b_voice": {"b_family_said": "They know what the plan asks.", "b_grade": "good", "b_reasons": REASONS},
        "c_assessment": {"c_grade": "good", "c_reasons": REASONS},
        "d_safety": {"d_urgent": "no", "d_grade": "requires_improvement", "d_reasons": REASONS},
        "e_plan": {"e_grade": "good", "e_reasons": REASONS},
        "f_relationships": {"f_grade": "outstanding", "f_reasons": REASONS},
        "g_oversight": {"g_na": "yes", "g_na_why": "Supervision begins next month."},
        "h_difference": {"h_known": ["child", "school"], "h_grade": "good", "h_reasons": REASONS},
        "i_judgement": {
            "i_overall": "good",
            "i_reasons": REASONS,
            "strengths": [{"what": "The chronology shows the pattern.", "themes": "history"}],
            "improvements": [{"what": "Contingency is thin.", "themes": ["plans", "drift"]}],
            "recommendations": [{"what": "Agree a contingency at the next review.", "urgency": "soon"}],
        },
    }
