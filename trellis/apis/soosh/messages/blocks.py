"""`messages/blocks`: whom one does not want to hear from, an addition of ours."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.messages.people import NOBODY, TalkerSerializer
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.paging.headers import CountedPageQuery, answered_counted, counted_rows
from trellis.core.rendering import compile_page
from trellis.domain.accounts.queries import account_of
from trellis.domain.messaging.models import Block
from trellis.domain.messaging.queries.blocking import blocks_of
from trellis.domain.messaging.services.blocking import block, unblock


class BlocksQuery(CountedPageQuery, Input):
    """Which page."""


class BlockInput(Input):
    """Whom one blocks."""

    user_id = serializers.UUIDField()


class BlockSerializer(serializers.ModelSerializer[Block]):
    """Somebody whom one has blocked."""

    user = TalkerSerializer(source="blocked")
    blocked_at = serializers.DateTimeField(source="at")

    class Meta:
        model = Block
        fields = ["user", "blocked_at"]


class BlocksOutput(serializers.Serializer[Any]):
    """A page of those whom one has blocked; the headers tell which."""

    blocks = BlockSerializer(many=True)


class BlockedOutput(serializers.Serializer[Any]):
    """Somebody who is blocked now."""

    block = BlockSerializer()


BLOCKS = compile_page(BlockSerializer)
_QUERY = BlocksQuery()


class BlocksView(SooshView):
    """`messages/blocks`."""

    @extend_schema(operation_id="messages_blocks_list", parameters=[BlocksQuery], responses=BlocksOutput)
    def get(self, request: Request) -> HttpResponse:
        """List whom one has blocked, the latest first."""
        asked = _QUERY.run_validation(request.GET)
        rows = blocks_of(caller_of(request)).values_list("pk", flat=True)
        keys, page = counted_rows(rows, number=asked["page"], size=asked["limit"])
        body = b'{"blocks":%b}' % BLOCKS.render(keys)
        return answered_counted(body, number=page.number, size=page.size, total=page.total)

    @extend_schema(request=BlockInput, responses={201: BlockedOutput, **NOBODY})
    @idempotent
    def post(self, request: Request) -> Response:
        """Hear nothing of somebody any more, nor be booked by them; they are not told."""
        other = account_of(validated(BlockInput, request)["user_id"])
        made = block(person=caller_of(request), other=other, now=timezone.now())
        return Response(BlockedOutput({"block": made}).data, status=status.HTTP_201_CREATED)


class BlockView(SooshView):
    """`messages/blocks/{user_id}`."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, user_id: UUID) -> Response:
        """Take a block back; where there is none it is as good."""
        unblock(person=caller_of(request), other=account_of(user_id), now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
