"""Agents, what they propose and what they did, as this door shows them (soosh-api.md, section 11)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from rest_framework import serializers

from trellis.apis.soosh.bookings.output import BookedSessionOutput, booking_json
from trellis.apis.soosh.messages.output import SpokenOutput, read_message_json
from trellis.core.rendering import Computed, compile_page
from trellis.core.writing.money import as_number
from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Action, Agent, Proposal
from trellis.domain.assistant.queries.agents import people_of
from trellis.domain.assistant.queries.log import BY_ITSELF_SQL, SUCCESS_SQL
from trellis.domain.assistant.rules.acts import ActKind, Outcome
from trellis.domain.assistant.rules.manners import Tone, Verbosity
from trellis.domain.assistant.rules.standing import standing_of
from trellis.domain.mentorship.queries.bookings import booking_of
from trellis.domain.messaging.queries.history import message_for, read_up_to_of

_MINOR = ("amount_minor", "refund_minor")


class PersonalityOutput(serializers.Serializer[Any]):
    """How the agent speaks."""

    tone = serializers.ChoiceField(choices=Tone.choices)
    verbosity = serializers.ChoiceField(choices=Verbosity.choices)


class LimitsOutput(serializers.Serializer[Any]):
    """How far the agent goes by itself; beyond, it asks. `people` null is everybody."""

    acts_per_day = serializers.IntegerField()
    money_per_week = serializers.FloatField()
    currency = serializers.CharField()
    hours_per_week = serializers.IntegerField()
    people = serializers.ListField(child=serializers.UUIDField(), allow_null=True)


class OwnAgentOutput(serializers.Serializer[Any]):
    """An agent. The three `auto_…` are what it may do unasked: book; answer; call off and move."""

    id = serializers.UUIDField()
    agent_name = serializers.CharField()
    agent_personality = PersonalityOutput()
    voice_id = serializers.CharField()
    language = serializers.CharField()
    auto_schedule_enabled = serializers.BooleanField()
    auto_respond_messages = serializers.BooleanField()
    auto_manage_calendar = serializers.BooleanField()
    limits = LimitsOutput()
    created_at = serializers.DateTimeField()


class Success(Computed):
    """Whether it came to something; null while it waits."""

    output = serializers.BooleanField(allow_null=True)
    sql = SUCCESS_SQL

    def compute(self, row: Action) -> bool | None:
        """Return it."""
        return row.success


class ByItself(Computed):
    """Whether the agent decided on it by itself, within what its person allowed."""

    output = serializers.BooleanField()
    sql = BY_ITSELF_SQL

    def compute(self, row: Action) -> bool:
        """Return it."""
        return row.proposal_id is None


class ActionSerializer(serializers.ModelSerializer[Action]):
    """What an agent did, or tried to, which can be undone until `undo_until`; what is `waiting` is done then.

    `undo_failed_at`: it was to be undone, and stands.
    """

    id = serializers.UUIDField(source="public_id")
    success = Success()
    by_itself = ByItself()

    class Meta:
        model = Action
        fields = [
            *("id", "action_type", "action_details", "success", "status", "reason", "by_itself"),
            *("created_at", "undo_until", "undone_at", "undo_failed_at"),
        ]


class ProposalOutput(serializers.Serializer[Any]):
    """An act that waits for a yes, which names its `fingerprint`: of this content, at this price, once.

    `why` says why it was not done at once.
    """

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=ActKind.choices)
    preview = serializers.CharField()
    content = serializers.JSONField()
    amount = serializers.FloatField(allow_null=True)
    currency = serializers.CharField(allow_null=True)
    fingerprint = serializers.CharField()
    why = serializers.CharField()
    status = serializers.ChoiceField(choices=Outcome.choices)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class ActionsOutput(serializers.Serializer[Any]):
    """A page of the log, the latest first; the headers tell which."""

    actions = ActionSerializer(many=True)


class ProposalsOutput(serializers.Serializer[Any]):
    """A page of proposals, the latest first; the headers tell which."""

    proposals = ProposalOutput(many=True)


class ActedOutput(serializers.Serializer[Any]):
    """What was done, and the session or the message that it is about, as it is now."""

    action = ActionSerializer()
    booking = BookedSessionOutput(allow_null=True)
    message = SpokenOutput(allow_null=True)


class DeclinedOutput(serializers.Serializer[Any]):
    """A proposal that is declined."""

    proposal = ProposalOutput()


class UndoneOutput(serializers.Serializer[Any]):
    """What was undone."""

    action = ActionSerializer()


class DecisionOutput(serializers.Serializer[Any]):
    """Which time was chosen, why, and what was asked for and could not be had; by the clock of `timezone`."""

    selected_time = serializers.DateTimeField()
    reason = serializers.CharField()
    not_had = serializers.ListField(child=serializers.CharField())
    timezone = serializers.CharField()


class ScheduledOutput(serializers.Serializer[Any]):
    """A session that was booked, or proposed.

    `voice_confirmation_sent`: a notice of it is among what the person is told, which is read out to them.
    """

    booking = BookedSessionOutput(allow_null=True)
    ai_decision = DecisionOutput()
    voice_confirmation_sent = serializers.BooleanField()
    action = ActionSerializer(allow_null=True)
    proposal = ProposalOutput(allow_null=True)


class RespondedOutput(serializers.Serializer[Any]):
    """An answer: sent, or a draft that waits for a yes."""

    response_text = serializers.CharField()
    sent = serializers.BooleanField()
    message = SpokenOutput(allow_null=True)
    action = ActionSerializer(allow_null=True)
    proposal = ProposalOutput(allow_null=True)


ACTIONS = compile_page(ActionSerializer)


def agent_json(agent: Agent) -> dict[str, Any]:
    """Return an agent as OwnAgentOutput shows it to its person."""
    shown = {
        "id": agent.public_id,
        "agent_name": agent.name,
        "agent_personality": {"tone": agent.tone, "verbosity": agent.verbosity},
        "voice_id": agent.voice_id,
        "language": agent.language,
        "auto_schedule_enabled": agent.auto_schedule_enabled,
        "auto_respond_messages": agent.auto_respond_messages,
        "auto_manage_calendar": agent.auto_manage_calendar,
        "limits": {
            "acts_per_day": agent.most_acts_a_day,
            "money_per_week": as_number(agent.most_money_minor, agent.money_currency),
            "currency": agent.money_currency,
            "hours_per_week": agent.most_hours_a_week,
            "people": people_of(agent),
        },
        "created_at": agent.created_at,
    }
    return dict(OwnAgentOutput(shown).data)


def action_json(action: Action) -> dict[str, Any]:
    """Return an act as ActionSerializer shows it."""
    return dict(ActionSerializer(action).data)


def proposal_json(proposal: Proposal, *, now: datetime) -> dict[str, Any]:
    """Return a proposal as ProposalOutput shows it to its person."""
    details = dict(proposal.details)
    currency, minor = details.get("currency"), details.get("amount_minor")
    if currency and "refund_minor" in details:
        details["refund"] = as_number(details["refund_minor"], currency)
    shown = {
        "id": proposal.public_id,
        "kind": proposal.kind,
        "preview": proposal.preview,
        "content": {name: value for name, value in details.items() if name not in _MINOR},
        "amount": None if minor is None or currency is None else as_number(minor, currency),
        "currency": currency,
        "fingerprint": proposal.fingerprint,
        "why": proposal.why,
        "status": standing_of(proposal, now),
        "created_at": proposal.created_at,
        "expires_at": proposal.expires_at,
        "decided_at": proposal.decided_at,
    }
    return dict(ProposalOutput(shown).data)


def acted_json(action: Action, *, viewer: User, now: datetime) -> dict[str, Any]:
    """Return what was done as ActedOutput shows it."""
    return {
        "action": action_json(action),
        "booking": booked_json(action, viewer=viewer, now=now),
        "message": said_json(action, viewer=viewer),
    }


def booked_json(action: Action, *, viewer: User, now: datetime) -> dict[str, Any] | None:
    """Return the session that an act is about; None where it is about none."""
    key = action.action_details.get("booking_id")
    return None if key is None else booking_json(booking_of(viewer, UUID(key)), viewer=viewer, now=now)


def said_json(action: Action, *, viewer: User) -> dict[str, Any] | None:
    """Return the message that an act has sent; None where it has sent none."""
    key = action.action_details.get("message_id")
    if key is None:
        return None
    message = message_for(person=viewer, message_id=UUID(key))
    return read_message_json(message, viewer=viewer, read_up_to=read_up_to_of(message.room, person=viewer))
