"""What people switch on and off: kinds of notices, and the channels on which they come.

What happened is the kind of an event. What it is about, in the words of people, is a Kind.
"""

from django.db import models


class Channel(models.TextChoices):
    """How a notice reaches somebody. In the app: the list, and whatever is open to show it."""

    IN_APP = "in_app"
    EMAIL = "email"
    PUSH = "push"
    SMS = "sms"


class Kind(models.TextChoices):
    """What a notice is about."""

    SESSION_REMINDER = "session_reminder", "Reminders of sessions"
    BOOKING_REQUESTED = "booking_requested", "Requests for a session"
    BOOKING_CONFIRMED = "booking_confirmed", "Sessions that are booked or confirmed"
    BOOKING_CANCELLED = "booking_cancelled", "Sessions that are called off"
    BOOKING_CHANGED = "booking_changed", "Sessions that move or change"
    SESSION_COMPLETED = "session_completed", "Sessions that are over"
    PAYMENT_SUCCESS = "payment_success", "What was paid"
    PAYMENT_REFUNDED = "payment_refunded", "What is paid back"
    PAYMENT_PROBLEM = "payment_problem", "Trouble with a payment"
    PAYOUT = "payout", "What is paid out to you"
    MESSAGE_RECEIVED = "message_received", "Messages"
    ACHIEVEMENT_UNLOCKED = "achievement_unlocked", "Achievements"
    COURSE_UPDATE = "course_update", "News of courses"
    SELECTED = "selected", "Coaches who select you"
    REJECTED = "rejected", "Coaches who decline"
    APPLICATION_UPDATE = "application_update", "Decisions on your applications"
    APPLICATION_RECEIVED = "application_received", "Applications for your jobs"
    APPROVAL_NEEDED = "approval_needed", "What waits for your approval"
    APPROVAL_DECIDED = "approval_decided", "Approvals that are decided"
    NEED_UPDATE = "need_update", "Your requests at work"
    RECORDING_READY = "recording_ready", "Recordings of interviews"
    COMMUNITY = "community", "News of your groups"
    EVENT_UPDATE = "event_update", "Events that you come to"
    GUARDIAN_UPDATE = "guardian_update", "Guardians and whom they guard"
    ACCOUNT_UPDATE = "account_update", "Your account"


# All others come unless somebody switches them off.
OFF_AT_FIRST = frozenset({Kind.COURSE_UPDATE})
# Much happens in groups: what does comes in the app alone, until somebody wants more.
IN_APP_AT_FIRST = frozenset({Kind.COMMUNITY})
# What somebody must learn of their account, they learn by mail.
ALWAYS = frozenset({(Kind.ACCOUNT_UPDATE, Channel.EMAIL)})

