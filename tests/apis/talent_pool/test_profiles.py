"""One's own profile, as talent and as coach: shown, and changed under the limits of onboarding."""

from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.talent_pool.test_onboarding import COACH, EXAMPLES, POOL, TALENT, TALENT_FIELDS, picture
from tests.contracts import differences
from trellis.core.events import changes_of, history_of
from trellis.core.models import Event
from trellis.domain.accounts.models import User
from trellis.domain.scouting.models import Coach, Talent

OWN_TALENT, OWN_COACH = "/mentor/talents/me/", "/mentor/me/"
BOTH = [(OWN_TALENT, "jane_talent"), (OWN_COACH, "coach_mike")]
PRINTED = {
    OWN_TALENT: EXAMPLES[0]["response"][0]["talent"],
    OWN_COACH: EXAMPLES[1]["response"]["mentor_profile"],
}
pytestmark = pytest.mark.usefixtures("world")


@pytest.mark.parametrize(("path", "username"), BOTH)
def test_it_is_shown_as_the_document_prints_it(signed_in: SignIn, path: str, username: str) -> None:
    response = signed_in(username).get(path)
    assert response.status_code == 200
    assert differences(response.json(), PRINTED[path]) == []
    assert response.json()["user"]["username"] == username


@pytest.mark.parametrize(("path", "username"), BOTH)
def test_a_typo_is_mended_and_the_rest_stays(signed_in: SignIn, path: str, username: str) -> None:
    client = signed_in(username)
    before = client.get(path).json()
    response = client.patch(path, {"bio": "Mended"})
    assert response.status_code == 200
    assert response.json() == client.get(path).json()
    changed = {name for name, value in response.json().items() if value != before[name]}
    assert changed == {"bio", "updated_at"}


def test_all_that_onboarding_takes_can_be_changed(signed_in: SignIn) -> None:
    body = signed_in("jane_talent").patch(OWN_TALENT, TALENT_FIELDS).json()
    user = body["user"]
    assert {**user, **body, "user": None}.items() >= {
        name: value for name, value in TALENT_FIELDS.items() if not isinstance(value, list | dict)
    }.items()
    assert body["selected_sports"] == TALENT_FIELDS["selected_sports"]
    assert body["social_links"] == TALENT_FIELDS["social_links"]
    fields = {
        "coaching_experience_years": 3,
        "playing_experience_years": 4,
        "coaching_levels": "youth",
        "coaching_style": "calm",
        "max_students": 5,
        "availability": "weekends",
        "is_available": False,
    }
    assert signed_in("coach_mike").patch(OWN_COACH, fields).json().items() >= fields.items()


def test_a_coach_sees_the_change_in_the_pool(signed_in: SignIn) -> None:
    signed_in("jane_talent").patch(OWN_TALENT, {"bio": "Mended", "gender": "other"})
    (jane,) = [
        each["talent"]
        for each in signed_in("coach_mike").get(POOL).json()
        if each["talent"]["user"]["username"] == "jane_talent"
    ]
    assert (jane["bio"], jane["user"]["gender"]) == ("Mended", "other")


def test_null_empties_what_is_null_where_nobody_told_it(signed_in: SignIn) -> None:
    client = signed_in("jane_talent")
    nulls = {"date_of_birth": None, "gender": None, "phone_number": None, "profile_picture": None}
    body = client.patch(OWN_TALENT, nulls).json()
    assert (body["date_of_birth"], body["profile_picture"], body["user"]["age"]) == (None, None, None)
    assert (body["user"]["gender"], body["user"]["phone_number"]) == (None, None)
    # And what was printed can be sent back.
    assert client.patch(OWN_TALENT, nulls).json() == body


