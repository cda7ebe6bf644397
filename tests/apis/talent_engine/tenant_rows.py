"""One row of each kind of AppBrew, raised by whoever is named, and what it takes to call each endpoint."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models

from tests.domain.requisitions.factory import job_of, requisition_of
from trellis.demo.tenants import APPBREW
from trellis.domain.accounts.models import User
from trellis.domain.interviews.models import (
    CandidateInvitation,
    Participant,
    Recording,
    Scorecard,
    VideoSession,
)
from trellis.domain.organizations.models import Invitation, Membership, Organization
from trellis.domain.requisitions.models import ComplianceItem

CANARY = "canary7f3a"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
# Columns of texts whose form matters more than their words.
_FORMED = {
    *("code", "application_code", "requisition_number", "unique_link", "request_id", "meeting_id"),
    *("file_name", "file"),
}
_APPS = ("requisitions", "interviews", "workplace", "exports")
_numbers = count(1)

Rows = dict[str, Any]
Body = Callable[[Rows], Any]


def rows_of(username: str) -> Rows:
    """Make the rows; the keys are `<first part of the route>.<parameter>`."""
    user = User.objects.get(username=username)
    requisition = requisition_of(username)
    item = ComplianceItem.objects.create(requisition=requisition, position=0, name="References")
    job = job_of(username)
    rows: Rows = {
        "tenants.tenant_id": APPBREW,
        "members.user_id": user.pk,
        "members.id": _invitation(user).pk,
        "requisitions.code": requisition.code,
        "requisitions.item_id": item.pk,
        "requisitions.deleted": requisition_of(username, is_deleted=True).code,
        "requisitions.unique_link": job.unique_link,
        "public.code": job.code,
        "public.unique_link": job.unique_link,
        "public.tenant_id": APPBREW,
        **_session(user),
    }
    for kind, make in (("requests", _request), ("exports", _export)):
        with suppress(LookupError):  # the part of the door that has them may not be there yet
            rows[f"{kind}.id"] = make(user).pk
    return rows


def plant_canaries() -> None:
    """Write the canary into every column of texts that AppBrew's rows have, published jobs excepted."""
    for model in (each for label in _APPS for each in apps.get_app_config(label).get_models()):
        texts = {
            field.name: _canary(field)
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
            and not (isinstance(field, models.EmailField) or field.choices or field.unique)
            and field.name not in _FORMED
        }
        rows = model._default_manager.filter(**{way_to_organization(model): APPBREW})
        if texts:
            rows.exclude(**_published(model)).update(**texts)


def way_to_organization(model: type[models.Model]) -> str:
    """Return the way from a model to its organization, which its rows go with or keep; raise LookupError."""
    owners = {
        field.name: field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete in (models.CASCADE, models.PROTECT)
        and field.related_model is not model
    }
    for name, owner in owners.items():
        if owner is Organization:
            return name
    for name, owner in owners.items():
        with suppress(LookupError):
            return f"{name}__{way_to_organization(owner)}"
    raise LookupError(f"{model._meta.label} belongs to no organization")


def _canary(field: Any) -> models.Case:
    """Return the canary where something, or an empty text, stands: what is null is of another kind."""
    word = models.Value(CANARY[: field.max_length])
    return models.Case(
        models.When(**{f"{field.name}__isnull": False}, then=word), output_field=models.TextField()
    )


def _published(model: type[models.Model]) -> dict[str, Any]:
    """Return what the public may see of a model's rows."""
    known = {
        "requisitions.Requisition": {"publish_status": True},
        "requisitions.ComplianceItem": {"requisition__publish_status": True},
    }
    return known.get(model._meta.label, {"pk__in": []})


def _invitation(user: User) -> Invitation:
    return Invitation.objects.create(
        organization_id=APPBREW,
        email=f"new{next(_numbers)}@{CANARY}.example",
        role="staff",
        invited_by=user,
        created_at=NOW,
        expires_at=NOW + timedelta(days=3650),
    )


def _session(user: User) -> Rows:
    session = VideoSession.objects.create(
        organization_id=APPBREW,
        job_application_id="JA-20251115-0001",
        meeting_id=f"meet_{next(_numbers)}",
        created_by=user,
        created_at=NOW,
        updated_at=NOW,
        tags=[CANARY],
    )
    Participant.objects.create(session=session, user=user, joined_at=NOW)
    invitation = CandidateInvitation.objects.create(
        session=session,
        email=f"candidate@{CANARY}.example",
        invited_by=user,
        created_at=NOW,
        expires_at=NOW + timedelta(days=3650),
    )
    for member in Membership.objects.filter(organization_id=APPBREW):
        Scorecard.objects.create(session=session, user_id=member.user_id, created_at=NOW, updated_at=NOW)
    recording = Recording.objects.create(session=session, started_by=user, started_at=NOW)
    return {
        "video-sessions.session_id": session.pk,
        "video-sessions.invitation_id": invitation.pk,
        "video-sessions.recording_id": recording.pk,
        "video-sessions.number": 0,
    }


