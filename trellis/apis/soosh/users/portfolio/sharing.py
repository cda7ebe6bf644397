"""`users/portfolio/share`: one's portfolio on other sites, and what came of that."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.apis.soosh.users.portfolio.input import ShareInput
from trellis.apis.soosh.users.portfolio.output import (
    SharedEverywhereOutput,
    SharesOutput,
    past_share_json,
    shared_json,
)
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.paging.headers import CountedPageQuery, add_page_headers, counted_rows
from trellis.domain.portfolio.queries.shares import shares_of
from trellis.domain.portfolio.services.sharing import share_portfolio


class SharesQuery(CountedPageQuery, Input):
    """Which page."""


_QUERY = SharesQuery()


class SharePortfolioView(SooshView):
    """`users/portfolio/share`."""

    @extend_schema(request=ShareInput, responses=SharedEverywhereOutput)
    @idempotent
    def post(self, request: Request) -> Response:
        """Share one's portfolio: `posted` is true of nothing that is not posted already.

        409 while there is no portfolio, or nobody else sees it. The answer has the platforms that were named.
        """
        given = validated(ShareInput, request)
        made = share_portfolio(
            user=caller_of(request),
            platforms=given["platforms"],
            caption=None if given["auto_generate_caption"] else given["caption"],
            now=timezone.now(),
        )
        return Response({row.platform: shared_json(row) for row in made})


class SharesView(SooshView):
    """`users/portfolio/shares`."""

    @extend_schema(
        operation_id="users_portfolio_shares_list", parameters=[SharesQuery], responses=SharesOutput
    )
    def get(self, request: Request) -> Response:
        """List what one has shared, the newest first, and what came of it."""
        asked = _QUERY.run_validation(request.GET)
        rows, page = counted_rows(shares_of(caller_of(request)), number=asked["page"], size=asked["limit"])
        response = Response({"shares": [past_share_json(row) for row in rows]})
        add_page_headers(response, page)
        return response
