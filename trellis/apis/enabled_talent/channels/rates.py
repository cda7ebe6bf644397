"""`jobs/{id}/selection-rates/`: how the groups among a job's applicants fare."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.channels.base import ChannelsView
from trellis.domain.fairness.services.rates import selection_rates
from trellis.domain.jobs.queries.postings import member_for
from trellis.domain.jobs.rights import Right


class GroupRateOutput(serializers.Serializer[Any]):
    """A group that shares a value of a field: which part was selected, beside the group of whom most were.

    `impact_ratio` is null where nobody was selected. It was worked out on `as_of`.
    """

    field = serializers.CharField()
    value = serializers.CharField()
    selection_rate = serializers.FloatField()
    impact_ratio = serializers.FloatField(allow_null=True)
    as_of = serializers.DateField()


class SelectionRatesOutput(serializers.Serializer[Any]):
    """The groups that are large enough to be told of; whether there are others is not told."""

    groups = GroupRateOutput(many=True)


class SelectionRatesView(ChannelsView):
    """`jobs/{id}/selection-rates/`."""

    @extend_schema(responses=SelectionRatesOutput)
    def get(self, request: Request, job_id: int) -> Response:
        """Show selection rates and impact ratios by what candidates share; they see that it was read."""
        posting, member = member_for(self.caller, job_id, Right.DECIDE_APPLICATIONS, even_deleted=True)
        groups = selection_rates(posting=posting, reader=member)
        return Response(SelectionRatesOutput({"groups": groups}).data)
