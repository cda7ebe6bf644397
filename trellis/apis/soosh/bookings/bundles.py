"""`bookings/bundles`: the packages that one has bought, and giving one back. Additions of ours."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.bookings.output import BundleBoughtOutput, BundleOverOutput, refund_json
from trellis.apis.soosh.users.base import caller_of
from trellis.core.paging.headers import CountedPageQuery, add_page_headers, counted_rows, page_asked_for
from trellis.domain.mentorship.queries.bundles import bundle_of, bundles_of
from trellis.domain.mentorship.services.cancelling import give_back


class BundlesOutput(serializers.Serializer[Any]):
    """A page of packages; the headers tell which."""

    bundles = BundleBoughtOutput(many=True)


class BundlesView(SooshView):
    """`bookings/bundles`."""

    @extend_schema(operation_id="bundles_list", parameters=[CountedPageQuery], responses=BundlesOutput)
    def get(self, request: Request) -> Response:
        """List the packages that one has bought, the latest first."""
        number, size = page_asked_for(request)
        rows, page = counted_rows(bundles_of(caller_of(request)), number=number, size=size)
        response = Response({"bundles": BundleBoughtOutput(rows, many=True).data})
        add_page_headers(response, page)
        return response


class GiveBackView(SooshView):
    """`bookings/bundles/{bundle_id}/cancel`."""

    @extend_schema(request=None, responses=BundleOverOutput)
    def post(self, request: Request, bundle_id: UUID) -> Response:
        """Give a package back: what its unused sessions cost is paid back. No body is read."""
        user = caller_of(request)
        over = give_back(bundle=bundle_of(user, bundle_id), actor=user, now=timezone.now())
        refund = refund_json(over.given_back_minor, over.bundle.currency, over.refund)
        return Response({"bundle": BundleBoughtOutput(over.bundle).data, "refund": refund})
