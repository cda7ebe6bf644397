"""Which notes there are for whom: an organization's for its members, one's own for oneself."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile, Note
from trellis.domain.candidates.refusals import NoNote
from trellis.domain.candidates.rules.limits import NOTES_SHOWN
from trellis.domain.organizations.queries import membership_of

_SHOWN = ("id", "identifier", "note", "section", "selected_text", "context")
# Of the profile with this key the newest notes that the viewer sees, who acts in this organization.
NOTES_SQL = f"""
    SELECT coalesce(json_agg(json_build_object(
        {", ".join(f"'{name}', newest.{name}" for name in _SHOWN)},
        'created_at', to_char(newest.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    ) ORDER BY newest.id DESC), '[]')
    FROM (
        SELECT seen.* FROM candidates_note AS seen
        WHERE seen.profile_id = {{id}} AND (
            seen.organization_id = {{organization_id}}
            OR (seen.organization_id IS NULL AND seen.author_id = {{viewer_id}})
        )
        ORDER BY seen.id DESC LIMIT {NOTES_SHOWN}
    ) AS newest
"""  # noqa: S608 (no data in it)


def notes_seen_by(*, user_id: int, organization_id: UUID | None) -> QuerySet[Note]:
    """Return the notes that somebody sees who acts in this organization, if in any."""
    condition = Q(organization=None, author_id=user_id)
    if organization_id is not None:
        condition |= Q(organization_id=organization_id)
    return Note.objects.of_all_tenants().filter(condition)


def note_with(id: int, *, seen_by: User, is_to_change: bool = False) -> Note:
    """Return the note of this key that this account sees, locked if it `is_to_change`; raise NoNote."""
    member = membership_of(seen_by)
    organization_id = member.organization_id if member else None
    rows = notes_seen_by(user_id=seen_by.pk, organization_id=organization_id)
    rows = rows.select_related("author", "profile")
    if is_to_change:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=id).first()
    if found is None:
        raise NoNote
    return found


def notes_on(
    profile: CandidateProfile, *, user_id: int, organization_id: UUID | None
) -> list[dict[str, Any]]:
    """Return what NOTES_SQL gives."""
    rows = notes_seen_by(user_id=user_id, organization_id=organization_id).filter(profile=profile)
    return [
        {
            **{name: getattr(row, name) for name in _SHOWN},
            "created_at": f"{row.created_at:%Y-%m-%dT%H:%M:%SZ}",
        }
        for row in rows.order_by("-pk")[:NOTES_SHOWN]
    ]
