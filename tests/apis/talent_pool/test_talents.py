"""A talent's own posts."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

import trellis.demo
from tests.apis.conftest import SignIn
from tests.apis.talent_pool.test_onboarding import EXAMPLES, OWN_POSTS, POOL, picture
from tests.contracts import differences
from tests.core.files.films import PICTURES, SECRET, box, ebml, film, ftyp, place, webm
from trellis.domain.scouting.models import Post

pytestmark = pytest.mark.usefixtures("world")


def _video() -> SimpleUploadedFile:
    path = Path(trellis.demo.__path__[0]) / "assets" / "practice_session.mp4"
    return SimpleUploadedFile("clip.exe", path.read_bytes(), "application/x-msdownload")


class TestOwnPosts:
    def test_words_can_be_posted_and_are_listed(self, signed_in: SignIn) -> None:
        client = signed_in("jane_talent")
        response = client.post(OWN_POSTS, {"content": "Ready.", "caption": "Final"})
        assert response.status_code == 201
        assert differences(response.json(), EXAMPLES[0]["response"][0]["posts"][0]) == []
        listed = client.get(OWN_POSTS).json()
        assert [post["content"] for post in listed] == ["Ready.", "Just won my local tournament!"]

    def test_a_post_shows_in_the_pool_first(self, signed_in: SignIn) -> None:
        signed_in("jane_talent").post(OWN_POSTS, {"content": "Ready."})
        pool = signed_in("coach_mike").get(POOL).json()
        (posts,) = [item["posts"] for item in pool if item["talent"]["user"]["username"] == "jane_talent"]
        assert [post["content"] for post in posts] == ["Ready.", "Just won my local tournament!"]

    def test_a_picture_and_a_video_can_be_posted(self, signed_in: SignIn, media_root: Path) -> None:
        fields = {"caption": "Both", "image": picture(), "video": _video()}
        body = signed_in("jane_talent").post(OWN_POSTS, fields, format="multipart").json()
        assert body["image"].startswith("/media/posts/images/")
        assert body["video"].startswith("/media/posts/videos/")
        assert body["video"].endswith(".mp4")
        stored = media_root / body["video"].removeprefix("/media/")
        assert stored.read_bytes() == _video().read()

    @pytest.mark.parametrize(
        ("field", "content"),
        [
            ("image", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            ("image", b"<html><script>alert(1)</script>"),
            ("image", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50),
            ("video", b"<html><script>alert(1)</script>"),
            ("video", webm(kind=b"matroska")),
            ("video", ebml() + b"<html><script>alert(1)</script></html>"),
            ("video", b"MZ\x90\x00" + b"\x00" * 100),
        ],
    )
    def test_a_file_that_is_something_else_is_refused(
        self, signed_in: SignIn, media_root: Path, field: str, content: bytes
    ) -> None:
        upload = SimpleUploadedFile("clip.mp4", content, "video/mp4")
        response = signed_in("jane_talent").post(OWN_POSTS, {field: upload}, format="multipart")
        assert response.status_code == 400
        assert set(response.json()) == {field}
        assert Post.objects.count() == 3

    def test_of_a_video_nobody_learns_where_it_was_made(
        self, api: APIClient, signed_in: SignIn, media_root: Path
    ) -> None:
        upload = SimpleUploadedFile("IMG_0001.MOV", film(brand=b"qt  ", in_head=place()))
        body = signed_in("john_talent").post(OWN_POSTS, {"video": upload}, format="multipart").json()
        shown = b"".join(api.get(body["video"]).streaming_content)
        assert body["video"].endswith(".mov")
        assert PICTURES in shown
        assert SECRET not in shown

    @pytest.mark.parametrize(
        "brand", [b"avc1", b"isom", b"mp42", b"dash", b"MSNV", b"XAVC", b"M4V ", b"qt  ", b"3gp5"]
    )
    def test_a_video_is_taken_whatever_its_brand(
        self, signed_in: SignIn, media_root: Path, brand: bytes
    ) -> None:
        content = ftyp(brand, b"avc1", b"isom") + box(b"free") + box(b"mdat", b"frames")
        upload = SimpleUploadedFile("clip.mp4", content)
        answer = signed_in("john_talent").post(OWN_POSTS, {"video": upload}, format="multipart")
        assert answer.status_code == 201

    @pytest.mark.parametrize("body", [{}, {"content": ""}, {"content": "", "caption": "  "}])
    def test_an_empty_post_is_refused(self, signed_in: SignIn, body: dict[str, str]) -> None:
        response = signed_in("jane_talent").post(OWN_POSTS, body)
        assert response.status_code == 400

    def test_who_is_no_talent_cannot_post(self, signed_in: SignIn) -> None:
        response = signed_in("coach_mike").post(OWN_POSTS, {"content": "x"})
        assert (response.status_code, response.json()) == (403, {"error": "Only talents can have posts."})

    def test_likes_and_views_are_not_ones_own_to_say(self, signed_in: SignIn) -> None:
        body = {"content": "x", "likes_count": 1000, "views_count": 1000, "talent": 1}
        answer = signed_in("jane_talent").post(OWN_POSTS, body).json()
        assert (answer["likes_count"], answer["views_count"], answer["talent"]) == (0, 0, 3)
