"""Field classes for what plain DRF has no compilable word for. Each is a read-only DRF field."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from rest_framework import serializers

from trellis.core.rendering.media import media_url


class _ReadOnly(serializers.Field[Any, Any, Any, Any]):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "read_only": True})


class Computed(_ReadOnly):
    """A value that is worked out from the row: its SQL expression and its Python twin, side by side.

        class Age(Computed):
            output = serializers.IntegerField()
            sql = "date_part('year', age(current_date, {user.birth_date}))"

            def compute(self, row): ...

    `{name}` is a column of the row, `{user.birth_date}` one over to-one relations; a literal brace is
    doubled. The expression is cast to the type that `output` prints. Both sides may give NULL/None.
    """

    output: ClassVar[serializers.Field[Any, Any, Any, Any]]
    sql: ClassVar[str]

    def __init__(self, *, help_text: str | None = None) -> None:
        super().__init__(help_text=help_text)

    def compute(self, row: Any) -> Any:
        """Return the value for a model instance: what `sql` gives for its row."""
        raise NotImplementedError

    def get_attribute(self, instance: Any) -> Any:
        return self.compute(instance)

    def to_representation(self, value: Any) -> Any:
        return self.output.to_representation(value)


class Constant(_ReadOnly):
    """The same value in every row."""

    def __init__(self, value: Any, *, help_text: str | None = None) -> None:
        super().__init__(help_text=help_text)
        self.value = value

    def get_attribute(self, instance: Any) -> Any:
        return self.value

    def to_representation(self, value: Any) -> Any:
        return value


class MediaURL(_ReadOnly):
    """The address of an uploaded file under MEDIA_URL, null without a file.

    Relative, whatever host the request came to; `absolute=True` puts TRELLIS_PUBLIC_URL before it.
    """

    def __init__(self, *, absolute: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.absolute = absolute

    def to_representation(self, value: FieldFile) -> str | None:
        return media_url(value.name, absolute=self.absolute)


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
        self.child.bind(field_name="", parent=self)

    def get_attribute(self, instance: Any) -> list[Model]:
        for name in self.source_attrs:
            try:
                instance = getattr(instance, name)
            except ObjectDoesNotExist:
                return []
            if instance is None:
                return []
        return list(instance.order_by(*self.order_by)[: self.limit])

    def to_representation(self, value: Iterable[Model]) -> list[Any]:
        return [self.child.to_representation(row) for row in value]
