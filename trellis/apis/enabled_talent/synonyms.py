"""Bodies that the document does not print take the usual words for one thing."""

from collections.abc import Mapping
from typing import Any, ClassVar

from trellis.core.http.input import Input


class WithSynonyms(Input):
    """A body whose fields have further names; refusals and the description say the first one.

    `synonyms` has them by field. Of several that are sent the field's own counts, then the first.
    """

    synonyms: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def to_internal_value(self, data: Any) -> Any:
        """Return the fields, by whichever name they were sent; raise ValidationError."""
        return super().to_internal_value(self._renamed(data) if isinstance(data, Mapping) else data)

    def _renamed(self, data: Any) -> Any:
        renamed = data.copy()
        for name, others in self.synonyms.items():
            sent = next((other for other in others if other in data), None)
            if name in data or sent is None:
                continue
            if hasattr(data, "getlist"):
                renamed.setlist(name, data.getlist(sent))
            else:
                renamed[name] = data[sent]
        return renamed
