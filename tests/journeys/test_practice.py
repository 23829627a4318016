"""Practising: nobody is real, which is always said, and every role can be seen."""

from tests.journeys.screen import Seen

BANNER = "Made-up cases"
PLACES = {"To do", "Audits", "Directory", "Audit tools", "Exchange and devices", "Settings"}
PEOPLE = {
    "A. Shah": {"To do", "Audits", "Exchange and devices", "Settings"},
    "C. Doyle": PLACES - {"Audit tools"},
    "C. Ellery": PLACES,
    "W. Hartley": {"To do", "Audits", "Exchange and devices", "Settings"},
}


def practise_as(seen: Seen, person: str) -> None:
    """Chooses a person from the banner's list."""
    seen.choose("Practise as", f"{person}, ")
    seen.see(f"{person}, ", "label")


def test_each_person_has_the_places_of_their_roles_and_the_banner_stays(practising: Seen) -> None:
    for person, places in PEOPLE.items():
        practise_as(practising, person)
        shown = {one["name"] for one in practising.all(role="push button")}
        assert shown & PLACES == places, person
        practising.see(BANNER)
