"""What this app publishes."""

from trellis.core.events import DomainEvent

request_created = DomainEvent("request.created")
request_changed = DomainEvent("request.changed")
request_approved = DomainEvent("request.approved")
request_rejected = DomainEvent("request.rejected")
request_cancelled = DomainEvent("request.cancelled")
request_completed = DomainEvent("request.completed")
request_deleted = DomainEvent("request.deleted")
