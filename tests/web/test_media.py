"""Uploads as browsers and players ask for them."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

BODY = bytes(range(256)) * 1000


@pytest.fixture(autouse=True)
def video(media_root: Path) -> Path:
    path = media_root / "posts" / "a.mp4"
    path.parent.mkdir(parents=True)
    path.write_bytes(BODY)
    return path


def _get(client: Client, path: str = "posts/a.mp4", **headers: str) -> Any:
    """Get a file and read it to its end, which is when Django closes it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response: Any = client.get(f"/media/{path}", headers=named)
    response.body = response.getvalue()
    return response


def test_a_whole_file(client: Client) -> None:
    response = _get(client)
    assert response.status_code == 200
    assert response.body == BODY
    assert response["Content-Type"] == "video/mp4"
    assert response["Content-Length"] == str(len(BODY))
    assert response["Accept-Ranges"] == "bytes"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=1000-", 1000, len(BODY) - 1),
        ("bytes=-500", len(BODY) - 500, len(BODY) - 1),
        ("bytes=70000-200000", 70000, 200000),
        ("bytes=5-999999999", 5, len(BODY) - 1),
        ("bytes=-999999999", 0, len(BODY) - 1),
        (f"bytes={len(BODY) - 1}-", len(BODY) - 1, len(BODY) - 1),
    ],
)
def test_a_part(client: Client, asked: str, first: int, last: int) -> None:
    response = _get(client, Range=asked)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(BODY)}"
    assert response["Content-Length"] == str(last - first + 1)
    assert response.body == BODY[first : last + 1]


@pytest.mark.parametrize("asked", [f"bytes={len(BODY)}-", "bytes=-0", "bytes=999999999-1000000000"])
def test_a_part_beyond_the_end(client: Client, asked: str) -> None:
    response = _get(client, Range=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(BODY)}"


@pytest.mark.parametrize(
    "asked",
    ["bytes=5-1", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,4-5", "bytes=" + "9" * 40],
)
def test_what_is_no_single_range_gets_the_whole_file(client: Client, asked: str) -> None:
    response = _get(client, Range=asked)
    assert response.status_code == 200
    assert response.body == BODY


def test_a_part_of_a_file_that_the_client_has_in_another_version_is_the_whole(
    client: Client,
) -> None:
    etag = _get(client)["ETag"]
    assert _get(client, Range="bytes=0-1", If_Range=etag).status_code == 206
    assert _get(client, Range="bytes=0-1", If_Range='"other"').status_code == 200


def test_what_the_client_has_is_not_sent_again(client: Client) -> None:
    first = _get(client)
    for response in (
        _get(client, If_None_Match=first["ETag"]),
        _get(client, If_Modified_Since=first["Last-Modified"]),
    ):
        assert response.status_code == 304
        assert response["ETag"] == first["ETag"]
        assert response["Cache-Control"] == first["Cache-Control"]
    assert _get(client, If_None_Match='"other"').status_code == 200


def test_head_tells_the_same_without_the_content(client: Client) -> None:
    response = client.head("/media/posts/a.mp4")
    assert response.status_code == 200
    assert response["Content-Length"] == str(len(BODY))
    assert response["Content-Type"] == "video/mp4"
    assert not response.streaming


def test_an_empty_file(client: Client, video: Path) -> None:
    video.write_bytes(b"")
    assert _get(client).body == b""
    assert _get(client, Range="bytes=0-").status_code == 416


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "posts/../../secret.txt",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "link.txt",
        "posts",
        "posts/",
        "",
        "nothing.png",
        "a%00.png",
        "x" * 5000,
    ],
)
def test_nothing_but_files_in_the_media_folder(client: Client, media_root: Path, path: str) -> None:
    secret = media_root.parent / "secret.txt"
    secret.write_text("secret")
    (media_root / "link.txt").symlink_to(secret)
    assert _get(client, path).status_code == 404


@pytest.mark.parametrize("suffix", [".html", ".svg", ".js", ".xml", ".pdf", ""])
def test_what_could_run_in_a_browser_is_only_for_download(
    client: Client, media_root: Path, suffix: str
) -> None:
    (media_root / f"evil{suffix}").write_text("<script>alert(1)</script>")
    response = _get(client, f"evil{suffix}")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == "attachment"


def test_nothing_sent_from_here_can_run(client: Client) -> None:
    response = _get(client)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "script" not in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_it_only_reads(client: Client) -> None:
    assert client.post("/media/posts/a.mp4").status_code == 405


def test_with_another_storage_nothing_is_here(client: Client, settings: Any) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}
    assert _get(client).status_code == 404
