"""The proof: a canary in all that is a person's is in their ZIP, and nowhere once they are erased."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.utils import timezone

from tests.domain.privacy.canaries import CANARY, Aviary, Planted, canaries_in_files, canaries_in_the_database
from trellis.core.models import Event, Mail
from trellis.core.privacy import Own, Shared, as_ways
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.services.disability import keep_categories
from trellis.domain.notifications.models import Notification
from trellis.domain.privacy.models import Erasure
from trellis.domain.privacy.queries.people import own_tables, shared_tables
from trellis.domain.privacy.rules.times import GRACE
from trellis.domain.privacy.services import steps
from trellis.domain.privacy.services.archive import write_archive
from trellis.domain.privacy.services.erasing import erase
from trellis.domain.requisitions.models import Requisition

NAMES = {"first_name": "zqaaaaqz", "last_name": "zqbbbbqz"}
SECRET = "zqccccqz"
pytestmark = pytest.mark.django_db(transaction=True)


def _user(name: str, **fields: Any) -> User:
    return User.objects.create(
        username=name, email=f"{name}@example.org", email_verified_at=timezone.now(), **fields
    )


@pytest.fixture
def person() -> User:
    """Between two others, whose keys are smaller and larger."""
    _user("low")
    user = _user("zqddddqz", phone_number="zqeeeeqz", city="zqffffqz", bio="zqccccqz", **NAMES)
    _user("high")
    return user


def _is_found_by(planted: Planted, said: Own | Shared, column: str) -> bool:
    """Tell whether the text of a column goes with who is at the end of the way."""
    if isinstance(said, Own):
        return column in said.erased
    return planted.way in as_ways(said.erased.get(column, ()))


class Killed(BaseException):
    """The process ends here."""


def killed_again_and_again(run: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> int:
    """Run, killed before the first step, then before the second, …, to the end; return how many died."""
    for number in count():
        left = iter(range(number))
        with monkeypatch.context() as patched:
            patched.setattr(steps, "lock", lambda *key, left=left: next(left, None) is None and _die(*key))
            try:
                run()
            except Killed:
                continue
        return number
    raise AssertionError


def _die(*key: object) -> None:
    raise Killed


def _mention(person: User, other: User, requisition: Any) -> None:
    """Have others hold what names the person, in their mail, their notices and the record."""
    approvers = {
        **requisition.approval_workflow,
        "stages": [{"name": "HR", "approvers": [other.email, person.email], "required": True}],
    }
    Requisition.unscoped.filter(pk=requisition.pk).update(approval_workflow=approvers)
    text = f"Call {person.full_name.upper()}, {person.email}."
    Notification.objects.create(
        recipient=other, kind="test", title=text, body=text, data={}, created_at=timezone.now()
    )
    LogEntry.objects.create(
        user=other,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(person.pk),
        object_repr=str(person),
        action_flag=2,
    )
    Mail.objects.create(to=other.email, subject=text, text=text, html=text, created_at=timezone.now())
    Event.objects.create(
        kind="test",
        actor_id=other.pk,
        subject_type="x",
        subject_id="1",
        happened_at=timezone.now(),
        personal={"told": text},
    )


def _zip_of(person: User) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the ZIP's files as texts, and its list of contents."""
    out = io.BytesIO()
    write_archive(out, person, now=timezone.now(), progress=lambda percent: None)
    with ZipFile(out) as archive:
        texts = {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}
    return texts, json.loads(texts["contents.json"])


def test_every_canary_is_in_the_zip_and_nowhere_after_the_erasure(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = User.objects.get(username="high")
    aviary = Aviary(person, other)
    own = [
        (aviary.plant(model, said.account or said.address), said)
        for model, said in own_tables()
        if model is not User and not said.inside
    ]
    shared = [(aviary.plant(model, way), said) for model, said in shared_tables() for way in said.ways]
    keep_categories(CandidateProfile.objects.get(user=person), {"told": SECRET}, asked_by=person.pk)
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session.create()
    _mention(person, other, next(each.row for each, _ in shared if isinstance(each.row, Requisition)))

    texts, contents = _zip_of(person)
    given = set(CANARY.findall(" ".join(texts.values())))
    for planted, _ in own:
        label = planted.row._meta.label_lower
        for column, word in planted.canaries.items():
            told = next(each for each in contents["tables"] if each["table"] == label)["left_out"]
            assert (word in given) is (column not in told), f"{label}.{column}"
    assert {SECRET, *NAMES.values(), person.username} <= given

    now = timezone.now()
    erasure = Erasure.objects.get(user=person)
    Erasure.objects.update(begun_at=now - GRACE, due_at=now)
    assert killed_again_and_again(lambda: erase(erasure.pk, now=now), monkeypatch) > 10
    assert not erase(erasure.pk, now=now), "the last mail is on its way"
    Mail.objects.filter(sent_at=None).update(sent_at=now)
    assert erase(erasure.pk, now=now)

    left = canaries_in_the_database()
    in_files = canaries_in_files(storages["default"], storages["private"])
    goes = {
        word: f"{planted.row._meta.label}.{column} by {planted.way}"
        for planted, said in [*own, *shared]
        for column, word in planted.canaries.items()
        if _is_found_by(planted, said, column)
    }
    goes |= dict.fromkeys((*NAMES.values(), "zqddddqz", "zqeeeeqz", "zqffffqz", "zqccccqz"), "the account")
    assert {goes[word]: left.get(word) for word in goes if word in left or word in in_files} == {}
    stays = [
        f"{planted.row._meta.label}.{column} by {planted.way}"
        for planted, said in shared
        if type(planted.row)._base_manager.filter(pk=planted.row.pk).exists()
        for column, word in planted.canaries.items()
        if not _is_found_by(planted, said, column) and word not in {*left, *in_files}
    ]
    assert stays == []
    assert not Session.objects.filter(pk=session.session_key).exists()
    assert Notification.objects.get(kind="test").title == "Call a former member, erased@invalid."
    done = Event.objects.get(kind="user.erased")
    assert (done.actor_id, done.personal, done.subject_id) == (None, None, str(person.pk))
    approvers = [
        each.approval_workflow for each in Requisition.unscoped.all() if "stages" in each.approval_workflow
    ]
    assert approvers[0]["stages"][0]["approvers"] == [other.email, "erased@invalid"]
    person.refresh_from_db()
    assert (person.email.partition("@")[2], person.full_name, person.is_active) == ("invalid", "", False)


def test_nothing_is_erased_before_its_time(person: User) -> None:
    now = timezone.now()
    erasure = Erasure.objects.create(user=person, was_active=True, begun_at=now, due_at=now + GRACE)
    assert not erase(erasure.pk, now=now + GRACE - timedelta(seconds=1))
    assert not Erasure.objects.filter(started_at__isnull=False).exists()
