"""`users/projects`: what somebody has made, an addition of ours."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.core.files.uploads import PictureField
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.paging.headers import CountedPageQuery, answered_counted, counted_rows
from trellis.core.rendering import Computed, MediaURL, compile_page
from trellis.core.writing.fields import LineField, LinkField, TextField
from trellis.domain.portfolio.models import Project
from trellis.domain.portfolio.queries.projects import project_of, projects_of
from trellis.domain.portfolio.rules import limits
from trellis.domain.portfolio.rules.dates import NOT_A_DATE, OUT_OF_ORDER, are_in_order, is_date
from trellis.domain.portfolio.services import projects


class ExactDateField(LineField):
    """A year, a month of it or a day, as exactly as it is known."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "allow_blank": True, "help_text": NOT_A_DATE, **options})

    def to_internal_value(self, data: Any) -> str:
        """Return the date as it is written; raise ValidationError."""
        date = super().to_internal_value(data)
        if date and not is_date(date):
            raise serializers.ValidationError(NOT_A_DATE)
        return date


class ProjectInput(Input):
    """What is said of a project. `end_date` is left out, or empty, while it goes on."""

    title = LineField(max_length=limits.LONGEST_TITLE)
    description = TextField(
        max_length=limits.LONGEST_DESCRIPTION, required=False, allow_blank=True, default=""
    )
    url = LinkField(max_length=limits.LONGEST_LINK, required=False, allow_blank=True, default="")
    tags = serializers.ListField(
        child=LineField(max_length=limits.LONGEST_TAG),
        max_length=limits.MOST_TAGS,
        required=False,
        default=list,
    )
    start_date = ExactDateField(max_length=limits.DATE_LENGTH, default="")
    end_date = ExactDateField(max_length=limits.DATE_LENGTH, default="")

    def validate_url(self, value: str) -> str:
        """Return an address in the web; raise ValidationError for any other."""
        if value and not value.lower().startswith(("http://", "https://")):
            raise serializers.ValidationError("Write an address that begins with http:// or https://.")
        return value

    def validate_tags(self, value: list[str]) -> list[str]:
        """Return the tags, each once."""
        return list({tag.casefold(): tag for tag in value}.values())

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse what ended before it began."""
        if not are_in_order(attrs["start_date"], attrs["end_date"]):
            raise serializers.ValidationError({"end_date": [OUT_OF_ORDER]})
        return attrs


class ProjectPictureInput(Input):
    """A picture."""

    picture = PictureField()


class ProjectOrderInput(Input):
    """All of one's projects, in their order."""

    project_ids = serializers.ListField(child=serializers.UUIDField(), max_length=limits.MOST_PROJECTS)


class ProjectsQuery(CountedPageQuery, Input):
    """Which page."""


class IsFeatured(Computed):
    """Whether it stands out."""

    output = serializers.BooleanField()
    sql = "{featured} IS NOT NULL"

    def compute(self, row: Project) -> bool:
        """Return it."""
        return row.featured is not None


class ProjectSerializer(serializers.ModelSerializer[Project]):
    """A project; dates are as exact as they are known, and empty if they are not, or while it goes on."""

    id = serializers.UUIDField(source="public_id")
    picture_url = MediaURL(source="picture", absolute=True)
    tags = serializers.ListField(child=serializers.CharField())
    is_featured = IsFeatured()

    class Meta:
        model = Project
        fields = [
            *("id", "title", "description", "url", "picture_url", "tags", "start_date", "end_date"),
            *("is_featured", "created_at", "updated_at"),
        ]


class ProjectOutput(serializers.Serializer[Any]):
    """One of them."""

    project = ProjectSerializer()


class ProjectsOutput(serializers.Serializer[Any]):
    """A page of one's own; the headers tell which."""

    projects = ProjectSerializer(many=True)


PROJECTS = compile_page(ProjectSerializer)
_QUERY = ProjectsQuery()


class ProjectsView(SooshView):
    """`users/projects`."""

    @extend_schema(operation_id="users_projects_list", parameters=[ProjectsQuery], responses=ProjectsOutput)
    def get(self, request: Request) -> HttpResponse:
        """List one's own projects, in their order."""
        asked = _QUERY.run_validation(request.GET)
        rows = projects_of(caller_of(request)).values_list("pk", flat=True)
        keys, page = counted_rows(rows, number=asked["page"], size=asked["limit"])
        body = b'{"projects":%b}' % PROJECTS.render(keys)
        return answered_counted(body, number=page.number, size=page.size, total=page.total)

    @extend_schema(request=ProjectInput, responses={201: ProjectOutput})
    @idempotent
    def post(self, request: Request) -> Response:
        """Add a project, behind the others."""
        fields = validated(ProjectInput, request)
        made = projects.add_project(user=caller_of(request), fields=fields, now=timezone.now())
        return Response(_shown(made), status=status.HTTP_201_CREATED)


class ProjectOrderView(SooshView):
    """`users/projects/order`."""

    @extend_schema(request=ProjectOrderInput, responses={204: None})
    def put(self, request: Request) -> Response:
        """Put one's projects into this order; each is named once."""
        ids = validated(ProjectOrderInput, request)["project_ids"]
        projects.order_projects(user=caller_of(request), public_ids=ids, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class ProjectView(SooshView):
    """`users/projects/{project_id}`."""

    @extend_schema(responses=ProjectOutput)
    def get(self, request: Request, project_id: UUID) -> Response:
        """Get one of one's own projects."""
        return Response(_shown(project_of(caller_of(request), project_id)))

    @extend_schema(request=ProjectInput, responses=ProjectOutput)
    def put(self, request: Request, project_id: UUID) -> Response:
        """Say one of one's own projects anew, as a whole; its picture and place stay."""
        fields = validated(ProjectInput, request)
        changed = projects.change_project(
            user=caller_of(request), public_id=project_id, fields=fields, now=timezone.now()
        )
        return Response(_shown(changed))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, project_id: UUID) -> Response:
        """Remove one of one's own projects, and its picture."""
        projects.remove_project(user=caller_of(request), public_id=project_id, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class ProjectPictureView(SooshView):
    """`users/projects/{project_id}/picture`."""

    @extend_schema(request={"multipart/form-data": ProjectPictureInput}, responses=ProjectOutput)
    def put(self, request: Request, project_id: UUID) -> Response:
        """Show a picture of one of one's own projects, or another one."""
        project_of(caller_of(request), project_id)  # before the picture is read
        given = ProjectPictureInput(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(_shown(self._kept(request, project_id, given.validated_data["picture"])))

    @extend_schema(responses={200: ProjectOutput})
    def delete(self, request: Request, project_id: UUID) -> Response:
        """Show no picture any more."""
        return Response(_shown(self._kept(request, project_id, None)))

    def _kept(self, request: Request, project_id: UUID, picture: Any) -> Project:
        return projects.show_picture(
            user=caller_of(request), public_id=project_id, picture=picture, now=timezone.now()
        )


def _shown(row: Project) -> dict[str, Any]:
    return {"project": ProjectSerializer(row).data}
