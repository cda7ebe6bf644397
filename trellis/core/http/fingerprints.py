"""What a request says, as one digest: it tells whether two requests are the same, and keeps no word."""

import json
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from rest_framework.request import Request

_SALT = "trellis.core.http.fingerprints"


def fingerprint_of(request: Request) -> str:
    """Return an HMAC of the query and the parsed body, of files by their content; raise what parsing raises.

    It is keyed by SECRET_KEY, so that who reads the table cannot try out what may have been sent. The same
    form is the same whatever boundary divides its parts.
    """
    said = [request.META.get("QUERY_STRING", ""), _described(request.data)]
    return digest_of(json.dumps(said, sort_keys=True, separators=(",", ":")))


def digest_of(text: str) -> str:
    """Return an HMAC of the text: 64 hexadecimal digits."""
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()


def _described(body: Any) -> Any:
    if isinstance(body, MultiValueDict):
        return {"form": {name: [_part(each) for each in parts] for name, parts in body.lists()}}
    if isinstance(body, bytes):
        return {"bytes": sha256(body).hexdigest()}
    return {"json": body}


def _part(part: Any) -> Any:
    if not isinstance(part, UploadedFile):
        return part
    digest = sha256()
    for chunk in part.chunks():
        digest.update(chunk)
    part.seek(0)
    return {"file": digest.hexdigest()}
