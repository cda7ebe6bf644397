"""What each thing that somebody has done looks like on a timeline, and all of them together."""

from functools import cache
from typing import Any

from django.db.models import DateTimeField, Model
from rest_framework import serializers

from trellis.core.db.prepared import Argument
from trellis.core.paging.united import Part, PreparedUnion
from trellis.core.rendering import CompiledPage, Computed, Constant, compile_page
from trellis.domain.accounts.queries import FULL_NAME_SQL
from trellis.domain.analytics.queries.activity import MINUTES_SQL, minutes_of, sources_of
from trellis.domain.analytics.rules.choices import ActivityType
from trellis.domain.credentials.models import Certificate
from trellis.domain.learning.models import CompletedMilestone, EarnedAchievement, Enrollment, LearningPath
from trellis.domain.mentorship.models import Booking


class NameOfMentor(Computed):
    """Whom a session was with."""

    output = serializers.CharField()
    sql = FULL_NAME_SQL.replace("{", "{mentor.user.")

    def compute(self, row: Booking) -> str:
        """Return the mentor's name."""
        return row.mentor.user.full_name


class NameOfMentee(Computed):
    """Whom a session was given to."""

    output = serializers.CharField()
    sql = FULL_NAME_SQL.replace("{", "{mentee.")

    def compute(self, row: Booking) -> str:
        """Return the mentee's name."""
        return row.mentee.full_name


class Minutes(Computed):
    """How long a session was."""

    output = serializers.IntegerField()
    sql = MINUTES_SQL

    def compute(self, row: Booking) -> int:
        """Return its minutes."""
        return minutes_of(row)


class _SessionHadSerializer(serializers.ModelSerializer[Booking]):
    mentor_name = NameOfMentor()
    duration_minutes = Minutes()

    class Meta:
        model = Booking
        fields = ["mentor_name", "topic", "duration_minutes"]


class _SessionGivenSerializer(serializers.ModelSerializer[Booking]):
    mentee_name = NameOfMentee()
    duration_minutes = Minutes()

    class Meta:
        model = Booking
        fields = ["mentee_name", "topic", "duration_minutes"]


class _MilestoneSerializer(serializers.ModelSerializer[CompletedMilestone]):
    milestone = serializers.CharField(source="milestone.title")
    points_earned = serializers.IntegerField(source="points")

    class Meta:
        model = CompletedMilestone
        fields = ["milestone", "points_earned"]


class _PathSerializer(serializers.ModelSerializer[LearningPath]):
    path = serializers.CharField(source="subcategory.name")

    class Meta:
        model = LearningPath
        fields = ["path"]


class _CourseSerializer(serializers.ModelSerializer[Enrollment]):
    course = serializers.CharField(source="opportunity.title")

    class Meta:
        model = Enrollment
        fields = ["course"]


class _AchievementSerializer(serializers.ModelSerializer[EarnedAchievement]):
    achievement = serializers.CharField(source="achievement.name")
    rarity = serializers.CharField(source="achievement.rarity")

    class Meta:
        model = EarnedAchievement
        fields = ["achievement", "rarity"]


class _CertificateSerializer(serializers.ModelSerializer[Certificate]):
    course = serializers.CharField(source="title")

    class Meta:
        model = Certificate
        fields = ["course", "code"]


_TOLD: dict[ActivityType, type[serializers.ModelSerializer[Any]]] = {
    ActivityType.SESSION_COMPLETED: _SessionHadSerializer,
    ActivityType.SESSION_GIVEN: _SessionGivenSerializer,
    ActivityType.MILESTONE_COMPLETED: _MilestoneSerializer,
    ActivityType.PATH_COMPLETED: _PathSerializer,
    ActivityType.COURSE_COMPLETED: _CourseSerializer,
    ActivityType.ACHIEVEMENT_EARNED: _AchievementSerializer,
    ActivityType.CERTIFICATE_ISSUED: _CertificateSerializer,
}
_SOURCES = sources_of(Argument("user_id"), Argument("now", DateTimeField()))


def _compiled(kind: ActivityType) -> CompiledPage:
    """Return the page of one type: the type, what is told of it, and when it was."""
    told, at = _TOLD[kind], _SOURCES[kind].at
    fields: dict[str, Any] = {
        "type": Constant(str(kind)),
        "data": told(source="*"),
        "timestamp": serializers.DateTimeField(source=at),
        "__doc__": f"One {kind.label}.",
    }
    model: type[Model] = told.Meta.model
    return compile_page(type(f"{told.__name__}OfType", (serializers.Serializer,), fields), model=model)


# By type, so that what cannot be compiled stops the start.
COMPILED = {kind: _compiled(kind) for kind in ActivityType}


@cache
def timeline(kind: ActivityType | None) -> PreparedUnion:
    """Return the pages of what somebody, `user_id`, has done by `now`, of one type or of all."""
    kinds = [kind] if kind else list(ActivityType)
    return PreparedUnion(
        [Part(str(each), _SOURCES[each].rows, _SOURCES[each].at, COMPILED[each]) for each in kinds]
    )
