"""The list of requisitions as one would write it in Django REST framework with no thought for speed."""

from typing import Any

from rest_framework import filters, generics, serializers
from rest_framework.pagination import PageNumberPagination

from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership
from trellis.domain.requisitions.models import Requisition


class PlainPersonSerializer(serializers.ModelSerializer):
    id = serializers.CharField()
    job_role = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "email", "first_name", "last_name", "job_role"]

    def get_job_role(self, user: User) -> str | None:
        member = Membership.objects.filter(user=user, is_active=True).first()
        return member.job_role if member else None


class PlainRequisitionSerializer(serializers.ModelSerializer):
    id = serializers.CharField(source="code")
    job_requisition_code = serializers.CharField(source="code")
    tenant_id = serializers.UUIDField(source="organization_id")
    requested_by_id = serializers.CharField()
    created_by_id = serializers.CharField()
    updated_by_id = serializers.CharField()
    requested_by = PlainPersonSerializer()
    created_by = PlainPersonSerializer()
    updated_by = PlainPersonSerializer()

    class Meta:
        model = Requisition
        fields = [
            *("id", "requisition_number", "job_requisition_code", "tenant_id", "title", "unique_link"),
            *("status", "role", "requested_by_id", "created_by_id", "updated_by_id", "requested_by"),
            *("created_by", "updated_by", "job_type", "position_type", "location_type"),
            *("number_of_candidates", "urgency_level", "company_name", "job_location", "salary_range"),
            *("deadline_date", "requested_date", "publish_status", "is_deleted", "created_at"),
            "updated_at",
        ]


class Pages(PageNumberPagination):
    page_size = 20


class PlainRequisitionsView(generics.ListAPIView):
    serializer_class = PlainRequisitionSerializer
    pagination_class = Pages
    filter_backends = [filters.SearchFilter]
    search_fields = ["title", "status", "requested_by__email", "role", "interview_location"]

    def get_queryset(self) -> Any:
        member = Membership.objects.get(user=self.request.user, is_active=True)
        rows = Requisition.objects.of(member.organization_id).filter(is_deleted=False)
        if status := self.request.query_params.get("status"):
            rows = rows.filter(status=status)
        return rows.select_related("requested_by", "created_by", "updated_by").order_by("-created_at")