def _request(user: User) -> Any:
    model = apps.get_model("workplace", "WorkplaceRequest")
    return model.unscoped.create(
        organization_id=APPBREW,
        request_id=f"MAT-20260302-{next(_numbers):04}",
        request_type="material",
        title="Paper",
        item_name="Paper",
        material_type="equipment",
        quantity_needed=1,
        priority="low",
        requested_by=user,
        created_at=NOW,
        updated_at=NOW,
    )


def _export(user: User) -> Any:
    model = apps.get_model("exports", "ExportJob")
    return model.unscoped.create(
        organization_id=APPBREW,
        requested_by=user,
        kind="requisitions",
        format="csv",
        created_at=NOW,
        expires_at=NOW + timedelta(days=3650),
    )


def _codes(rows: Rows) -> Any:
    return {"ids": [rows["requisitions.code"]]}


def _deleted(rows: Rows) -> Any:
    return {"ids": [rows["requisitions.deleted"]]}


def _session_id(**more: Any) -> Body:
    return lambda rows: {"session_id": str(rows["video-sessions.session_id"]), **more}


REQUISITION = {
    "title": "Any",
    "job_type": "full_time",
    "position_type": "permanent",
    "location_type": "remote",
}
BODIES: dict[str, Body] = {
    "POST tenants/": lambda rows: {"name": "Any", "domain": "any.example"},
    "POST tenants/<tenant_id>/switch/": lambda rows: {},
    "PATCH tenants/me/": lambda rows: {"name": "Any"},
    "POST members/invitations/": lambda rows: {"email": "any@any.example", "role": "staff"},
    "POST members/invitations/accept/": lambda rows: {"token": "any"},
    "PATCH members/<user_id>/": lambda rows: {"role": "manager"},
    "POST requisitions/": lambda rows: REQUISITION,
    "POST requisitions/bulk-create/": lambda rows: [REQUISITION],
    "PUT requisitions/<code>/": lambda rows: REQUISITION,
    "PATCH requisitions/<code>/": lambda rows: {"title": "Other"},
    "POST requisitions/bulk/bulk-delete/": _codes,
    "POST requisitions/recover/requisition/": _deleted,
    "POST requisitions/permanent-delete/requisition/": _deleted,
    "POST requisitions/public/close/batch/": lambda rows: {"job_requisition_ids": [rows["public.code"]]},
    "POST requisitions/<code>/approvals/": lambda rows: {"decision": "approved"},
    "POST requisitions/<code>/compliance-items/": lambda rows: {"name": "Any"},
    "PUT requisitions/<code>/compliance-items/<item_id>/": lambda rows: {"status": "completed"},
    "PATCH requisitions/<code>/compliance-items/<item_id>/": lambda rows: {"status": "completed"},
    "POST requests/": lambda rows: {
        "request_type": "material",
        "title": "Any",
        "item_name": "Any",
        "material_type": "equipment",
        "quantity_needed": 1,
        "priority": "low",
    },
    "PUT requests/<id>/": lambda rows: {"title": "Other"},
    "PATCH requests/<id>/": lambda rows: {"title": "Other"},
    "POST exports/": lambda rows: {"kind": "requisitions", "format": "csv"},
    "POST video-sessions/": lambda rows: {"job_application_id": "JA-1", "meeting_id": "meet_any"},
    "PUT video-sessions/<session_id>/": lambda rows: {"notes": "Any"},
    "PATCH video-sessions/<session_id>/": lambda rows: {"notes": "Any"},
    "POST video-sessions/<session_id>/end/": lambda rows: {},
    "POST video-sessions/<session_id>/invitations/": lambda rows: {"email": "any@example.com"},
    # Bytes are sent as they are, as a video.
    "PUT video-sessions/<session_id>/recordings/<recording_id>/chunks/<number>/": lambda rows: b"Any",
    "POST video-sessions/<session_id>/recordings/<recording_id>/finish/": lambda rows: {"chunks": 0},
    "PUT video-sessions/<session_id>/scorecards/me/": lambda rows: {"scores": {"technical": 4}},
    "POST video-sessions/start_recording/": _session_id(),
    "POST video-sessions/join/": _session_id(),
    "POST video-sessions/leave/": _session_id(),
    "POST video-sessions/toggle_mute/": _session_id(mute=True),
    "POST video-sessions/toggle_camera/": _session_id(camera_on=False),
    "POST video-sessions/update_interview_data/": _session_id(notes="Any"),
}
