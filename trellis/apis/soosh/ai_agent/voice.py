"""`ai-agent/voice-command`: what somebody says to their agent, and what it says."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.ai_agent.base import NO_AGENT, AgentView
from trellis.apis.soosh.ai_agent.output import ActionSerializer, ProposalOutput, action_json, proposal_json
from trellis.apis.soosh.base import STYLE
from trellis.apis.soosh.users.base import caller_of
from trellis.apis.soosh.users.input import ZoneField
from trellis.core.files.sounds.fields import RecordingField
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.parsers import SoundJSONParser
from trellis.core.http.views import validated
from trellis.core.writing.fields import LineField, TextField
from trellis.domain.accounts.rules import LONGEST_ZONE_NAME, NOT_A_TIMEZONE, is_zone
from trellis.domain.accounts.services.zones import guess_zone
from trellis.domain.assistant.models import Action, Spoken
from trellis.domain.assistant.queries.agents import own_agent
from trellis.domain.assistant.rules.limits import LONGEST_CHOICE, LONGEST_COMMAND
from trellis.domain.assistant.services.commanding import command
from trellis.domain.assistant.services.dialogue.turns import Reply
from trellis.domain.assistant.services.hearing import command_in
from trellis.domain.assistant.services.speaking import read_aloud
from trellis.intelligence.commands.forms import Intent

_SAY_ONE = "Send a recording, a text, or a choice: one of them."
_SOUND: dict[Any, Any] = {
    (200, "audio/wav"): OpenApiResponse(OpenApiTypes.BINARY, "What the agent said, read out."),
    404: OpenApiResponse(STYLE.shapes[404], "Nothing such was said, or it is another's, or too long ago."),
}


class CommandInput(Input):
    """What somebody says: a recording, or, as additions, a text that they type or a choice that they tap.

    `proposal_id` is the proposal that was before them when they began: a yes to another one does nothing.
    `timezone` is by whose clock times are meant, if nothing else is known.
    """

    audio_file = RecordingField(required=False, allow_null=True)
    text = TextField(max_length=LONGEST_COMMAND, required=False)
    choice = LineField(max_length=LONGEST_CHOICE, required=False)
    proposal_id = serializers.UUIDField(required=False, allow_null=True)
    timezone = ZoneField(max_length=LONGEST_ZONE_NAME, required=False)

    def validate_timezone(self, value: str) -> str:
        """Return the zone's name; raise ValidationError."""
        if not is_zone(value):
            raise serializers.ValidationError(NOT_A_TIMEZONE)
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse what says nothing, or several things."""
        said = [name for name in ("audio_file", "text", "choice") if attrs.get(name)]
        if not said:
            raise serializers.ValidationError({"audio_file": ["This field is required."]})
        if len(said) > 1:
            raise serializers.ValidationError({name: [_SAY_ONE] for name in said})
        return attrs


class ActionTakenOutput(serializers.Serializer[Any]):
    """What was done: the word of the log, and the session or message that it is about, where it is."""

    type = serializers.CharField()
    booking_id = serializers.UUIDField(required=False)
    message_id = serializers.UUIDField(required=False)
    payment_url = serializers.URLField(required=False)
    action = ActionSerializer()


class ChoiceOutput(serializers.Serializer[Any]):
    """One of several that may be meant: said by place or by what the label says, or its key as `choice`."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class CommandOutput(serializers.Serializer[Any]):
    """What was heard and understood, what was done by that, and what is said.

    Additions: `proposal`, which waits for a yes; `choices`, of which one is asked for; `undo_until`, to when
    what was done can be undone by saying so.
    """

    transcription = serializers.CharField()
    intent = serializers.ChoiceField(choices=[str(intent) for intent in Intent])
    action_taken = ActionTakenOutput(allow_null=True)
    response_text = serializers.CharField()
    response_audio_url = serializers.URLField()
    proposal = ProposalOutput(allow_null=True)
    choices = ChoiceOutput(many=True)
    undo_until = serializers.DateTimeField(allow_null=True)


class VoiceCommandView(AgentView):
    """`ai-agent/voice-command`."""

    parser_classes = (SoundJSONParser,)
    _given: dict[str, Any]
    _readings: tuple[str, ...]
    _begun_at: datetime
    _is_guess = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Read what is sent; what was spoken is heard here, before the transaction of a key."""
        super().initial(request, *args, **kwargs)
        if request.method != "POST":
            return
        self._begun_at = timezone.now()
        self._given = validated(CommandInput, request)
        own_agent(caller_of(request))
        self._readings = (self._given.get("text", ""),)
        if sound := self._given.get("audio_file"):
            heard = command_in(sound=sound, user=caller_of(request))
            self._readings, self._is_guess = heard.readings, heard.is_guess
            self._begun_at -= timedelta(seconds=heard.seconds)

    @extend_schema(request=CommandInput, responses={200: CommandOutput, **NO_AGENT})
    @idempotent
    def post(self, request: Request) -> Response:
        """Say something to one's agent: it acts, asks, proposes or tells, and answers in words and sound.

        It does at once what one has allowed; anything else waits for a yes, which is to the one proposal that
        was read out last. Silence is 422, and no yes. Where speech is not understood it is 503: a `text` is.
        """
        user, now = caller_of(request), timezone.now()
        if "timezone" in self._given:
            guess_zone(user=user, name=self._given["timezone"])
        reply, spoken = command(
            user=user,
            readings=self._readings,
            begun_at=self._begun_at,
            now=now,
            proposal_id=self._given.get("proposal_id"),
            choice=self._given.get("choice"),
            is_guess=self._is_guess,
        )
        return Response(_answer_json(reply, spoken, now))


class SpeechView(AgentView):
    """`ai-agent/speech/<id>`, an addition: where `response_audio_url` leads."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Accept whatever is asked for: refusals are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(operation_id="agent_speech", responses=_SOUND)
    def get(self, request: Request, spoken_id: UUID) -> HttpResponse:
        """Read out what one's own agent said within the last 15 minutes: a WAV file."""
        sound = read_aloud(user=caller_of(request), spoken_id=spoken_id, now=timezone.now())
        headers = {"Cache-Control": "private, no-store"}
        return HttpResponse(sound, content_type="audio/wav", headers=headers)


def _answer_json(reply: Reply, spoken: Spoken, now: datetime) -> dict[str, Any]:
    action, proposal = reply.action, reply.proposal
    moment = serializers.DateTimeField()
    until = action.undo_until if action and action.undone_at is None else None
    return {
        "transcription": reply.heard,
        "intent": str(reply.intent),
        "action_taken": _taken(action) if action else None,
        "response_text": reply.text,
        "response_audio_url": f"{settings.TRELLIS_PUBLIC_URL}/api/v1/ai-agent/speech/{spoken.public_id}",
        "proposal": proposal_json(proposal, now=now) if proposal else None,
        "choices": [{"key": each.key, "label": each.label} for each in reply.choices],
        "undo_until": moment.to_representation(until) if until else None,
    }


def _taken(action: Action) -> dict[str, Any]:
    names = ("booking_id", "message_id", "payment_url")
    told = {name: action.action_details[name] for name in names if name in action.action_details}
    return {"type": action.action_type, **told, "action": action_json(action)}
