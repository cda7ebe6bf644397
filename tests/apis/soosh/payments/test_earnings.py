"""What a mentor has earned: by the ledger, in their own months, in one currency and in each."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.soosh.conftest import refused
from tests.domain.payments.payers import asked, earned, refunded, with_card
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import Journey
from trellis.domain.mentorship.models import Mentor
from trellis.domain.payments.models import Payment

URL = "/api/v1/payments/earnings"


@pytest.fixture
def mentor(mia: Mentor, signed_in: SignIn) -> APIClient:
    return signed_in("mia")


def _earned(ann: User, mia: Mentor, amount: int, currency: str, at: datetime) -> Payment:
    payment = with_card(asked(ann, amount, currency, payee=mia.user))
    earned(payment, now=at)
    return payment


def _months(answer: dict[str, Any]) -> dict[str, float]:
    return {each["month"]: each["amount"] for each in answer["earnings_by_month"] if each["amount"]}


def test_a_month_is_the_mentors_and_not_the_servers(
    mentor: APIClient, ann: User, mia: Mentor, monkeypatch: pytest.MonkeyPatch
) -> None:
    Mentor.objects.filter(pk=mia.pk).update(availability_timezone="America/New_York")
    at = datetime(2027, 2, 1, 4, 30, tzinfo=UTC)
    _earned(ann, mia, 5010, "USD", at)
    monkeypatch.setattr(timezone, "now", lambda: at)
    said = mentor.get(URL).json()
    assert (said["timezone"], said["this_month"]) == ("America/New_York", 42.58)
    assert _months(said) == {"2027-01": 42.58}
    # What is known of the account counts before the hours.
    User.objects.filter(pk=mia.user_id).update(timezone="Europe/Vienna", timezone_chosen=True)
    assert _months(mentor.get(URL).json()) == {"2027-02": 42.58}


def test_twelve_months_are_listed_the_latest_first_and_the_total_is_theirs(
    mentor: APIClient, ann: User, mia: Mentor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for moment in (
        datetime(2026, 1, 31, tzinfo=UTC),
        datetime(2026, 3, 5, tzinfo=UTC),
        datetime(2027, 1, 9, tzinfo=UTC),
    ):
        _earned(ann, mia, 10000, "USD", moment)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2027, 1, 20, tzinfo=UTC))
    said = mentor.get(URL).json()
    listed = [each["month"] for each in said["earnings_by_month"]]
    assert (listed[0], listed[-1], len(listed)) == ("2027-01", "2026-02", 12)
    assert said["total_earnings"] == sum(each["amount"] for each in said["earnings_by_month"]) == 170.0
    assert (said["lifetime_earnings"], said["pending_payout"], said["this_month"]) == (255.0, 255.0, 85.0)
    assert said["on_hold"] == 0


def test_currencies_stand_side_by_side_and_are_never_added(mentor: APIClient, ann: User, mia: Mentor) -> None:
    now = timezone.now()
    _earned(ann, mia, 9000, "JPY", now)
    _earned(ann, mia, 18600, "KWD", now)
    said = mentor.get(URL).json()
    assert (said["currency"], said["lifetime_earnings"]) == ("USD", 0)
    assert {each["currency"]: each["lifetime_earnings"] for each in said["by_currency"]} == {
        "JPY": 7650.0,
        "KWD": 15.81,
    }
    yen = mentor.get(f"{URL}?currency=jpy").json()
    assert (yen["currency"], yen["this_month"], yen["pending_payout"]) == ("JPY", 7650.0, 7650.0)
    refused(mentor.get(f"{URL}?currency=XXX"), 422, "VALIDATION_ERROR")


def test_what_goes_back_afterwards_is_earned_no_more(mentor: APIClient, ann: User, mia: Mentor) -> None:
    payment = _earned(ann, mia, 7500, "USD", timezone.now())
    assert mentor.get(URL).json()["pending_payout"] == 63.75
    refunded(payment, 7500)
    said = mentor.get(URL).json()
    assert (said["pending_payout"], said["this_month"], said["lifetime_earnings"]) == (0, 0, 0)


def test_what_is_held_is_not_earned_yet(mentor: APIClient, ann: User, mia: Mentor) -> None:
    with_card(asked(ann, payee=mia.user))
    assert mentor.get(URL).json()["by_currency"] == []


@pytest.mark.parametrize(
    ("journey", "status"),
    [
        (Journey.BEGINNER, 403),
        (Journey.STAY_AT_HOME, 403),
        (Journey.MID_LEVEL, 200),
        (Journey.EXPERIENCED, 200),
    ],
)
def test_beginners_have_none(payer: APIClient, ann: User, journey: str, status: int) -> None:
    User.objects.filter(pk=ann.pk).update(journey=journey)
    assert payer.get(URL).status_code == status
