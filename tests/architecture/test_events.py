"""What a verb sets off is never hidden: the whole table event -> handlers, and its page in docs/."""

from pathlib import Path

from trellis.config.event_page import render_event_page
from trellis.core.events import event_table

PAGE = Path(__file__).parents[2] / "docs" / "events.md"


def test_every_event_has_just_these_handlers() -> None:
    assert event_table() == [
        ("booking.cancelled", []),
        ("booking.completed", []),
        ("booking.confirmed", []),
        ("booking.expired", []),
        ("booking.feedback_given", []),
        ("booking.meeting_link_added", []),
        ("booking.no_show", []),
        ("booking.requested", []),
        ("booking.rescheduled", []),
        ("coach.onboarded", []),
        ("mentor.availability_set", []),
        ("mentor.created", []),
        ("talent.onboarded", ["trellis.domain.scouting.events.join_every_pool"]),
        ("talent.posted", []),
        (
            "talent.rejected",
            ["trellis.domain.notifications.events.tell_talent_of_rejection"],
        ),
        (
            "talent.selected",
            [
                "trellis.domain.messaging.events.open_room_for_selection",
                "trellis.domain.notifications.events.tell_talent_of_selection",
            ],
        ),
        ("user.email_verified", []),
        ("user.registered", []),
    ]


def test_the_page_in_docs_is_the_table_of_today() -> None:
    assert PAGE.read_text() == render_event_page(), "make docs"
