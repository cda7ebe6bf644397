"""Which milestones paths lead over: each change is a version, and paths keep the one that they began with."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from trellis.core.db.locks import lock
from trellis.domain.catalog.models import Subcategory
from trellis.domain.learning import events
from trellis.domain.learning.models import PathTemplate, TemplateMilestone
from trellis.domain.learning.rules.templates import Milestone


def change_template(
    *,
    subcategory: Subcategory,
    milestones: Sequence[Milestone],
    actor_id: int | None,
    now: datetime,
    is_shipped: bool = False,
) -> PathTemplate:
    """Have new paths through a subcategory lead over these milestones, and return that version.

    Where the newest version has the same it stays.
    """
    with transaction.atomic():
        lock("path template", subcategory.pk)
        newest = PathTemplate.objects.filter(subcategory=subcategory).order_by("-version").first()
        if newest is not None and milestones_of(newest) == list(milestones):
            return newest
        made = PathTemplate.objects.create(
            subcategory=subcategory,
            version=1 if newest is None else newest.version + 1,
            total_steps=len(milestones),
            is_shipped=is_shipped,
            created_at=now,
        )
        TemplateMilestone.objects.bulk_create(
            TemplateMilestone(template=made, step=step, title=each.title, hours=each.hours)
            for step, each in enumerate(milestones, start=1)
        )
        data: events.Versioned = {"subcategory_id": subcategory.pk, "version": made.version}
        events.template_changed.publish(actor_id=actor_id, subject=made, data=data, now=now)
    return made


def milestones_of(template: PathTemplate) -> list[Milestone]:
    """Return the milestones of a version in their order."""
    return [Milestone(each.title, each.hours) for each in template.milestones.all()]
