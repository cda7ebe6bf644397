"""What can be asked of exports: everybody's own."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from trellis.domain.exports.models import ExportJob
from trellis.domain.organizations.models import Membership


def exports_of(member: Membership, *, now: datetime) -> QuerySet[ExportJob]:
    """Return what the member asked for in their organization and has not expired, the newest first."""
    own = ExportJob.objects.of(member.organization_id).filter(requested_by=member.user, expires_at__gt=now)
    return own.order_by("-created_at", "-pk")


def export_of(member: Membership, id: UUID, *, now: datetime) -> ExportJob | None:
    """Return one of them."""
    return exports_of(member, now=now).filter(pk=id).first()
