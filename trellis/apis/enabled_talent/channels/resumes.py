"""`jobs/{id}/applications/{application_id}/resume-file/`: the resume as it was sent."""

from hashlib import sha256
from io import BytesIO
from typing import Any

from django.core.files.base import File
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from trellis.apis.enabled_talent.accounts.output import AccountDetailOutput
from trellis.apis.enabled_talent.channels.base import ChannelsView
from trellis.core.files.documents import TYPES, type_of
from trellis.core.http.ranges import private_response
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.queries.applications import application_for, own_application
from trellis.domain.jobs.queries.postings import member_for
from trellis.domain.jobs.refusals import NoFile, NotReadable, NotReadYet
from trellis.domain.jobs.rights import Right
from trellis.domain.jobs.rules.blindness import blind_text, is_blind
from trellis.domain.ranking.queries.readings import reading_of

_FILES: dict[Any, Any] = {
    **{(code, each): OpenApiTypes.BINARY for code in (200, 206) for each in TYPES.values()},
    409: OpenApiResponse(AccountDetailOutput, "It is blind, and its words are not read, or cannot be."),
    416: OpenApiResponse(description="The range lies behind the end."),
}
_WORDS = "text/plain; charset=utf-8"


class SentResumeView(ChannelsView):
    """`jobs/{id}/applications/{application_id}/resume-file/`, where `resume_file` leads."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Accept whatever is asked for: refusals are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(operation_id="api_channels_jobs_applications_resume_file", responses=_FILES)
    def get(self, request: Request, job_id: int, application_id: int) -> HttpResponseBase:
        """Send the resume as it was sent, to be kept, not shown: it is a stranger's file.

        While the application is blind the organization gets the words of it without who it is, as a text.
        """
        own = own_application(self.caller, job_id, application_id)
        if own is not None:
            return _sent(request, own)
        posting, _ = member_for(
            self.caller, job_id, Right.READ_APPLICATIONS, even_deleted=True, is_alone=True
        )
        application = application_for(posting, application_id)
        return _without_who(request, application) if is_blind(application) else _sent(request, application)


def _sent(request: Request, application: Application) -> HttpResponseBase:
    file = application.resume_file
    if not file:
        raise NoFile
    suffix, content_type = type_of(str(file.name))
    try:
        return private_response(
            request._request,
            file,
            # Files never change, and each has a name of its own.
            etag=f'"{str(file.name).rpartition("/")[2]}"',
            content_type=content_type,
            disposition=f'attachment; filename="resume.{suffix}"',
        )
    except FileNotFoundError:
        raise NoFile from None


def _without_who(request: Request, application: Application) -> HttpResponseBase:
    """Answer the words of a resume; raise NoFile, NotReadYet, NotReadable."""
    if not application.resume_file:
        raise NoFile
    reading = reading_of(application)
    if reading is None or reading.read_at is None:
        raise NotReadYet
    if not reading.text:
        raise NotReadable
    words = blind_text(reading.text, application.sent).encode()
    return private_response(
        request._request,
        File(BytesIO(words)),
        etag=f'"{sha256(words).hexdigest()}"',
        content_type=_WORDS,
        disposition='attachment; filename="resume.txt"',
    )
