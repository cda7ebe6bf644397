"""How an erasure begins, and how the mailed link ends it."""

from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import revoke_all
from trellis.domain.organizations.services.members import lock_organization
from trellis.domain.privacy import events, notices
from trellis.domain.privacy.models import Erasure
from trellis.domain.privacy.queries.states import left_without_owner, owned_organizations
from trellis.domain.privacy.refusals import DeadLink, NotTheirs, OnlyOwner
from trellis.domain.privacy.rules.times import GRACE, may_still_end
from trellis.domain.privacy.services.ending import call_off_sessions

_SALT = "privacy.keep-account"


@retried_once
def begin_erasure(*, user: User, actor: User, now: datetime) -> Erasure:
    """Shut an account, sign it out everywhere, and have it erased in 14 days; return what is begun already.

    Only the link that is mailed ends it. Sessions that would begin meanwhile are called off. Raises
    NotTheirs for others than the owner and staff, and OnlyOwner.
    """
    if actor.pk != user.pk and not actor.acts_as_staff:
        raise NotTheirs
    with transaction.atomic():
        # Organizations first: of two owners who leave at once one stays.
        for organization_id in owned_organizations(user):
            lock_organization(organization_id)
        user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        begun = Erasure.objects.filter(user=user, kept_at=None).first()
        if begun is not None:
            return begun
        if without := left_without_owner(user):
            raise OnlyOwner([each.name for each in without])
        return _begin(user, actor, now)


def keep_account(*, token: str, now: datetime) -> User:
    """End the erasure that a mailed link names, and let the account work as before; raise DeadLink."""
    with transaction.atomic():
        erasure = _named_by(token, now=now, is_locked=True)
        erasure.kept_at = now
        erasure.save(update_fields=["kept_at"])
        user = erasure.user
        user.is_active = erasure.was_active
        user.save(update_fields=["is_active"])
        events.account_kept.publish(actor_id=user.pk, subject=user, data={}, now=now)
        notices.tell_of_keeping(erasure, now=now)
    return user


def erasure_named_by(*, token: str, now: datetime) -> Erasure:
    """Return the erasure that a mailed link would end; raise DeadLink."""
    return _named_by(token, now=now)


def _begin(user: User, actor: User, now: datetime) -> Erasure:
    due = now + GRACE
    erasure = Erasure.objects.create(user=user, was_active=user.is_active, begun_at=now, due_at=due)
    sessions = call_off_sessions(user, before=due, now=now)
    user.is_active = False
    user.save(update_fields=["is_active"])
    revoke_all(user=user, now=now)
    asked: events.Asked = {"by_staff": actor.pk != user.pk}
    events.erasure_begun.publish(actor_id=actor.pk, subject=user, data=asked, now=now)
    token = signing.dumps(str(erasure.pk), salt=_SALT)
    notices.tell_of_beginning(erasure, token=token, sessions=sessions, now=now)
    return erasure


def _named_by(token: str, *, now: datetime, is_locked: bool = False) -> Erasure:
    try:
        key = UUID(signing.loads(token, salt=_SALT))
        rows = Erasure.objects.select_related("user").filter(pk=key, kept_at=None, started_at=None)
        erasure = (rows.select_for_update(of=("self",)) if is_locked else rows).first()
    # Half a character has no bytes that could have been signed.
    except (signing.BadSignature, UnicodeEncodeError, ValueError, TypeError, AttributeError):
        raise DeadLink from None
    if erasure is None or not may_still_end(due_at=erasure.due_at, now=now):
        raise DeadLink
    return erasure
