"""How an account is erased, once nothing keeps it any more: step by step, each of which can be the last.

docs/decisions/erasure.md says why in this order.
"""

import uuid
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import revoke_all
from trellis.domain.exports.services import jobs
from trellis.domain.privacy import events, notices
from trellis.domain.privacy.models import DoomedFile, Erasure
from trellis.domain.privacy.queries.people import owned, who_goes
from trellis.domain.privacy.rules.emptying import addresses_as_mentioned, name_as_mentioned
from trellis.domain.privacy.rules.times import MAIL_MAY_TAKE
from trellis.domain.privacy.services import writing
from trellis.domain.privacy.services.emptying import (
    empty_row_of,
    empty_shared_rows,
    forget_own_events,
    remove_addresses,
    remove_name,
    remove_own_rows,
)
from trellis.domain.privacy.services.ending import end_all
from trellis.domain.privacy.services.files import remove_doomed
from trellis.domain.privacy.services.steps import step
from trellis.domain.privacy.services.words import have_words_anew

Step = Callable[[Erasure, datetime], None]


def due_erasures(*, now: datetime) -> list[UUID]:
    """Return the keys of the erasures that are to be done, or to be gone on with."""
    due = Erasure.objects.filter(kept_at=None, erased_at=None, due_at__lte=now)
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True))


def erase(erasure_id: UUID, *, now: datetime) -> bool:
    """Erase an account that is due, from wherever an earlier run was killed; return whether it is done.

    It is not while the last mails to it are on their way, and then to be called again.
    """
    erasure = _started(erasure_id, now)
    if erasure is None:
        return False
    for each in STEPS:
        each(erasure, now)
    return Erasure.objects.filter(pk=erasure_id, erased_at__isnull=False).exists()


def _started(erasure_id: UUID, now: datetime) -> Erasure | None:
    """Mark that there is no way back, and return the erasure; None for one that is not due, or done."""
    waiting = Erasure.objects.filter(pk=erasure_id, kept_at=None, erased_at=None, due_at__lte=now)
    # One statement: the mailed link ends the erasure before it, or not at all.
    waiting.filter(started_at=None).update(started_at=now)
    erasure = waiting.select_related("user").first()
    if erasure is not None and (erasure.user.is_active or erasure.told_at is None):
        with step(erasure.user_id):
            # Staff may have let it in again meanwhile.
            User.objects.filter(pk=erasure.user_id).update(is_active=False)
            revoke_all(user=erasure.user, now=now)
    return erasure


def _unmention(erasure: Erasure, now: datetime) -> None:
    """Take the person out of what others hold, while it is known how they are called."""
    user, person = erasure.user, who_goes(erasure.user)
    addresses = addresses_as_mentioned(person.addresses)
    remove_addresses(person, addresses)
    remove_name(person, name_as_mentioned(user.first_name, user.last_name))
    forget_own_events(person, addresses)


def _unname(erasure: Erasure, now: datetime) -> None:
    """Empty the account but for its address, by which the rest is found."""
    user = erasure.user
    person = who_goes(user)
    accounts = owned(User, User.privacy, person)
    # The number finds rows, as the address does.
    empty_row_of(User, User.privacy, accounts, person, but=("email", "phone_number", "username", "password"))
    with step(user.pk):
        row = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        row.set_unusable_password()
        row.is_staff = row.is_superuser = False
        row.username = f"{_NOBODY}{uuid.uuid4().hex[:12]}"
        row.save(update_fields=["password", "username", "is_staff", "is_superuser"])
    user.refresh_from_db()


def _end(erasure: Erasure, now: datetime) -> None:
    end_all(erasure.user, now=now)


def _empty(erasure: Erasure, now: datetime) -> None:
    person = who_goes(erasure.user)
    empty_shared_rows(person)
    remove_own_rows(person)
    forget_own_events(person, addresses_as_mentioned(person.addresses))
    have_words_anew(erasure.user)
    # Files of exports, which a row names that is gone.
    jobs.remove_expired(now=now)
    writing.remove_expired(now=now)
    remove_doomed(user_id=erasure.user_id)


def _tell(erasure: Erasure, now: datetime) -> None:
    """Mail the last word, once."""
    with step(erasure.user_id):
        if Erasure.objects.filter(pk=erasure.pk, told_at=None).update(told_at=now):
            notices.tell_of_erasure(erasure, now=now)


def _finish(erasure: Erasure, now: datetime) -> None:
    """Let go of the address once nothing is on its way to it, and say in the record that it is done."""
    user = erasure.user
    mails = Mail.objects.filter(to__iexact=user.email)
    is_late = now >= erasure.due_at + MAIL_MAY_TAKE
    if mails.filter(sent_at=None).exists() and not is_late:
        return
    # What came to be since the step that removed it.
    remove_own_rows(who_goes(user))
    if DoomedFile.objects.filter(user_id=user.pk).exists():
        return
    with step(user.pk):
        if not Erasure.objects.filter(pk=erasure.pk, erased_at=None).update(erased_at=now):
            return
        mails.delete()
        row = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        row.email, row.email_verified_at = f"erased-{uuid.uuid4()}@invalid", None
        row.phone_number, row.last_login, row.referred_by = "", None, None
        row.save(update_fields=["email", "email_verified_at", "phone_number", "last_login", "referred_by"])
        events.account_erased.publish(actor_id=None, subject=row, data={}, now=now)


_NOBODY = "former-member-"
STEPS: tuple[Step, ...] = (_unmention, _unname, _end, _empty, _tell, _finish)
