"""`candidates/need-types/` and `candidates/needs/`: what somebody may need, and needs, for interviews."""

from typing import Any

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.candidates.base import CandidateView
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.writing.fields import LineField
from trellis.domain.needs.models import Need
from trellis.domain.needs.queries.wishes import choices_for, need_with, needs_of
from trellis.domain.needs.rules import limits
from trellis.domain.needs.services import wishes


class NeedTypeOutput(serializers.Serializer[Any]):
    """An entry of the list; `is_own` are those that the candidate has added."""

    type = serializers.CharField()
    title = serializers.CharField()
    is_own = serializers.BooleanField()


class NeedOutput(serializers.ModelSerializer[Need]):
    """What a candidate needs."""

    type = serializers.CharField()
    title = serializers.CharField()

    class Meta:
        model = Need
        fields = ["id", "type", "title", "created_at"]


class NeedInput(Input):
    """A need by its `type` on the list, or by a `title` in one's own words, which the list then has, too."""

    type = LineField(max_length=limits.LONGEST_TITLE, required=False, allow_blank=True)
    title = LineField(max_length=limits.LONGEST_TITLE, required=False, allow_blank=True)


class NeedTypesView(CandidateView):
    """`need-types/`."""

    @extend_schema(operation_id="api_candidates_need_types_list", responses=NeedTypeOutput(many=True))
    def get(self, request: Request) -> Response:
        """List what there is to choose from, with what one has added; nothing is chosen beforehand."""
        return Response(NeedTypeOutput(choices_for(self.caller), many=True).data)


class NeedsView(CandidateView):
    """`needs/`."""

    @extend_schema(operation_id="api_candidates_needs_list", responses=NeedOutput(many=True))
    def get(self, request: Request) -> HttpResponseBase:
        """List what one needs, the newest first; nobody else sees it before it is shared."""
        return Response(NeedOutput(needs_of(self.caller).order_by("-pk"), many=True).data)

    @extend_schema(request=NeedInput, responses={201: NeedOutput})
    @idempotent
    def post(self, request: Request) -> Response:
        """Say that one needs something: 201, or 200 where one has said so already."""
        sent = validated(NeedInput, request)
        need, is_new = wishes.say(user=self.caller, now=timezone.now(), **sent)
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(NeedOutput(need).data, status=code)


class NeedView(CandidateView):
    """`needs/{id}/`."""

    @extend_schema(responses=NeedOutput)
    def get(self, request: Request, need_id: int) -> Response:
        """Show what one needs."""
        return Response(NeedOutput(need_with(need_id, user=self.caller)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, need_id: int) -> Response:
        """Need it no longer: it goes from all applications that it is shared with, too."""
        wishes.take_back(user=self.caller, need_id=need_id, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
