"""Files of a profile."""

from collections.abc import Iterable
from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from trellis.apis.enabled_talent.candidates.base import CandidateView
from trellis.core.files.documents import TYPES, type_of
from trellis.core.http.ranges import private_response
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.queries.profiles import profile_with
from trellis.domain.candidates.refusals import NoFile

_FILMS = {"mp4": "video/mp4", "mov": "video/quicktime", "webm": "video/webm"}
_BEYOND = OpenApiResponse(description="The range lies behind the end.")


def _described(types: Iterable[str]) -> dict[Any, Any]:
    """Return how a file of one of these types is answered, or a part of it."""
    files = {(status, each): OpenApiTypes.BINARY for status in (200, 206) for each in types}
    return {**files, 416: _BEYOND}


_DOCUMENTS, _PITCHES = _described(TYPES.values()), _described(_FILMS.values())


class FileView(CandidateView):
    """A file of a profile, for those who see that."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Accept whatever is asked for: players ask for videos, and refusals are JSON."""
        return super().perform_content_negotiation(request, force=True)


class ResumeFileView(FileView):
    """`profiles/{slug}/resume-file/`, where `resume_file` leads."""

    @extend_schema(
        operation_id="api_candidates_profiles_resume_file",
        responses=_DOCUMENTS,
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """Send the resume, to be kept, not shown: it is a stranger's file."""
        profile = profile_with(slug, seen=self.caller)
        suffix, content_type = type_of(str(profile.resume_file.name))
        return _sent(
            request,
            profile,
            "resume_file",
            content_type=content_type,
            disposition=f'attachment; filename="resume.{suffix}"',
        )


class VideoPitchView(FileView):
    """`profiles/{slug}/video-pitch/`, where `video_pitch` leads."""

    @extend_schema(
        operation_id="api_candidates_profiles_video_pitch",
        responses=_PITCHES,
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """Send the film, or the part of it that a Range header asks for."""
        profile = profile_with(slug, seen=self.caller)
        suffix = str(profile.video_pitch.name).rpartition(".")[2]
        return _sent(
            request,
            profile,
            "video_pitch",
            content_type=_FILMS.get(suffix, "application/octet-stream"),
            disposition=f'inline; filename="pitch.{suffix}"',
        )


def _sent(request: Request, profile: CandidateProfile, name: str, **how: str) -> HttpResponseBase:
    file = getattr(profile, name)
    if not file:
        raise NoFile
    # Files never change, and each has a name of its own.
    etag = f'"{str(file.name).rpartition("/")[2]}"'
    try:
        return private_response(request._request, file, etag=etag, **how)
    except FileNotFoundError:
        raise NoFile from None
