"""Becoming a talent or a coach."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.contracts import differences, printed
from tests.core.files.pictures import encoded, jpeg_that_says
from tests.core.files.test_colours import DISPLAY_P3, GREY, RAMP, SKIN, SKIN_IN_SRGB, about, png
from tests.crowd import at_once
from trellis.core.files.primaries import matrix_profile
from trellis.core.models import Event
from trellis.domain.accounts.models import User
from trellis.domain.scouting.models import Coach, Talent

TALENT, COACH = "/mentor/talents/onboarding/", "/mentor/onboarding/"
OWN_POSTS = "/mentor/talents/me/posts/"
POOL = "/mentor/available-talents-with-posts/"
EXAMPLES = printed("talent_pool")
TALENT_FIELDS: dict[str, Any] = {
    "bio": "Fast on the wing",
    "date_of_birth": "2005-04-01",
    "gender": "female",
    "phone_number": "+15550100",
    "location": "Boston, MA",
    "city": "Boston",
    "state": "MA",
    "country": "USA",
    "selected_sports": ["football", "handball"],
    "experience_years": 3,
    "social_links": {"instagram": "https://instagram.com/someone"},
}
pytestmark = pytest.mark.usefixtures("world")


def picture(kind: str = "JPEG") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, kind)
    return SimpleUploadedFile(f"../../evil.{kind.lower()}", out.getvalue(), "image/jpeg")


def test_a_new_talent_is_in_every_coachs_pool_at_once(signed_in: SignIn) -> None:
    response = signed_in("candidate").post(TALENT, TALENT_FIELDS)
    body = response.json()
    assert response.status_code == 201
    assert differences(body, EXAMPLES[0]["response"][0]["talent"]) == []
    assert {key: body[key] for key in TALENT_FIELDS if key in body} == {
        key: value for key, value in TALENT_FIELDS.items() if key in body
    }
    assert body["user"]["phone_number"] == "+15550100"
    for coach in ("coach_mike", "coach_carla"):
        newest = signed_in(coach).get(POOL).json()[0]
        assert newest["talent"]["user"]["username"] == "candidate"
    assert Event.objects.filter(kind="talent.onboarded").count() == 1


def test_a_new_coachs_pool_starts_with_every_onboarded_talent(signed_in: SignIn) -> None:
    client = signed_in("sarahj")
    assert client.get(POOL).status_code == 403
    response = client.post(COACH, {"coaching_style": "technical", "max_students": 4})
    assert response.status_code == 201
    assert differences(response.json(), EXAMPLES[1]["response"]["mentor_profile"]) == []
    assert len(client.get(POOL).json()) == 3


@pytest.mark.parametrize(("path", "username"), [(TALENT, "jane_talent"), (COACH, "coach_mike")])
def test_becoming_what_one_is_already_is_refused(signed_in: SignIn, path: str, username: str) -> None:
    before = list(Talent.objects.values()), list(Coach.objects.values())
    response = signed_in(username).post(path, {"bio": "again"})
    assert response.status_code == 400
    assert set(response.json()) == {"error"}
    assert (list(Talent.objects.values()), list(Coach.objects.values())) == before


def test_somebody_may_be_both(signed_in: SignIn) -> None:
    assert signed_in("coach_mike").post(TALENT, {}).status_code == 201
    assert 123 in [item["talent"]["user"]["id"] for item in signed_in("coach_carla").get(POOL).json()]


@pytest.mark.parametrize("path", [TALENT, COACH, OWN_POSTS])
def test_one_must_be_signed_in(api: APIClient, path: str) -> None:
    assert api.post(path, {}).status_code == 401


def test_what_is_not_ones_own_to_say_is_ignored(signed_in: SignIn) -> None:
    powers = {
        "is_verified": True,
        "is_featured": True,
        "id": 1,
        "user": 1,
        "is_superuser": True,
        "pool_joined_at": None,
    }
    body = signed_in("candidate").post(TALENT, {**TALENT_FIELDS, **powers}).json()
    assert (body["is_verified"], body["is_featured"], body["user"]["username"]) == (False, False, "candidate")
    assert not User.objects.get(username="candidate").is_superuser
    assert Talent.objects.get(pk=1).user.username == "john_talent"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bio", "a\x00b"),
        ("bio", "x" * 5001),
        ("date_of_birth", "2999-01-01"),
        ("date_of_birth", "0001-01-01"),
        ("date_of_birth", "10000-01-01"),
        ("date_of_birth", "yesterday"),
        ("phone_number", "call me"),
        ("selected_sports", "football"),
        ("selected_sports", ["x" * 51]),
        ("selected_sports", ["x"] * 31),
        ("selected_sports", [{"a": 1}]),
        ("experience_years", -1),
        ("experience_years", 101),
        ("experience_years", 10**30),
        ("social_links", {"x": "javascript:alert(1)"}),
        ("social_links", {"x" * 51: "https://example.com"}),
        ("social_links", {f"l{n}": "https://example.com" for n in range(21)}),
        ("social_links", ["https://example.com"]),
        ("profile_picture", "not a file"),
    ],
)
def test_a_field_that_is_not_valid_is_named_and_nothing_is_kept(
    signed_in: SignIn, field: str, value: Any
) -> None:
    response = signed_in("candidate").post(TALENT, {**TALENT_FIELDS, field: value})
    assert response.status_code == 400
    assert set(response.json()) == {field}
    assert not Talent.objects.filter(user__username="candidate").exists()
    assert User.objects.get(username="candidate").phone_number == ""


def test_pictures_are_made_anew_under_names_of_our_own(signed_in: SignIn, media_root: Path) -> None:
    fields = {"bio": "x", "profile_picture": picture(), "cover_photo": picture("PNG")}
    body = signed_in("candidate").post(TALENT, fields, format="multipart").json()
    assert body["profile_picture"].startswith("/media/talent/profiles/")
    assert "evil" not in body["profile_picture"] + body["cover_photo"]
    assert (media_root / body["profile_picture"].removeprefix("/media/")).is_file()


def test_a_picture_is_shown_in_the_colours_that_it_was_sent_in(signed_in: SignIn, media_root: Path) -> None:
    photo = encoded(
        Image.new("RGB", (64, 64), SKIN), "JPEG", icc_profile=matrix_profile(DISPLAY_P3, gamma=2.2)
    )
    fields = {
        "profile_picture": SimpleUploadedFile("p3.jpg", photo),
        "cover_photo": SimpleUploadedFile("deep.png", png([RAMP] * 32, GREY)),
    }
    body = signed_in("candidate").post(TALENT, fields, format="multipart").json()
    shown, deep = (Image.open(media_root / body[name].removeprefix("/media/")) for name in fields)
    assert about(shown.getpixel((8, 8)), SKIN_IN_SRGB)
    assert about([deep.convert("L").getpixel((x, 16)) for x in range(256)], tuple(range(256)), by=4)


@pytest.mark.parametrize("size", [(9248, 6936), (12_000, 9_000), (65_000, 65_000)])
def test_a_picture_of_too_many_pixels_is_told_so(signed_in: SignIn, size: tuple[int, int]) -> None:
    fields = {"profile_picture": SimpleUploadedFile("large.jpg", jpeg_that_says(*size))}
    response = signed_in("candidate").post(TALENT, fields, format="multipart")
    assert response.status_code == 400
    assert response.json() == {"profile_picture": ["The picture has too many pixels."]}


@pytest.mark.django_db(transaction=True)
def test_16_onboardings_of_one_account_at_once_make_one_profile() -> None:
    from django.utils import timezone

    from trellis.domain.accounts.services.tokens import access_token

    token = access_token(user=User.objects.get(username="candidate"), now=timezone.now())

    def onboard(_: int) -> int:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        status: int = client.post(TALENT, TALENT_FIELDS).status_code
        return status

    assert sorted(at_once(16, onboard)) == [201] + [400] * 15
