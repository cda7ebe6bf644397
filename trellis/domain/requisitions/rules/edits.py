"""What of a requisition who may change, and what must not come of it."""

from collections.abc import Mapping
from typing import Any

from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Grant, grant
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.refusals import NotAllowed
from trellis.domain.requisitions.rights import Right
from trellis.domain.requisitions.rules import lifecycle
from trellis.domain.requisitions.rules.choices import Status

# What a decision brings along: they are no edits of the requisition.
_OF_DECISION = frozenset({"status", "approved_by_id", "approval_date", "comment"})
_EDITABLE_BY_REQUESTER = (Status.DRAFT, Status.REJECTED)


def refuse_unless_allowed(requisition: Requisition, changes: Mapping[str, Any], member: Membership) -> None:
    """Raise NotAllowed where the changes are not the member's to make; decisions are judged by the engine."""
    wanted = changes.get("status", requisition.status)
    deciding = lifecycle.is_decision(requisition.status, wanted)
    if not (deciding and _OF_DECISION.issuperset(changes)) and not may_edit(requisition, member):
        raise NotAllowed
    is_step = wanted != requisition.status and not deciding and wanted not in (Status.DRAFT, Status.PENDING)
    is_shown = changes.get("publish_status", requisition.publish_status) != requisition.publish_status
    if (is_step or is_shown) and grant(member.role, Right.PUBLISH_REQUISITIONS) is not Grant.ALL:
        raise NotAllowed


def may_edit(requisition: Requisition, member: Membership) -> bool:
    """Tell whether the member may change what the requisition says, as it stands."""
    reach = grant(member.role, Right.EDIT_REQUISITIONS)
    is_own_draft = (
        requisition.requested_by_id == member.user_id and requisition.status in _EDITABLE_BY_REQUESTER
    )
    return reach is Grant.ALL or (reach is Grant.OWN and is_own_draft)
