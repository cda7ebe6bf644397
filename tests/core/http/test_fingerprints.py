"""Two requests that say the same have one fingerprint, however they travel; any other has another."""

import json
from typing import Any

import pytest
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from trellis.apis.talent_engine.video_sessions.recordings import WebmParser
from trellis.core.http.fingerprints import fingerprint_of

_BODY = {"title": "Nurse", "tags": ["a", "b"], "pay": {"min": 1, "max": None}}


def _request(body: Any, kind: str = "application/json", query: str = "") -> Request:
    sent = APIRequestFactory().generic("POST", f"/{query}", body, content_type=kind)
    return Request(sent, parsers=[JSONParser(), FormParser(), MultiPartParser(), WebmParser()])


def _form(boundary: str, *, word: str = "Hello", name: str = "a.txt", content: str = "content") -> Request:
    parts = {'name="word"': word, f'name="file"; filename="{name}"': content}
    sent = (
        f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n{part}\r\n"
        for head, part in parts.items()
    )
    return _request(f"{''.join(sent)}--{boundary}--\r\n", f"multipart/form-data; boundary={boundary}")


def test_the_order_and_the_spaces_of_json_are_no_matter() -> None:
    turned = json.dumps(dict(reversed(_BODY.items())), indent=2)
    assert fingerprint_of(_request(json.dumps(_BODY))) == fingerprint_of(_request(turned))


@pytest.mark.parametrize(
    "other",
    [{**_BODY, "title": "nurse"}, {**_BODY, "tags": ["b", "a"]}, {**_BODY, "more": None}, [_BODY], {}, None],
)
def test_other_json_is_another_request(other: Any) -> None:
    assert fingerprint_of(_request(json.dumps(_BODY))) != fingerprint_of(_request(json.dumps(other)))


def test_another_query_is_another_request() -> None:
    body = json.dumps(_BODY)
    assert fingerprint_of(_request(body, query="?a=1")) != fingerprint_of(_request(body, query="?a=2"))


def test_what_divides_the_parts_of_a_form_is_no_matter() -> None:
    assert fingerprint_of(_form("one")) == fingerprint_of(_form("two", name="b.txt"))


@pytest.mark.parametrize("other", [{"word": "Hallo"}, {"content": "Content"}, {"content": ""}])
def test_another_part_or_file_is_another_request(other: dict[str, str]) -> None:
    assert fingerprint_of(_form("one")) != fingerprint_of(_form("one", **other))


def test_each_value_of_a_field_counts() -> None:
    kind = "application/x-www-form-urlencoded"
    assert fingerprint_of(_request("a=1&a=2", kind)) != fingerprint_of(_request("a=2", kind))


def test_bytes_count_as_they_are() -> None:
    film, other = (fingerprint_of(_request(body, "video/webm")) for body in (b"\xff\x00", b"\xff\x01"))
    assert film != other


@pytest.mark.parametrize("in_memory", [0, 10**6])
def test_a_file_is_left_at_its_beginning(settings: Any, in_memory: int) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = in_memory
    content = "0123456789" * 20_000
    request = _form("one", content=content)
    fingerprint_of(request)
    with request.data["file"] as file:
        assert file.read() == content.encode()


def test_nobody_can_make_one_without_the_secret(settings: Any) -> None:
    ours = fingerprint_of(_request("{}"))
    settings.SECRET_KEY = "another" * 10
    assert fingerprint_of(_request("{}")) != ours
