"""`opportunities`: all of them, one, and taking part in one (soosh-api.md, section 4)."""

from functools import cache
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.opportunities.input import OpportunitiesQuery, StarsInput, filters_of
from trellis.apis.soosh.opportunities.output import (
    OPPORTUNITIES,
    OPPORTUNITY,
    EnrolledOutput,
    OpportunitiesOutput,
    OpportunityDetailSerializer,
    RatedOutput,
)
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.links import link_to
from trellis.core.paging.headers import PreparedCounted, answered_counted
from trellis.domain.learning.models import Enrollment
from trellis.domain.learning.queries.opportunities import key_of_offered, offered, rating_of, tallied
from trellis.domain.learning.rules.access import owes
from trellis.domain.learning.rules.choices import Order
from trellis.domain.learning.services import enrolling

_QUERY = OpportunitiesQuery()


class OpportunitiesView(SooshView):
    """`opportunities`."""

    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="opportunities_list", parameters=[OpportunitiesQuery], responses=OpportunitiesOutput
    )
    def get(self, request: Request) -> HttpResponse:
        """List what is open to everybody, the newest first unless sorted otherwise."""
        asked = _QUERY.run_validation(request.GET)
        pages = _pages(filters_of(asked), Order(asked["sort"]))
        number, size = asked["page"], asked["limit"]
        text, total, _ = pages.page(number, size, now=timezone.now(), **asked)
        body = b'{"opportunities":%b,"pagination":{"page":%d,"limit":%d,"total":%d,"pages":%d}}' % (
            *(text, number, size, total, -(-total // size)),
        )
        return answered_counted(body, number=number, size=size, total=total)


class OpportunityView(SooshView):
    """`opportunities/{opportunity_id}`."""

    permission_classes = (AllowAny,)

    @extend_schema(responses=OpportunityDetailSerializer)
    def get(self, request: Request, opportunity_id: UUID) -> HttpResponse:
        """Show one, with where it belongs and which job, or whose mentorship, it is."""
        key = key_of_offered(opportunity_id, now=timezone.now())
        return HttpResponse(OPPORTUNITY.render([key])[1:-1], content_type="application/json")


class EnrollView(SooshView):
    """`opportunities/{opportunity_id}/enroll`."""

    @extend_schema(request=None, responses={200: EnrolledOutput, 201: EnrolledOutput})
    @idempotent
    def post(self, request: Request, opportunity_id: UUID) -> Response:
        """Enrol, or apply for a job: 201 for the first time, then 200 with the same. No body is read."""
        made, is_new = enrolling.enroll(
            user=caller_of(request), opportunity_id=opportunity_id, now=timezone.now()
        )
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(EnrolledOutput(_shown(made)).data, status=code)


class StarsView(SooshView):
    """`opportunities/{opportunity_id}/rating`."""

    @extend_schema(request=StarsInput, responses=RatedOutput)
    def put(self, request: Request, opportunity_id: UUID) -> Response:
        """Give stars to what one is enrolled in, or others than before."""
        stars = validated(StarsInput, request)["rating"]
        rated = enrolling.rate(
            user=caller_of(request), opportunity_id=opportunity_id, stars=stars, now=timezone.now()
        )
        about = rated.opportunity
        shown = {
            "rating": stars,
            "average_rating": rating_of(about),
            "rating_count": about.rating_count,
        }
        return Response(RatedOutput(shown).data)


@cache
def _pages(filters: frozenset[str], order: Order) -> PreparedCounted:
    return PreparedCounted(offered(filters, order), OPPORTUNITIES, tallied=tallied(filters))


def _shown(enrollment: Enrollment) -> dict[str, Any]:
    is_owed = owes(enrollment)
    return {
        "enrollment": enrollment,
        "payment_required": is_owed,
        "payment_url": link_to("web:pay", enrollment_id=enrollment.public_id) if is_owed else None,
        "application": enrollment.application,
    }
