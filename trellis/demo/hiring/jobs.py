"""Jobs of Inclusive Works, the document's own among them, and Cam's application for one of them."""

from datetime import UTC, datetime
from typing import Any

from trellis.demo.tenants import INCLUSIVE_WORKS
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.rules.choices import JobType, WorkplaceType
from trellis.domain.jobs.services.applying import apply
from trellis.domain.jobs.services.postings import create_posting
from trellis.domain.organizations.models import Membership

_DAY = datetime(2025, 11, 4, 9, tzinfo=UTC)
# The newest has no application: a candidate who browses finds one to apply for.
_JOBS: list[dict[str, Any]] = [
    {
        "title": "Support Specialist",
        "job_desc": "Answer people who write to us, by chat and mail. No phone.",
        "workplace_type": WorkplaceType.HYBRID,
        "location": "Toronto",
        "job_type": JobType.PART_TIME,
        "skills": ["Technical writing", "Screen readers"],
        "estimated_salary": "$28 - $34 an hour",
        "essential_criteria": ["Writes plain English", "Can work two afternoons a week"],
        "offers_interview": True,
    },
    {
        "title": "Accessibility Tester",
        "job_desc": "Try our pages with a keyboard and a screen reader, and write down what you find.",
        "workplace_type": WorkplaceType.ON_SITE,
        "location": "Ottawa",
        "job_type": JobType.CONTRACT,
        "skills": ["Screen readers", "WCAG", "HTML and CSS"],
        "estimated_salary": "$70,000 - $85,000",
        "visa_required": True,
    },
    {
        "title": "Senior Software Engineer",
        "job_desc": "We are looking for an experienced software engineer...",
        "workplace_type": WorkplaceType.REMOTE,
        "location": "Remote",
        "job_type": JobType.FULL_TIME,
        "skills": ["Python", "Django", "React"],
        "estimated_salary": "$120,000 - $150,000",
    },
]


def load_jobs() -> None:
    """Post the jobs, and apply, unless there are any."""
    if Posting.objects.of(INCLUSIVE_WORKS).exists():
        return
    employer = Membership.objects.select_related("organization", "user").get(organization=INCLUSIVE_WORKS)
    first, *_ = [create_posting(member=employer, fields=fields, now=_DAY) for fields in _JOBS]
    apply(user=User.objects.get(username="candidate"), posting=first, now=_DAY)
