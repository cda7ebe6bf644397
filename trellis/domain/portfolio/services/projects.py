"""What can happen to somebody's projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max

from trellis.core.db.columns import write_columns
from trellis.core.db.locks import lock
from trellis.domain.accounts.models import User
from trellis.domain.portfolio import events
from trellis.domain.portfolio.models import Project
from trellis.domain.portfolio.queries.projects import known_among, project_of, projects_of
from trellis.domain.portfolio.refusals import OtherProjects, TooManyProjects
from trellis.domain.portfolio.rules.limits import MOST_PROJECTS


def add_project(*, user: User, fields: Mapping[str, Any], now: datetime) -> Project:
    """Add a project behind the others; raise TooManyProjects."""
    with transaction.atomic():
        lock("projects", user.pk)
        rows = projects_of(user)
        if rows.count() >= MOST_PROJECTS:
            raise TooManyProjects
        last = rows.aggregate(last=Max("position"))["last"]
        place = 0 if last is None else last + 1
        row = Project.objects.create(user=user, position=place, **fields, created_at=now, updated_at=now)
        events.project_made.publish(actor_id=user.pk, subject=row, data={}, now=now)
    return row


def change_project(*, user: User, public_id: UUID, fields: Mapping[str, Any], now: datetime) -> Project:
    """Say something else of one's own project; raise NoProject."""
    with transaction.atomic():
        lock("projects", user.pk)
        row = project_of(user, public_id)
        changes = {name: value for name, value in fields.items() if getattr(row, name) != value}
        _write(row, changes, now)
    return row


def show_picture(*, user: User, public_id: UUID, picture: File[Any] | None, now: datetime) -> Project:
    """Keep the picture of one's own project, None for none; the file before goes. Raises NoProject."""
    with transaction.atomic():
        lock("projects", user.pk)
        row = project_of(user, public_id)
        storage, former = row.picture.storage, row.picture.name
        if picture is None:
            row.picture = ""
        else:
            row.picture.save(picture.name or "picture", picture, save=False)
        if picture is not None or former:
            _write(row, {"picture": row.picture}, now)
        if former:
            transaction.on_commit(partial(storage.delete, former))
    return row


def remove_project(*, user: User, public_id: UUID, now: datetime) -> None:
    """Remove one's own project, and its picture; raise NoProject."""
    with transaction.atomic():
        lock("projects", user.pk)
        row = project_of(user, public_id)
        events.project_removed.publish(actor_id=user.pk, subject=row, data={}, now=now)
        storage, former = row.picture.storage, row.picture.name
        row.delete()
        if former:
            transaction.on_commit(partial(storage.delete, former))


def order_projects(*, user: User, public_ids: Sequence[UUID], now: datetime) -> None:
    """Put one's projects into this order; raise OtherProjects unless each is named once."""
    with transaction.atomic():
        lock("projects", user.pk)
        rows = {row.public_id: row for row in projects_of(user)}
        if len(public_ids) != len(rows) or rows.keys() != set(public_ids):
            raise OtherProjects
        for place, key in enumerate(public_ids):
            rows[key].position, rows[key].updated_at = place, now
        Project.objects.bulk_update(rows.values(), ["position", "updated_at"])


def feature(*, user: User, names: Sequence[str], now: datetime) -> list[str]:
    """Let these projects stand out, in this order, and no others; return those that are none of somebody's.

    Must be called in a transaction.
    """
    lock("projects", user.pk)
    wanted = list(dict.fromkeys(names))
    known = known_among(user, wanted)
    places = {row.pk: place for place, row in enumerate(known.values())}
    rows = [row for row in projects_of(user) if row.featured != places.get(row.pk)]
    for row in rows:
        row.featured, row.updated_at = places.get(row.pk), now
    Project.objects.bulk_update(rows, ["featured", "updated_at"])
    return [name for name in wanted if name not in known]


def _write(row: Project, changes: Mapping[str, Any], now: datetime) -> None:
    if changes:
        write_columns(row, now, **changes)
        told: events.Changed = {"fields": sorted(changes)}
        events.project_changed.publish(actor_id=row.user_id, subject=row, data=told, now=now)
