"""Reading what a client sent, with bounds."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, JSONParser

from trellis.core.http.errors import TooLarge
from trellis.core.http.json_text import read_json

# A recording of 10 MB takes a third more in base64, and something is said beside it.
LARGEST_WITH_SOUND = 14 * 1024 * 1024  # bytes


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
        return _document(stream.read())


class SoundJSONParser(BaseParser):
    """The same for addresses at which a recording may stand in the JSON: at no other may it be so large."""

    media_type = "application/json"

    # DRF hands what is a JSONParser the body as Django bounds it; this one is none.
    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the document; raise ParseError (400) or TooLarge (413)."""
        body = stream.read(LARGEST_WITH_SOUND + 1)
        if len(body) > LARGEST_WITH_SOUND:
            raise TooLarge
        return _document(body)


def _document(body: bytes) -> Any:
    try:
        return read_json(body.decode())
    except ValueError as error:
        raise ParseError(f"JSON parse error - {error}") from None
