"""Erasures begin, are ended by the mailed link alone, and end what is open."""

import re
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.crowd import at_once
from tests.domain.jobs.factory import candidate, employer, job
from tests.domain.mentorship.world import book, mentor_of
from trellis.core.models import Event, Mail
from trellis.domain.accounts.models import TokenFamily, User
from trellis.domain.accounts.refusals import InvalidToken, WrongCredentials
from trellis.domain.accounts.services.accounts import sign_in
from trellis.domain.accounts.services.tokens import issue_pair, rotate
from trellis.domain.approvals.models import Decision
from trellis.domain.candidates.models import CandidateProfile, Note
from trellis.domain.candidates.services import profiles
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.jobs.services.applying import apply
from trellis.domain.jobs.services.deciding import decide
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.messaging.models import Room
from trellis.domain.notifications.models import Notification
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.services.invitations import invite
from trellis.domain.organizations.services.organizations import create_organization
from trellis.domain.privacy.models import DataExport, Erasure
from trellis.domain.privacy.refusals import DeadLink, NotTheirs, OnlyOwner
from trellis.domain.privacy.rules.times import GRACE, MAIL_MAY_TAKE
from trellis.domain.privacy.services.erasing import erase
from trellis.domain.privacy.services.erasures import begin_erasure, erasure_named_by, keep_account
from trellis.domain.privacy.services.exports import ask_for_data
from trellis.domain.privacy.services.writing import write
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.services import requests

in_threads = pytest.mark.django_db(transaction=True)
LEAVE = {
    "title": "Two days",
    "description": "",
    "leave_category": "annual",
    "number_of_days": 1,
    "start_date": datetime(2030, 1, 1).date(),
    "resumption_date": datetime(2030, 1, 2).date(),
    "region_of_stay": "local",
    "address_during_leave": "",
    "contact_phone_number": "",
    "additional_information": "",
}


def person(name: str) -> User:
    user = User.objects.create_user(name, f"{name}@example.org", "correct horse 7")
    User.objects.filter(pk=user.pk).update(
        first_name=name.title(), last_name="Osterberg", email_verified_at=timezone.now()
    )
    return User.objects.get(pk=user.pk)


def mailed_token(user: User) -> str:
    mail = Mail.objects.filter(to=user.email, subject="Your account will be erased").first()
    assert mail is not None
    found = re.search(r"token=(\S+)", mail.text)
    assert found is not None
    return found[1].replace("%3A", ":")


def erased(user: User, *, now: datetime) -> bool:
    """Have an account erased whose time has come, and its last mails sent."""
    erasure = Erasure.objects.get(user=user, kept_at=None)
    erase(erasure.pk, now=now)
    Mail.objects.filter(sent_at=None).update(sent_at=now)
    return erase(erasure.pk, now=now)


@pytest.mark.django_db
def test_it_signs_out_everywhere_and_only_the_mailed_link_ends_it() -> None:
    now = timezone.now()
    mira = person("mira")
    pair = issue_pair(user=mira, now=now)
    with pytest.raises(NotTheirs):
        begin_erasure(user=mira, actor=person("tom"), now=now)

    begun = begin_erasure(user=mira, actor=mira, now=now)
    assert begin_erasure(user=mira, actor=mira, now=now) == begun
    with pytest.raises(InvalidToken):
        rotate(refresh_token=pair.refresh, now=now)
    with pytest.raises(WrongCredentials):
        sign_in(email=mira.email, password="correct horse 7", address="192.0.2.1", now=now)
    assert not TokenFamily.objects.filter(user=mira, revoked_at=None).exists()

    token = mailed_token(mira)
    assert erasure_named_by(token=token, now=begun.due_at - timedelta(seconds=1)) == begun
    for forged in ("", "x", token[:-1], "\ud800", token.replace(":", ".", 1)):
        with pytest.raises(DeadLink):
            keep_account(token=forged, now=now)
    with pytest.raises(DeadLink):
        keep_account(token=token, now=begun.due_at)
    assert keep_account(token=token, now=now).is_active
    with pytest.raises(DeadLink):
        keep_account(token=token, now=now)
    assert not erase(begun.pk, now=begun.due_at)
    told = Mail.objects.filter(to=mira.email).order_by("pk").values_list("subject", flat=True)
    assert list(told) == ["Your account will be erased", "Your account stays"]
    kinds = Event.objects.filter(subject_type="accounts.user", subject_id=mira.pk, kind__startswith="user.")
    assert set(kinds.values_list("kind", flat=True)) == {"user.erasure_begun", "user.kept"}


