"""Reading what a client sent, with bounds."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class BoundedJSONParser(JSONParser):
    """DRF's JSON parser, which alone fails on a document that is nested too deeply.

    Its size is bounded by Django (DATA_UPLOAD_MAX_MEMORY_SIZE).
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
            document = super().parse(BytesIO(body), media_type, parser_context)
        except RecursionError:
            raise ParseError("JSON parse error - nested too deeply") from None
        if b"\\ud" in body.lower():
            _refuse_lone_surrogates(document)
        return document


def _refuse_lone_surrogates(document: Any) -> None:
    """Raise ParseError for half a character, which no answer could repeat and no row could hold."""
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ParseError("JSON parse error - lone surrogate") from None
