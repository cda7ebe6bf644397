"""What the list of requests can be asked for."""

from rest_framework import serializers

from trellis.apis.talent_engine.list_filters import RequestFilters
from trellis.domain.workplace.queries import NEWEST_FIRST

ORDERS = {
    "-created_at": NEWEST_FIRST,
    "created_at": ("created_at", "pk"),
    "-updated_at": ("-updated_at", "-pk"),
    "updated_at": ("updated_at", "pk"),
    "title": ("title", "pk"),
    "-title": ("-title", "-pk"),
}


class RequestsQuery(RequestFilters):
    """And how it is ordered."""

    ordering = serializers.ChoiceField(choices=list(ORDERS), required=False, allow_blank=True)
