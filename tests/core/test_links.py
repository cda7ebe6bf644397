"""Links are made of a URL's name, and reach us from outside."""

from typing import Any
from uuid import UUID

import pytest
from django.urls import NoReverseMatch

from trellis.core.links import link_to, words_of_addresses

BOOKING = UUID("0b2a7a4e-3d53-4d0c-9a36-2f1c0a5e7a11")


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.TRELLIS_PUBLIC_URL = "https://trellis.example"


def test_a_link_is_the_public_address_of_a_name() -> None:
    assert link_to("web:meet", booking_id=BOOKING) == f"https://trellis.example/meet/{BOOKING}"


def test_a_query_is_written_so_that_it_arrives_as_it_was() -> None:
    found = link_to("web:join", query={"token": "a b&c=d/é"})
    assert found == "https://trellis.example/join/?token=a+b%26c%3Dd%2F%C3%A9"


def test_another_program_is_called_by_its_scheme() -> None:
    found = link_to("web:calendar-feed", token="s3cret", scheme="webcal")
    assert found == "webcal://trellis.example/calendar/s3cret.ics"


def test_a_name_that_no_table_has_is_refused() -> None:
    with pytest.raises(NoReverseMatch):
        link_to("web:no-such-page")


def test_the_words_of_addresses_are_those_that_begin_one_or_stand_beside_a_name() -> None:
    words = words_of_addresses()
    assert {"admin", "api", "p", "jobs", "mentor", "favicon.ico"} <= words
    # Of `users/portfolio/create` and its like, beside `users/portfolio/<username>`.
    assert {"create", "share", "me"} <= words
    assert not {"", "users", "profile", "<str:username>", "johndoe"} & words
