"""What the views of candidates share: whose rows somebody sees, and a profile as they see it."""

from typing import Any

from rest_framework.request import Request

from trellis.apis.enabled_talent.base import EnabledTalentView, caller_of
from trellis.apis.enabled_talent.candidates.output import CandidateProfileSerializer, FullProfileSerializer
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.queries.disability import categories_of
from trellis.domain.candidates.rules.choices import Purpose
from trellis.domain.candidates.services.disability import read_shared
from trellis.domain.organizations.queries import membership_of, organization_id_of


class CandidateView(EnabledTalentView):
    """A view for whoever is signed in: a candidate, or who hires."""

    @property
    def caller(self) -> User:
        """The account that is signed in."""
        return caller_of(self.request)


def viewer_of(request: Request) -> dict[str, Any]:
    """Return who reads, as serializers and pages that depend on it take it."""
    user = caller_of(request)
    return {"viewer_id": user.pk, "organization_id": organization_id_of(user)}


def shown(
    profile: CandidateProfile,
    request: Request,
    kind: type[CandidateProfileSerializer] = CandidateProfileSerializer,
) -> dict[str, Any]:
    """Return a profile as the caller sees it: disability categories only of their own.

    What a candidate shares, another reads in a full profile alone (`shown_in_full`).
    """
    data = kind(profile, context=viewer_of(request)).data
    caller = caller_of(request)
    if profile.user_id == caller.pk:
        data["disability_categories"] = categories_of(profile, asked_by=caller.pk)
    return data


def shown_in_full(profile: CandidateProfile, request: Request) -> dict[str, Any]:
    """Return a full profile as the caller sees it, with the categories that the candidate shares with them.

    That they read these is in the candidate's log.
    """
    data = shown(profile, request, FullProfileSerializer)
    caller = caller_of(request)
    member = None if profile.user_id == caller.pk else membership_of(caller)
    if member is not None:
        data["disability_categories"] = read_shared(
            profile=profile, reader=member, purpose=Purpose.FULL_PROFILE
        )
    return data
