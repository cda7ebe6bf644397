"""What stands in a column once its value is erased, and how texts lose the mention of somebody."""

import html
import re
import uuid
from collections.abc import Iterable
from typing import Any, cast

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import BaseExpression

SOMEBODY = "a former member"
_DRAWN = "erased-"
_SHORTEST_NAME = 2  # letters of a first or last name by which somebody can be meant


def empty_value(field: "models.Field[Any, Any]") -> Any:
    """Return what a column holds when it holds nothing, and its constraints are kept."""
    if isinstance(field, SearchVectorField):
        return None
    if is_unique(field):
        return None if field.null else f"{_DRAWN}{uuid.uuid4().hex[: _drawn_letters(field)]}"
    if isinstance(field, models.CharField | models.TextField | models.FileField):
        # Also where it may be NULL: other columns may say that there is a text.
        return field.default if isinstance(field.default, str) else ""
    if field.null:
        return None
    if isinstance(field, ArrayField):
        return []
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else {}
    if isinstance(field, models.BinaryField):
        return b""
    return field.get_default()


def is_unique(field: "models.Field[Any, Any]") -> bool:
    """Tell whether a constraint may keep two rows from having the same in this column."""
    constraints = field.model._meta.constraints
    return field.unique or any(
        field.name in _columns_of(each) for each in constraints if isinstance(each, models.UniqueConstraint)
    )


def left_in(field: "models.Field[Any, Any]") -> Q:
    """Return which rows hold something in a column: some must not be emptied twice."""
    if is_unique(field) and not field.null:
        return ~Q((f"{field.name}__regex", f"^{_DRAWN}[0-9a-f]{{{_drawn_letters(field)}}}$"))
    there, empty = Q((f"{field.name}__isnull", False)), empty_value(field)
    return there if empty is None else there & ~Q((field.name, empty))


def _drawn_letters(field: "models.Field[Any, Any]") -> int:
    return min(32, (field.max_length or 100) - len(_DRAWN))


def _columns_of(constraint: models.UniqueConstraint) -> set[str]:
    expressions = cast("tuple[BaseExpression, ...]", constraint.expressions)
    # A column that stands alone is no expression of which there are parts.
    parts = ([each] if isinstance(each, models.F) else each.flatten() for each in expressions)
    inside = (each for several in parts for each in several)
    return {*constraint.fields, *(str(each.name) for each in inside if isinstance(each, models.F))}  # type: ignore[attr-defined]


class Mentions:
    """Texts that name a person in what others hold, and what stands there instead of them."""

    def __init__(self, texts: Iterable[str], *, instead: str) -> None:
        self.texts = list(dict.fromkeys(form for text in texts for form in (text, html.escape(text))))
        self.instead = instead
        either = "|".join(re.escape(each) for each in sorted(self.texts, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE) if self.texts else None

    def removed_from(self, value: Any) -> Any:
        """Return a text, or what JSON holds, without them."""
        match value:
            case str() if self._pattern:
                return self._pattern.sub(lambda _: self.instead, value)
            case list():
                return [self.removed_from(each) for each in value]
            case dict():
                return {self.removed_from(name): self.removed_from(each) for name, each in value.items()}
        return value


def addresses_as_mentioned(addresses: Iterable[str]) -> Mentions:
    """Return how somebody's addresses are found and replaced."""
    return Mentions(addresses, instead="erased@invalid")


def name_as_mentioned(first_name: str, last_name: str) -> Mentions:
    """Return how somebody's whole name is found and replaced; half a name may mean anybody, or anything."""
    is_whole = min(len(first_name.strip()), len(last_name.strip())) >= _SHORTEST_NAME
    return Mentions([" ".join(f"{first_name} {last_name}".split())] if is_whole else [], instead=SOMEBODY)
