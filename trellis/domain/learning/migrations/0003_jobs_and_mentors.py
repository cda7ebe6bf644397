"""Jobs that are open, and mentors who are offered, get the opportunity that is theirs: some hundred at a time.

They are held for the time of their batch alone. What an older Trellis says while this runs gets its opportunity
when it is changed next.
"""

from collections.abc import Callable
from typing import Any

from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Q

BATCH = 500
SHOWN = Q(is_approved=True) | Q(offered_at__isnull=False)
_AN_HOUR = 60


def make_opportunities(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make those of open jobs, then those of mentors."""
    alias = editor.connection.alias
    opportunity = apps.get_model("learning", "Opportunity")
    postings = apps.get_model("jobs", "Posting")._default_manager.using(alias)
    mentors = apps.get_model("mentorship", "Mentor")._default_manager.using(alias)
    _make(opportunity, postings.filter(status="open", is_deleted=False, opportunity=None), _of_posting)
    offered = mentors.filter(SHOWN, user__is_active=True, opportunity=None)
    below = {
        str(each.public_id): each.pk
        for each in apps.get_model("catalog", "Subcategory")._default_manager.using(alias)
    }
    _make(opportunity, offered.select_related("user"), lambda row: _of_mentor(row, below))


def _make(opportunity: Any, rows: Any, columns: Callable[[Any], dict[str, Any]]) -> None:
    after = 0
    while True:
        with transaction.atomic(using=rows.db):
            found = rows.filter(pk__gt=after).select_for_update(of=("self",)).order_by("pk")
            batch = list(found[:BATCH])
            made = [opportunity(**columns(row), updated_at=row.updated_at) for row in batch]
            opportunity._default_manager.using(rows.db).bulk_create(made)
        if not batch:
            return
        after = batch[-1].pk


def _of_posting(row: Any) -> dict[str, Any]:
    return {
        "posting_id": row.pk,
        "opportunity_type": "job",
        "title": row.title,
        "description": row.job_desc,
        "tags": list(row.skills),
        "is_published": True,
        "published_at": row.created_at,
        "closes_at": row.deadline_at,
        "created_at": row.created_at,
    }


def _of_mentor(row: Any, below: dict[str, int]) -> dict[str, Any]:
    name = f"{row.user.first_name} {row.user.last_name}".strip() or row.user.username
    named = (str(key) for each in row.expertise_categories for key in each.get("subcategory_ids", ()))
    return {
        "subcategory_id": next((below[key] for key in named if key in below), None),
        "mentor_id": row.pk,
        "public_id": row.public_id,
        "opportunity_type": "mentorship",
        "title": f"Mentorship with {name}",
        "description": row.bio,
        "price_minor": row.rate_minor or 0,
        "currency": row.currency,
        "duration_minutes": _AN_HOUR,
        "tags": list(row.expertise),
        "rating_sum": row.rating_sum,
        "rating_count": row.rating_count,
        "is_published": True,
        "published_at": row.offered_at or row.created_at,
        "created_at": row.offered_at or row.created_at,
    }


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("learning", "0002_counts"),
        ("catalog", "0001_initial"),
        ("jobs", "0003_postings_of_requisitions"),
        ("mentorship", "0004_offered_in_soosh"),
    ]
    operations = [migrations.RunPython(make_opportunities, migrations.RunPython.noop)]
