"""The field's fixed words: grades, roles, purposes, plan types, age bands, states. Values are stored, labels shown."""

from typing import Final

GRADES: Final = ("outstanding", "good", "requires_improvement", "inadequate")
GRADE_LABELS: Final = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires_improvement": "Requires improvement",
    "inadequate": "Inadequate",
}
GRADE_SHAPES: Final = {"outstanding": "★", "good": "●", "requires_improvement": "▲", "inadequate": "■"}

ROLES: Final = {
    "auditor": "Auditor",
    "team_manager": "Team manager",
    "social_worker": "Social worker",
    "service_manager": "Service manager",
    "head_of_service": "Head of service",
    "moderator": "Moderator",
    "standards_lead": "Standards lead",
    "quality_officer": "Quality officer",
    "reader": "Reader",
    "administrator": "Administrator",
}

PURPOSES: Final = {
    "routine_cycle": "Routine cycle",
    "themed": "Themed",
    "practice_learning_week": "Practice learning week",
    "further_cases": "Further cases",
    "caseload": "Caseload",
    "assurance": "Assurance",
    "re_test": "Re-test",
}

PLAN_TYPES: Final = {
    "contact_or_referral": "Contact or referral",
    "in_assessment": "In assessment",
    "early_help": "Early help",
    "child_in_need": "Child in need",
    "child_protection": "Child protection",
    "pre_proceedings": "Pre-proceedings",
    "child_looked_after": "Child looked after",
    "care_leaver": "Care leaver",
    "closed": "Closed",
}

AGE_BANDS: Final = {
    "unborn": "Unborn",
    "0_4": "0 to 4",
    "5_9": "5 to 9",
    "10_15": "10 to 15",
    "16_17": "16 to 17",
    "18_25": "18 to 25",
}

AUDIT_STATES: Final = {
    "draft": "Draft",
    "submitted": "Submitted",
    "returned": "Returned",
    "moderated": "Moderated",
    "closed": "Closed",
}

TODO_GROUPS: Final = {
    "urgent": "Urgent",
    "overdue": "Overdue",
    "due_soon": "Due within 5 working days",
    "returned": "Returned to you",
    "draft": "Audits to continue",
    "later": "Later",
}

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
