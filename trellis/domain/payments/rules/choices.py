"""Where a payment, a refund, a dispute and a payout stand, and why."""

from django.db.models import TextChoices


class SubjectKind(TextChoices):
    """What is paid for."""

    BOOKING = "booking"
    ENROLLMENT = "enrollment"
    BUNDLE = "bundle"


class Status(TextChoices):
    """Where a payment stands; rules.states says what may follow."""

    CREATING = "creating"  # the gateway has been asked, or is about to be, and has not answered
    PENDING = "pending"  # no card yet, or one that was declined
    ACTION_REQUIRED = "action_required"
    PROCESSING = "processing"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


OPEN = (Status.CREATING, Status.PENDING, Status.ACTION_REQUIRED, Status.PROCESSING)


class Misplaced(TextChoices):
    """Why money that came was not what was asked for: it goes back."""

    LATE = "late"
    AMOUNT = "amount"
    CURRENCY = "currency"


class RefundStatus(TextChoices):
    """Where a refund stands: accepted is not done."""

    CREATING = "creating"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


UNFINISHED_REFUNDS = (RefundStatus.CREATING, RefundStatus.PENDING)


class RefundReason(TextChoices):
    """Why money goes back."""

    CANCELLED = "cancelled"
    TOO_LATE = "too_late"  # what was to be paid for was gone by then
    UNUSED = "unused"  # the rest of what was bought together
    MISPLACED = "misplaced"
    STAFF = "staff"
    DISPUTE = "dispute"
    GATEWAY = "gateway"  # given back there, by whoever runs it


class DisputeKind(TextChoices):
    """Who disputes a payment: the payer's bank, which takes the money, or a person, before staff."""

    BANK = "bank"
    PERSON = "person"


class DisputeStatus(TextChoices):
    """How it stands, as seen from who was paid."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class PayoutStatus(TextChoices):
    """Where a payout stands."""

    CREATING = "creating"
    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"


UNFINISHED_PAYOUTS = (PayoutStatus.CREATING, PayoutStatus.PENDING)
