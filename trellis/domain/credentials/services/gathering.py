"""A person gathers badges of what they have done, shows them or not, and withdraws them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.core.throttling import take
from trellis.domain.accounts.models import User
from trellis.domain.credentials import events
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.queries.badges import own_badge
from trellis.domain.credentials.queries.sources import Provable, of_enrollment, provable
from trellis.domain.credentials.refusals import Ended, NoSource
from trellis.domain.credentials.rules.choices import Kind, State
from trellis.domain.credentials.services.issuing import issue
from trellis.domain.learning.models import Enrollment
from trellis.domain.learning.rules.choices import EnrollmentStatus


def gather(*, user: User, kind: Kind, source: str, is_shown: bool, now: datetime) -> tuple[Badge, bool]:
    """Have a badge made of something that one has done; return it, and whether it is new.

    A certificate that was withdrawn is made anew in the same way, under another code. What staff have
    revoked is not. Raises NoSource, TooMany.
    """
    take({"badge": str(user.pk)})
    with transaction.atomic():
        of = _certificate(user, source) if kind == Kind.COURSE else provable(user, kind, source)
        return issue(user=user, of=of, is_shown=is_shown, now=now)


def show(*, user: User, badge_id: UUID, is_shown: bool, now: datetime) -> Badge:
    """Have others see one's badge, or not; raise NoBadge, Ended for one that holds no more."""
    with transaction.atomic():
        badge = own_badge(user, badge_id, to_change=True)
        if badge.state != State.VALID:
            raise Ended
        if badge.is_shown != is_shown:
            set_columns(badge, is_shown=is_shown)
            events.badge_shown.publish(actor_id=user.pk, subject=badge, data={"is_shown": is_shown}, now=now)
    return badge


def withdraw(*, user: User, badge_id: UUID, now: datetime) -> Badge:
    """Withdraw one's badge: whoever checks it is told so from now on. What has ended stays as it is.

    Raises NoBadge.
    """
    with transaction.atomic():
        badge = own_badge(user, badge_id, to_change=True)
        _withdraw(badge, now)
    return badge


def withdraw_all(*, user: User, now: datetime) -> None:
    """Withdraw all badges of somebody who goes."""
    with transaction.atomic():
        own = Badge.objects.filter(user=user, state=State.VALID).order_by("pk")
        for badge in own.select_for_update(no_key=True):
            _withdraw(badge, now)


def _withdraw(badge: Badge, now: datetime) -> None:
    if badge.state == State.VALID:
        set_columns(badge, state=State.WITHDRAWN, ended_at=now, is_shown=False)
        events.badge_withdrawn.publish(actor_id=badge.user_id, subject=badge, data={}, now=now)


def _certificate(user: User, source: str) -> Provable:
    try:
        own = Enrollment.objects.select_related("opportunity", "user").filter(public_id=UUID(source))
    except ValueError:
        raise NoSource from None
    row = own.filter(user=user, status=EnrollmentStatus.COMPLETED, completed_at__isnull=False).first()
    if row is None or row.completed_at is None:
        raise NoSource
    return of_enrollment(row, completed_at=row.completed_at)
