"""What is to be approved, as the engine knows it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models


@dataclass(frozen=True)
class Subject:
    """What is to be approved, in which round and by which workflow; it may be of no organization."""

    type: str
    id: str
    workflow: dict[str, Any]
    organization_id: UUID | None = None
    round: int = 1


def subject_of(row: models.Model, *, organization_id: UUID | None = None, **more: Any) -> Subject:
    """Return a row as the subject of decisions; `more` is its `workflow` and `round`, if it has them."""
    return Subject(
        type=row._meta.label_lower,
        id=str(row.pk),
        organization_id=organization_id,
        **{"workflow": {}, **more},
    )
