"""`analytics`: what one has done, what it adds up to, and how a mentor does (soosh-api.md, section 14)."""

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.analytics.output import (
    ActivitiesOutput,
    DashboardOutput,
    MentorStatsOutput,
    dashboard_json,
    stats_json,
)
from trellis.apis.soosh.analytics.timeline import timeline
from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.input import Input
from trellis.core.paging.headers import CountedPageQuery, answered_counted
from trellis.domain.analytics.queries.dashboards import dashboard_of
from trellis.domain.analytics.queries.files import HEADINGS, rows_of
from trellis.domain.analytics.queries.mentors import mentor_stats_of
from trellis.domain.analytics.rules.choices import ActivityType, Part
from trellis.domain.exports.services.writing import csv_chunks

_FILE = {
    (200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, "A CSV file: UTF-8, a line of headings first."),
}


class ActivityQuery(CountedPageQuery, Input):
    """Which page, and of which type."""

    type = serializers.ChoiceField(choices=ActivityType.choices, required=False)


class FileQuery(Input):
    """Which numbers."""

    part = serializers.ChoiceField(choices=Part.choices, default=Part.DASHBOARD)


_ACTIVITY, _PART = ActivityQuery(), FileQuery()


class DashboardView(SooshView):
    """`analytics/dashboard`."""

    @extend_schema(responses=DashboardOutput)
    def get(self, request: Request) -> Response:
        """Tell what one has done in all and this week, by one's own clock, and what could come next."""
        found = dashboard_of(caller_of(request), now=timezone.now())
        return Response(DashboardOutput(dashboard_json(found)).data)


class ActivityView(SooshView):
    """`analytics/activity`."""

    @extend_schema(
        operation_id="analytics_activity_list", parameters=[ActivityQuery], responses=ActivitiesOutput
    )
    def get(self, request: Request) -> HttpResponse:
        """List what one has done, the newest first."""
        asked = _ACTIVITY.run_validation(request.GET)
        number, size = asked["page"], asked["limit"]
        pages = timeline(ActivityType(asked["type"]) if "type" in asked else None)
        text, total = pages.page(number, size, user_id=caller_of(request).pk, now=timezone.now())
        return answered_counted(b'{"activities":%b}' % text, number=number, size=size, total=total)


class MentorStatsView(SooshView):
    """`analytics/mentor-stats`."""

    @extend_schema(responses=MentorStatsOutput)
    def get(self, request: Request) -> Response:
        """Tell how one does as a mentor. Beginners, who are none, get 403."""
        found = mentor_stats_of(caller_of(request), now=timezone.now())
        return Response(MentorStatsOutput(stats_json(found)).data)


class ExportView(SooshView):
    """`analytics/export.csv`."""

    @extend_schema(operation_id="analytics_export", parameters=[FileQuery], responses=_FILE)
    def get(self, request: Request) -> HttpResponse:
        """Give the numbers as a file for spreadsheets, by one's own clock; `earnings` are a mentor's."""
        part = Part(_PART.run_validation(request.GET)["part"])
        rows = rows_of(part, caller_of(request), now=timezone.now())
        text = b"".join(csv_chunks(HEADINGS[part], [rows]))
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{part}.csv"'
        return response
