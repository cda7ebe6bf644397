"""What the views of jobs and applications share: who calls, and what they see as a member."""

from typing import Any

from trellis.apis.enabled_talent.base import EnabledTalentView, caller_of
from trellis.core.rendering import Computed
from trellis.domain.accounts.models import User
from trellis.domain.organizations.queries import organization_id_of

# Whoever is no member: everybody, and candidates of their own applications.
NOBODY: dict[str, Any] = {"member_of": None}


class ChannelsView(EnabledTalentView):
    """A view for whoever is signed in: a candidate, or who hires."""

    @property
    def caller(self) -> User:
        """The account that is signed in."""
        return caller_of(self.request)

    @property
    def viewer(self) -> dict[str, Any]:
        """In which organization the caller acts, as serializers and pages that depend on it take it."""
        return {"member_of": organization_id_of(self.caller)}


class ForEither(Computed):
    """What the candidate, who reads as nobody's member, is told of more than the organization."""

    arguments = ("member_of",)

    @property
    def is_own(self) -> bool:
        """Tell whether the candidate reads."""
        return self.argument("member_of") is None