def test_pictures_are_replaced_by_a_form_that_leaves_the_rest(signed_in: SignIn, media_root: Path) -> None:
    for path, username in BOTH:
        client = signed_in(username)
        before = client.get(path).json()
        assert before["social_links"]
        response = client.patch(path, {"profile_picture": picture()}, format="multipart")
        after = response.json()
        assert (response.status_code, after) == (200, client.get(path).json())
        assert after["profile_picture"] != before["profile_picture"]
        assert (media_root / after["profile_picture"].removeprefix("/media/")).is_file()
        for changing in ("profile_picture", "updated_at"):
            before.pop(changing), after.pop(changing)
        assert after == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bio", "a\x00b"),
        ("bio", "x" * 5001),
        ("date_of_birth", "2999-01-01"),
        ("phone_number", "call me"),
        ("selected_sports", ["x" * 51]),
        ("social_links", {"x": "javascript:alert(1)"}),
        ("profile_picture", "/media/talent/profiles/somebody.jpg"),
    ],
)
@pytest.mark.parametrize(("path", "username"), BOTH)
def test_a_field_that_is_not_valid_is_named_and_nothing_is_changed(
    signed_in: SignIn, path: str, username: str, field: str, value: Any
) -> None:
    client = signed_in(username)
    before = client.get(path).json()
    response = client.patch(path, {"city": "Elsewhere", field: value})
    assert (response.status_code, set(response.json())) == (400, {field})
    assert client.get(path).json() == before


def test_what_is_not_ones_own_to_say_is_ignored(signed_in: SignIn) -> None:
    powers = {"is_verified": False, "is_featured": False, "id": 99, "pool_joined_at": None, "user": 1}
    client = signed_in("jane_talent")
    before = client.get(OWN_TALENT).json()
    assert client.patch(OWN_TALENT, powers).json() == before
    assert Talent.objects.get(user_id=456).pool_joined_at is not None


@pytest.mark.parametrize(("path", "become"), [(OWN_TALENT, TALENT), (OWN_COACH, COACH)])
@pytest.mark.parametrize("method", ["get", "patch"])
def test_who_has_no_such_profile_has_none_to_change(
    signed_in: SignIn, path: str, become: str, method: str
) -> None:
    client = signed_in("candidate")
    response = getattr(client, method)(path)
    what = "talents" if path == OWN_TALENT else "mentors"
    assert (response.status_code, response.json()) == (403, {"error": f"Only {what} have this profile."})
    assert client.post(become, {}).status_code == 201
    assert getattr(client, method)(path).status_code == 200


@pytest.mark.parametrize("path", [OWN_TALENT, OWN_COACH])
def test_one_must_be_signed_in(api: APIClient, path: str) -> None:
    assert (api.get(path).status_code, api.patch(path, {}).status_code) == (401, 401)


def test_the_record_says_which_fields_changed_and_keeps_their_words_apart(signed_in: SignIn) -> None:
    jane = Talent.objects.get(user_id=456)
    signed_in("jane_talent").patch(OWN_TALENT, {"bio": "Mended", "city": jane.city, "date_of_birth": None})
    event = history_of(jane).last()
    assert event is not None
    assert (event.kind, event.actor_id) == ("talent.changed", 456)
    assert event.data == {"changes": {"bio": [None, None], "birth_date": [None, None]}}
    assert changes_of(event)["bio"] == [jane.bio, "Mended"]


@pytest.mark.parametrize(("path", "username"), BOTH)
def test_what_changes_nothing_is_nothing_that_happened(signed_in: SignIn, path: str, username: str) -> None:
    client = signed_in(username)
    before = client.get(path).json()
    for body in ({}, {"bio": before["bio"], "selected_sports": before["selected_sports"]}):
        response = client.patch(path, body)
        assert (response.status_code, response.json()) == (200, before)
    assert not Event.objects.filter(kind__in=["talent.changed", "coach.changed"]).exists()


@pytest.mark.parametrize(("path", "kind"), [(TALENT, Talent), (COACH, Coach)])
def test_what_newcomers_have_not_told_is_null(signed_in: SignIn, path: str, kind: Any) -> None:
    User.objects.filter(username="candidate").update(gender="", phone_number="", avatar="")
    user = signed_in("candidate").post(path, {"gender": None, "phone_number": ""}).json()["user"]
    assert [user[name] for name in ("gender", "age", "phone_number", "avatar_url")] == [None] * 4
    if kind is Talent:
        newest = signed_in("coach_mike").get(POOL).json()[0]["talent"]["user"]
        assert newest == user
