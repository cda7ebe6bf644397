"""`messages/search`: finding what was said, an addition of ours."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.messages.input import FoundQuery
from trellis.apis.soosh.messages.output import SpokenOutput, read_message_json
from trellis.apis.soosh.users.base import caller_of
from trellis.core.paging.headers import add_page_headers, counted_rows
from trellis.domain.messaging.queries.pages import places_of, whole
from trellis.domain.messaging.queries.searching import search_messages

_QUERY = FoundQuery()


class FoundOutput(serializers.Serializer[Any]):
    """A page of messages; the headers tell which."""

    messages = SpokenOutput(many=True)


class SearchView(SooshView):
    """`messages/search`."""

    @extend_schema(operation_id="messages_search_list", parameters=[FoundQuery], responses=FoundOutput)
    def get(self, request: Request) -> Response:
        """Find messages of all one's conversations that have all of these words, the newest first."""
        asked, person = _QUERY.run_validation(request.GET), caller_of(request)
        found = whole(search_messages(person, asked["q"]))
        rows, page = counted_rows(found, number=asked["page"], size=asked["limit"])
        places = places_of(person, [row.room for row in rows])
        read = {room_id: place.read_up_to for room_id, place in places.items()}
        shown = [
            read_message_json(each, viewer=person, read_up_to=read.get(each.room_id, 0)) for each in rows
        ]
        response = Response({"messages": shown})
        add_page_headers(response, page)
        return response
