"""`users/resume`: made of one's history, brought from elsewhere, and given out as JSON Resume."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.apis.soosh.users.resume.input import ResumeDocumentInput, unread_sections
from trellis.apis.soosh.users.resume.output import (
    ImportedResumeOutput,
    ResumeOutput,
    ResumesOutput,
    resume_json,
)
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.paging.headers import CountedPageQuery, add_page_headers, counted_rows
from trellis.domain.portfolio.queries.resumes import resume_of, resumes_of
from trellis.domain.portfolio.services import resumes


class ResumesQuery(CountedPageQuery, Input):
    """Which page."""


_QUERY = ResumesQuery()


class ResumesView(SooshView):
    """`users/resume`."""

    @extend_schema(operation_id="users_resume_list", parameters=[ResumesQuery], responses=ResumesOutput)
    def get(self, request: Request) -> Response:
        """List one's own resumes, the newest first."""
        asked = _QUERY.run_validation(request.GET)
        rows, page = counted_rows(resumes_of(caller_of(request)), number=asked["page"], size=asked["limit"])
        response = Response({"resumes": [resume_json(row) for row in rows]})
        add_page_headers(response, page)
        return response


class GenerateResumeView(SooshView):
    """`users/resume/generate`."""

    @extend_schema(request=None, responses={200: ResumeOutput, 201: ResumeOutput})
    @idempotent
    def post(self, request: Request) -> Response:
        """Make a resume of one's history here: 201, or 200 with the newest where nothing has changed since.

        It says nothing that is not in the record or in what one has brought. No body is read.
        """
        row, is_new = resumes.generate_resume(user=caller_of(request), now=timezone.now())
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response({"resume": resume_json(row)}, status=code)


class ImportResumeView(SooshView):
    """`users/resume/import`."""

    @extend_schema(request=ResumeDocumentInput, responses={201: ImportedResumeOutput})
    @idempotent
    def post(self, request: Request) -> Response:
        """Bring a JSON Resume document. What is generated from now on has its work and education, too."""
        document = validated(ResumeDocumentInput, request)
        row = resumes.import_resume(user=caller_of(request), document=document, now=timezone.now())
        shown = {"resume": resume_json(row), "ignored_sections": unread_sections(request.data)}
        return Response(shown, status=status.HTTP_201_CREATED)


class ResumeView(SooshView):
    """`users/resume/{resume_id}`."""

    @extend_schema(responses=ResumeOutput)
    def get(self, request: Request, resume_id: UUID) -> Response:
        """Get one of one's own resumes."""
        return Response({"resume": resume_json(resume_of(caller_of(request), resume_id))})

    @extend_schema(responses={204: None})
    def delete(self, request: Request, resume_id: UUID) -> Response:
        """Delete one of one's own resumes."""
        resumes.delete_resume(user=caller_of(request), public_id=resume_id, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class JsonResumeView(SooshView):
    """`users/resume/{resume_id}/json-resume`, where `json_resume_url` leads."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, resume_id: UUID) -> Response:
        """Get one of one's own resumes as a JSON Resume document, schema 1.0.0."""
        row = resume_of(caller_of(request), resume_id)
        response = Response(row.document)
        response["Content-Disposition"] = 'attachment; filename="resume.json"'
        response["Cache-Control"] = "private, no-store"
        return response
