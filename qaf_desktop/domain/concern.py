"""Rule 7: an urgent concern, and what its page always says [36]. Pure."""

from typing import Final

ALERTED_NOBODY: Final = (
    "This laptop has alerted nobody. Telephone now: recording a concern here is never the only way to raise an alarm."
)
ABOUT_A_WORKER: Final = (
    "A concern about someone who works with children is not recorded here. Telephone the designated officer"
)
EMERGENCY: Final = "999"


def untold(told: str, when: str, tonight: str) -> str | None:
    """What is still to be said about whom the auditor told; None where all is said."""
    if not told.strip():
        return "Say whom you told about the urgent concern"
    if not when.strip():
        return "Say when you told them about the urgent concern"
    if not tonight.strip():
        return "Say what they will do about the urgent concern"
    return None


def about_a_worker(number: str) -> str:
    """The sentence on concerns about someone who works with children, with the number where the council set one."""
    return f"{ABOUT_A_WORKER}: {number}." if number else f"{ABOUT_A_WORKER}; the number is not set yet."