@pytest.mark.django_db
def test_what_staff_had_shut_stays_shut_and_a_late_link_keeps_nothing() -> None:
    now = timezone.now()
    staff, mira = person("staff"), person("mira")
    staff.is_staff, staff.signed_in_by = True, "password"
    User.objects.filter(pk=mira.pk).update(is_active=False)
    begin_erasure(user=mira, actor=staff, now=now)
    assert not keep_account(token=mailed_token(mira), now=now).is_active

    begun = begin_erasure(user=mira, actor=staff, now=now)
    Mail.objects.filter(subject="Your account will be erased").order_by("pk").first().delete()  # type: ignore[union-attr]
    token = mailed_token(mira)
    assert not erase(begun.pk, now=begun.due_at)
    with pytest.raises(DeadLink):
        keep_account(token=token, now=begun.due_at - timedelta(seconds=1))
    # A mail server that is away holds it up for two days, and no longer.
    assert erase(begun.pk, now=begun.due_at + MAIL_MAY_TAKE)
    assert not Mail.objects.filter(to=mira.email).exists()


@pytest.mark.django_db(transaction=True)
def test_an_employer_who_decided_invited_and_noted_goes_and_the_decision_stays() -> None:
    now = timezone.now()
    eve, ada, cam = person("eve"), person("ada"), person("cam")
    owner = create_organization(owner=ada, name="Acme", domain="acme.example", now=now)
    organization = owner.organization
    member = Membership.objects.create(organization=organization, user=eve, role=Role.ADMIN, joined_at=now)
    asked = requests.create(member=owner, kind="leave", fields=LEAVE, now=now)
    requests.change(
        request=asked, member=member, fields={}, status="approved", comment="Eve says yes", now=now
    )
    invitation = invite(actor=member, email="new@example.org", role=Role.STAFF, now=now)
    profile = profiles.create(user=cam, fields={}, now=now)
    when = {"created_at": now, "updated_at": now}
    note = Note.objects.create(
        author=eve,
        organization=organization,
        profile=profile,
        note="Seen by Eve",
        **when,
    )
    mentor = mentor_of("mia")
    session = book(mentor, eve)
    given = Mentor.objects.create(user=eve, is_approved=True, **when)

    begin_erasure(user=eve, actor=eve, now=now)
    assert Booking.objects.get(pk=session.pk).status == "pending", "it is years ahead"
    assert erased(eve, now=now + GRACE)

    decision = Decision.objects.get(subject_id=str(asked.pk))
    assert (decision.ruling, decision.decided_by_id, decision.comment) == ("approved", eve.pk, "")
    request = WorkplaceRequest.objects.of_all_tenants().get(pk=asked.pk)
    assert (request.status, request.approved_by_id, request.comment) == ("approved", eve.pk, "")
    note.refresh_from_db()
    invitation.refresh_from_db()
    assert (note.note, note.profile, invitation.revoked_at is None) == ("", profile, False)
    assert CandidateProfile.objects.filter(pk=profile.pk).exists()
    assert Booking.objects.get(pk=session.pk).status == "cancelled_by_mentee"
    assert not Mentor.objects.get(pk=given.pk).is_approved
    assert not Membership.objects.filter(user=eve).exists()
    assert not Mail.objects.filter(text__icontains="osterberg").exclude(to__startswith="ada").exists()
    eve.refresh_from_db()
    assert eve.username.startswith("former-member-")


