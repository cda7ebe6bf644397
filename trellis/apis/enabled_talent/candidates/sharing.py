"""`profiles/{slug}/disability-sharing/` and `profiles/{slug}/disability-reads/`: the candidate's own."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.candidates.base import CandidateView
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.queries.disability import organization_to_share_with, reads_of, sharing_of
from trellis.domain.candidates.queries.profiles import own_profile_with
from trellis.domain.candidates.rules import limits
from trellis.domain.candidates.services.disability import share_categories


class NamedOrganizationOutput(serializers.Serializer[Any]):
    """An organization by number and name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class CategoryReaderOutput(serializers.Serializer[Any]):
    """Somebody who has read; emptied once they have erased their account."""

    id = serializers.IntegerField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()


class SharingOutput(serializers.Serializer[Any]):
    """Which field is, or was, shared with whom, since when and until when."""

    organization = NamedOrganizationOutput()
    field = serializers.CharField()
    shared_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class CategoryReadOutput(serializers.Serializer[Any]):
    """Who has read which fields, for which organization, what for and when."""

    reader = CategoryReaderOutput(allow_null=True)
    organization = NamedOrganizationOutput(allow_null=True)
    fields = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]
    purpose = serializers.CharField()
    read_at = serializers.DateTimeField()


class FieldNameField(serializers.CharField):
    """The name of a field as the candidate wrote it, to the letter: the database knows whether it is one."""


class SharingInput(Input):
    """With which organization just these fields are shared from now on; none ends it."""

    organization = serializers.IntegerField()
    fields = serializers.ListField(  # type: ignore[assignment]
        child=FieldNameField(trim_whitespace=False, max_length=limits.LARGEST_STRUCTURE),
        max_length=limits.MOST_FIELDS_SHARED,
    )


class _OwnView(CandidateView):
    def own(self, slug: str) -> CandidateProfile:
        """Return the caller's own profile."""
        return own_profile_with(slug, user=self.caller)


class SharingView(_OwnView):
    """`profiles/{slug}/disability-sharing/`."""

    @extend_schema(
        operation_id="api_candidates_profiles_disability_sharing_list", responses=SharingOutput(many=True)
    )
    def get(self, request: Request, slug: str) -> Response:
        """List which disability categories one shares, or has shared, with whom; the newest first."""
        return self._listed(self.own(slug))

    @extend_schema(request=SharingInput, responses=SharingOutput(many=True))
    def put(self, request: Request, slug: str) -> Response:
        """Share just these fields with an organization that one has applied to; [] takes all back."""
        profile = self.own(slug)
        sent = validated(SharingInput, request)
        number, fields = sent["organization"], sent["fields"]
        organization = organization_to_share_with(profile, number, is_to_end=not fields)
        share_categories(profile=profile, organization=organization, fields=fields, asked_by=self.caller.pk)
        return self._listed(profile)

    def _listed(self, profile: CandidateProfile) -> Response:
        rows = sharing_of(profile, asked_by=self.caller.pk)
        return Response(SharingOutput(rows, many=True).data)


class ReadsView(_OwnView):
    """`profiles/{slug}/disability-reads/`."""

    @extend_schema(
        operation_id="api_candidates_profiles_disability_reads_list",
        responses=CategoryReadOutput(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        """List who has read what of one's disability categories, what for and when; the newest first."""
        return Response(reads_of(self.own(slug), asked_by=self.caller.pk))
