"""`messages/attachments`: files that go with messages, given to who is in the room, and inert."""

from contextlib import closing
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.messages.talkers import API, Talker

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<html><script>alert(1)</script></html>"


def _upload(person: Talker, name: str, content: bytes, kind: str = "image/png", **parts: Any) -> Any:
    file = SimpleUploadedFile(name, content, kind)
    return person.client.post(f"{API}/attachments", {"file": file, **parts}, format="multipart")


def _uploaded(person: Talker, name: str = "notes.txt", content: bytes = b"Notes") -> dict[str, Any]:
    response = _upload(person, name, content)
    assert response.status_code == 201, response.content
    attached: dict[str, Any] = response.json()["attachment"]
    return attached


def _file(person: Talker, attached: dict[str, Any], **headers: str) -> Any:
    address = attached["url"].removeprefix("http://localhost:8000")
    return person.client.get(address, headers=headers)


def _picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (4, 4), "red").save(made, "PNG")
    return made.getvalue()


def test_it_goes_with_a_message_and_is_had_by_who_hears_it(ann: Talker, bob: Talker) -> None:
    attached = _uploaded(ann)
    assert attached.keys() == {"id", "name", "media_type", "size", "url"}
    refused(_file(bob, attached), 404, "NOT_FOUND")
    sent = ann.say(bob, "", attachment_ids=[attached["id"]])
    assert (sent["message_text"], sent["attachments"]) == ("", [attached])
    (heard,) = bob.heard(ann)["messages"]
    assert heard["attachments"] == [attached]
    for person in (ann, bob):
        assert b"".join(_file(person, attached).streaming_content) == b"Notes"
    refused(_file(Talker("eve"), attached), 404, "NOT_FOUND")
    refused(bob.answer("get", f"attachments/{uuid4()}"), 404, "NOT_FOUND")
    again = {"recipient_user_id": bob.id, "attachment_ids": [attached["id"]]}
    assert "attachment_ids" in refused(ann.answer("post", "send", again), 422, "VALIDATION_ERROR")["details"]
    ann.ask("delete", sent["id"], status=204)
    assert bob.heard(ann)["messages"][0]["attachments"] == []
    refused(_file(bob, attached), 404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.svg", SVG), ("a.html", HTML), ("a.png", HTML), ("a.pdf", b"alert(1)"), ("a.js", b"alert(1)")],
)
def test_whatever_it_is_called_it_is_a_download_and_nobodys_page(
    ann: Talker, name: str, content: bytes
) -> None:
    response = _file(ann, _uploaded(ann, name, content))
    assert response["Content-Type"] in ("application/octet-stream", "text/plain")
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content) == content


def test_only_a_picture_that_was_drawn_anew_is_shown(ann: Talker) -> None:
    attached = _uploaded(ann, "holiday.gif", _picture())
    assert (attached["name"], attached["media_type"]) == ("holiday.jpg", "image/jpeg")
    with closing(_file(ann, attached)) as response:
        assert response["Content-Disposition"] == 'inline; filename="holiday.jpg"'
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_part_of_it_is_had_too(ann: Talker) -> None:
    response = _file(ann, _uploaded(ann), Range="bytes=1-2")
    assert (response.status_code, b"".join(response.streaming_content)) == (206, b"ot")
    assert _file(ann, _uploaded(ann), Range="bytes=9-").status_code == 416


def test_it_keeps_its_name_whatever_the_letters(ann: Talker) -> None:
    attached = _uploaded(ann, "Übung; x=1 \u202e.txt")
    assert attached["name"] == "Übung; x=1 .txt"
    name = "%C3%9Cbung%3B%20x%3D1%20.txt"
    with closing(_file(ann, attached)) as response:
        assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"


def test_what_is_no_file_or_too_large_is_refused_by_name(ann: Talker) -> None:
    for answer in (
        ann.client.post(f"{API}/attachments", {}, format="multipart"),
        ann.client.post(f"{API}/attachments", {"file": "x"}, format="multipart"),
        ann.answer("post", "attachments", {"file": "x"}),
        _upload(ann, "empty.txt", b""),
        _upload(ann, "large.bin", bytes(10 * 1024 * 1024 + 1)),
        _upload(ann, "broken.png", b"\x89PNG\r\n\x1a\nbroken"),
    ):
        assert refused(answer, 422, "VALIDATION_ERROR")["details"].keys() == {"file"}
