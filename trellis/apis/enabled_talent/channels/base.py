"""What the views of jobs and applications share: who calls, and what they see as a member."""

from typing import Any

from django.utils.cache import patch_cache_control
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.base import EnabledTalentView, caller_of
from trellis.core.rendering import Computed
from trellis.domain.accounts.models import User
from trellis.domain.organizations.queries import organization_id_of

# Whoever is no member: everybody, and candidates of their own applications.
NOBODY: dict[str, Any] = {"member_of": None}


class ChannelsView(EnabledTalentView):
    """A view for whoever is signed in: a candidate, or who hires.

    What either reads of a person may be taken back, or hidden, before it is asked for again: nobody keeps it.
    """

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """Tell browsers and proxies to keep nothing."""
        final = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(final, private=True, no_store=True)
        return final

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
