"""What the back office does with courses, workshops and groups: make, change, publish and withdraw them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from trellis.core.db.columns import write_columns
from trellis.core.events import DomainEvent, Nothing, parted
from trellis.domain.learning import events
from trellis.domain.learning.models import Opportunity
from trellis.domain.learning.refusals import NoOpportunity, OfAnother
from trellis.domain.learning.rules.choices import OWN
from trellis.domain.learning.services.meanings import have_understood

# What is said of one.
FIELDS = (
    *("opportunity_type", "title", "description", "price_minor", "currency", "duration_minutes"),
    *("difficulty", "tags", "subcategory", "closes_at"),
)
_TEXTS = frozenset({"title", "description", "tags"})


def make_opportunities(
    *, said: Sequence[Mapping[str, Any]], actor_id: int | None, is_published: bool = False, now: datetime
) -> list[Opportunity]:
    """Make courses, workshops and groups of FIELDS, hidden unless said otherwise; raise OfAnother.

    Each may bring its own `public_id`.
    """
    if any(fields["opportunity_type"] not in OWN for fields in said):
        raise OfAnother
    made = [Opportunity(**fields, created_at=now, updated_at=now) for fields in said]
    for each in made:
        each.is_published, each.published_at = is_published, now if is_published else None
    with transaction.atomic():
        Opportunity.objects.bulk_create(made)
        _tell(events.opportunity_made, made, actor_id, now)
        if is_published:
            _tell(events.opportunity_published, made, actor_id, now)
        have_understood([each.pk for each in made])
    return made


def change_opportunity(
    *, opportunity: Opportunity, changes: Mapping[str, Any], actor_id: int | None, now: datetime
) -> Opportunity:
    """Say something else of a course, workshop or group, by FIELDS; raise NoOpportunity, OfAnother.

    Whoever is enrolled pays what it cost when they came.
    """
    with transaction.atomic():
        current = _own(opportunity)
        if changes.get("opportunity_type", current.opportunity_type) not in OWN:
            raise OfAnother
        changed = {
            name: [getattr(current, name), value]
            for name, value in changes.items()
            if getattr(current, name) != value
        }
        if changed:
            write_columns(current, now, **{name: pair[1] for name, pair in changed.items()})
            told, texts = parted(_plain(changed), personal=_TEXTS)
            events.opportunity_changed.publish(
                actor_id=actor_id, subject=current, data={"changes": told}, personal=texts, now=now
            )
            have_understood([current.pk])
    return current


def publish_opportunity(*, opportunity: Opportunity, actor_id: int | None, now: datetime) -> Opportunity:
    """Show it to everybody; raise NoOpportunity, OfAnother."""
    return _show(opportunity, events.opportunity_published, actor_id, now, is_published=True)


def withdraw_opportunity(*, opportunity: Opportunity, actor_id: int | None, now: datetime) -> Opportunity:
    """Show it to nobody any more; who is enrolled stays so. Raises NoOpportunity, OfAnother."""
    return _show(opportunity, events.opportunity_withdrawn, actor_id, now, is_published=False)


def _show(
    opportunity: Opportunity,
    event: DomainEvent[Opportunity, Nothing],
    actor_id: int | None,
    now: datetime,
    *,
    is_published: bool,
) -> Opportunity:
    with transaction.atomic():
        current = _own(opportunity)
        if current.is_published != is_published:
            since = now if is_published else current.published_at
            write_columns(current, now, is_published=is_published, published_at=since)
            _tell(event, [current], actor_id, now)
    return current


def _own(opportunity: Opportunity) -> Opportunity:
    """Lock what is made in the back office, and return it as it is."""
    # NO KEY: who enrols may still point at it.
    current = Opportunity.objects.select_for_update(no_key=True).filter(pk=opportunity.pk).first()
    if current is None:
        raise NoOpportunity
    if current.opportunity_type not in OWN:
        raise OfAnother
    return current


def _tell(
    event: DomainEvent[Opportunity, Nothing], rows: Sequence[Opportunity], actor_id: int | None, now: datetime
) -> None:
    nothing: Nothing = {}
    event.publish_many(actor_id=actor_id, subjects=[(row, nothing) for row in rows], now=now)


def _plain(changed: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Return the changes as JSON has them."""
    return {name: [_as_json(value) for value in pair] for name, pair in changed.items()}


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return getattr(value, "pk", value)