KIND_OF: dict[str, Kind] = {
    "achievement.earned": Kind.ACHIEVEMENT_UNLOCKED,
    "application.decided": Kind.APPLICATION_UPDATE,
    "application.made": Kind.APPLICATION_RECEIVED,
    "application.withdrawn": Kind.APPLICATION_RECEIVED,
    "badge.issued": Kind.ACHIEVEMENT_UNLOCKED,
    "badge.quotes_you": Kind.ACCOUNT_UPDATE,
    "badge.revoked": Kind.ACCOUNT_UPDATE,
    "birth_date.asked": Kind.ACCOUNT_UPDATE,
    "birth_date.refused": Kind.ACCOUNT_UPDATE,
    "booking.cancelled": Kind.BOOKING_CANCELLED,
    "booking.completed": Kind.SESSION_COMPLETED,
    "booking.confirmed": Kind.BOOKING_CONFIRMED,
    "booking.expired": Kind.BOOKING_CANCELLED,
    "booking.let_go": Kind.BOOKING_CANCELLED,
    "booking.meeting_link_added": Kind.BOOKING_CHANGED,
    "booking.no_show": Kind.SESSION_COMPLETED,
    "booking.paid_too_late": Kind.PAYMENT_PROBLEM,
    "booking.reminder": Kind.SESSION_REMINDER,
    "booking.requested": Kind.BOOKING_REQUESTED,
    "booking.rescheduled": Kind.BOOKING_CHANGED,
    "booking.scheduled": Kind.BOOKING_CONFIRMED,
    "bundle.bought": Kind.PAYMENT_SUCCESS,
    "bundle.ended": Kind.BOOKING_CHANGED,
    "community.banned": Kind.COMMUNITY,
    "community.founded": Kind.COMMUNITY,
    "community.joined": Kind.COMMUNITY,
    "community.left": Kind.COMMUNITY,
    "community.post_removed": Kind.COMMUNITY,
    "community.post_written": Kind.COMMUNITY,
    "community.report_decided": Kind.COMMUNITY,
    "community.role_given": Kind.COMMUNITY,
    "contest.answered": Kind.APPLICATION_UPDATE,
    "contest.made": Kind.APPLICATION_RECEIVED,
    "contest.overdue": Kind.APPLICATION_RECEIVED,
    "contest.withdrawn": Kind.APPLICATION_RECEIVED,
    "dispute.closed": Kind.PAYMENT_PROBLEM,
    "dispute.opened": Kind.PAYMENT_PROBLEM,
    "enrollment.paid": Kind.PAYMENT_SUCCESS,
    "enrollment.unpaid": Kind.PAYMENT_REFUNDED,
    "gathering.answered": Kind.EVENT_UPDATE,
    "gathering.cancelled": Kind.EVENT_UPDATE,
    "gathering.changed": Kind.EVENT_UPDATE,
    "gathering.moved_up": Kind.EVENT_UPDATE,
    "guardian.accepted": Kind.GUARDIAN_UPDATE,
    "guardian.declined": Kind.GUARDIAN_UPDATE,
    "guardian.ended": Kind.GUARDIAN_UPDATE,
    "message.removed": Kind.ACCOUNT_UPDATE,
    "message.report_decided": Kind.ACCOUNT_UPDATE,
    "message.sent": Kind.MESSAGE_RECEIVED,
    "opportunity.changed": Kind.COURSE_UPDATE,
    "need.assigned": Kind.NEED_UPDATE,
    "need.met": Kind.NEED_UPDATE,
    "need.reopened": Kind.NEED_UPDATE,
    "need.shared": Kind.NEED_UPDATE,
    "need.taken_back": Kind.NEED_UPDATE,
    "need.waived": Kind.NEED_UPDATE,
    "payment.misplaced": Kind.PAYMENT_PROBLEM,
    "payout.begun": Kind.PAYOUT,
    "payout.failed": Kind.PAYOUT,
    "payout.made": Kind.PAYOUT,
    "person.silence_lifted": Kind.ACCOUNT_UPDATE,
    "person.silenced": Kind.ACCOUNT_UPDATE,
    "promise.judged": Kind.APPLICATION_UPDATE,
    "promise.taken_up": Kind.APPLICATION_RECEIVED,
    "ranking.failed": Kind.APPLICATION_RECEIVED,
    "ranking.finished": Kind.APPLICATION_RECEIVED,
    "recording.failed": Kind.RECORDING_READY,
    "recording.ready": Kind.RECORDING_READY,
    "refund.begun": Kind.PAYMENT_REFUNDED,
    "refund.failed": Kind.PAYMENT_PROBLEM,
    "refund.made": Kind.PAYMENT_REFUNDED,
    "request.approved": Kind.NEED_UPDATE,
    "request.cancelled": Kind.NEED_UPDATE,
    "request.completed": Kind.NEED_UPDATE,
    "request.rejected": Kind.NEED_UPDATE,
    "requisition.stage_decided": Kind.APPROVAL_DECIDED,
    "talent.rejected": Kind.REJECTED,
    "talent.selected": Kind.SELECTED,
}


def is_on_at_first(kind: Kind, channel: Channel) -> bool:
    """Tell whether notices of a kind come on a channel to who has said nothing of them."""
    if (kind, channel) in ALWAYS:
        return True
    return kind not in OFF_AT_FIRST and (kind not in IN_APP_AT_FIRST or channel == Channel.IN_APP)
