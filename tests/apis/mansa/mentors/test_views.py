"""Mentors: who is listed and found, in which order, and who sees whom."""

from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.mansa.conftest import ABSENT, MENTORS, Sessions, many_mentors
from trellis.apis.mansa.mentors.output import MENTORS as PAGE
from trellis.apis.mansa.mentors.output import REVIEWS
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.services import mentors

pytestmark = pytest.mark.usefixtures("world")


def _names(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [mentor["name"] for mentor in response.json()["results"]]


class TestTheList:
    def test_everybody_sees_the_approved_and_no_e_mail_address(
        self, api: APIClient, sarah: Mentor, middy: Mentor
    ) -> None:
        response = api.get(MENTORS)
        assert _names(response) == ["Sarah Johnson"]
        assert b"@" not in response.content
        assert response.json()["count"] == 1

    @pytest.mark.parametrize(
        "query",
        [
            {"search": "sar"},
            {"search": "figma"},
            {"search": "northlight design"},
            {"expertise": "ui design"},
            {"search": "johnson", "expertise": "Figma"},
            {"search": "", "expertise": "", "sort": ""},
        ],
    )
    def test_mentors_are_found(self, api: APIClient, sarah: Mentor, query: dict[str, str]) -> None:
        many_mentors(3)
        assert "Sarah Johnson" in _names(api.get(MENTORS, query))

    @pytest.mark.parametrize(
        ("company", "search"),
        [
            ("Łódź GmbH", "lodz"),
            ("Łódź GmbH", "ŁÓDŹ"),
            ("高级软件", "软件"),
            ("C++ Guild", "c++"),
            ("JavaScript Ltd", "script"),
        ],
    )
    def test_a_company_is_found_by_what_somebody_types(
        self, api: APIClient, sarah: Mentor, company: str, search: str
    ) -> None:
        many_mentors(3)
        mentors.update_mentor(mentor=sarah, changes={"company": company}, version=None, now=timezone.now())
        assert _names(api.get(MENTORS, {"search": search})) == ["Sarah Johnson"]

    @pytest.mark.parametrize("query", [{"search": "nobody"}, {"search": "'|&!:*"}, {"expertise": "Fig"}])
    def test_others_are_not(self, api: APIClient, sarah: Mentor, query: dict[str, str]) -> None:
        assert _names(api.get(MENTORS, query)) == []

    @pytest.mark.parametrize("sort", ["rating", "-rating", "experience", "sessions", "newest", "name"])
    def test_every_order_is_total_over_the_pages(self, api: APIClient, sarah: Mentor, sort: str) -> None:
        many_mentors(24)
        pages = [
            api.get(MENTORS, {"sort": sort, "page_size": 7, "page": page}).json()["results"]
            for page in range(1, 5)
        ]
        rows = [row for page in pages for row in page]
        assert len({row["id"] for row in rows}) == len(rows) == 25
        whole = api.get(MENTORS, {"sort": sort, "page_size": 100}).json()["results"]
        assert rows == whole
        self._is_ordered(whole, sort)

    @staticmethod
    def _is_ordered(rows: list[dict[str, Any]], sort: str) -> None:
        rated = [row["rating"] for row in rows if row["rating"] is not None]
        assert [row["rating"] for row in rows][: len(rated)] == rated or "rating" not in sort
        expected: dict[str, Any] = {
            "rating": rated == sorted(rated),
            "-rating": rated == sorted(rated, reverse=True),
            "experience": _falls([row["years_of_experience"] for row in rows]),
            "sessions": _falls([row["total_sessions"] for row in rows]),
            "newest": rows[-1]["name"] == "Sarah Johnson",
            "name": rows[-1]["first_name"] == 'Ñ"023\\',
        }
        assert expected[sort]

    def test_the_pages_link_to_each_other(self, api: APIClient, sarah: Mentor) -> None:
        many_mentors(24)
        first = api.get(MENTORS, {"page_size": 10, "sort": "name"}).json()
        assert (first["count"], first["previous"], len(first["results"])) == (25, None, 10)
        second = api.get(first["next"]).json()
        third = api.get(second["next"]).json()
        assert (third["next"], len(third["results"])) == (None, 5)
        assert api.get(api.get(third["previous"]).json()["previous"]).json() == first

    @pytest.mark.parametrize("page", ["0", "-1", "3", "x", "1.5", str(10**30), "9" * 5000, "%00"])
    def test_a_page_that_is_not_there_is_404(self, api: APIClient, page: str) -> None:
        response = api.get(f"{MENTORS}?page={page}")
        assert (response.status_code, response.json()) == (404, {"detail": "Invalid page."})

    @pytest.mark.parametrize(("size", "length"), [("0", 20), ("x", 20), ("-5", 20), ("9" * 30, 100)])
    def test_a_page_has_a_hundred_at_most(self, api: APIClient, size: str, length: int) -> None:
        many_mentors(120)
        assert len(_names(api.get(MENTORS, {"page_size": size}))) == length

    @pytest.mark.parametrize(
        ("query", "field"),
        [("sort=worst", "sort"), ("search=%00", "search"), (f"search={'x' * 201}", "search")],
    )
    def test_a_bad_parameter_is_named(self, api: APIClient, query: str, field: str) -> None:
        response = api.get(f"{MENTORS}?{query}")
        assert response.status_code == 400
        assert set(response.json()) == {field}

    def test_the_number_of_queries_does_not_grow(
        self, api: APIClient, sarah: Mentor, django_assert_num_queries: Any
    ) -> None:
        for count in (0, 50):
            many_mentors(count)
            # The count, the keys of the page, the page.
            with django_assert_num_queries(3):
                api.get(MENTORS, {"sort": "-rating", "page_size": 100})


def _falls(numbers: list[int]) -> bool:
    return numbers == sorted(numbers, reverse=True)


class TestAMentor:
    def test_is_shown_as_in_the_list(self, api: APIClient, sarah: Mentor) -> None:
        detail = api.get(f"{MENTORS}{sarah.public_id}/").json()
        assert detail == api.get(MENTORS).json()["results"][0]
        assert detail["photo_url"].startswith("http")

    def test_who_waits_for_approval_is_shown_to_themselves_and_staff(
        self, signed_in: SignIn, api: APIClient, middy: Mentor
    ) -> None:
        address = f"{MENTORS}{middy.public_id}/"
        absent = api.get(f"{MENTORS}{ABSENT}/")
        for other in (api, signed_in("sarahj"), signed_in("johndoe")):
            response = other.get(address)
            assert (response.status_code, response.content) == (404, absent.content)
        assert signed_in("middy").get(address).status_code == 200
        assert signed_in("admin").get(address).status_code == 200

    @pytest.mark.parametrize("name", ["x", "1", "10" * 40, "%00", "my_profile/x"])
    def test_what_is_no_id_is_a_json_404(self, api: APIClient, name: str) -> None:
        response = api.get(f"{MENTORS}{name}/")
        assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


class TestReviews:
    def test_are_of_sessions_that_were_held(self, api: APIClient, sarah: Mentor, sessions: Sessions) -> None:
        sessions.make(status="completed", rating=5, mentee_feedback="Very helpful", hour=9)
        sessions.make(status="completed", hour=10)
        sessions.make(status="confirmed", hour=11)
        response = api.get(f"{MENTORS}{sarah.public_id}/reviews/")
        (review,) = response.json()["results"]
        assert review.pop("session_date").endswith("Z")
        assert review == {"mentee_name": "John D.", "rating": 5, "feedback": "Very helpful"}
        assert b"@" not in response.content

    def test_cost_the_same_however_many(
        self, api: APIClient, sarah: Mentor, sessions: Sessions, django_assert_num_queries: Any
    ) -> None:
        for hour in (1, 2, 3):
            sessions.make(status="completed", rating=hour, hour=hour)
            with django_assert_num_queries(4):
                api.get(f"{MENTORS}{sarah.public_id}/reviews/")


def test_postgresql_renders_what_the_serializers_do(sarah: Mentor, sessions: Sessions) -> None:
    many_mentors(40)
    Mentor.objects.filter(user__username="m1").update(rating_count=8, rating_sum=33)  # 4.125
    sessions.make(status="completed", rating=1, mentee_feedback='"\\ü', hour=1)
    nameless = User.objects.create(username="n", email="n@example.com", last_name="Ündecided")
    sessions.make(nameless.username, status="completed", rating=5, hour=2)
    assert_renders_equal(PAGE, Mentor.objects.values_list("pk", flat=True))
    assert_renders_equal(REVIEWS, Booking.objects.values_list("pk", flat=True))


def test_a_mentor_whose_account_is_closed_is_nobody(api: APIClient, sarah: Mentor) -> None:
    User.objects.filter(pk=sarah.user_id).update(is_active=False)
    assert _names(api.get(MENTORS)) == []
    assert api.get(f"{MENTORS}{sarah.public_id}/").status_code == 404


def test_a_mentor_who_is_withdrawn_is_listed_no_more(api: APIClient, sarah: Mentor) -> None:
    mentors.withdraw_mentor(mentor=sarah, actor_id=None, now=sarah.created_at)
    assert _names(api.get(MENTORS)) == []


@pytest.mark.parametrize("path", ["", "nothing/", "mentors", "bookings", "mentors/x/y/", "availability/"])
@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
def test_an_unknown_address_is_a_json_404(api: APIClient, path: str, method: str) -> None:
    response = getattr(api, method)(f"/api/v1/mentorship/{path}")
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})
