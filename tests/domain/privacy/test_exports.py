"""A worker writes somebody's data: once, whole, and gone after a week."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from trellis.core import refusals
from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile, Note
from trellis.domain.notifications.models import Notification
from trellis.domain.organizations.models import Organization
from trellis.domain.privacy.models import DataExport
from trellis.domain.privacy.refusals import DataNotReady, NoData
from trellis.domain.privacy.rules.times import KEPT_FOR, MOST_ATTEMPTS
from trellis.domain.privacy.services import archive, writing
from trellis.domain.privacy.services.exports import ask_for_data, download

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira() -> User:
    return User.objects.create(username="mira", email="mira@example.org", first_name="Mira")


def zip_of(user: User) -> ZipFile:
    with download(user=user, now=timezone.now())[1] as file:
        return ZipFile(io.BytesIO(file.read()))


def ready(user: User, **wish: bool) -> DataExport:
    export = ask_for_data(user=user, now=timezone.now(), **wish)
    writing.write(export.pk)
    return DataExport.objects.get(pk=export.pk)


def test_there_is_one_at_a_time_and_it_goes_after_a_week(mira: User) -> None:
    now = timezone.now()
    with pytest.raises(NoData):
        download(user=mira, now=now)
    first = ask_for_data(user=mira, now=now)
    assert ask_for_data(user=mira, anew=True, now=now) == first
    with pytest.raises(DataNotReady):
        download(user=mira, now=now)
    writing.write(first.pk)
    assert ask_for_data(user=mira, now=now) == first
    second = ready(mira, anew=True)
    assert second.pk != first.pk
    assert zip_of(mira).testzip() is None
    writing.remove_expired(now=now)
    assert storages["private"].listdir("my-data")[1] == [f"{second.pk}.zip"]
    writing.remove_expired(now=now + KEPT_FOR + timedelta(minutes=1))
    assert (DataExport.objects.count(), storages["private"].listdir("my-data")[1]) == (0, [])


def test_so_many_a_day_are_enough(mira: User, settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "my_data": [(2, 86400)]}
    for _ in range(2):
        ready(mira, anew=True)
    with pytest.raises(refusals.TooMany):
        ready(mira, anew=True)


def test_a_worker_that_fails_leaves_nothing_and_the_last_one_says_so(
    mira: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ask_for_data(user=mira, now=timezone.now())

    def fail(*args: object, **options: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(writing, "write_archive", fail)
        for attempt in range(MOST_ATTEMPTS):
            assert DataExport.objects.get().attempt == attempt
            with pytest.raises(OSError, match="disk full"):
                writing.write(export.pk)
    assert DataExport.objects.get().status == "failed"
    assert ready(mira).status == "ready"


def test_an_account_that_is_shut_gets_none_and_one_that_is_gone_stops_the_worker(
    mira: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanish(out: io.BytesIO, user: User, *, progress: Callable[[int], None], **_: object) -> None:
        DataExport.objects.all().delete()
        progress(1)

    export = ask_for_data(user=mira, now=timezone.now())
    with monkeypatch.context() as patched:
        patched.setattr(writing, "write_archive", vanish)
        writing.write(export.pk)
    assert not DataExport.objects.exists()
    again = ask_for_data(user=mira, now=timezone.now())
    User.objects.update(is_active=False)
    writing.write(again.pk)
    assert DataExport.objects.get().status == "failed"


def test_what_cannot_be_read_or_may_be_anothers_is_named(mira: User) -> None:
    now = timezone.now()
    profile = CandidateProfile(user=mira, slug="mira", created_at=now, updated_at=now)
    profile.resume_file.save("cv.txt", ContentFile(b"lost"), save=False)
    profile.video_pitch.save("pitch.mp4", ContentFile(b"a film"), save=False)
    profile.save()
    profile.resume_file.storage.delete(profile.resume_file.name)
    Mail.objects.create(to=mira.email, subject="For a stranger?", text="", created_at=now)
    employer = User.objects.create(username="eve", email="eve@example.org")
    Note.objects.create(
        author=employer,
        organization=Organization.objects.create(name="Acme", created_at=now),
        profile=profile,
        note="Not for her",
        created_at=now,
        updated_at=now,
    )
    ready(mira)
    with zip_of(mira) as held:
        contents = json.loads(held.read("contents.json"))
        texts = " ".join(held.read(name).decode() for name in held.namelist())
    (lost,) = contents["files_that_could_not_be_read"]
    assert (lost["table"], lost["column"]) == ("candidates.candidateprofile", "resume_file")
    assert "a film" in texts
    assert "For a stranger?" not in texts
    assert contents["address_is_proven"] is False
    assert "Not for her" not in texts
    assert "eve@" not in texts
    notes = next(each for each in contents["tables"] if each["table"] == "candidates.note")
    assert (notes["rows"], "note" in notes["left_out"]) == (1, True)
    assert "core.throttlecounter" in contents["hold_nothing_of_you"]


def test_its_queries_do_not_grow_with_its_rows(mira: User) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            archive.write_archive(io.BytesIO(), mira, now=timezone.now(), progress=lambda percent: None)
        return len(queries)

    def tell(times: int) -> None:
        Notification.objects.bulk_create(
            Notification(recipient=mira, kind="test", title="Hello", body="", created_at=timezone.now())
            for _ in range(times)
        )

    tell(1)
    few = asked()
    tell(100)
    assert asked() == few < 150
