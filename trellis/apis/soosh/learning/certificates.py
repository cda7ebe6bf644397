"""`learning/certificates`: what one has earned (soosh-api.md, section 8)."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.credentials.output import PaperUrl
from trellis.apis.soosh.users.base import caller_of
from trellis.core.paging.headers import CountedPageQuery, answered_counted, counted_rows, page_asked_for
from trellis.core.rendering import compile_page
from trellis.domain.credentials.models import Certificate
from trellis.domain.credentials.queries import certificates_of


class CertificateSerializer(serializers.ModelSerializer[Certificate]):
    """That a course is done; whoever has the code can check it, and get the paper."""

    id = serializers.UUIDField(source="public_id")
    opportunity_title = serializers.CharField(source="title")
    certificate_url = PaperUrl()
    verification_code = serializers.CharField(source="code")

    class Meta:
        model = Certificate
        fields = ["id", "opportunity_title", "issued_at", "certificate_url", "verification_code"]


class CertificatesOutput(serializers.Serializer[Any]):
    """A page of certificates; the headers tell which."""

    certificates = CertificateSerializer(many=True)


CERTIFICATES = compile_page(CertificateSerializer)


class CertificatesView(SooshView):
    """`learning/certificates`."""

    @extend_schema(
        operation_id="certificates_list", parameters=[CountedPageQuery], responses=CertificatesOutput
    )
    def get(self, request: Request) -> HttpResponse:
        """List one's certificates that hold, the newest first."""
        number, size = page_asked_for(request)
        rows = certificates_of(caller_of(request)).values_list("pk", flat=True)
        keys, page = counted_rows(rows, number=number, size=size)
        body = b'{"certificates":%b}' % CERTIFICATES.render(keys)
        return answered_counted(body, number=page.number, size=page.size, total=page.total)
