"""What staff do with badges and keys: each by a service, with its reason, and kept with who did it."""

import pytest
from django.test import Client

from tests.browsers import sign_in
from tests.domain.credentials.world import NOW, finished, learner
from trellis.core.events import history_of
from trellis.domain.accounts.models import User
from trellis.domain.credentials.models import Badge, SigningKey
from trellis.domain.credentials.refusals import NoReason
from trellis.domain.credentials.services.gathering import withdraw
from trellis.domain.credentials.services.keys import keep_key
from trellis.domain.credentials.services.revoking import revoke
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db
BADGES = "/admin/credentials/badge/"


@pytest.fixture
def office(client: Client) -> Client:
    return sign_in(client, User.objects.create_superuser("boss@example.org", "boss", "pass"))


def test_a_badge_is_revoked_with_a_reason_that_its_person_is_told(office: Client) -> None:
    badge = finished(learner())
    page = f"{BADGES}{badge.pk}/change/"
    assert office.get(page).status_code == 200
    assert office.post(page, {"end_reason": " "}).status_code == 200
    assert Badge.objects.get().state == "valid"
    assert office.post(page, {"end_reason": "Somebody else sat the exam."}).status_code == 302
    row = Badge.objects.get()
    assert (row.state, row.end_reason, row.ended_at is not None) == (
        "revoked",
        "Somebody else sat the exam.",
        True,
    )
    told = Notification.objects.filter(recipient=badge.user, kind="badge.revoked").get()
    assert "Somebody else sat the exam." in told.body
    last = history_of(row).last()
    assert last is not None
    assert (last.kind, last.data, last.personal) == (
        "badge.revoked",
        {},
        {"reason": "Somebody else sat the exam."},
    )
    # For good: what has ended is only looked at.
    assert office.post(page, {"end_reason": "Another."}).status_code == 403
    assert Badge.objects.get().end_reason == "Somebody else sat the exam."


def test_nobody_is_told_twice_nor_of_what_they_have_withdrawn_themselves() -> None:
    badge = finished(learner())
    withdraw(user=badge.user, badge_id=badge.public_id, now=NOW)
    assert not revoke(badge=badge, reason="By mistake.", actor_id=None, now=NOW)
    assert not Notification.objects.filter(kind="badge.revoked").exists()
    with pytest.raises(NoReason):
        revoke(badge=badge, reason="\n", actor_id=None, now=NOW)


def test_a_key_that_others_may_have_is_trusted_no_more(office: Client) -> None:
    key = keep_key(now=NOW)
    assert key is not None
    said = {"action": "trust_no_more", "_selected_action": [key.pk]}
    for _ in range(2):
        assert office.post("/admin/credentials/signingkey/", said).status_code == 302
    assert SigningKey.objects.get().compromised_at is not None
    assert history_of(key).count() == 1


def test_the_tables_are_there_and_nothing_is_added_by_hand(office: Client) -> None:
    finished(learner())
    for table in ("badge", "paper", "signingkey"):
        assert office.get(f"/admin/credentials/{table}/").status_code == 200
        assert office.get(f"/admin/credentials/{table}/add/").status_code == 403
    assert office.get(f"{BADGES}?q=knots").status_code == 200
