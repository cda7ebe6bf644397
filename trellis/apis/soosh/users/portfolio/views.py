"""`users/portfolio`: made and said anew, shown to whoever may see it."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.apis.soosh.users.portfolio.input import PortfolioInput
from trellis.apis.soosh.users.portfolio.output import (
    MadePortfolioOutput,
    MyPortfolioOutput,
    PortfolioOutput,
    own_portfolio_json,
    portfolio_json,
)
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.domain.accounts.models import User
from trellis.domain.portfolio.queries.portfolios import own_portfolio, portfolio_of_username, seen_by
from trellis.domain.portfolio.services import portfolios


class CreatePortfolioView(SooshView):
    """`users/portfolio/create`."""

    @extend_schema(request=PortfolioInput, responses={200: MadePortfolioOutput, 201: MadePortfolioOutput})
    @idempotent
    def post(self, request: Request) -> Response:
        """Make one's portfolio: 201 for the first time, then 200 with what is said anew."""
        said, user, now = validated(PortfolioInput, request), caller_of(request), timezone.now()
        featured = said.pop("featured_projects", None)
        made, is_new, ignored = portfolios.make_portfolio(user=user, said=said, featured=featured, now=now)
        shown: dict[str, Any] = {
            "portfolio": own_portfolio_json(seen_by(made, user, now=now)),
            "ignored_projects": ignored,
        }
        return Response(shown, status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)


class MyPortfolioView(SooshView):
    """`users/portfolio/me`."""

    @extend_schema(operation_id="users_portfolio_me", responses=MyPortfolioOutput)
    def get(self, request: Request) -> Response:
        """Get one's own portfolio as oneself sees it, and who sees what of it; 404 before there is one."""
        user = caller_of(request)
        seen = seen_by(own_portfolio(user), user, now=timezone.now())
        return Response({"portfolio": own_portfolio_json(seen)})

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Take one's portfolio away; projects and resumes stay."""
        portfolios.remove_portfolio(user=caller_of(request), now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class PortfolioView(SooshView):
    """`users/portfolio/{username}`."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="users_portfolio", responses=PortfolioOutput)
    def get(self, request: Request, username: str) -> Response:
        """Get a portfolio by its `custom_url`, or by its person's username, with what the caller sees of it.

        404 for one that is not published, whose person is under 18 or whose account is closed.
        """
        viewer = request.user if isinstance(request.user, User) else None
        seen = portfolio_of_username(username, viewer=viewer, now=timezone.now())
        response = Response({"portfolio": portfolio_json(seen)})
        if viewer is not None:
            response["Cache-Control"] = "private, no-store"
        return response
