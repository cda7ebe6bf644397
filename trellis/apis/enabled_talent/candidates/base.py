"""What the views of candidates share: whose rows somebody sees, and a profile as they see it."""

from typing import Any

from rest_framework.request import Request

from trellis.apis.enabled_talent.base import EnabledTalentView, caller_of
from trellis.apis.enabled_talent.candidates.output import CandidateProfileSerializer
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.queries.disability import categories_of
from trellis.domain.organizations.queries import organization_id_of


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
    """Return a profile as the caller sees it: disability categories only of their own."""
    data = kind(profile, context=viewer_of(request)).data
    caller = caller_of(request)
    if profile.user_id == caller.pk:
        data["disability_categories"] = categories_of(profile, asked_by=caller.pk)
    return data