@pytest.mark.django_db(transaction=True)
def test_a_candidate_with_an_offer_goes_and_the_employer_is_told() -> None:
    now = timezone.now()
    owner, pat = employer(), candidate()
    made = apply(user=pat, posting=job(owner), now=now)
    decide(application=made, member=owner, decision=Stage.OFFERED, message="Welcome, Pat", now=now)
    begin_erasure(user=pat, actor=pat, now=now)
    made.refresh_from_db()
    assert made.stage == Stage.OFFERED, "they may come back"
    assert erased(pat, now=now + GRACE)

    gone = Application.objects.of(owner.organization_id).get(pk=made.pk)
    assert (gone.number, gone.stage) == (made.number, Stage.WITHDRAWN)
    assert (gone.sent, gone.message, bool(gone.resume_file)) == ({}, "", False)
    assert gone.decided_by_id == owner.user_id
    told = Notification.objects.filter(recipient=owner.user).values_list("title", flat=True)
    assert any("withdrawn" in title for title in told), list(told)
    assert not any("Pat" in title for title in told), list(told)


@pytest.mark.django_db
def test_a_name_goes_from_the_notices_of_those_who_know_it_and_spoils_nobody_elses() -> None:
    now = timezone.now()
    vandal, near, far = person("vandal"), person("near"), person("far")
    User.objects.filter(pk=vandal.pk).update(first_name="Your", last_name="session")
    Room.objects.create(first=vandal, second=near, opened_at=now)
    title = "Your  session? your session!"
    for reader in (near, far):
        Notification.objects.create(recipient=reader, kind="test", title=title, created_at=now)
    begun = begin_erasure(user=vandal, actor=vandal, now=now)
    erase(begun.pk, now=begun.due_at)
    told = dict(Notification.objects.filter(kind="test").values_list("recipient__username", "title"))
    assert told == {
        "near": "Your  session? a former member!",
        "far": "Your  session? your session!",
    }


@in_threads
def test_of_two_owners_who_go_at_once_one_stays() -> None:
    now = timezone.now()
    owners = [person("ada"), person("bob")]
    first = create_organization(owner=owners[0], name="Acme", domain="acme.example", now=now)
    Membership.objects.create(
        organization=first.organization, user=owners[1], role=Role.OWNER, joined_at=now, is_current=True
    )

    def leave(number: int) -> str:
        try:
            begin_erasure(user=owners[number], actor=owners[number], now=now)
        except OnlyOwner as refusal:
            return str(refusal.names)
        return "begun"

    assert Counter(at_once(2, leave)) == {"begun": 1, "['Acme']": 1}
    assert User.objects.filter(is_active=True).count() == 1


@in_threads
def test_two_workers_at_one_erasure_finish_it_once() -> None:
    now = timezone.now()
    mira = person("mira")
    profiles.create(user=mira, fields={"expected_salary_range": "much"}, now=now)
    export = ask_for_data(user=mira, now=now)
    write(export.pk)
    erasure = begin_erasure(user=mira, actor=mira, now=now)
    for _ in range(2):
        at_once(2, lambda number: erase(erasure.pk, now=now + GRACE))
        Mail.objects.filter(sent_at=None).update(sent_at=now)
    assert Event.objects.filter(kind="user.erased").count() == 1
    assert not DataExport.objects.exists()
    assert not CandidateProfile.objects.exists()


@pytest.mark.django_db
def test_the_command_erases_what_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    long_ago = timezone.now() - GRACE - MAIL_MAY_TAKE
    begin_erasure(user=(mira := person("mira")), actor=mira, now=long_ago)
    begin_erasure(user=(tom := person("tom")), actor=tom, now=timezone.now())
    call_command("erase_accounts")
    assert capsys.readouterr().out == "Erased 1; 0 wait for their last mail to leave.\n"
    assert User.objects.filter(email=tom.email).exists()
    assert not User.objects.filter(email=mira.email).exists()
