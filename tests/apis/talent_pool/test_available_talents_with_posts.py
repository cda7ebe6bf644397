"""The pool page and the lists: constant queries, keyset pages, what PostgreSQL renders."""

from datetime import UTC, datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from trellis.apis.talent_pool.available_talents_with_posts import AVAILABLE_TALENTS
from trellis.apis.talent_pool.mentors import SELECTED_BY
from trellis.apis.talent_pool.posts import POSTS_SHOWN
from trellis.apis.talent_pool.rejected_talents import REJECTED_TALENTS
from trellis.apis.talent_pool.selected_talents import SELECTED_TALENTS
from trellis.apis.talent_pool.talents import POSTS
from trellis.core.paging.cursors import MAX_LIMIT
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.accounts.models import User
from trellis.domain.scouting.models import Coach, Judgement, Post, Rejection, Selection, Talent
from trellis.domain.scouting.rules import Verdict
from trellis.domain.scouting.services import select_talent

POOL = "/mentor/available-talents-with-posts/"
NOW = datetime(2030, 5, 5, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("world")


def _talents(count: int) -> list[Talent]:
    users = User.objects.bulk_create(
        User(username=f"t{n}", email=f"t{n}@example.com", first_name=f'N"\\ñ{n}') for n in range(count)
    )
    return Talent.objects.bulk_create(
        Talent(user=user, created_at=NOW, updated_at=NOW, pool_joined_at=NOW) for user in users
    )


def _posts(talents: list[Talent], each: int) -> None:
    Post.objects.bulk_create(
        Post(talent=talent, content=f"c{n}", image=f"posts/images/{n} ü%.jpg", created_at=NOW, updated_at=NOW)
        for talent in talents
        for n in range(each)
    )


def test_the_number_of_queries_does_not_grow_with_the_rows(
    signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    mike = signed_in("coach_mike")
    # The account, and the page.
    with django_assert_num_queries(2):
        assert len(mike.get(POOL).json()) == 3
    _posts(_talents(50), 3)
    with django_assert_num_queries(2):
        assert len(mike.get(POOL).json()) == 53


@pytest.mark.parametrize(
    "address", ["/mentor/selected-talents/?user_id=123", "/mentor/mentors/selected-talent/456/"]
)
def test_the_lists_do_with_a_constant_number_of_queries(
    api: APIClient, address: str, django_assert_num_queries: Any
) -> None:
    coach, jane = Coach.objects.get(user_id=123), Talent.objects.get(user_id=456)
    with django_assert_num_queries(2):
        assert api.get(address).json() == []
    Judgement.objects.create(coach=coach, talent=jane, verdict=Verdict.SELECTED, judged_at=NOW)
    with django_assert_num_queries(3):
        assert len(api.get(address).json()) == 1
    talents = _talents(20)
    _posts(talents, 2)
    Judgement.objects.bulk_create(
        Judgement(coach=coach, talent=talent, verdict=Verdict.SELECTED, judged_at=NOW) for talent in talents
    )
    with django_assert_num_queries(3):
        api.get(address)


def test_a_page_has_at_most_a_hundred_and_links_on(signed_in: SignIn) -> None:
    _talents(MAX_LIMIT + 20)
    response = signed_in("coach_mike").get(f"{POOL}?limit={MAX_LIMIT}")
    assert len(response.json()) == MAX_LIMIT
    assert 'rel="next"' in response["Link"]


def test_walking_the_links_shows_everyone_once_although_people_come_and_go(signed_in: SignIn) -> None:
    mike = signed_in("coach_mike")
    talents = _talents(25)
    seen: list[int] = []
    address: str | None = f"{POOL}?limit=7"
    while address:
        response = mike.get(address)
        seen += [item["talent"]["id"] for item in response.json()]
        # Somebody joins, and somebody already seen is decided on, between two pages.
        User.objects.filter(username="late").delete()
        late = User.objects.create(username="late", email="late@example.com")
        Talent.objects.create(user=late, created_at=NOW, updated_at=NOW, pool_joined_at=NOW)
        Judgement.objects.get_or_create(
            coach_id=1, talent_id=seen[0], defaults={"verdict": "selected", "judged_at": NOW}
        )
        link = response.headers.get("Link", "")
        address = link.partition("<")[2].partition(">")[0].replace("http://testserver", "") or None
    assert seen == [*(talent.pk for talent in reversed(talents)), 3, 2, 1]


def test_a_talent_shows_their_newest_posts(signed_in: SignIn) -> None:
    john = Talent.objects.get(pk=1)
    _posts([john], POSTS_SHOWN + 5)
    response = signed_in("coach_mike").get(POOL)
    (posts,) = [item["posts"] for item in response.json() if item["talent"]["id"] == john.pk]
    ids = [post["id"] for post in posts]
    assert len(ids) == POSTS_SHOWN
    assert ids == sorted(ids, reverse=True)


def test_a_talent_who_has_not_joined_is_in_no_pool(signed_in: SignIn) -> None:
    Talent.objects.filter(pk=1).update(pool_joined_at=None)
    listed = signed_in("coach_mike").get(POOL).json()
    assert 1 not in [item["talent"]["id"] for item in listed]


def test_postgresql_renders_what_the_serializers_do() -> None:
    coach = Coach.objects.get(pk=1)
    talents = _talents(6)
    _posts(talents[:4], 3)
    _posts(talents[:1], POSTS_SHOWN)
    _furnish(talents)
    for talent in [*talents[:3], Talent.objects.get(pk=3)]:
        select_talent(coach=coach, talent=talent, actor_id=None, now=NOW)
    Judgement.objects.create(coach=coach, talent=talents[4], verdict=Verdict.REJECTED, judged_at=NOW)
    everyone = list(Talent.objects.order_by("-pk").values_list("pk", flat=True))
    selections = list(Selection.objects.order_by("-pk").values_list("pk", flat=True))
    rejections = list(Rejection.objects.order_by("-pk").values_list("pk", flat=True))
    assert_renders_equal(AVAILABLE_TALENTS, everyone)
    assert_renders_equal(SELECTED_TALENTS, selections)
    assert_renders_equal(REJECTED_TALENTS, rejections)
    assert_renders_equal(SELECTED_BY, selections)
    assert_renders_equal(POSTS, list(Post.objects.values_list("pk", flat=True)))


def _furnish(talents: list[Talent]) -> None:
    """Give each talent another oddity."""
    odd: list[dict[str, Any]] = [
        {"bio": 'quotes " and \\ and \n and \u2028 and 😀', "social_links": {"a": "ü", "b": None}},
        {"selected_sports": ["one", 'two "quoted"', ""], "experience_years": 32767},
        {"profile_picture": "talent/profiles/a b'c%.jpg", "cover_photo": "talent/covers/ü.png"},
    ]
    for talent, fields in zip(talents, odd, strict=False):
        Talent.objects.filter(pk=talent.pk).update(**fields)
    User.objects.filter(username="t0").update(birth_date="2000-02-29", avatar="avatars/x y.jpg")
    User.objects.filter(username="t1").update(first_name="", last_name="Only", last_login=NOW)
    User.objects.filter(username="t2").update(first_name="", last_name="", birth_date="1999-12-31")


@pytest.mark.parametrize("query", ["limit=0", "limit=-1", "limit=101", "limit=1e9", "limit=x"])
def test_a_bad_limit_is_named(signed_in: SignIn, query: str) -> None:
    response = signed_in("coach_mike").get(f"{POOL}?{query}")
    assert response.status_code == 400
    assert set(response.json()) == {"limit"}


@pytest.mark.parametrize("cursor", ["x", "%00", "YmVmb3JlOi0x", "YWZ0ZXI6MQ==", "é", "a" * 101])
def test_a_bad_cursor_is_named(signed_in: SignIn, cursor: str) -> None:
    response = signed_in("coach_mike").get(f"{POOL}?cursor={cursor}")
    assert response.status_code == 400
    assert set(response.json()) == {"cursor"}


@pytest.mark.parametrize("path", ["/mentor/", "/mentor/nothing", "/mentor/selected-talents/add"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_an_unknown_address_is_a_json_404(api: APIClient, path: str, method: str) -> None:
    response = getattr(api, method)(path)
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


def test_another_method_is_refused(signed_in: SignIn) -> None:
    response = signed_in("coach_mike").post(POOL)
    assert response.status_code == 405


@pytest.mark.parametrize("user_id", ["x", "1.5", "9" * 2000, "%00"])
def test_a_user_id_that_is_no_number_is_named(api: APIClient, user_id: str) -> None:
    response = api.get(f"/mentor/selected-talents/?user_id={user_id}")
    assert response.status_code == 400
    assert set(response.json()) == {"user_id"}


@pytest.mark.parametrize("user_id", ["0", "-1", str(2**63), str(10**30)])
def test_a_user_id_that_is_nobodys_is_404(api: APIClient, user_id: str) -> None:
    response = api.get(f"/mentor/selected-talents/?user_id={user_id}")
    assert (response.status_code, response.json()) == (404, {"error": "Mentor user not found."})
    if not user_id.startswith("-"):
        response = api.get(f"/mentor/mentors/selected-talent/{user_id}/")
        assert (response.status_code, response.json()) == (404, {"detail": "Talent user not found"})
