"""An organization that hires, and people who look for work."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import Skill
from trellis.domain.candidates.services import entries, profiles
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.services.postings import create_posting
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.services.organizations import create_organization

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
# As the document prints it.
PRINTED: dict[str, Any] = {
    "title": "Senior Software Engineer",
    "job_desc": "We are looking for an experienced software engineer...",
    "workplace_type": 2,
    "location": "Remote",
    "job_type": 1,
    "skills": ["Python", "Django", "React"],
    "estimated_salary": "$120,000 - $150,000",
    "visa_required": False,
}
_names = count(1)


def person(**fields: Any) -> User:
    """Make an account."""
    name = f"p{next(_names)}"
    named = {"username": name, "email": f"{name}@example.com", "first_name": "Pat", "last_name": "Lee"}
    return User.objects.create(**{**named, **fields})


def candidate(**fields: Any) -> User:
    """Make an account with a profile and a skill."""
    user = person(**fields)
    profiles.create(user=user, fields={"expected_salary_range": "50,000"}, now=NOW)
    entries.add(Skill, user=user, fields={"name": "Welding"}, now=NOW)
    return user


def employer() -> Membership:
    """Make an organization, and return its owner's membership."""
    return create_organization(owner=person(first_name="Olga"), name="Acme Works", now=NOW)


def colleague(owner: Membership, role: Role) -> Membership:
    """Give the organization another member."""
    return Membership.objects.create(organization=owner.organization, user=person(), role=role, joined_at=NOW)


def job(owner: Membership, *, now: datetime = NOW, **fields: Any) -> Posting:
    """Post a job of an organization."""
    return create_posting(member=owner, fields={**PRINTED, **fields}, now=now)
