"""`learning/paths`: one's ways through subcategories, milestone by milestone (soosh-api.md, section 8)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import STYLE, SooshView
from trellis.apis.soosh.opportunities.output import SubcategoryOfSerializer
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.paging.headers import CountedPageQuery, PreparedCounted, answered_counted
from trellis.core.rendering import Computed, Nest, compile_page
from trellis.domain.learning.models import Achievement, CompletedMilestone, LearningPath, TemplateMilestone
from trellis.domain.learning.queries.paths import ANYBODYS, CURRENT_SQL, PERCENTAGE_SQL, percentage_of
from trellis.domain.learning.rules import limits
from trellis.domain.learning.services import paths


class PathsQuery(CountedPageQuery, Input):
    """Which page."""


class BeginInput(Input):
    """Through what."""

    subcategory_id = serializers.UUIDField()


class StepInput(Input):
    """Which step is done."""

    step = serializers.IntegerField(min_value=limits.STEPS.least, max_value=limits.STEPS.most)


class DoneMilestoneSerializer(serializers.ModelSerializer[CompletedMilestone]):
    """A milestone that is done."""

    title = serializers.CharField(source="milestone.title")

    class Meta:
        model = CompletedMilestone
        fields = ["step", "title", "completed_at"]


class NextMilestoneSerializer(serializers.ModelSerializer[TemplateMilestone]):
    """A milestone that is to come, and about how many hours it takes."""

    estimated_duration_hours = serializers.IntegerField(source="hours")

    class Meta:
        model = TemplateMilestone
        fields = ["step", "title", "estimated_duration_hours"]


class CurrentStep(Computed):
    """Which step waits; the last one where all are done."""

    output = serializers.IntegerField()
    sql = CURRENT_SQL

    def compute(self, row: LearningPath) -> int:
        """Return its number."""
        return row.template.total_steps if row.waiting is None else row.waiting.step


class CompletionPercentage(Computed):
    """How much is done, of all steps of the version that the path began with."""

    output = serializers.FloatField()
    sql = PERCENTAGE_SQL

    def compute(self, row: LearningPath) -> float:
        """Return the per cent."""
        return percentage_of(row)


class PathSerializer(serializers.ModelSerializer[LearningPath]):
    """A way through a subcategory; `next_milestone` is null once all are done."""

    id = serializers.UUIDField(source="public_id")
    subcategory = SubcategoryOfSerializer()
    current_step = CurrentStep()
    total_steps = serializers.IntegerField(source="template.total_steps")
    completion_percentage = CompletionPercentage()
    milestones_completed = Nest(DoneMilestoneSerializer, source="completed", order_by=["step", "pk"])
    next_milestone = NextMilestoneSerializer(source="waiting", allow_null=True)

    class Meta:
        model = LearningPath
        fields = [
            *("id", "subcategory", "current_step", "total_steps", "completion_percentage"),
            *("milestones_completed", "next_milestone"),
        ]


class PathsOutput(serializers.Serializer[Any]):
    """A page of one's paths; the headers tell which."""

    learning_paths = PathSerializer(many=True)


class UnlockedSerializer(serializers.ModelSerializer[Achievement]):
    """What one has achieved by it."""

    id = serializers.UUIDField(source="public_id")

    class Meta:
        model = Achievement
        fields = ["id", "name", "description"]


class CompletionOutput(serializers.Serializer[Any]):
    """That a milestone is done, what one has by it, and what comes after it."""

    milestone = DoneMilestoneSerializer()
    points_earned = serializers.IntegerField(source="milestone.points")
    achievements_unlocked = UnlockedSerializer(many=True, source="achievements")
    next_milestone = NextMilestoneSerializer(allow_null=True)


PATHS = compile_page(PathSerializer)
_PAGES = PreparedCounted(ANYBODYS, PATHS)
_QUERY = PathsQuery()


class PathsView(SooshView):
    """`learning/paths`."""

    @extend_schema(operation_id="learning_paths_list", parameters=[PathsQuery], responses=PathsOutput)
    def get(self, request: Request) -> HttpResponse:
        """List one's paths, the newest first."""
        asked = _QUERY.run_validation(request.GET)
        number, size = asked["page"], asked["limit"]
        text, total, _ = _PAGES.page(number, size, user_id=caller_of(request).pk)
        return answered_counted(b'{"learning_paths":%b}' % text, number=number, size=size, total=total)


class CreateView(SooshView):
    """`learning/paths/create`."""

    @extend_schema(
        operation_id="learning_paths_create",
        request=BeginInput,
        responses={
            201: PathSerializer,
            404: OpenApiResponse(STYLE.shapes[404], "There is no such subcategory."),
        },
    )
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Begin a path through a subcategory; 409 with its `path_id` where one has it already."""
        subcategory_id = validated(BeginInput, request)["subcategory_id"]
        made = paths.begin_path(user=caller_of(request), subcategory_id=subcategory_id, now=timezone.now())
        body = PATHS.render([made.pk])[1:-1]
        return HttpResponse(body, status=status.HTTP_201_CREATED, content_type="application/json")


class CompleteMilestoneView(SooshView):
    """`learning/paths/{path_id}/complete-milestone`."""

    @extend_schema(
        operation_id="learning_paths_complete_milestone", request=StepInput, responses=CompletionOutput
    )
    @idempotent
    def post(self, request: Request, path_id: UUID) -> Response:
        """Say that the step that waits is done: said again it is answered as then, and adds nothing.

        Another step is 409 with the `step` that waits.
        """
        step = validated(StepInput, request)["step"]
        done = paths.complete_milestone(
            user=caller_of(request), path_id=path_id, step=step, now=timezone.now()
        )
        return Response(CompletionOutput(done).data)
