"""`learning/progress`: how far one has come with what one is enrolled in (soosh-api.md, section 8)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.paging.headers import CountedPageQuery, PreparedCounted, answered_counted
from trellis.core.rendering import Computed, compile_page
from trellis.domain.learning.models import Enrollment, Opportunity
from trellis.domain.learning.queries.enrollments import COURSES_OF_ANYBODY
from trellis.domain.learning.rules import limits
from trellis.domain.learning.rules.progress import STANDS_SQL, stands_at
from trellis.domain.learning.services.progressing import progress


class ProgressQuery(CountedPageQuery, Input):
    """Which page."""


class PercentageField(serializers.FloatField):
    """A part in per cent."""

    def to_internal_value(self, data: Any) -> float:
        """Return it; raise ValidationError, also for what no float can hold, and for a word of JSON."""
        if isinstance(data, bool):
            self.fail("invalid")
        try:
            return float(super().to_internal_value(data))
        except OverflowError:
            self.fail("invalid")


class ProgressInput(Input):
    """What a device tells of the work on a course: of lessons the numbers, or a percentage; and minutes.

    Nothing at all tells that somebody was there.
    """

    completed_lessons = serializers.ListField(
        child=serializers.IntegerField(min_value=limits.LESSONS.least, max_value=limits.LESSONS.most),
        max_length=limits.LESSONS.most,
        required=False,
        help_text="The numbers of lessons that are done, the first being 1. Those told before stay done.",
    )
    total_lessons = serializers.IntegerField(
        min_value=limits.LESSONS.least, max_value=limits.LESSONS.most, required=False
    )
    completion_percentage = PercentageField(
        min_value=limits.PERCENTAGE.least,
        max_value=limits.PERCENTAGE.most,
        required=False,
        help_text="Where lessons are not counted. The most that was ever told counts.",
    )
    minutes_spent = serializers.IntegerField(
        min_value=limits.MINUTES_AT_ONCE.least,
        max_value=limits.MINUTES_AT_ONCE.most,
        required=False,
        help_text="Since the device told of it last: they are added.",
    )


class CourseSerializer(serializers.ModelSerializer[Opportunity]):
    """What one is enrolled in."""

    id = serializers.UUIDField(source="public_id")

    class Meta:
        model = Opportunity
        fields = ["id", "title"]


class Status(Computed):
    """Where the work on it stands."""

    output = serializers.ChoiceField(choices=["enrolled", "in_progress", "completed", "withdrawn"])
    sql = STANDS_SQL

    def compute(self, row: Enrollment) -> str:
        """Return it in a word."""
        return stands_at(row.status, row.percentage)


class ProgressSerializer(serializers.ModelSerializer[Enrollment]):
    """How far one has come with something."""

    enrollment_id = serializers.UUIDField(source="public_id")
    opportunity = CourseSerializer()
    status = Status()
    completion_percentage = serializers.FloatField(source="percentage")
    completed_lessons = serializers.ListField(source="lessons", child=serializers.IntegerField())
    total_time_spent_minutes = serializers.IntegerField(source="minutes_spent")

    class Meta:
        model = Enrollment
        fields = [
            *("enrollment_id", "opportunity", "status", "completion_percentage", "completed_lessons"),
            *("total_lessons", "total_time_spent_minutes", "last_accessed_at", "completed_at"),
        ]


class CoursesOutput(serializers.Serializer[Any]):
    """A page of what one is enrolled in; the headers tell which."""

    enrolled_courses = ProgressSerializer(many=True)


PROGRESS = compile_page(ProgressSerializer)
_PAGES = PreparedCounted(COURSES_OF_ANYBODY, PROGRESS)
_QUERY = ProgressQuery()


class ProgressView(SooshView):
    """`learning/progress`."""

    @extend_schema(operation_id="learning_progress_list", parameters=[ProgressQuery], responses=CoursesOutput)
    def get(self, request: Request) -> HttpResponse:
        """List what one is enrolled in, jobs aside, the newest first, and how far one has come."""
        asked = _QUERY.run_validation(request.GET)
        number, size = asked["page"], asked["limit"]
        text, total, _ = _PAGES.page(number, size, user_id=caller_of(request).pk)
        return answered_counted(b'{"enrolled_courses":%b}' % text, number=number, size=size, total=total)


class CourseView(SooshView):
    """`learning/progress/{enrollment_id}`."""

    @extend_schema(operation_id="learning_progress_tell", request=ProgressInput, responses=ProgressSerializer)
    @idempotent
    def put(self, request: Request, enrollment_id: UUID) -> HttpResponse:
        """Tell of the work on a course: what several devices tell adds up, and nothing of it ever falls.

        At 100 per cent the course is completed. What is not paid for is 403.
        """
        told = validated(ProgressInput, request)
        made = progress(
            user=caller_of(request),
            enrollment_id=enrollment_id,
            completed_lessons=told.get("completed_lessons") or (),
            total_lessons=told.get("total_lessons"),
            percentage=told.get("completion_percentage"),
            minutes=told.get("minutes_spent") or 0,
            now=timezone.now(),
        )
        return HttpResponse(PROGRESS.render([made.pk])[1:-1], content_type="application/json")
