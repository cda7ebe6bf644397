"""Accounts: one's own, and for staff everybody's."""

from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.accounts.data import signed_out
from trellis.apis.enabled_talent.accounts.input import AccountInput, OwnProfileInput
from trellis.apis.enabled_talent.accounts.output import USERS, AccountOutput
from trellis.apis.enabled_talent.base import EnabledTalentView, caller_of
from trellis.core.paging.cursors import PageQuery, newest_first, respond
from trellis.domain.accounts.queries import account_shown_to, accounts_shown_to
from trellis.domain.accounts.services import people
from trellis.domain.privacy.services.erasures import begin_erasure


class UsersView(EnabledTalentView):
    """`users/`, and `/api/users/users/`."""

    @extend_schema(parameters=[PageQuery], responses=AccountOutput(many=True))
    def get(self, request: Request) -> HttpResponseBase:
        """List the accounts that the caller may see: staff all, everybody else their own."""
        page = newest_first(accounts_shown_to(caller_of(request)), request=request)
        return respond(USERS, page, request=request)


class MeView(EnabledTalentView):
    """`users/me/`."""

    @extend_schema(responses=AccountOutput)
    def get(self, request: Request) -> Response:
        """Show one's own account."""
        return Response(AccountOutput(caller_of(request)).data)


class UserView(EnabledTalentView):
    """`users/{id}/`."""

    @extend_schema(responses=AccountOutput)
    def get(self, request: Request, user_id: int) -> Response:
        """Show an account."""
        return Response(AccountOutput(account_shown_to(caller_of(request), account_id=user_id)).data)

    @extend_schema(request=AccountInput, responses=AccountOutput)
    def put(self, request: Request, user_id: int) -> Response:
        """Say anew what an account is; another address counts once it is verified."""
        return self._changed(request, user_id, partial=False)

    @extend_schema(request=AccountInput, responses=AccountOutput)
    def patch(self, request: Request, user_id: int) -> Response:
        """Change some of it."""
        return self._changed(request, user_id, partial=True)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, user_id: int) -> Response:
        """Close an account: it is erased after 14 days, unless the link is followed that is mailed to it."""
        caller = caller_of(request)
        user = account_shown_to(caller, account_id=user_id)
        begin_erasure(user=user, actor=caller, now=timezone.now())
        return signed_out(Response(status=status.HTTP_204_NO_CONTENT), user, request)

    def _changed(self, request: Request, user_id: int, *, partial: bool) -> Response:
        caller = caller_of(request)
        user = account_shown_to(caller, account_id=user_id)
        given = AccountInput(data=request.data, partial=partial)
        given.is_valid(raise_exception=True)
        changed = people.change_account(
            user=user, actor=caller, changes=given.validated_data, now=timezone.now()
        )
        return Response(AccountOutput(changed).data)


class ProfileView(EnabledTalentView):
    """`profile/`."""

    @extend_schema(
        request={"multipart/form-data": OwnProfileInput, "application/json": OwnProfileInput},
        responses=AccountOutput,
    )
    def patch(self, request: Request) -> Response:
        """Change one's own names and picture."""
        given = OwnProfileInput(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        changed = people.change_profile(user=caller_of(request), changes=given.validated_data)
        return Response(AccountOutput(changed).data)
