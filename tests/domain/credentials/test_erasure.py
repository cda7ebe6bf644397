"""What becomes of badges when a person goes: whose it is, and who has said it."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from tests.domain.credentials.world import NOW, finished, learner, reviewed
from tests.domain.mentorship.world import mentor_of
from trellis.domain.accounts.models import User
from trellis.domain.credentials.models import Badge, Paper
from trellis.domain.credentials.rules.choices import Kind
from trellis.domain.credentials.services.gathering import gather
from trellis.domain.privacy.rules.times import GRACE
from trellis.domain.privacy.services.erasing import erase
from trellis.domain.privacy.services.erasures import begin_erasure

pytestmark = pytest.mark.django_db(transaction=True)


def _erase(user: User) -> datetime:
    now = timezone.now()
    erasure = begin_erasure(user=user, actor=user, now=now)
    erase(erasure.pk, now=now + GRACE)
    return now


def test_their_badges_hold_no_more_and_say_nothing(client: Client) -> None:
    user = learner(email_verified_at=NOW)
    badge = finished(user, title="Macramé")
    Paper.objects.create(badge=badge, digest="d", made_at=NOW)
    _erase(user)
    row = Badge.objects.get()
    assert (row.state, row.recipient_name, row.title, row.text) == ("withdrawn", "", "", "")
    assert not Paper.objects.exists()
    page = client.get(f"/verify/{badge.code}")
    assert page.status_code == 200
    text = page.content.decode()
    assert "has withdrawn it" in text
    assert "Macram" not in text
    assert "Ann" not in text


def test_what_somebody_has_said_goes_with_them_from_others_badges(client: Client) -> None:
    user, mentor = learner(), mentor_of()
    source = str(reviewed(user, mentor, "Asks good questions.").public_id)
    badge, _ = gather(user=user, kind=Kind.REVIEW, source=source, is_shown=True, now=NOW)
    _erase(mentor.user)
    row = Badge.objects.get(pk=badge.pk)
    assert (row.state, row.by_name, row.text, row.title) == ("valid", "", "", "Portfolio")
    text = client.get(f"/verify/{badge.code}").content.decode()
    assert "Mia" not in text
    assert "good questions" not in text
    assert "Portfolio" in text
