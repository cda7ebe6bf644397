"""`candidates/notes/`, and notes on a profile."""

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.candidates.base import CandidateView, viewer_of
from trellis.apis.enabled_talent.candidates.input import CandidateNoteInput
from trellis.apis.enabled_talent.candidates.output import NOTES, CandidateNoteSerializer
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.cursors import PageQuery, newest_first, respond
from trellis.domain.candidates.queries.notes import note_with, notes_seen_by
from trellis.domain.candidates.queries.profiles import profile_with
from trellis.domain.candidates.services import notes


class NotesView(CandidateView):
    """`notes/`."""

    @extend_schema(
        operation_id="api_candidates_notes_list",
        parameters=[PageQuery],
        responses=CandidateNoteSerializer(many=True),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List one's own notes and those of one's organization, the newest first."""
        viewer = viewer_of(request)
        rows = notes_seen_by(user_id=viewer["viewer_id"], organization_id=viewer["organization_id"])
        return respond(NOTES, newest_first(rows, request=request), request=request)

    @extend_schema(request=CandidateNoteInput, responses={201: CandidateNoteSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Take a note; it is the organization's where `identifier` is the slug of another's profile."""
        fields = validated(CandidateNoteInput, request)
        note = notes.take(user=self.caller, fields=fields, now=timezone.now())
        return Response(CandidateNoteSerializer(note).data, status=status.HTTP_201_CREATED)


class NoteView(CandidateView):
    """`notes/{id}/`."""

    @extend_schema(responses=CandidateNoteSerializer)
    def get(self, request: Request, note_id: int) -> Response:
        """Show a note."""
        return Response(CandidateNoteSerializer(note_with(note_id, seen_by=self.caller)).data)

    @extend_schema(request=CandidateNoteInput, responses=CandidateNoteSerializer)
    def put(self, request: Request, note_id: int) -> Response:
        """Change a note."""
        return self._changed(request, note_id, is_partial=False)

    @extend_schema(request=CandidateNoteInput, responses=CandidateNoteSerializer)
    def patch(self, request: Request, note_id: int) -> Response:
        """Change something of a note."""
        return self._changed(request, note_id, is_partial=True)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, note_id: int) -> Response:
        """Delete a note."""
        notes.delete(note=note_with(note_id, seen_by=self.caller), user=self.caller)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _changed(self, request: Request, note_id: int, *, is_partial: bool) -> Response:
        note = note_with(note_id, seen_by=self.caller)
        form = CandidateNoteInput(data=request.data, partial=is_partial)
        form.is_valid(raise_exception=True)
        changed = notes.change(note=note, user=self.caller, fields=form.validated_data, now=timezone.now())
        return Response(CandidateNoteSerializer(changed).data)


class ProfileNotesView(CandidateView):
    """`profiles/{slug}/create-notes/`."""

    @extend_schema(request=CandidateNoteInput, responses={201: CandidateNoteSerializer})
    @idempotent
    def post(self, request: Request, slug: str) -> Response:
        """Take a note on a profile: on one's own for oneself, on another's for one's organization."""
        profile = profile_with(slug, seen=self.caller)
        fields = validated(CandidateNoteInput, request)
        note = notes.take_about(profile=profile, user=self.caller, fields=fields, now=timezone.now())
        return Response(CandidateNoteSerializer(note).data, status=status.HTTP_201_CREATED)
