"""`candidates/education/`, `skills/` and `languages/`: what stands in one's own profile."""

from typing import Any, ClassVar

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.candidates.base import CandidateView
from trellis.apis.enabled_talent.candidates.input import EducationInput, LanguageInput, SkillInput
from trellis.apis.enabled_talent.candidates.output import (
    EDUCATION,
    LANGUAGES,
    SKILLS,
    EducationSerializer,
    LanguageSerializer,
    SkillSerializer,
)
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.paging.cursors import PageQuery, newest_first, respond
from trellis.core.rendering import CompiledPage
from trellis.domain.candidates.models import Education, Language, Skill
from trellis.domain.candidates.queries.entries import entries_of, entry_with
from trellis.domain.candidates.services import entries


class _OfKind(CandidateView):
    """What both views of a kind know of it."""

    kind: ClassVar[Any]
    takes: ClassVar[type[Input]]
    shows: ClassVar[type[serializers.Serializer[Any]]]
    page: ClassVar[CompiledPage]


class _EntriesView(_OfKind):
    def listed(self, request: Request) -> HttpResponseBase:
        """Answer one's own."""
        rows = entries_of(self.kind, self.caller)
        return respond(self.page, newest_first(rows, request=request), request=request)

    def added(self, request: Request) -> Response:
        """Answer what was added: 201, or 200 where it was there already."""
        fields = validated(self.takes, request)
        entry, is_new = entries.add(self.kind, user=self.caller, fields=fields, now=timezone.now())
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(self.shows(entry).data, status=code)


class _EntryView(_OfKind):
    def shown(self, entry_id: int) -> Response:
        """Answer one's own."""
        return Response(self.shows(entry_with(self.kind, entry_id, user=self.caller)).data)

    def changed(self, request: Request, entry_id: int, *, is_partial: bool) -> Response:
        """Answer one's own, changed."""
        entry = entry_with(self.kind, entry_id, user=self.caller)
        form = self.takes(data=request.data, partial=is_partial, context={"entry": entry})
        form.is_valid(raise_exception=True)
        changed = entries.change(entry, fields=form.validated_data, now=timezone.now())
        return Response(self.shows(changed).data)

    def deleted(self, entry_id: int) -> Response:
        """Delete one's own."""
        entries.delete(entry_with(self.kind, entry_id, user=self.caller), now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class _OfEducation(_OfKind):
    kind, takes, shows, page = Education, EducationInput, EducationSerializer, EDUCATION


class EducationsView(_OfEducation, _EntriesView):
    """`education/`."""

    @extend_schema(
        operation_id="api_candidates_education_list",
        parameters=[PageQuery],
        responses=EducationSerializer(many=True),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List one's education, the newest entry first."""
        return self.listed(request)

    @extend_schema(request=EducationInput, responses={201: EducationSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Add a course to one's education."""
        return self.added(request)


class EducationView(_OfEducation, _EntryView):
    """`education/{id}/`."""

    @extend_schema(responses=EducationSerializer)
    def get(self, request: Request, education_id: int) -> Response:
        """Show a course."""
        return self.shown(education_id)

    @extend_schema(request=EducationInput, responses=EducationSerializer)
    def put(self, request: Request, education_id: int) -> Response:
        """Change a course."""
        return self.changed(request, education_id, is_partial=False)

    @extend_schema(request=EducationInput, responses=EducationSerializer)
    def patch(self, request: Request, education_id: int) -> Response:
        """Change something of a course."""
        return self.changed(request, education_id, is_partial=True)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, education_id: int) -> Response:
        """Delete a course."""
        return self.deleted(education_id)


class _OfSkills(_OfKind):
    kind, takes, shows, page = Skill, SkillInput, SkillSerializer, SKILLS


class SkillsView(_OfSkills, _EntriesView):
    """`skills/`."""

    @extend_schema(
        operation_id="api_candidates_skills_list",
        parameters=[PageQuery],
        responses=SkillSerializer(many=True),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List one's skills, the newest first."""
        return self.listed(request)

    @extend_schema(request=SkillInput, responses={201: SkillSerializer, 200: SkillSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Add a skill; one that is there already (200) is one."""
        return self.added(request)


class SkillView(_OfSkills, _EntryView):
    """`skills/{id}/`."""

    @extend_schema(responses=SkillSerializer)
    def get(self, request: Request, skill_id: int) -> Response:
        """Show a skill."""
        return self.shown(skill_id)

    @extend_schema(request=SkillInput, responses=SkillSerializer)
    def put(self, request: Request, skill_id: int) -> Response:
        """Rename a skill."""
        return self.changed(request, skill_id, is_partial=False)

    @extend_schema(request=SkillInput, responses=SkillSerializer)
    def patch(self, request: Request, skill_id: int) -> Response:
        """Rename a skill."""
        return self.changed(request, skill_id, is_partial=True)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, skill_id: int) -> Response:
        """Delete a skill."""
        return self.deleted(skill_id)


class _OfLanguages(_OfKind):
    kind, takes, shows, page = Language, LanguageInput, LanguageSerializer, LANGUAGES


class LanguagesView(_OfLanguages, _EntriesView):
    """`languages/`."""

    @extend_schema(
        operation_id="api_candidates_languages_list",
        parameters=[PageQuery],
        responses=LanguageSerializer(many=True),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List one's languages, the newest first."""
        return self.listed(request)

    @extend_schema(request=LanguageInput, responses={201: LanguageSerializer, 200: LanguageSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Add a language; one that is there already (200) gets these levels."""
        return self.added(request)


class LanguageView(_OfLanguages, _EntryView):
    """`languages/{id}/`."""

    @extend_schema(responses=LanguageSerializer)
    def get(self, request: Request, language_id: int) -> Response:
        """Show a language."""
        return self.shown(language_id)

    @extend_schema(request=LanguageInput, responses=LanguageSerializer)
    def put(self, request: Request, language_id: int) -> Response:
        """Change a language."""
        return self.changed(request, language_id, is_partial=False)

    @extend_schema(request=LanguageInput, responses=LanguageSerializer)
    def patch(self, request: Request, language_id: int) -> Response:
        """Change something of a language."""
        return self.changed(request, language_id, is_partial=True)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, language_id: int) -> Response:
        """Delete a language."""
        return self.deleted(language_id)
