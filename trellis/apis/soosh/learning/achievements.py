"""`learning/achievements`: what one has achieved, and where one stands (soosh-api.md, section 8)."""

import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.templatetags.static import static
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.input import Input
from trellis.core.paging.headers import CountedPageQuery, PreparedCounted, answered_counted
from trellis.core.rendering import Computed, compile_page
from trellis.domain.learning.models import EarnedAchievement
from trellis.domain.learning.queries.achievements import ANYBODYS
from trellis.domain.learning.queries.standing import standing_of
from trellis.domain.learning.rules.choices import Rarity

_ICONS = f"{settings.TRELLIS_PUBLIC_URL}{static('web/achievements/')}"


class AchievementsQuery(CountedPageQuery, Input):
    """Which page."""


class IconUrl(Computed):
    """Where its picture is."""

    output = serializers.URLField()
    sql = f"concat('{_ICONS}', {{achievement.icon}}, '.svg')"

    def compute(self, row: EarnedAchievement) -> str:
        """Return the address."""
        return f"{_ICONS}{row.achievement.icon}.svg"


class EarnedSerializer(serializers.ModelSerializer[EarnedAchievement]):
    """Something that somebody has achieved."""

    id = serializers.UUIDField(source="achievement.public_id")
    name = serializers.CharField(source="achievement.name")
    description = serializers.CharField(source="achievement.description")
    icon_url = IconUrl()
    rarity = serializers.ChoiceField(source="achievement.rarity", choices=Rarity.choices)

    class Meta:
        model = EarnedAchievement
        fields = ["id", "name", "description", "icon_url", "rarity", "earned_at"]


class AchievementsOutput(serializers.Serializer[Any]):
    """A page of what one has achieved, and what one has earned by all that one has learned.

    A streak is of days on one's own clock; it goes on until such a day has passed with nothing done.
    """

    achievements = EarnedSerializer(many=True)
    total_points = serializers.IntegerField()
    level = serializers.IntegerField()
    next_level_points = serializers.IntegerField()
    current_streak_days = serializers.IntegerField()
    longest_streak_days = serializers.IntegerField()


ACHIEVEMENTS = compile_page(EarnedSerializer)
_PAGES = PreparedCounted(ANYBODYS, ACHIEVEMENTS)
_QUERY = AchievementsQuery()


class AchievementsView(SooshView):
    """`learning/achievements`."""

    @extend_schema(
        operation_id="learning_achievements", parameters=[AchievementsQuery], responses=AchievementsOutput
    )
    def get(self, request: Request) -> HttpResponse:
        """List what one has achieved, the newest first, with points, level and streaks."""
        asked, user = _QUERY.run_validation(request.GET), caller_of(request)
        number, size = asked["page"], asked["limit"]
        text, total, _ = _PAGES.page(number, size, user_id=user.pk)
        standing = asdict(standing_of(user, now=timezone.now()))
        told = json.dumps({"total_points": standing.pop("points"), **standing})
        body = b'{"achievements":%b,%b' % (text, told[1:].encode())
        return answered_counted(body, number=number, size=size, total=total)
