"""Requisitions of the demo tenants: those that talent-engine-api.md prints, under the codes that it prints.

APP-JR-0001 is published and open, so that its public pages, its count of applications and its closing
answer; the document's approval of it changes only the comment. APP-JR-0002 and -0003 are drafts.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from trellis.demo.tenants import APPBREW, NORTHWIND
from trellis.domain.approvals.models import Decision
from trellis.domain.approvals.rules.rulings import Ruling
from trellis.domain.approvals.rules.stages import stages_of
from trellis.domain.organizations.models import Membership, Sequence
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.rules import lifecycle
from trellis.domain.requisitions.rules.choices import Status
from trellis.domain.requisitions.services.creation import create_requisitions
from trellis.domain.requisitions.services.writing import facts_of, write

_CREATED = datetime(2025, 11, 15, 3, 45, tzinfo=UTC)
_APPROVED = datetime(2025, 11, 15, 4, 0, tzinfo=UTC)
_COMPANY = {"job_type": "full_time", "position_type": "permanent", "company_name": "TechCorp Ltd"}
_PYTHON: dict[str, Any] = {
    **_COMPANY,
    "title": "Senior Python Developer",
    "location_type": "remote",
    "job_description": "We are looking for an experienced Python developer to join our team...",
    "requirements": [
        "5+ years Python development experience",
        "Django/Flask framework expertise",
        "PostgreSQL database experience",
    ],
    "responsibilities": [
        "Develop and maintain web applications",
        "Collaborate with cross-functional teams",
        "Code review and mentoring",
    ],
    "qualification_requirement": "Bachelor's degree in Computer Science or equivalent experience",
    "experience_requirement": "5+ years software development experience",
    "knowledge_requirement": "REST APIs, Git, Agile methodologies",
    "number_of_candidates": 3,
    "urgency_level": "high",
    "company_address": "123 Business Park, London, SW1A 1AA",
    "job_location": "London, UK (Remote)",
    "salary_range": "£60,000 - £80,000",
    "reason": "Team expansion due to increased demand",
    "comment": "Urgent hiring needed",
    "documents_required": ["CV", "Cover Letter", "Portfolio"],
    "compliance_checklist": [
        {"name": "DBS Check", "description": "Disclosure and Barring Service background check"},
        {"name": "References", "description": "Professional references verification"},
    ],
    "approval_workflow": {
        "stages": [
            {"name": "Manager Approval", "approvers": ["manager@company.com"], "required": True},
            {"name": "HR Approval", "approvers": ["hr@company.com"], "required": True},
        ]
    },
}
_FRONTEND: dict[str, Any] = {
    **_COMPANY,
    "title": "Frontend Developer",
    "location_type": "hybrid",
    "job_description": "React.js developer needed for user interface development",
    "requirements": ["React.js", "JavaScript", "CSS"],
    "number_of_candidates": 2,
    "urgency_level": "medium",
    "job_location": "London, UK",
    "salary_range": "£45,000 - £55,000",
}
_DEVOPS: dict[str, Any] = {
    **_COMPANY,
    "title": "DevOps Engineer",
    "location_type": "remote",
    "job_description": "Infrastructure automation and deployment specialist",
    "requirements": ["AWS", "Docker", "Kubernetes", "CI/CD"],
    "number_of_candidates": 1,
    "urgency_level": "high",
    "job_location": "London, UK (Remote)",
    "salary_range": "£65,000 - £75,000",
}
_WAREHOUSE: dict[str, Any] = {
    "title": "Warehouse Operations Lead",
    "job_type": "full_time",
    "position_type": "permanent",
    "location_type": "on_site",
    "job_description": "Lead the night shift of our warehouse in Hull.",
    "requirements": ["Three years of leading a shift"],
    "company_name": "Northwind",
    "job_location": "Hull, UK",
    "salary_range": "£32,000 - £36,000",
    "documents_required": ["CV"],
}


def load_requisitions() -> None:
    """Make the requisitions of each demo tenant that never had one."""
    if not _has_had_any(APPBREW):
        owner, manager = _member("mahummed"), _member("appbrew_manager")
        (python,) = _make(owner, _CREATED, (_with_dates(_PYTHON), "senior-python-developer-abc123def"))
        _publish(python, approver=manager, recorder=owner)
        Requisition.objects.of(APPBREW).filter(pk=python.pk).update(num_of_applications=12)
        later = _CREATED + timedelta(minutes=5)
        drafts = [(_FRONTEND, "frontend-developer-def456ghi"), (_DEVOPS, "devops-engineer-jkl789mno")]
        _make(owner, later, *drafts)
    if not _has_had_any(NORTHWIND):
        nora = _member("northwind_owner")
        link = "warehouse-operations-lead-wnd123job"
        (warehouse,) = _make(nora, _CREATED, (_with_dates(_WAREHOUSE), link))
        _publish(warehouse, approver=nora, recorder=nora)


def _has_had_any(tenant_id: Any) -> bool:
    # Not whether there are any: what was deleted for good stays away.
    return Sequence.objects.filter(organization_id=tenant_id, kind="requisition").exists()


def _member(username: str) -> Membership:
    return Membership.objects.select_related("user", "organization").get(user__username=username)


def _with_dates(draft: dict[str, Any]) -> dict[str, Any]:
    """Return the draft with dates that are still to come: those that are printed have passed."""
    today = timezone.now().date()
    return {
        **draft,
        "deadline_date": today + timedelta(days=60),
        "start_date": today + timedelta(days=75),
    }


def _make(member: Membership, now: datetime, *drafts: tuple[dict[str, Any], str]) -> list[Requisition]:
    """Make requisitions whose public links are those of the document."""
    made = create_requisitions(member=member, drafts=[draft for draft, _ in drafts], now=now)
    for row, (_, slug) in zip(made, drafts, strict=True):
        row.unique_link = f"{row.organization_id}{row.code}{slug}"
        row.save(update_fields=["unique_link"])
    return made


def _publish(row: Requisition, *, approver: Membership, recorder: Membership) -> None:
    """Have the stages decided, and publish; written without the services, so that nobody gets mail of it."""
    ruling = Ruling.APPROVED
    Decision.objects.bulk_create(
        Decision(
            organization_id=row.organization_id,
            subject_type=row._meta.label_lower,
            subject_id=str(row.pk),
            stage=stage.place,
            stage_name=stage.name,
            ruling=ruling,
            decided_by=approver.user,
            recorded_by=recorder.user,
            decided_at=_APPROVED,
        )
        for stage in stages_of(row.approval_workflow)
    )
    before = facts_of(row)
    lifecycle.settle(row, ruling, approver.user, _APPROVED)
    write(row, before, actor_id=recorder.user_id, now=_APPROVED)
    before = facts_of(row)
    lifecycle.enter(row, Status.OPEN)
    lifecycle.publish(row, True, _APPROVED)
    write(row, before, actor_id=recorder.user_id, now=_APPROVED + timedelta(minutes=1))
