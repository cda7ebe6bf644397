"""What mentors say of themselves: theirs alone to change, by whoever knows the version, a real picture."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.mansa.conftest import ABSENT, MENTORS
from trellis.domain.mentorship.models import Mentor

pytestmark = pytest.mark.usefixtures("world")


def picture(form: str = "JPEG") -> SimpleUploadedFile:
    out = BytesIO()
    picture = Image.new("RGB", (40, 30), "red")
    exif = picture.getexif()
    exif[0x010E] = "where I live"
    picture.save(out, form, exif=exif)
    return SimpleUploadedFile("me.jpg", out.getvalue(), content_type="image/jpeg")


class TestOwnProfile:
    def test_whoever_is_signed_in_may_apply_once(self, signed_in: SignIn) -> None:
        john = signed_in("johndoe")
        assert john.get(f"{MENTORS}my_profile/").status_code == 404
        body = {"bio": "I mentor", "expertise": ["Go", "go", "Python"], "is_approved": True, "rating": 5}
        response = john.post(f"{MENTORS}create_profile/", {**body, "user_id": 1, "total_sessions": 9})
        assert response.status_code == 201, response.content
        made = response.json()
        assert (made["expertise"], made["is_approved"], made["rating"]) == (["Go", "Python"], False, None)
        assert (made["user_id"], made["total_sessions"], made["email"]) == (207, 0, "user@example.com")
        assert john.get(f"{MENTORS}my_profile/").json() == made
        again = john.post(f"{MENTORS}create_profile/", body)
        assert (again.status_code, again.json()) == (400, {"detail": "You already have a mentor profile."})

    def test_nobody_is_asked_to_sign_in(self, api: APIClient, sarah: Mentor) -> None:
        own = f"{MENTORS}{sarah.public_id}/"
        for response in (
            api.get(f"{MENTORS}my_profile/"),
            api.post(f"{MENTORS}create_profile/", {}),
            api.patch(f"{own}update_profile/", {}),
            api.post(f"{own}upload_photo/", {}),
        ):
            assert response.status_code == 401
            assert response["WWW-Authenticate"].startswith("Bearer")

    def test_is_changed_by_its_owner_alone(self, signed_in: SignIn, sarah: Mentor, middy: Mentor) -> None:
        def change(username: str, mentor: Mentor) -> int:
            address = f"{MENTORS}{mentor.public_id}/update_profile/"
            return int(signed_in(username).patch(address, {"bio": "mine"}).status_code)

        assert change("sarahj", sarah) == 200
        assert [change(name, sarah) for name in ("johndoe", "middy", "admin")] == [403, 403, 403]
        # Whether there is such a mentor is not theirs to know.
        assert change("johndoe", middy) == 404
        assert list(Mentor.objects.order_by("id").values_list("bio", flat=True)) == ["mine", ""]

    def test_can_be_changed_by_whoever_knows_its_version(self, signed_in: SignIn, sarah: Mentor) -> None:
        client, address = signed_in("sarahj"), f"{MENTORS}{sarah.public_id}/update_profile/"
        version = client.get(f"{MENTORS}my_profile/").json()["version"]
        first = client.patch(address, {"company": "New", "version": version})
        assert (first.status_code, first.json()["version"]) == (200, version + 1)
        stale = client.patch(address, {"company": "Old", "version": version})
        assert (stale.status_code, stale.json()["current_version"]) == (409, version + 1)
        assert client.patch(address, {"bio": "No version"}).status_code == 200
        assert client.get(MENTORS, {"search": "new"}).json()["count"] == 1

    def test_what_is_not_theirs_to_say_is_ignored(self, signed_in: SignIn, middy: Mentor) -> None:
        forbidden = {"is_approved": True, "rating_sum": 5, "rating_count": 1, "user_id": 1, "id": ABSENT}
        address = f"{MENTORS}{middy.public_id}/update_profile/"
        assert signed_in("middy").patch(address, {**forbidden, "bio": "x"}).status_code == 200
        kept = Mentor.objects.get(pk=middy.pk)
        assert (kept.is_approved, kept.rating_sum, kept.user_id) == (False, 0, middy.user_id)
        assert kept.public_id == middy.public_id

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("bio", "\x00"),
            ("bio", {"a": 1}),
            ("bio", []),
            ("expertise", "Go"),
            ("expertise", [None]),
            ("expertise", ["x" * 61]),
            ("expertise", ["a"] * 31),
            ("years_of_experience", -1),
            ("years_of_experience", 10**30),
            ("years_of_experience", "many"),
            ("linkedin_url", "javascript:alert(1)"),
            ("github_url", "http://[::1"),
            ("availability_timezone", "Mars/Olympus"),
            ("availability_timezone", "../etc/passwd"),
            ("availability_timezone", "localtime"),
            ("availability_timezone", 5),
            ("session_minutes", 0),
            ("session_minutes", 241),
            ("buffer_minutes", -1),
            ("minimum_notice_minutes", 10**9),
            ("version", 10**30),
            ("version", "x"),
        ],
    )
    def test_bad_input_is_named(self, signed_in: SignIn, sarah: Mentor, field: str, value: Any) -> None:
        response = signed_in("sarahj").patch(f"{MENTORS}{sarah.public_id}/update_profile/", {field: value})
        assert response.status_code == 400, response.content
        assert set(response.json()) == {field}

    @pytest.mark.parametrize("body", ["[]", "1", "null", '"x"', "{", "[" * 9000, '{"bio": 1e400}', "\xff"])
    def test_what_is_no_object_is_400(self, signed_in: SignIn, sarah: Mentor, body: str) -> None:
        for address in (f"{MENTORS}create_profile/", f"{MENTORS}{sarah.public_id}/update_profile/"):
            client = signed_in("sarahj")
            call = client.post if "create" in address else client.patch
            response = call(address, data=body.encode("latin-1"), content_type="application/json")
            assert response.status_code in (200, 400), response.content


class TestThePhoto:
    def test_is_re_encoded_without_its_metadata(self, signed_in: SignIn, sarah: Mentor) -> None:
        address = f"{MENTORS}{sarah.public_id}/upload_photo/"
        response = signed_in("sarahj").post(address, {"photo": picture()}, format="multipart")
        assert response.status_code == 200, response.content
        stored = Mentor.objects.get(pk=sarah.pk)
        assert response.json()["photo_url"].endswith(stored.photo.name)
        assert response.json()["version"] == sarah.version + 1
        with stored.photo.open() as file:
            assert not Image.open(file).getexif()

    @pytest.mark.parametrize(
        "photo",
        [
            SimpleUploadedFile("x.jpg", b"<script>alert(1)</script>", content_type="image/jpeg"),
            SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            SimpleUploadedFile("x.png", b""),
            "not a file",
        ],
    )
    def test_is_a_real_picture(self, signed_in: SignIn, sarah: Mentor, photo: Any) -> None:
        address = f"{MENTORS}{sarah.public_id}/upload_photo/"
        response = signed_in("sarahj").post(address, {"photo": photo}, format="multipart")
        assert response.status_code == 400
        assert set(response.json()) == {"photo"}
        assert signed_in("sarahj").post(address, {}, format="multipart").status_code == 400

    def test_is_the_owners_to_change(self, signed_in: SignIn, sarah: Mentor) -> None:
        address = f"{MENTORS}{sarah.public_id}/upload_photo/"
        response = signed_in("johndoe").post(address, {"photo": picture()}, format="multipart")
        assert response.status_code == 403
        assert Mentor.objects.get(pk=sarah.pk).photo == sarah.photo
