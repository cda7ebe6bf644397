"""What the lists of requisitions can be asked for."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from trellis.apis.talent_engine.list_filters import RequisitionFilters
from trellis.core.paging.numbered import NumberedPageQuery
from trellis.domain.requisitions.queries.requisitions import ORDERINGS, Asked, asked


class RequisitionsQuery(RequisitionFilters):
    """And how it is ordered."""

    ordering = serializers.ChoiceField(choices=ORDERINGS, required=False, allow_blank=True)


LIST_PARAMETERS = [RequisitionsQuery, NumberedPageQuery]


def asked_for(request: Request, **narrowed: Any) -> Asked:
    """Return what a list's request asks for, among those that are `narrowed`; raise ValidationError."""
    query = RequisitionsQuery(data=request.GET)
    query.is_valid(raise_exception=True)
    return asked({**query.validated_data, **narrowed})
