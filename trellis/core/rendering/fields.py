"""Field classes for what plain DRF has no compilable word for. Each is a read-only DRF field."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, cast

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from rest_framework import serializers

from trellis.core.rendering.media import media_url


class _ReadOnly(serializers.Field[Any, Any, Any, Any]):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "read_only": True})


class Computed(_ReadOnly):
    """A value worked out from the row: its SQL expression and its Python twin, side by side.

        class Age(Computed):
            output = serializers.IntegerField()
            sql = "date_part('year', age(current_date, {user.birth_date}))"

            def compute(self, row): ...

    `{name}` is a column of the row, `{user.birth_date}` one over to-one relations; a literal brace
    is doubled. The expression is cast to the type that `output` prints. NULL and None are null. What depends
    on who reads names an argument of the page in `arguments`: `{viewer_id}` is then what `render` is given.
    """

    output: ClassVar[serializers.Field[Any, Any, Any, Any]]
    sql: ClassVar[str]
    arguments: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *, help_text: str | None = None) -> None:
        super().__init__(help_text=help_text)

    def compute(self, row: Any) -> Any:
        """Return the value for a model instance: what `sql` gives for its row."""
        raise NotImplementedError

    def argument(self, name: str) -> Any:
        """Return an argument of the page, for `compute`: the serializer's context has it."""
        if name not in self.arguments:
            raise KeyError(f"{type(self).__name__} declares no argument {name}")
        return self.context[name]

    def get_attribute(self, instance: Any) -> Any:
        """Return the computed value, DRF's way in."""
        return self.compute(instance)

    def to_representation(self, value: Any) -> Any:
        """Print the computed value as `output` does."""
        return self.output.to_representation(value)


class Constant(_ReadOnly):
    """The same value in every row."""

    def __init__(self, value: Any, *, help_text: str | None = None) -> None:
        super().__init__(help_text=help_text)
        self.value = value

    def get_attribute(self, instance: Any) -> Any:
        """Return the constant, whatever the row."""
        return self.value

    def to_representation(self, value: Any) -> Any:
        """Leave it as it is."""
        return value


class MediaURL(_ReadOnly):
    """The address of an uploaded file under MEDIA_URL, null without a file.

    Relative, whatever host the request came to; `absolute=True` puts TRELLIS_PUBLIC_URL before it.
    """

    def __init__(self, *, absolute: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.absolute = absolute

    def to_representation(self, value: FieldFile) -> str | None:
        """Return the file's address."""
        return media_url(value.name, absolute=self.absolute)


class Milliseconds(serializers.DateTimeField):
    """A moment as JavaScript prints it, `2025-11-15T03:45:00.000Z`; it reads what DateTimeField reads."""

    def to_representation(self, value: datetime | None) -> str | None:  # type: ignore[override]
        """Print the moment in UTC; what is finer than a millisecond is cut off."""
        if value is None:
            return None
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Nest(_ReadOnly):
    """Rows that point at this one, in a stated order and at most `limit` of them.

    `source` ends in the far end of a foreign key (`posts`, `talent.profile.posts`). The order ends
    with the primary key, so that it is total. Without the row in between, the list is empty.
    """

    def __init__(
        self,
        serializer: type[serializers.Serializer[Any]],
        *,
        order_by: Sequence[str],
        limit: int | None = None,
        source: str | None = None,
        help_text: str | None = None,
    ) -> None:
        super().__init__(source=source, help_text=help_text)
        self.order_by = tuple(order_by)
        self.limit = limit
        self.child = serializer()
        self.child.bind(field_name="", parent=cast("Any", self))

    def get_attribute(self, instance: Any) -> list[Model]:
        """Return the rows, with one query; a compiled page needs none of its own."""
        for name in self.source_attrs:
            try:
                instance = getattr(instance, name)
            except ObjectDoesNotExist:
                return []
            if instance is None:
                return []
        return list(instance.order_by(*self.order_by)[: self.limit])

    def to_representation(self, value: Iterable[Model]) -> list[Any]:
        """Print the rows."""
        return [self.child.to_representation(row) for row in value]
