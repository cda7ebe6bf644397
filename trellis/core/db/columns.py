"""Writing columns of a row that somebody holds."""

from datetime import datetime
from typing import Any

from django.db import models


def set_columns(row: models.Model, **values: Any) -> None:
    """Set these columns, and save them alone."""
    for name, value in values.items():
        setattr(row, name, value)
    if values:
        row.save(update_fields=list(values))


def write_columns(row: models.Model, now: datetime, **values: Any) -> None:
    """Change columns of a row whose lock the caller has: it is another version then, where rows have one."""
    if any(field.name == "version" for field in row._meta.concrete_fields):
        values["version"] = row.version + 1  # type: ignore[attr-defined]
    set_columns(row, **values, updated_at=now)
