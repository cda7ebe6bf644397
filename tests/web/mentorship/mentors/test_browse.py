"""Finding a mentor."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.web.mentorship.conftest import BASE, NOW, make_booking, make_mentor
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.rules.limits import LONGEST_SEARCH

As = Callable[[str], Client]
HTMX = {"HX-Request": "true", "HX-Target": "results"}
pytestmark = pytest.mark.django_db


def _mentors(count: int) -> list[Mentor]:
    made = []
    for number in range(count):
        user = User.objects.create(
            username=f"m{number}", email=f"m{number}@example.org", first_name=f"Ann{number}", last_name="X"
        )
        made.append(make_mentor(user))
    return made


def _names(client: Client, **asked: Any) -> list[str]:
    page = client.get(BASE, asked)
    assert page.status_code == 200
    return [mentor.user.first_name for mentor in page.context["page"].object_list]


def test_an_empty_programme_says_what_to_do_next(client: Client) -> None:
    page = client.get(BASE).content.decode()
    assert "No mentors yet" in page
    assert "to apply as the first" in page


def test_the_search_takes_as_much_as_a_search_may_have(client: Client) -> None:
    assert (
        f'name="q" type="search" value="" maxlength="{LONGEST_SEARCH}"' in client.get(BASE).content.decode()
    )


def test_the_areas_that_most_mentors_name_are_offered(client: Client) -> None:
    skilled, known, hidden = _mentors(3)
    Mentor.objects.filter(pk=skilled.pk).update(expertise=["design", "Hiring"])
    Mentor.objects.filter(pk=known.pk).update(expertise=["Hiring", "Python"])
    Mentor.objects.filter(pk=hidden.pk).update(expertise=["Secrets"], is_approved=False)
    assert client.get(BASE).context["areas"] == ["design", "Hiring", "Python"]


def test_cards_show_what_one_chooses_by(client: Client, mentor: Mentor) -> None:
    Mentor.objects.update(rating_sum=9, rating_count=2, total_sessions=7, job_title="Lead")
    page = client.get(BASE).content.decode()
    for text in ("Mona Tester", "Lead, Acme", "<strong>4.5</strong>", "7 sessions", "expertise=Design"):
        assert text in page
    assert 'aria-hidden="true">MT</span>' in page


def test_mentors_who_are_not_approved_are_not_shown(client: Client, mentor: Mentor) -> None:
    Mentor.objects.update(is_approved=False)
    assert _names(client) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "mona"}, ["Mona"]),
        ({"q": "des"}, ["Mona"]),
        ({"q": "acm"}, ["Mona"]),
        ({"q": "móna ＡＣ"}, ["Mona"]),
        ({"q": "nobody"}, []),
        ({"q": "+"}, []),
        ({"expertise": "ＰＹＴＨÖN"}, ["Mona"]),
        ({"expertise": "Python"}, ["Mona"]),
        ({"expertise": "Pyth"}, []),
        ({"q": "mona", "expertise": "Hiring"}, []),
    ],
)
def test_search_and_filter(client: Client, mentor: Mentor, asked: dict[str, str], found: list[str]) -> None:
    assert _names(client, **asked) == found


@pytest.mark.parametrize(
    "text", ["\x00", "'", "a & | ! :*", "%", "<script>alert(1)</script>", "ü" * 500, "\\"]
)
@pytest.mark.parametrize("field", ["q", "expertise", "sort", "page", "favourites", "zone"])
def test_any_text_can_be_asked_and_stays_text(client: Client, mentor: Mentor, field: str, text: str) -> None:
    response = client.get(BASE, {field: text})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_the_order_can_be_chosen(client: Client) -> None:
    first, second, *_ = _mentors(3)
    Mentor.objects.filter(pk=first.pk).update(rating_sum=5, rating_count=1, total_sessions=1)
    Mentor.objects.filter(pk=second.pk).update(rating_sum=8, rating_count=2, total_sessions=9)
    assert _names(client) == ["Ann0", "Ann1", "Ann2"]
    assert _names(client, sort="sessions") == ["Ann1", "Ann0", "Ann2"]
    assert _names(client, sort="newest") == ["Ann2", "Ann1", "Ann0"]


def test_htmx_gets_the_results_alone_and_a_shareable_address(client: Client, mentor: Mentor) -> None:
    response = client.get(BASE, {"q": "mona", "expertise": "", "sort": "rating"}, headers=HTMX)
    page = response.content.decode()
    assert "<html" not in page
    assert 'id="results"' in page
    assert '<p id="announce" hx-swap-oob="innerHTML">1 mentor found.</p>' in page
    assert response["HX-Push-Url"] == f"{BASE}?q=mona"
    assert "HX-Request" in response["Vary"]


def test_back_through_history_gets_the_whole_page(client: Client, mentor: Mentor) -> None:
    headers = {**HTMX, "HX-History-Restore-Request": "true"}
    assert "<html" in client.get(BASE, headers=headers).content.decode()


def test_pages_keep_what_was_asked(client: Client) -> None:
    _mentors(14)
    page = client.get(BASE, {"q": "Ann", "page": "2"}).content.decode()
    assert "14 mentors found. Page 2 of 2." in page
    assert 'href="?q=Ann&amp;page=1"' in page
    assert client.get(BASE, {"page": "99"}).context["page"].number == 2


def test_favourites_are_those_whose_ids_are_asked_for(client: Client) -> None:
    first, *_ = _mentors(3)
    assert _names(client, favourites=f"{first.public_id},nonsense") == ["Ann0"]
    assert "No favourites yet" in client.get(BASE, {"favourites": ""}).content.decode()
    assert f'data-favourite="{first.public_id}"' in client.get(BASE).content.decode()


def test_nobody_fitting_leads_on(client: Client, mentor: Mentor) -> None:
    assert "Nobody fits all of that" in client.get(BASE, {"q": "zzz"}).content.decode()


def test_the_number_of_queries_does_not_grow(
    client: Client, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    _mentors(1)
    with django_assert_max_num_queries(6) as asked:
        client.get(BASE)
    for number in range(10):
        make_mentor(User.objects.create(username=f"n{number}", email=f"n{number}@example.org"))
    with django_assert_num_queries(len(asked)):
        client.get(BASE)


def test_what_sessions_cost_is_told_in_a_line(client: Client, mentor: Mentor) -> None:
    page = f"{BASE}/{mentor.public_id}"
    assert "an hour costs" not in client.get(page).content.decode()
    Mentor.objects.update(rate_minor=7500, free_talk_minutes=20)
    told = "Sessions are free here; elsewhere an hour costs 75.00 USD; a first talk of 20 minutes is free."
    assert told in client.get(page).content.decode()


def test_hostile_profiles_stay_text(client: Client, mentor: Mentor, people: dict[str, User]) -> None:
    evil = '"><img src=x onerror=alert(1)>'
    Mentor.objects.update(bio=evil, company=evil, job_title=evil, expertise=[evil])
    User.objects.filter(pk=mentor.user_id).update(first_name=evil)
    for path in (BASE, f"{BASE}/{mentor.public_id}"):
        assert "<img src=x" not in client.get(path).content.decode()


def test_hostile_sessions_stay_text(as_: As, mentor: Mentor, people: dict[str, User]) -> None:
    evil = '"><img src=x onerror=alert(1)>'
    booking = make_booking(mentor, people["mentee"], topic=evil, description=evil)
    Booking.objects.filter(pk=booking.pk).update(
        status="completed",
        cancellation_reason=evil,
        mentee_feedback=evil,
        mentor_feedback=evil,
        rating=1,
        rated_at=NOW,
        starts_at=NOW,
    )
    for who, path in (
        ("mentee", "/bookings"),
        ("mentor", "/mentor/bookings"),
        ("nobody", f"/{mentor.public_id}"),
    ):
        page = as_(who).get(BASE + path).content.decode()
        assert "onerror=alert(1)" in page
        assert "<img src=x" not in page


@pytest.mark.django_db
def test_an_address_that_is_none_is_not_found_and_leads_nowhere_for_ever(client: Client) -> None:
    response = client.get("/community/mentorship/sign-in", follow=True)
    assert response.status_code == 404
    assert len(response.redirect_chain) <= 1
