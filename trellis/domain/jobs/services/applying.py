"""Applying for a job: a copy of the profile goes to the organization."""

from datetime import UTC, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.queries.copies import copy_of
from trellis.domain.candidates.queries.profiles import profile_of
from trellis.domain.candidates.refusals import NoProfile
from trellis.domain.candidates.services.profiles import locked
from trellis.domain.jobs import events
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.queries.applications import made_for
from trellis.domain.jobs.refusals import HasApplied, OwnOrganization, ProfileMissing
from trellis.domain.jobs.rules.blindness import blind_copy
from trellis.domain.jobs.rules.openness import refuse_closed
from trellis.domain.jobs.services.locks import locked_posting
from trellis.domain.notifications.rules import zone_of
from trellis.domain.organizations.queries import memberships_of
from trellis.domain.organizations.services import sequences

_KIND = "JA"


@retried_once
def apply(*, user: User, posting: Posting, now: datetime) -> Application:
    """Apply with a copy of one's profile as it is now, resume and all.

    Raises NoPosting, OwnOrganization, HasApplied, ApplicationsClosed, ProfileMissing. Whoever closes the job
    waits, or is waited for: what is refused once it is closed cannot slip in.
    """
    refuse(user, posting, now)
    with transaction.atomic():
        profile = _locked_profile(user)
        # The file is copied before the job is locked: others that apply do not wait for that.
        application = Application(candidate=user, sent=_sent(profile), created_at=now, updated_at=now)
        _copy_resume(profile, application)
        current = locked_posting(posting)
        refuse(user, current, now)
        application.posting, application.organization = current, current.organization
        application.number = _next_number(current, now)
        if current.blind_until_shortlisted:
            application.is_blind, application.sent_blind = True, blind_copy(application.sent)
        application.save(force_insert=True)
        events.application_made.publish(
            actor_id=user.pk,
            subject=application,
            now=now,
            tenant_id=application.organization_id,
            data={"posting_id": current.pk, "candidate_id": user.pk},
        )
    return application


def refuse(user: User, posting: Posting, now: datetime) -> None:
    """Raise OwnOrganization, HasApplied or ApplicationsClosed where somebody cannot apply for a job."""
    if memberships_of(user).filter(organization=posting.organization_id).exists():
        raise OwnOrganization
    there = made_for(posting, user)
    if there is not None:
        raise HasApplied(there.pk)
    refuse_closed(posting, zone=zone_of(user), now=now)


def _locked_profile(user: User) -> CandidateProfile:
    """Return the account's profile, whose files stay while they are copied; raise ProfileMissing."""
    profile = profile_of(user)
    if profile is None:
        raise ProfileMissing
    try:
        return locked(profile)
    except NoProfile:
        raise ProfileMissing from None


def _sent(profile: CandidateProfile) -> dict[str, Any]:
    user = profile.user
    who = {"first_name": user.first_name, "last_name": user.last_name, "email": user.email}
    return {**who, "slug": profile.slug, **copy_of(profile)}


def _copy_resume(profile: CandidateProfile, application: Application) -> None:
    if not profile.resume_file:
        return
    with profile.resume_file.open() as resume:
        application.resume_file.save(str(profile.resume_file.name), File(resume), save=False)


def _next_number(posting: Posting, now: datetime) -> str:
    """Return the next number of the organization and of the day, which is UTC's."""
    day = now.astimezone(UTC).date()
    number = sequences.take(organization_id=posting.organization_id, kind=_KIND, day=day)
    return f"{_KIND}-{day:%Y%m%d}-{number:04}"
