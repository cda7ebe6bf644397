"""A demo world that is put back is whole, but for whom it told something while it was loaded."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import stored_world
from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.services import notify

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.django_db
def test_who_was_told_something_is_put_back_as_one_who_was_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def load_world(**_: object) -> None:
        nia = User.objects.create_user("nia", "nia@example.com")
        notify(recipient=nia, kind="booking.reminder", title="Welcome", body="Hello", data={}, now=NOW)
        assert Mail.objects.exists()
        assert ProcrastinateJob.objects.exists()

    monkeypatch.setattr(stored_world, "load_world", load_world)
    stored = stored_world.StoredWorld(tmp_path / "media")
    assert not User.objects.exists()
    stored.put_back()
    assert User.objects.get().username == "nia"
    for told in (Notification, Mail, ProcrastinateJob):
        assert not told.objects.exists()
