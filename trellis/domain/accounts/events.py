"""What this app publishes."""

from trellis.core.events import DomainEvent

user_registered = DomainEvent("user.registered")
email_verified = DomainEvent("user.email_verified")
