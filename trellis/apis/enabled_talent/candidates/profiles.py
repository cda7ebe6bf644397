"""`candidates/profiles/`: profiles, and what can be done with one."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db.models import UUIDField
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.candidates.base import CandidateView, shown, shown_in_full, viewer_of
from trellis.apis.enabled_talent.candidates.filters import AboutQuery, looked_for
from trellis.apis.enabled_talent.candidates.input import BadgeInput, CandidateProfileInput
from trellis.apis.enabled_talent.candidates.output import (
    PROFILES,
    CandidateProfileSerializer,
    FullProfileSerializer,
    VerifiedOutput,
)
from trellis.core.db.prepared import Argument
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.cursors import (
    BEFORE,
    PageQuery,
    PreparedKeyset,
    newest_first,
    respond,
    respond_rendered,
)
from trellis.core.paging.nearest import respond_nearest
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.queries.profiles import (
    newest_of_applicants,
    own_profile_with,
    profile_with,
    seen_by,
    sees_applicants_alone,
)
from trellis.domain.candidates.services import profiles
from trellis.domain.candidates.services.finding import find

_TAKES: Any = {
    "application/json": CandidateProfileInput,
    "multipart/form-data": CandidateProfileInput,
}


@cache
def _of_applicants(role: str) -> PreparedKeyset:
    organization_id = Argument("organization_id", UUIDField())
    return PreparedKeyset(
        lambda size: newest_of_applicants(organization_id, role=role, before=BEFORE, size=size), PROFILES
    )


class ProfilesView(CandidateView):
    """`profiles/`."""

    @extend_schema(
        operation_id="api_candidates_profiles_list",
        parameters=[PageQuery, AboutQuery],
        responses=CandidateProfileSerializer(many=True),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List one's own profile and, for an organization, those of who has applied to it; newest first.

        With `about`, those nearest to what it says come first, and no more than a few pages of them.
        """
        caller = self.caller
        if about := looked_for(request):
            found = find(about=about, seen=caller)
            return respond_nearest(PROFILES, found, request=request, **viewer_of(request))
        if hires := sees_applicants_alone(caller):
            organization_id, role = hires
            viewer = {"viewer_id": caller.pk, "organization_id": organization_id}
            return respond_rendered(_of_applicants(role).page(request=request, **viewer), request=request)
        page = newest_first(seen_by(caller), request=request)
        return respond(PROFILES, page, request=request, **viewer_of(request))

    @extend_schema(request=_TAKES, responses={201: CandidateProfileSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Make one's profile. Its slug is made of the name, and stays when that changes."""
        fields = validated(CandidateProfileInput, request)
        profile = profiles.create(user=self.caller, fields=fields, now=timezone.now())
        return Response(shown(profile, request), status=status.HTTP_201_CREATED)


class ProfileView(CandidateView):
    """`profiles/{slug}/`."""

    @extend_schema(responses=CandidateProfileSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """Show a profile."""
        return Response(shown(profile_with(slug, seen=self.caller), request))

    @extend_schema(request=_TAKES, responses=CandidateProfileSerializer)
    def put(self, request: Request, slug: str) -> Response:
        """Change one's profile; what is not sent stays."""
        return self._changed(request, slug)

    @extend_schema(request=_TAKES, responses=CandidateProfileSerializer)
    def patch(self, request: Request, slug: str) -> Response:
        """Change one's profile."""
        return self._changed(request, slug)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, slug: str) -> Response:
        """Delete one's profile and all that stands in it; open applications are withdrawn."""
        profiles.delete(profile=own_profile_with(slug, user=self.caller), now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _changed(self, request: Request, slug: str) -> Response:
        profile = own_profile_with(slug, user=self.caller)
        fields = _fields(request, profile)
        return Response(shown(profiles.change(profile=profile, fields=fields, now=timezone.now()), request))


class FullProfileView(CandidateView):
    """`profiles/{slug}/full/`, which is read only."""

    @extend_schema(responses=FullProfileSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """Show a profile with education, skills, languages, and what the candidate shares with who reads."""
        answer = Response(shown_in_full(profile_with(slug, seen=self.caller), request))
        patch_cache_control(answer, no_store=True, private=True)
        return answer


class VerifyProfileView(CandidateView):
    """`profiles/{slug}/verify-profile/`."""

    @extend_schema(request=BadgeInput, responses=VerifiedOutput)
    @idempotent
    def post(self, request: Request, slug: str) -> Response:
        """Confirm that one's own profile is complete; staff say of another's that it is true."""
        profile, now = profile_with(slug, seen=self.caller), timezone.now()
        if self.caller.acts_as_staff and profile.user_id != self.caller.pk:
            is_verified = validated(BadgeInput, request)["is_verified"]
            profile = profiles.set_badge(profile=profile, is_verified=is_verified, staff=self.caller, now=now)
        else:
            profile = profiles.confirm(profile=own_profile_with(slug, user=self.caller), now=now)
        return Response(VerifiedOutput(_standing(profile)).data)


def _standing(profile: CandidateProfile) -> dict[str, Any]:
    return {
        "is_complete": profile.confirmed_at is not None,
        "confirmed_at": profile.confirmed_at,
        "is_verified": profile.verified_at is not None,
        "verified_at": profile.verified_at,
    }


def _fields(request: Request, profile: CandidateProfile) -> Mapping[str, Any]:
    form = CandidateProfileInput(data=request.data, partial=True, context={"profile": profile})
    form.is_valid(raise_exception=True)
    fields: Mapping[str, Any] = form.validated_data
    return fields
