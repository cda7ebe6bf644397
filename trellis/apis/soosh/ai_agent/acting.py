"""`ai-agent/schedule-session` and `ai-agent/respond-message`: what somebody asks of their agent."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.ai_agent.base import AgentView
from trellis.apis.soosh.ai_agent.input import RespondInput, ScheduleInput
from trellis.apis.soosh.ai_agent.output import (
    DecisionOutput,
    RespondedOutput,
    ScheduledOutput,
    action_json,
    booked_json,
    proposal_json,
    said_json,
)
from trellis.apis.soosh.base import STYLE
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.zones import guess_zone
from trellis.domain.assistant.models import Action
from trellis.domain.assistant.queries.agents import own_agent
from trellis.domain.assistant.queries.log import was_told
from trellis.domain.assistant.rules.choosing import Choice, PartOfDay, Weekday, Wishes
from trellis.domain.assistant.services.answering import respond
from trellis.domain.assistant.services.scheduling import schedule
from trellis.domain.notifications.rules import zone_of

_NOBODY = {404: OpenApiResponse(STYLE.shapes[404], "There is no such mentor, or no agent yet.")}
_NO_MESSAGE = {
    404: OpenApiResponse(STYLE.shapes[404], "Nobody wrote this message to the caller, or there is no agent.")
}


class ScheduleSessionView(AgentView):
    """`ai-agent/schedule-session`."""

    @extend_schema(request=ScheduleInput, responses={201: ScheduledOutput, 202: ScheduledOutput, **_NOBODY})
    @idempotent
    def post(self, request: Request) -> Response:
        """Book a free time that is as one prefers it: 201; 202 with a proposal where that takes one's yes.

        What has a price is held for 15 minutes, until it is paid for: no money moves. Where nothing is free
        it is 409, and `details.alternatives` has the nearest times that are.
        """
        given, user, now = validated(ScheduleInput, request), caller_of(request), timezone.now()
        own_agent(user)
        if "timezone" in given:
            guess_zone(user=user, name=given["timezone"])
        made = schedule(
            user=user,
            mentor_id=given["mentor_id"],
            minutes=given.get("duration_minutes"),
            wishes=_wishes(given, user),
            now=now,
        )
        outcome, is_done = made.outcome, isinstance(made.outcome, Action)
        body: dict[str, Any] = {
            "booking": None,
            "ai_decision": _decision(made.choice, user),
            "voice_confirmation_sent": False,
            "action": None,
            "proposal": None,
        }
        if isinstance(outcome, Action):
            body["booking"] = booked_json(outcome, viewer=user, now=now)
            body["voice_confirmation_sent"] = was_told(user, outcome)
            body["action"] = action_json(outcome)
        else:
            body["proposal"] = proposal_json(outcome, now=now)
        return Response(body, status=status.HTTP_201_CREATED if is_done else status.HTTP_202_ACCEPTED)


class RespondMessageView(AgentView):
    """`ai-agent/respond-message`."""

    @extend_schema(
        request=RespondInput, responses={201: RespondedOutput, 202: RespondedOutput, **_NO_MESSAGE}
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Answer a message that somebody wrote to the caller: sent it is 201; a draft, which waits, is 202.

        It is sent with `auto_respond` where one has allowed that, within one's limits. What the message says
        is answered, and never done.
        """
        given, user, now = validated(RespondInput, request), caller_of(request), timezone.now()
        outcome = respond(
            user=user, message_id=given["message_id"], auto_respond=given["auto_respond"], now=now
        )
        if isinstance(outcome, Action):
            body = {
                "response_text": outcome.action_details["message"],
                "sent": True,
                "message": said_json(outcome, viewer=user),
                "action": action_json(outcome),
                "proposal": None,
            }
            return Response(body, status=status.HTTP_201_CREATED)
        body = {
            "response_text": outcome.details["text"],
            "sent": False,
            "message": None,
            "action": None,
            "proposal": proposal_json(outcome, now=now),
        }
        return Response(body, status=status.HTTP_202_ACCEPTED)


def _wishes(given: dict[str, Any], user: User) -> Wishes:
    part = given["preferred_time_range"]
    return Wishes(
        zone=zone_of(user),
        days=tuple(Weekday(day) for day in dict.fromkeys(given.get("preferred_days") or ())),
        part=PartOfDay(part) if part else None,
    )


def _decision(choice: Choice, user: User) -> dict[str, Any]:
    shown = {
        "selected_time": choice.slot.starts_at,
        "reason": choice.reason,
        "not_had": choice.not_had,
        "timezone": str(zone_of(user)),
    }
    return dict(DecisionOutput(shown).data)
