"""Bringing rows of old into the one form of addresses: docs/decisions/addresses-and-names.md."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from trellis.core.writing.addresses import kept_form

# After the last @ no capitals, and no letters but those of ASCII. Python and PostgreSQL read it alike.
IN_FORM = r"^(.*@[!-?\[-~]+)?$"


def is_in_form(name: str, *, constraint: str) -> models.CheckConstraint:
    """Return the constraint that the column `name` holds addresses in their form alone."""
    return models.CheckConstraint(condition=Q(**{f"{name}__regex": IN_FORM}), name=constraint)


def bring_into_form(
    rows: QuerySet[Any],
    name: str,
    *,
    clash: Callable[[Any, Any], bool] = lambda row, other: True,
    wins: Callable[[Any, Any], bool] = lambda row, other: False,
    lost: Mapping[str, Any] | None = None,
) -> None:
    """Bring the addresses that rows have in this column into their form.

    Of two rows that turn out to have one address, and `clash` by that, the one in form already keeps it,
    unless the other `wins`. The loser is kept too, under an address that is nobody's and names the row, and
    with what is `lost` by that. For migrations, whose own columns bring nothing into form.
    """
    out_of_form = rows.filter(**{f"{name}__isnull": False}).exclude(**{f"{name}__regex": IN_FORM})
    for row in out_of_form.order_by("pk"):
        address = kept_form(getattr(row, name))
        loser = row
        if re.fullmatch(IN_FORM, address):
            others = rows.filter(**{f"{name}__iexact": address}).exclude(pk=row.pk)
            other = next((each for each in others if clash(row, each)), None)
            loser = other if other is None or wins(row, other) else row
        if loser is not None:
            rows.filter(pk=loser.pk).update(**{name: _nobodys(loser, address), **(lost or {})})
        if loser is not row:
            rows.filter(pk=row.pk).update(**{name: address})


def _nobodys(row: models.Model, address: str) -> str:
    """Return an address to which no mail is ever sent (RFC 2606), of which one can tell what it was."""
    local, _, domain = address.rpartition("@")
    readable = domain.encode("ascii", "replace").decode().replace("?", "-").lower()
    return f"{local[:64]}@{readable[:120]}.{row.pk}.invalid"
