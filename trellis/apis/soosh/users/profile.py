"""One's own account (soosh-api.md, section 15)."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.apis.soosh.users.input import OwnAccountInput
from trellis.apis.soosh.users.output import UserOutput
from trellis.core.http.views import validated
from trellis.domain.accounts.rules import parted
from trellis.domain.accounts.services import people
from trellis.domain.guardians.services.birth_dates import say_birth_date


class MeView(SooshView):
    """`users/me`."""

    @extend_schema(responses=UserOutput)
    def get(self, request: Request) -> Response:
        """Show one's own account."""
        return Response(UserOutput(caller_of(request)).data)

    @extend_schema(request=OwnAccountInput, responses=UserOutput)
    def put(self, request: Request) -> Response:
        """Change what is sent; the rest stays."""
        given, user = validated(OwnAccountInput, request), caller_of(request)
        user = people.change_profile(user=user, changes=_changes(given))
        if "birth_date" in given:
            say_birth_date(user=user, birth_date=given["birth_date"], actor_id=user.pk, now=timezone.now())
        return Response(UserOutput(user).data)


def _changes(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was sent by the columns of an account."""
    changes = {name: given[name] for name in ("bio", "timezone") if name in given}
    if "full_name" in given:
        changes["first_name"], changes["last_name"] = parted(given["full_name"])
    if "location" in given:
        place = given["location"]
        changes |= {"city": place["city"], "country": place["country"]}
        changes |= {"latitude": place["lat"], "longitude": place["lng"]}
    return changes
