"""What this app publishes."""

from trellis.core.events import DomainEvent

mentor_created = DomainEvent("mentor.created")
mentor_approved = DomainEvent("mentor.approved")
mentor_withdrawn = DomainEvent("mentor.withdrawn")
availability_set = DomainEvent("mentor.availability_set")
booking_requested = DomainEvent("booking.requested")
booking_confirmed = DomainEvent("booking.confirmed")
booking_cancelled = DomainEvent("booking.cancelled")
booking_expired = DomainEvent("booking.expired")
booking_rescheduled = DomainEvent("booking.rescheduled")
booking_completed = DomainEvent("booking.completed")
booking_missed = DomainEvent("booking.no_show")
meeting_link_added = DomainEvent("booking.meeting_link_added")
feedback_given = DomainEvent("booking.feedback_given")
