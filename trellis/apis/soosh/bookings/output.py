"""Bookings as this door shows them to their two people (soosh-api.md, section 6)."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from trellis.core.links import link_to
from trellis.core.rendering.media import media_url
from trellis.core.writing.money import as_number
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Bundle, BundleStatus
from trellis.domain.mentorship.rules.bookings import SIDES, Verb, role_in, what_can
from trellis.domain.mentorship.rules.cancellation import policy_in_words
from trellis.domain.mentorship.rules.meetings import place_of
from trellis.domain.mentorship.rules.stages import Stage, cancelled_at, stage_at
from trellis.domain.payments.models import Payment, Refund
from trellis.domain.payments.rules.choices import RefundStatus

# This door's word for each stage.
WORDS: dict[Stage, str] = {
    Stage.WAITS_FOR_MENTOR: "pending_confirmation",
    Stage.WAITS_FOR_PAYMENT: "pending_payment",
    Stage.SCHEDULED: "scheduled",
    Stage.COMPLETED: "completed",
    Stage.CANCELLED: "cancelled",
    Stage.MISSED: "no_show",
}
WORDS_SHOWN = [(each, each) for each in WORDS.values()]
STAGES = {word: stage for stage, word in WORDS.items()}
_REFUNDS = {
    RefundStatus.CREATING: "processing",
    RefundStatus.PENDING: "processing",
    RefundStatus.SUCCEEDED: "completed",
    RefundStatus.FAILED: "failed",
}
_WAITING = (Stage.WAITS_FOR_MENTOR, Stage.WAITS_FOR_PAYMENT)


class BookedPersonOutput(serializers.Serializer[Any]):
    """One of the two people of a booking, by the id of the account."""

    id = serializers.UUIDField()
    full_name = serializers.CharField()
    username = serializers.CharField()
    avatar_url = serializers.URLField(allow_null=True)


class BookedSessionOutput(serializers.Serializer[Any]):
    """A booking. `expires_at` is until when it waits to be paid, or answered.

    Where it is held is told while it is scheduled: `meeting_url` is the mentor's own link where they have set
    one, else the room. `amount` is what it costs, of a package's session its part of that.
    """

    id = serializers.UUIDField()
    mentor = BookedPersonOutput()
    mentee = BookedPersonOutput()
    mentor_id = serializers.UUIDField()
    role = serializers.ChoiceField(choices=SIDES)
    scheduled_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    duration_minutes = serializers.IntegerField()
    timezone = serializers.CharField()
    status = serializers.ChoiceField(choices=WORDS_SHOWN)
    amount = serializers.FloatField()
    currency = serializers.CharField()
    meeting_url = serializers.URLField(allow_null=True)
    meeting_id = serializers.CharField(allow_null=True)
    mentee_notes = serializers.CharField()
    opportunity_id = serializers.UUIDField(allow_null=True)
    free_talk = serializers.BooleanField()
    bundle_id = serializers.UUIDField(allow_null=True)
    can_cancel = serializers.BooleanField()
    can_reschedule = serializers.BooleanField()
    cancellation_policy = serializers.CharField()
    cancellation_reason = serializers.CharField()
    cancelled_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class BundleBoughtOutput(serializers.Serializer[Any]):
    """A package that somebody has bought, or is buying: its sessions are to be over by `valid_until`."""

    id = serializers.UUIDField(source="public_id")
    package_id = serializers.UUIDField()
    mentor_id = serializers.UUIDField(source="mentor.public_id")
    status = serializers.ChoiceField(choices=BundleStatus.choices)
    sessions = serializers.IntegerField()
    sessions_left = serializers.IntegerField()
    duration_minutes = serializers.IntegerField(source="session_minutes")
    price = serializers.SerializerMethodField()
    currency = serializers.CharField()
    valid_until = serializers.DateTimeField()

    def get_price(self, bundle: Bundle) -> float:
        """Return what all of it costs."""
        return as_number(bundle.price_minor, bundle.currency)


class DueOutput(serializers.Serializer[Any]):
    """What is to be paid, and with what a card form is opened; `payment_url` is a page that does it all."""

    payment_id = serializers.UUIDField()
    payment_intent_id = serializers.CharField()
    client_secret = serializers.CharField()
    amount = serializers.FloatField()
    currency = serializers.CharField()
    payment_url = serializers.URLField()


class ReservedOutput(serializers.Serializer[Any]):
    """A booking, what is to be paid for it (null for nothing), and the package that it is of."""

    booking = BookedSessionOutput()
    payment = DueOutput(allow_null=True)
    bundle = BundleBoughtOutput(allow_null=True)


class RefundOutput(serializers.Serializer[Any]):
    """What is given back: `none` is an amount of 0, for which nobody is asked."""

    amount = serializers.FloatField()
    currency = serializers.CharField()
    status = serializers.ChoiceField(choices=["none", "processing", "completed", "failed"])
    refund_id = serializers.CharField(allow_null=True)


class CalledOffOutput(serializers.Serializer[Any]):
    """A session that was called off, and what is given back of what was paid, null where nothing was."""

    booking = BookedSessionOutput()
    refund = RefundOutput(allow_null=True)


class BundleOverOutput(serializers.Serializer[Any]):
    """A package that was given back, and what is paid back for the sessions that nobody used."""

    bundle = BundleBoughtOutput()
    refund = RefundOutput()


def due_json(payment: Payment) -> dict[str, Any]:
    """Return a payment that is to be made, as DueOutput shows it to its payer."""
    return {
        "payment_id": str(payment.public_id),
        "payment_intent_id": payment.intent_id,
        "client_secret": payment.client_secret,
        "amount": as_number(payment.amount_minor, payment.currency),
        "currency": payment.currency,
        "payment_url": link_to("web:pay-payment", payment_id=payment.public_id),
    }


def refund_json(minor: int, currency: str, refund: Refund | None) -> dict[str, Any]:
    """Return what is given back, as RefundOutput shows it; `refund` is None where nobody is asked for it.

    An amount may go back with others, or wait until the payer's bank has decided.
    """
    unasked = "processing" if minor else "none"
    return {
        "amount": as_number(minor, currency),
        "currency": currency,
        "status": unasked if refund is None else _REFUNDS[RefundStatus(refund.status)],
        "refund_id": refund.gateway_id or None if refund is not None else None,
    }


def booking_json(booking: Booking, *, viewer: User, now: datetime) -> dict[str, Any]:
    """Return a booking as BookedSessionOutput shows it to one of its two people."""
    return BookedSessionOutput(_facts(booking, viewer, now)).data


def status_of(booking: Booking, now: datetime) -> str:
    """Return this door's word for where a booking stands."""
    return WORDS[stage_at(booking, now)]


