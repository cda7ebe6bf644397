"""Becoming a mentor, and which side of learning one is shown (soosh-api.md, section 15)."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.apis.soosh.users.input import ModeInput, UpgradeInput
from trellis.apis.soosh.users.output import UpgradedOutput, UserOutput
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.domain.mentorship.rules.limits import each_once
from trellis.domain.mentorship.services import mentors

# By its name here, and in a profile.
_SAID = {
    "mentor_bio": "bio",
    "skills_offered": "expertise",
    "expertise_categories": "expertise_categories",
    "teaching_styles": "teaching_styles",
    "portfolio_url": "portfolio_url",
    "linkedin_url": "linkedin_url",
}


class UpgradeView(SooshView):
    """`users/upgrade-to-mentor`."""

    @extend_schema(request=UpgradeInput, responses={200: UpgradedOutput, 201: UpgradedOutput})
    @idempotent
    def post(self, request: Request) -> Response:
        """Become a mentor, or say anew what one offers: 201 for the first time, then 200."""
        given = validated(UpgradeInput, request)
        mentor, is_new = mentors.upgrade(
            user=caller_of(request),
            journey=given["user_type"],
            profile=_profile(given),
            rate=_rate(given),
            now=timezone.now(),
        )
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(UpgradedOutput(mentor.user).data, status=code)


class SwitchModeView(SooshView):
    """`users/switch-mode`."""

    @extend_schema(request=ModeInput, responses=UserOutput)
    def put(self, request: Request) -> Response:
        """Show the side of the learners, or of the mentors; beginners have one side alone (403)."""
        user = mentors.switch_mode(user=caller_of(request), mode=validated(ModeInput, request)["mode"])
        return Response(UserOutput(user).data)


def _profile(given: Mapping[str, Any]) -> dict[str, Any]:
    profile = {column: given[name] for name, column in _SAID.items() if name in given}
    if "expertise" in profile:
        profile["expertise"] = each_once(profile["expertise"])
    if "teaching_styles" in profile:
        profile["teaching_styles"] = list(dict.fromkeys(profile["teaching_styles"]))
    if "expertise_categories" in profile:
        profile["expertise_categories"] = [_named(each) for each in profile["expertise_categories"]]
    return profile


def _named(category: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ids as JSON has them, each once."""
    ids = dict.fromkeys(str(each) for each in category["subcategory_ids"])
    return {"category_id": str(category["category_id"]), "subcategory_ids": list(ids)}


def _rate(given: Mapping[str, Any]) -> Any:
    """Return the amount and the currency; None where no price is spoken of."""
    if "hourly_rate" not in given:
        return None
    return given["hourly_rate"], given.get("currency", "").upper()
