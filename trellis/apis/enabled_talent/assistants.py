"""Answers of assistants at this door: one object, or the same told event by event."""

from collections.abc import Iterator
from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.base import EnabledTalentView
from trellis.core.http.streams.events import MEDIA_TYPE, Event, EventStream, StreamingView
from trellis.domain.answers.rules.answers import BY_MODEL, BY_TEMPLATES, Draft
from trellis.domain.answers.rules.events import told_in_words, told_of
from trellis.domain.answers.services.wording import word


class AnswerSourceOutput(serializers.Serializer[Any]):
    """A row that an answer rests on."""

    kind = serializers.CharField()
    id = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    url = serializers.URLField()
    quote = serializers.CharField(allow_blank=True)


class AssistantAnswerOutput(serializers.Serializer[Any]):
    """An answer, the rows that it rests on, what it leaves out, and who has worded it."""

    answer = serializers.CharField()
    sources = AnswerSourceOutput(many=True)
    limits = serializers.CharField(allow_blank=True)
    by = serializers.ChoiceField(choices=[BY_TEMPLATES, BY_MODEL])


# What `@extend_schema` of a view takes as responses.
ANSWERED: Any = {(200, "application/json"): AssistantAnswerOutput, (200, MEDIA_TYPE): OpenApiTypes.STR}


class AssistantView(StreamingView, EnabledTalentView):
    """A view that answers a question, in events with `Accept: text/event-stream`."""

    def answer(self, draft: Draft, request: Request) -> HttpResponseBase:
        """Answer by what was found."""
        if self.wants_events(request):
            return EventStream(_events(draft), in_words=self.in_words)
        return Response(AssistantAnswerOutput(word(draft=draft)).data)


def _events(draft: Draft) -> Iterator[Event]:
    for source in draft.sources:
        yield Event(*told_of(source))
    for name, data in told_in_words(word(draft=draft)):
        yield Event(name, data)
