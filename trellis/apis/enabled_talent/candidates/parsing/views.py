"""The reading of resumes: asked for, watched, and confirmed thing by thing."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.candidates.base import CandidateView
from trellis.apis.enabled_talent.candidates.parsing.input import ConfirmFoundInput, ResumeInput, confirmed_of
from trellis.apis.enabled_talent.candidates.parsing.output import (
    ParsedResumeOutput,
    ParsingStatusOutput,
    shown,
)
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.domain.candidates.queries.profiles import own_profile_with
from trellis.domain.candidates.queries.readings import finished_reading_of, reading_of
from trellis.domain.candidates.services import confirming, readings


class ParseResumeView(CandidateView):
    """`profiles/{slug}/parse-resume/`."""

    @extend_schema(request={"multipart/form-data": ResumeInput}, responses={202: ParsingStatusOutput})
    @idempotent
    def post(self, request: Request, slug: str) -> Response:
        """Have a resume read; it takes the place of one that was uploaded before."""
        profile = own_profile_with(slug, user=self.caller)
        form = ResumeInput(data=request.data, context={"profile": profile})
        form.is_valid(raise_exception=True)
        file = form.validated_data.get("resume_file")
        reading = readings.begin(profile=profile, file=file, now=timezone.now())
        return Response(shown(profile, reading), status=status.HTTP_202_ACCEPTED)


class ParsingStatusView(CandidateView):
    """`profiles/{slug}/parsing-status/`."""

    @extend_schema(responses=ParsingStatusOutput)
    def get(self, request: Request, slug: str) -> Response:
        """Tell how far the reading of one's resume is, and what was found."""
        profile = own_profile_with(slug, user=self.caller)
        return Response(shown(profile, reading_of(profile)))


class ParsedResumeView(CandidateView):
    """`profiles/{slug}/parsed-resume/`: an addition to the document."""

    @extend_schema(responses=ParsedResumeOutput)
    def get(self, request: Request, slug: str) -> Response:
        """Show what was found in one's resume, with the text in which it stands."""
        profile = own_profile_with(slug, user=self.caller)
        reading = finished_reading_of(profile)
        return Response({**shown(profile, reading), "text": reading.text})

    @extend_schema(request=ConfirmFoundInput, responses=ParsingStatusOutput)
    @idempotent
    def post(self, request: Request, slug: str) -> Response:
        """Keep in the profile what the candidate confirms, and nothing else."""
        profile = own_profile_with(slug, user=self.caller)
        sent = validated(ConfirmFoundInput, request)
        number = sent["number"]
        things = confirmed_of(sent["fields"], finished_reading_of(profile, number=number))
        reading = confirming.confirm(profile=profile, number=number, things=things, now=timezone.now())
        return Response(shown(profile, reading))
