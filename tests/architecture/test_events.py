"""What a verb sets off is never hidden: the whole table event -> handlers, and its page in docs/."""

from pathlib import Path

from trellis.config.event_page import render_event_page
from trellis.core.events import event_table

MENTORSHIP = "trellis.domain.notifications.mentorship"
PAGE = Path(__file__).parents[2] / "docs" / "events.md"


def test_every_event_has_just_these_handlers() -> None:
    assert event_table() == [
        ("booking.cancelled", [f"{MENTORSHIP}.tell_of_cancellation"]),
        ("booking.completed", [f"{MENTORSHIP}.tell_of_completion"]),
        ("booking.confirmed", [f"{MENTORSHIP}.tell_of_confirmation"]),
        ("booking.expired", [f"{MENTORSHIP}.tell_of_expiry"]),
        ("booking.feedback_given", []),
        ("booking.meeting_link_added", [f"{MENTORSHIP}.tell_of_link"]),
        ("booking.no_show", [f"{MENTORSHIP}.tell_of_no_show"]),
        ("booking.requested", [f"{MENTORSHIP}.tell_of_request"]),
        ("booking.rescheduled", [f"{MENTORSHIP}.tell_of_move"]),
        ("coach.onboarded", []),
        ("mentor.approved", []),
        ("mentor.availability_set", []),
        ("mentor.created", []),
        ("mentor.withdrawn", []),
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
