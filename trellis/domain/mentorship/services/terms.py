"""Under which terms a mentor can be booked: what can happen to them. Nothing is paid here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Mentor, Package, Terms
from trellis.domain.mentorship.refusals import InvalidProfile
from trellis.domain.mentorship.rules.rates import in_minor_units

# What is said of them besides the price: columns of a mentor.
_SAID = ("terms", "free_talk_minutes", "sessions_a_week", "mentees_at_once")
_PRICE_FIRST = "Say an hourly rate first: without one there is nothing to be paid."
_IN_IT_TOO = "Say the hourly rate in it, too."
_NO_PACKAGES = "Who is booked for nothing alone has no packages."


@dataclass(frozen=True)
class Offered:
    """A package that a mentor offers; "" for the currency of their rate."""

    sessions: int
    price: Decimal
    valid_days: int
    currency: str = ""


@retried_once
def set_terms(*, mentor: Mentor, changes: Mapping[str, Any], now: datetime) -> Mentor:
    """Change the terms of a mentor, of which each that is left out stays; return the mentor as they are then.

    `changes` has `terms`, `hourly_rate` (an amount, None for none), `currency`, `free_talk_minutes`,
    `sessions_a_week`, `mentees_at_once`, each None for none, and `packages`, which replace all others.
    Raises InvalidProfile.
    """
    with transaction.atomic():
        current = Mentor.objects.select_for_update().get(pk=mentor.pk)
        fields = {name: changes[name] for name in _SAID if name in changes}
        fields |= _price(current, changes)
        _refuse_contradictions(current, fields)
        for name, value in fields.items():
            setattr(current, name, value)
        current.version += 1
        current.updated_at = now
        current.save(update_fields=[*fields, "version", "updated_at"])
        if "packages" in changes:
            _offer(current, changes["packages"])
        elif current.terms == Terms.FREE:
            _offer(current, ())
        events.terms_set.publish(actor_id=current.user_id, subject=current, data={}, now=now)
    return Mentor.objects.select_related("user").get(pk=mentor.pk)


def _price(mentor: Mentor, changes: Mapping[str, Any]) -> dict[str, Any]:
    currency = changes.get("currency") or mentor.currency
    if "hourly_rate" in changes:
        amount = changes["hourly_rate"]
        minor = in_minor_units(amount or Decimal(0), currency)
        return {"rate_minor": None if amount is None else minor, "currency": currency}
    if currency != mentor.currency and mentor.rate_minor is not None:
        raise InvalidProfile({"currency": [_IN_IT_TOO]})
    in_minor_units(Decimal(0), currency)  # a currency it must be
    return {"currency": currency}


def _refuse_contradictions(mentor: Mentor, fields: Mapping[str, Any]) -> None:
    terms = fields.get("terms", mentor.terms)
    if terms == Terms.PRICED and not fields.get("rate_minor", mentor.rate_minor):
        raise InvalidProfile({"hourly_rate": [_PRICE_FIRST]})


def _offer(mentor: Mentor, packages: Sequence[Offered]) -> None:
    """Have the mentor offer these packages; those that they offer already stay the same rows."""
    if packages and mentor.terms == Terms.FREE:
        raise InvalidProfile({"packages": [_NO_PACKAGES]})
    wanted = {_columns(each, mentor): None for each in packages}
    there = {_identity(row): row for row in Package.objects.filter(mentor=mentor)}
    gone = [row.pk for identity, row in there.items() if identity not in wanted]
    Package.objects.filter(pk__in=gone).delete()
    Package.objects.bulk_create(
        Package(mentor=mentor, sessions=each[0], price_minor=each[1], currency=each[2], valid_days=each[3])
        for each in wanted
        if each not in there
    )


def _columns(package: Offered, mentor: Mentor) -> tuple[int, int, str, int]:
    currency = package.currency or mentor.currency
    minor = in_minor_units(package.price, currency, field="packages")
    if not minor:
        raise InvalidProfile({"packages": ["A package has a price."]})
    return package.sessions, minor, currency, package.valid_days


def _identity(row: Package) -> tuple[int, int, str, int]:
    return row.sessions, row.price_minor, row.currency, row.valid_days
