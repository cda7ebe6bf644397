"""What this app publishes. The subject is the mentor, or the booking."""

from typing import Literal, TypedDict

from trellis.core.events import DomainEvent, Nothing
from trellis.domain.mentorship.models import Booking, Bundle, Mentor


class Standing(TypedDict):
    """Who takes part in a booking, where it stands and when it is (ISO 8601), as the change left it."""

    mentor_user_id: int
    mentee_user_id: int
    status: str
    starts_at: str
    ends_at: str
    version: int


class Step(Standing):
    """Where it stood before, too."""

    previous_status: str


class CalledOff(Step):
    """Whether an invitation was sent, so that a calendar may hold it, too."""

    is_in_calendars: bool


class Lapsed(Standing):
    """Whether an invitation was sent, so that a calendar may hold it, too."""

    is_in_calendars: bool


class LetGo(Standing):
    """Whether it was paid for all the same, when it was over."""

    is_paid_too_late: bool


class Moved(Step):
    """When it was before, too."""

    previous_starts_at: str
    previous_ends_at: str


class FeedbackGiven(Standing):
    """Which side spoke, too."""

    role: Literal["mentor", "mentee"]


class ReviewRemoved(Standing):
    """How many stars it had given, too."""

    rating: int


BundleEnd = Literal["expired", "given_back", "taken_back", "unpaid"]


class BundleOver(TypedDict):
    """How it ended, how many sessions nobody had used, and what of its price was given back for them."""

    why: BundleEnd
    sessions_left: int
    given_back_minor: int


mentor_created = DomainEvent("mentor.created", Mentor, Nothing)
mentor_changed = DomainEvent("mentor.changed", Mentor, Nothing)
mentor_approved = DomainEvent("mentor.approved", Mentor, Nothing)
mentor_withdrawn = DomainEvent("mentor.withdrawn", Mentor, Nothing)
availability_set = DomainEvent("mentor.availability_set", Mentor, Nothing)
terms_set = DomainEvent("mentor.terms_set", Mentor, Nothing)
booking_requested = DomainEvent("booking.requested", Booking, Standing)
booking_confirmed = DomainEvent("booking.confirmed", Booking, Step)
booking_cancelled = DomainEvent("booking.cancelled", Booking, CalledOff)
booking_expired = DomainEvent("booking.expired", Booking, Lapsed)
booking_rescheduled = DomainEvent("booking.rescheduled", Booking, Moved)
booking_completed = DomainEvent("booking.completed", Booking, Step)
booking_missed = DomainEvent("booking.no_show", Booking, Step)
# Of SOOSH: a time that is held until it is paid for, a session that nobody has to confirm any more, a hold
# that nobody has paid for, and money that came when it was over.
booking_held = DomainEvent("booking.held", Booking, Standing)
booking_scheduled = DomainEvent("booking.scheduled", Booking, Step)
booking_let_go = DomainEvent("booking.let_go", Booking, LetGo)
booking_paid_too_late = DomainEvent("booking.paid_too_late", Booking, Standing)
bundle_bought = DomainEvent("bundle.bought", Bundle, Nothing)
bundle_ended = DomainEvent("bundle.ended", Bundle, BundleOver)
meeting_link_added = DomainEvent("booking.meeting_link_added", Booking, Standing)
feedback_given = DomainEvent("booking.feedback_given", Booking, FeedbackGiven)
review_removed = DomainEvent("booking.review_removed", Booking, ReviewRemoved)
