"""Milestones and achievements come into the database as they are written, at every start."""

from datetime import datetime

from django.db import transaction

from trellis.core.db.locks import lock
from trellis.domain.catalog.models import Category, Subcategory
from trellis.domain.learning.models import Achievement, PathTemplate
from trellis.domain.learning.rules.achievements import shipped_achievements
from trellis.domain.learning.rules.templates import shipped_templates
from trellis.domain.learning.services.templating import change_template, milestones_of


def plant(*, now: datetime) -> None:
    """Write what is new; what the back office has changed stays as it is there. The catalog comes first."""
    with transaction.atomic():
        lock("learning", "planting")
        _plant_templates(now)
        _plant_achievements()


def _plant_templates(now: datetime) -> None:
    subcategories = {each.slug: each for each in Subcategory.objects.all()}
    rows = PathTemplate.objects.order_by("subcategory", "version").prefetch_related("milestones")
    newest = {each.subcategory_id: each for each in rows}
    for slug, milestones in shipped_templates().items():
        subcategory = subcategories[slug]
        there = newest.get(subcategory.pk)
        if there is None or (there.is_shipped and milestones_of(there) != list(milestones)):
            change_template(
                subcategory=subcategory, milestones=milestones, actor_id=None, is_shipped=True, now=now
            )


def _plant_achievements() -> None:
    categories = {each.slug: each for each in Category.objects.all()}
    there = set(Achievement.objects.values_list("public_id", flat=True))
    Achievement.objects.bulk_create(
        [
            Achievement(**{**each, "category": each["category"] and categories[each["category"]]})
            for each in shipped_achievements()
            if each["public_id"] not in there
        ],
        # One of the back office may have the name by now.
        ignore_conflicts=True,
    )
