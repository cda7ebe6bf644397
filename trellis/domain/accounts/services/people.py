"""What an account says of its owner, and what staff decide of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.core.files import File
from django.db import transaction

from trellis.core.writing.addresses import is_same_address
from trellis.domain.accounts import events
from trellis.domain.accounts.models import User
from trellis.domain.accounts.refusals import StaffDecide
from trellis.domain.accounts.services.addresses import ask_for_address, mark_verified, refuse_address
from trellis.domain.accounts.services.tokens import revoke_all
from trellis.domain.accounts.services.zones import choose_zone

_NAMES = ("first_name", "last_name")
_SELF = (*_NAMES, "bio", "city", "country", "latitude", "longitude")
_OF_STAFF = ("is_active", "is_verified")


def change_account(*, user: User, actor: User, changes: Mapping[str, Any], now: datetime) -> User:
    """Change names, the address, and whether an account is active and its address verified; return it.

    Another address counts once it is verified, that is, by the link that is mailed to it. Raises StaffDecide
    where one who is not of the staff changes what they decide, InvalidAccount for an address that is
    taken, and TooMany for mails to one.
    """
    _decided(user, changes, actor)
    email = changes.get("email", user.email)
    is_moving = not is_same_address(email, user.email)
    if is_moving:
        refuse_address(user=user, email=email)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        decided = _decided(user, changes, actor)  # again: staff may have decided meanwhile
        _keep(user, {name: changes[name] for name in _NAMES if name in changes})
        _decide(user, decided, actor=actor, now=now)
        events.account_changed.publish(
            actor_id=actor.pk,
            subject=user,
            data={"fields": cast("list[events.Field]", sorted(changes))},
            now=now,
        )
        if is_moving:
            ask_for_address(user=user, email=email, now=now)
    return user


def complete_onboarding(*, user: User) -> None:
    """Note that somebody has said what they want and can; must be inside a transaction."""
    User.objects.filter(pk=user.pk).update(onboarding_completed=True)
    user.onboarding_completed = True


def change_profile(*, user: User, changes: Mapping[str, Any]) -> User:
    """Change what an account says of its owner, and the picture; None takes that away.

    Raises InvalidAccount for a timezone that is none.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        _keep(user, {name: changes[name] for name in _SELF if name in changes})
        if "timezone" in changes:
            choose_zone(user=user, name=changes["timezone"])
        if "avatar" in changes:
            _show(user, changes["avatar"])
    return user


def _decided(user: User, changes: Mapping[str, Any], actor: User) -> dict[str, bool]:
    """Return what of the changes staff decide, and is not so already; raise StaffDecide for others."""
    now_so = {"is_active": user.is_active, "is_verified": user.email_verified_at is not None}
    decided = {name: changes[name] for name in _OF_STAFF if changes.get(name, now_so[name]) != now_so[name]}
    if decided and not actor.acts_as_staff:
        raise StaffDecide
    return decided


def _decide(user: User, decided: Mapping[str, bool], *, actor: User, now: datetime) -> None:
    if decided.get("is_verified"):
        mark_verified(user, actor_id=actor.pk, now=now)
    elif "is_verified" in decided:
        user.email_verified_at = None
        user.save(update_fields=["email_verified_at"])
    if "is_active" in decided:
        user.is_active = decided["is_active"]
        user.save(update_fields=["is_active"])
        if not user.is_active:
            revoke_all(user=user, now=now)


def _keep(user: User, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(user, name, value)
    if fields:
        user.save(update_fields=list(fields))


def _show(user: User, picture: File[Any] | None) -> None:
    """Keep the picture; the file of the one before goes when this is committed."""
    storage, former = user.avatar.storage, user.avatar.name
    if picture is None:
        user.avatar = ""
    else:
        user.avatar.save(picture.name or "avatar", picture, save=False)
    user.save(update_fields=["avatar"])
    if former:
        transaction.on_commit(lambda: storage.delete(former))
