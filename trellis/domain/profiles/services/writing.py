"""Profiles are written whole: each time a new version, the ones before stay."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from trellis.core.db.locks import lock
from trellis.domain.accounts.models import User
from trellis.domain.profiles.events import profile_written
from trellis.domain.profiles.models import Profile, ProfileVersion
from trellis.domain.profiles.queries import said_by, said_profile_of
from trellis.domain.profiles.rules.content import SAID, Derived, evidence_kept


def write(
    *,
    user: User,
    said: Mapping[str, Any],
    evidence: Mapping[str, Any],
    derived: Derived | None,
    by: Literal["profiling", "owner"],
    now: datetime,
) -> ProfileVersion:
    """Write what somebody says by the fields of SAID, with the words it comes from, as their newest version.

    Without `derived` what was derived before stays, until whoever hears of it derives it anew. Return the
    version; its profile is the one of now.
    """
    with transaction.atomic():
        lock("profile", user.pk)
        before = Profile.objects.filter(user=user).first()
        profile = before or Profile(user=user, version=0, created_at=now)
        fields = [name for name in SAID if before is None or getattr(before, name) != said[name]]
        for name, value in {**said, "evidence": dict(evidence)}.items():
            setattr(profile, name, value)
        _derive(profile, derived)
        profile.version += 1
        profile.updated_at = now
        profile.save()
        version = _versioned(profile, now)
        profile_written.publish(
            actor_id=user.pk,
            subject=profile,
            data={
                "version": profile.version,
                "by": by,
                "fields": fields,
                "is_derived": derived is not None,
            },
            now=now,
        )
    return version


def change(
    *,
    user: User,
    changes: Mapping[str, Any],
    derived: tuple[Mapping[str, Any], Derived] | None,
    now: datetime,
) -> Profile:
    """Change fields of SAID in somebody's own words; the rest stays, also what another has changed meanwhile.

    `derived` is what was derived, and from which fields; it is kept where the profile says just that then. Of
    words that a field came from those stay whose values do. Return the profile; raise NoProfile.
    """
    with transaction.atomic():
        lock("profile", user.pk)
        profile = said_profile_of(user)
        before = said_by(profile)
        said = {**before, **changes}
        if said == before:
            return profile
        write(
            user=user,
            said=said,
            evidence=evidence_kept(profile.evidence, said),
            derived=derived[1] if derived and derived[0] == said else None,
            by="owner",
            now=now,
        )
        return said_profile_of(user)


def keep_derived(*, profile_id: int, version: int, derived: Derived) -> bool:
    """Keep what was derived from that version; not where another has been written meanwhile."""
    with transaction.atomic():
        newest = Profile.objects.filter(pk=profile_id, version=version)
        if not newest.update(**derived.columns()):
            return False
        ProfileVersion.objects.filter(profile_id=profile_id, number=version).update(**derived.columns())
    return True


def _derive(row: Profile | ProfileVersion, derived: Derived | None) -> None:
    for name, value in (derived.columns() if derived else {}).items():
        setattr(row, name, value)


def _versioned(profile: Profile, now: datetime) -> ProfileVersion:
    columns = (*SAID, "evidence", "categories", "subcategories", "vector", "vector_model")
    return ProfileVersion.objects.create(
        profile=profile,
        number=profile.version,
        written_at=now,
        **{name: getattr(profile, name) for name in columns},
    )
