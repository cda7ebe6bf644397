"""`users/resume/{resume_id}/pdf`, where `pdf_url` leads: the paper, for its owner alone."""

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.ranges import private_response
from trellis.domain.portfolio.queries.resumes import resume_of
from trellis.domain.portfolio.refusals import NoResume
from trellis.domain.portfolio.services.resumes import paper

_FILE: dict[Any, Any] = {
    (200, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY, "The resume."),
    (206, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY, "The part of it that a Range asks for."),
    416: OpenApiResponse(description="The range lies behind the end."),
}


class ResumePdfView(SooshView):
    """`users/resume/{resume_id}/pdf`."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Accept whatever is asked for: refusals are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(operation_id="users_resume_pdf", responses=_FILE)
    def get(self, request: Request, resume_id: UUID) -> HttpResponseBase:
        """Get one of one's own resumes as a tagged PDF (PDF/UA), whose text reads in order."""
        row = paper(resume=resume_of(caller_of(request), resume_id))
        try:
            return private_response(
                request._request,
                row.pdf,
                etag=f'"{row.public_id}"',
                content_type="application/pdf",
                disposition='inline; filename="resume.pdf"',
            )
        except FileNotFoundError:
            raise NoResume from None
