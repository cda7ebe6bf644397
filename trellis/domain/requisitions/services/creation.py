"""Making requisitions, one or many, all or none."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.domain.organizations.models import Membership
from trellis.domain.requisitions import events
from trellis.domain.requisitions.models import ComplianceItem, Requisition
from trellis.domain.requisitions.rules.choices import Status
from trellis.domain.requisitions.services.codes import Codes, link_of, take_codes


@retried_once
def create_requisitions(
    *, member: Membership, drafts: Sequence[dict[str, Any]], now: datetime
) -> list[Requisition]:
    """Make requisitions of the member's tenant, all or none, and give them consecutive codes.

    A draft holds fields of Requisition, and its checks as `compliance_checklist`; `status` is draft or
    pending.
    """
    with transaction.atomic():
        codes = take_codes(organization=member.organization, count=len(drafts), now=now)
        rows = [_row(member, draft, names, now) for draft, names in zip(drafts, codes, strict=True)]
        Requisition.objects.bulk_create(rows)
        ComplianceItem.objects.bulk_create(
            item for row, draft in zip(rows, drafts, strict=True) for item in _items(row, draft)
        )
        _publish(rows, member, now)
    return rows


def _row(member: Membership, draft: dict[str, Any], names: Codes, now: datetime) -> Requisition:
    person = dict.fromkeys(("requested_by", "created_by", "updated_by"), member.user)
    fields = {name: value for name, value in draft.items() if name != "compliance_checklist"}
    row = Requisition(
        **{"approval_workflow": {"stages": []}, **fields, **person},
        organization=member.organization,
        code=names.code,
        application_code=names.application_code,
        requisition_number=names.requisition_number,
        unique_link=link_of(organization=member.organization, code=names.code, title=draft["title"]),
        requested_date=now.astimezone(UTC).date(),
        created_at=now,
        updated_at=now,
    )
    row.index()
    return row


def _items(row: Requisition, draft: dict[str, Any]) -> list[ComplianceItem]:
    checks = draft.get("compliance_checklist", ())
    return [ComplianceItem(requisition=row, position=place, **check) for place, check in enumerate(checks)]


def _publish(rows: Sequence[Requisition], member: Membership, now: datetime) -> None:
    told: list[tuple[Requisition, events.Changed]] = [
        (row, {"code": row.code, "changes": {"status": [None, str(row.status)]}}) for row in rows
    ]
    submitted = [(row, data) for row, data in told if row.status == Status.PENDING]
    for event, subjects in ((events.requisition_created, told), (events.requisition_submitted, submitted)):
        if subjects:
            event.publish_many(
                actor_id=member.user_id, subjects=subjects, now=now, tenant_id=member.organization_id
            )
