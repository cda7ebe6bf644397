"""What this app publishes."""

from typing import Any, TypedDict

from trellis.core.events import ChangedTexts, DomainEvent
from trellis.domain.workplace.models import WorkplaceRequest


class Told(TypedDict):
    """Of which type the request is; by field [from, to], of personal ones only that they changed."""

    request_type: str
    changes: dict[str, list[Any]]


request_created = DomainEvent("request.created", WorkplaceRequest, Told, ChangedTexts)
request_changed = DomainEvent("request.changed", WorkplaceRequest, Told, ChangedTexts)
request_approved = DomainEvent("request.approved", WorkplaceRequest, Told, ChangedTexts)
request_rejected = DomainEvent("request.rejected", WorkplaceRequest, Told, ChangedTexts)
request_cancelled = DomainEvent("request.cancelled", WorkplaceRequest, Told, ChangedTexts)
request_completed = DomainEvent("request.completed", WorkplaceRequest, Told, ChangedTexts)
request_deleted = DomainEvent("request.deleted", WorkplaceRequest, Told, ChangedTexts)
