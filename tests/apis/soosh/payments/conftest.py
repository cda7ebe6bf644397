"""Who pays, who is paid, and for what."""

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.domain.mentorship.world import mentor_of
from tests.domain.payments.payers import booking_of, person
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor


@pytest.fixture
def ann(db: None) -> User:
    return person("ann", last_name="Lee")


@pytest.fixture
def payer(ann: User, signed_in: SignIn) -> APIClient:
    return signed_in("ann")


@pytest.fixture
def mia(db: None) -> Mentor:
    mentor = mentor_of()
    User.objects.filter(pk=mentor.user_id).update(last_name="Ray")
    mentor.user.refresh_from_db()
    return mentor


@pytest.fixture
def booking(ann: User, mia: Mentor) -> Booking:
    return booking_of(ann, mia)
