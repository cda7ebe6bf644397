"""Reading what a client sent, with bounds."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from trellis.core.http.json_text import read_json


class BoundedJSONParser(JSONParser):
    """A parser that takes what `read_json` takes, where DRF's alone fails or lets in what no row can hold.

    The size is bounded by Django (DATA_UPLOAD_MAX_MEMORY_SIZE). The encoding is UTF-8, as JSON's must
    be: a charset in the request's head means nothing.
    """

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the document; raise ParseError (400)."""
        body = stream.read()
        try:
            return read_json(body.decode())
        except ValueError as error:
            raise ParseError(f"JSON parse error - {error}") from None
