"""The five doors of Trellis, as the front page presents them."""

from dataclasses import dataclass

from django.db import models


class DoorState(models.TextChoices):
    """How far a door is open."""

    OPEN = "open", "Works"
    AJAR = "ajar", "Accounts work, more to come"
    PLANNED = "planned", "To come"


@dataclass(frozen=True)
class Door:
    """One published API: where it is reached, and what it is for."""

    name: str
    prefixes: tuple[str, ...]
    is_for: str
    state: DoorState
    page: str = ""  # where people walk in, if the door has pages
    page_label: str = ""


DOORS = [
    Door(
        "Talent Pool",
        ("/mentor/",),
        "Coaches scout young athletes, watch what they post, and pick whom to work with.",
        DoorState.OPEN,
    ),
    Door(
        "SOOSH",
        ("/api/v1/",),
        "A learning and mentoring market: courses, mentors, sessions, communities.",
        DoorState.AJAR,
    ),
    Door(
        "Talent Engine",
        ("/api/talent-engine/",),
        "Hiring for many companies at once: raise a requisition, have it approved, publish it, interview.",
        DoorState.OPEN,
        "/jobs/",
        "See open jobs",
    ),
    Door(
        "Enabled Talent",
        ("/api/candidates/", "/api/channels/", "/api/organization/"),
        "Hiring that people with disabilities can use as easily as everybody else.",
        DoorState.PLANNED,
    ),
    Door(
        "Mansa",
        ("/api/v1/mentorship/",),
        "Members find a mentor, book a session, and meet.",
        DoorState.OPEN,
        "/community/mentorship",
        "Find a mentor",
    ),
]
