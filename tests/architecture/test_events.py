"""What a verb sets off is never hidden: the whole table event -> handlers, and its page in docs/."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps

from trellis.config.pages.events import render_event_page
from trellis.core.events import DomainEvent, event_table
from trellis.domain.reactions import REACTIONS

MENTORSHIP = "trellis.domain.mentorship.notices"
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
        ("compliance.added", []),
        ("compliance.changed", []),
        ("compliance.removed", []),
        ("export.downloaded", []),
        ("export.requested", []),
        ("export.taken", []),
        ("member.invitation_revoked", []),
        ("member.invited", []),
        ("member.joined", []),
        ("member.left", []),
        ("member.role_changed", []),
        ("mentor.approved", []),
        ("mentor.availability_set", []),
        ("mentor.created", []),
        ("mentor.withdrawn", []),
        ("organization.changed", []),
        ("organization.created", []),
        ("recording.failed", ["trellis.domain.interviews.notices.tell_of_failure"]),
        ("recording.finished", []),
        ("recording.ready", ["trellis.domain.interviews.notices.tell_of_recording"]),
        ("recording.started", []),
        ("request.approved", ["trellis.domain.workplace.notices.tell_of_approval"]),
        ("request.cancelled", ["trellis.domain.workplace.notices.tell_of_cancellation"]),
        ("request.changed", []),
        ("request.completed", ["trellis.domain.workplace.notices.tell_of_completion"]),
        ("request.created", []),
        ("request.deleted", []),
        ("request.rejected", ["trellis.domain.workplace.notices.tell_of_rejection"]),
        ("requisition.approved", []),
        ("requisition.cancelled", []),
        ("requisition.changed", []),
        ("requisition.closed", []),
        ("requisition.created", []),
        ("requisition.deleted", []),
        ("requisition.opened", []),
        ("requisition.published", []),
        ("requisition.purged", []),
        ("requisition.recovered", []),
        ("requisition.rejected", []),
        ("requisition.stage_decided", ["trellis.domain.requisitions.notices.tell_of_stage"]),
        ("requisition.submitted", ["trellis.domain.requisitions.notices.ask_first_approvers"]),
        ("requisition.unpublished", []),
        ("requisition.withdrawn", []),
        ("talent.onboarded", ["trellis.domain.scouting.services.join_every_pool"]),
        ("talent.posted", []),
        ("talent.rejected", ["trellis.domain.scouting.notices.tell_talent_of_rejection"]),
        (
            "talent.selected",
            [
                "trellis.domain.scouting.services.open_room_for_selection",
                "trellis.domain.scouting.notices.tell_talent_of_selection",
            ],
        ),
        ("user.email_verified", []),
        ("user.registered", []),
        ("video_session.candidate_invited", []),
        ("video_session.changed", []),
        ("video_session.created", []),
        ("video_session.deleted", []),
        ("video_session.ended", []),
        ("video_session.invitation_revoked", []),
        ("video_session.joined", []),
        ("video_session.left", []),
        ("video_session.scorecard_saved", []),
    ]


def test_every_event_of_the_table_is_declared_in_the_events_of_an_app() -> None:
    declared = {event for app in apps.get_app_configs() for event in _declared(f"{app.name}.events")}
    assert {each.event for each in REACTIONS} <= declared == set(DomainEvent.all)


def test_every_declared_event_is_in_docs_with_all_that_it_tells() -> None:
    _, _, tells = PAGE.read_text().partition("## What each event tells")
    lines = {line.split("`")[1]: line for line in tells.splitlines() if line.startswith("| `")}
    assert lines.keys() == {event.kind for event in DomainEvent.all}
    for event in DomainEvent.all:
        for key in (*event.data.__annotations__, *event.personal.__annotations__):
            assert f"`{key}`" in lines[event.kind]


def test_no_event_is_declared_twice() -> None:
    kinds = [event.kind for event in DomainEvent.all]
    assert sorted(kinds) == sorted(set(kinds))


def _declared(module: str) -> list[DomainEvent[Any, Any]]:
    if find_spec(module) is None:
        return []
    return [value for value in vars(import_module(module)).values() if isinstance(value, DomainEvent)]


def test_the_page_in_docs_is_the_table_of_today() -> None:
    assert PAGE.read_text() == render_event_page(), "make docs"
