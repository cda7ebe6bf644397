"""`/api/v1/mentorship/mentors/…`: who can be asked for a session, and what mentors say of themselves."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.mansa.base import MansaView, PublicMansaView, caller_of
from trellis.apis.mansa.mentors.filters import SORTS, MentorsQuery
from trellis.apis.mansa.mentors.input import PhotoInput, ProfileChanges, ProfileInput
from trellis.apis.mansa.mentors.output import (
    MENTORS,
    REVIEWS,
    MentorSerializer,
    OwnMentorSerializer,
    ReviewSerializer,
)
from trellis.core.description import SENTENCE
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.numbered import NumberedPageQuery, described_page, respond_numbered
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.bookings import reviews_of
from trellis.domain.mentorship.queries.mentors import approved_mentors, mentor_by_public_id, mentor_of_user
from trellis.domain.mentorship.services import mentors


class MentorsView(PublicMansaView):
    """`GET mentors/`."""

    @extend_schema(
        operation_id="api_v1_mentorship_mentors_list",
        parameters=[MentorsQuery, NumberedPageQuery],
        responses=described_page(MentorSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """List the approved mentors: searched, filtered by expertise, sorted, in numbered pages."""
        query = MentorsQuery(data=request.GET)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        mentors = approved_mentors(search=asked.get("search", ""), expertise=asked.get("expertise", ""))
        ordered = mentors.order_by(*SORTS[asked.get("sort") or "newest"])
        return respond_numbered(MENTORS, ordered, request=request)


class MentorView(PublicMansaView):
    """`GET mentors/{id}/`."""

    @extend_schema(responses=MentorSerializer)
    def get(self, request: Request, mentor_id: UUID) -> Response:
        """Show a mentor; one who waits for approval is shown to themselves alone."""
        return Response(MentorSerializer(mentor_seen_by(request, mentor_id)).data)


class ReviewsView(PublicMansaView):
    """`GET mentors/{id}/reviews/`, an addition."""

    @extend_schema(parameters=[NumberedPageQuery], responses=described_page(ReviewSerializer))
    def get(self, request: Request, mentor_id: UUID) -> HttpResponse:
        """List what mentees said of their sessions with this mentor, the latest session first."""
        reviews = reviews_of(mentor_seen_by(request, mentor_id))
        return respond_numbered(REVIEWS, reviews, request=request)


class MyProfileView(MansaView):
    """`GET mentors/my_profile/`."""

    @extend_schema(
        responses={
            200: OwnMentorSerializer,
            404: OpenApiResponse(SENTENCE, "The caller has no mentor profile yet."),
        }
    )
    def get(self, request: Request) -> Response:
        """Show the signed-in mentor's own profile, approved or not."""
        mentor = mentor_of_user(caller_of(request))
        if mentor is None:
            raise exceptions.NotFound("You have no mentor profile yet.")
        return Response(OwnMentorSerializer(mentor).data)


class CreateProfileView(MansaView):
    """`POST mentors/create_profile/`."""

    @extend_schema(request=ProfileInput, responses={201: OwnMentorSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Become a mentor, to be approved by the back office."""
        mentor = mentors.create_mentor(
            user=caller_of(request), profile=validated(ProfileInput, request), now=timezone.now()
        )
        return Response(OwnMentorSerializer(mentor).data, status=status.HTTP_201_CREATED)


class UpdateProfileView(MansaView):
    """`PATCH mentors/{id}/update_profile/`."""

    @extend_schema(request=ProfileChanges, responses=OwnMentorSerializer)
    def patch(self, request: Request, mentor_id: UUID) -> Response:
        """Change one's own profile; with a `version` that others have overtaken it is a 409."""
        mentor = _own_mentor(request, mentor_id)
        changes = validated(ProfileChanges, request)
        version = changes.pop("version", None)
        changed = mentors.update_mentor(mentor=mentor, changes=changes, version=version, now=timezone.now())
        return Response(OwnMentorSerializer(changed).data)


class UploadPhotoView(MansaView):
    """`POST mentors/{id}/upload_photo/`."""

    @extend_schema(request={"multipart/form-data": PhotoInput}, responses=OwnMentorSerializer)
    @idempotent
    def post(self, request: Request, mentor_id: UUID) -> Response:
        """Give one's own profile a photo: a real picture, re-encoded without its metadata."""
        mentor = _own_mentor(request, mentor_id)
        photo = validated(PhotoInput, request)["photo"]
        changed = mentors.set_photo(mentor=mentor, photo=photo, now=timezone.now())
        return Response(OwnMentorSerializer(changed).data)


def mentor_seen_by(request: Request, mentor_id: UUID) -> Mentor:
    """Return the mentor; raise NotFound for one who is not there or not to be seen by the caller."""
    viewer = request.user if request.user.is_authenticated else None
    mentor = mentor_by_public_id(mentor_id, viewer=viewer)
    if mentor is None:
        raise exceptions.NotFound
    return mentor


def _own_mentor(request: Request, mentor_id: UUID) -> Mentor:
    mentor = mentor_seen_by(request, mentor_id)
    if mentor.user_id != request.user.pk:
        raise exceptions.PermissionDenied
    return mentor