def meeting_url_of(booking: Booking, now: datetime) -> str | None:
    """Return where a scheduled session is held: at the mentor's own link, else in the room."""
    return place_of(booking) if stage_at(booking, now) is Stage.SCHEDULED else None


def meeting_id_of(booking: Booking, now: datetime) -> str | None:
    """Return the name of a scheduled session's meeting. None otherwise."""
    return f"soosh-session-{booking.public_id}" if stage_at(booking, now) is Stage.SCHEDULED else None


def minutes_of(booking: Booking) -> int:
    """Return how long a session lasts."""
    return int((booking.ends_at - booking.starts_at).total_seconds()) // 60


def _facts(booking: Booking, viewer: User, now: datetime) -> dict[str, Any]:
    stage, role = stage_at(booking, now), role_in(booking, viewer)
    can = what_can(booking, role, now)
    mentor = booking.mentor
    photo = mentor.photo.name or mentor.user.avatar.name
    return {
        "id": booking.public_id,
        "mentor": _person(mentor.user, photo),
        "mentee": _person(booking.mentee, booking.mentee.avatar.name),
        "mentor_id": mentor.public_id,
        "role": role,
        "scheduled_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "duration_minutes": minutes_of(booking),
        "timezone": mentor.availability_timezone,
        "status": WORDS[stage],
        "amount": as_number(booking.price_minor, booking.currency),
        "currency": booking.currency,
        "meeting_url": meeting_url_of(booking, now),
        "meeting_id": meeting_id_of(booking, now),
        "mentee_notes": booking.description,
        "opportunity_id": booking.opportunity_id,
        "free_talk": booking.is_first_talk,
        "bundle_id": booking.bundle.public_id if booking.bundle else None,
        "can_cancel": Verb.CANCEL in can,
        "can_reschedule": Verb.RESCHEDULE in can,
        "cancellation_policy": policy_in_words(booking),
        "cancellation_reason": booking.cancellation_reason,
        "cancelled_at": cancelled_at(booking, now),
        "expires_at": booking.expires_at if stage in _WAITING else None,
        "created_at": booking.created_at,
    }


def _person(user: User, picture: str | None) -> dict[str, Any]:
    return {
        "id": user.public_id,
        "full_name": user.full_name,
        "username": user.username,
        "avatar_url": media_url(picture, absolute=True),
    }
