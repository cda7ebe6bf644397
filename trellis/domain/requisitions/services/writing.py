"""Saving what was done to a requisition, and publishing it: from what to what, field by field."""

from datetime import date
from typing import Any

from trellis.core.events import DomainEvent, parted
from trellis.domain.requisitions import events
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.rules.choices import Status

FIELDS = (
    *("title", "status", "role", "job_type", "position_type", "location_type", "job_description"),
    *("requirements", "responsibilities", "qualification_requirement", "experience_requirement"),
    *("knowledge_requirement", "number_of_candidates", "urgency_level", "company_name", "company_address"),
    *("job_location", "interview_location", "salary_range", "deadline_date", "start_date", "reason"),
    *("comment", "documents_required", "approval_workflow", "approval_round", "approved_by_id"),
    *("approval_date", "publish_status", "published_at"),
)
_OF_STATUS = frozenset({"status", "approved_by_id", "approval_date", "approval_round"})
_OF_PUBLISHING = frozenset({"publish_status", "published_at"})
_LONGEST_SHOWN = 1000
# What people wrote: it may name somebody.
_TEXTS = frozenset(FIELDS) - {
    *("status", "role", "job_type", "position_type", "location_type", "number_of_candidates"),
    *("urgency_level", "deadline_date", "start_date", "approval_round", "approved_by_id", "approval_date"),
    *("publish_status", "published_at"),
}

Facts = dict[str, Any]
Changes = dict[str, list[Any]]
ChangeEvent = DomainEvent[Requisition, events.Changed]


def facts_of(requisition: Requisition) -> Facts:
    """Return what can be changed, as it is now."""
    return {name: getattr(requisition, name) for name in FIELDS}


def write(requisition: Requisition, before: Facts, *, actor_id: int | None, now: Any) -> bool:
    """Save a locked requisition as far as it is another than `before`, and publish what changed.

    Called in a transaction. Returns whether anything was written. `actor_id` is nobody's where the
    document lets anybody close a requisition; it then stays with whoever changed it last.
    """
    after = facts_of(requisition)
    changed = [name for name in FIELDS if before[name] != after[name]]
    if not changed:
        return False
    if actor_id is not None:
        requisition.updated_by_id = actor_id
    requisition.updated_at = now
    requisition.version += 1
    requisition.save(update_fields=[*changed, "updated_by", "updated_at", "version"])
    changes = {name: [shown(name, before[name]), shown(name, after[name])] for name in changed}
    for event, part in _told(before["status"], changes):
        told, texts = parted(part, personal=_TEXTS)
        event.publish(
            actor_id=actor_id,
            subject=requisition,
            now=now,
            tenant_id=requisition.organization_id,
            data={"code": requisition.code, "changes": told},
            personal=texts,
        )
    return True


def shown(name: str, value: Any) -> Any:
    """Return a value as the append-only record holds it: without addresses of people, and not endless."""
    if name == "approval_workflow":
        return [
            {"name": stage["name"], "required": stage["required"]}
            for stage in (value or {}).get("stages", [])
        ]
    if name == "approved_by_id":
        return value and str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value) if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…"
    return value


def _told(status_before: str, changes: Changes) -> list[tuple[ChangeEvent, Changes]]:
    """Return which events tell of the changes, each with its part of them."""
    told = []
    if "status" in changes:
        is_taken_back = (status_before, changes["status"][1]) == (Status.OPEN, Status.APPROVED)
        event = events.REACHED[Status(changes["status"][1])]
        told.append((events.requisition_changed if is_taken_back else event, _OF_STATUS))
    if "publish_status" in changes:
        is_on = changes["publish_status"][1]
        told.append(
            (events.requisition_published if is_on else events.requisition_unpublished, _OF_PUBLISHING)
        )
    taken = frozenset().union(*(names for _, names in told))
    if rest := frozenset(changes) - taken:
        told.insert(0, (events.requisition_changed, rest))
    return [(event, {name: changes[name] for name in changes if name in names}) for event, names in told]
