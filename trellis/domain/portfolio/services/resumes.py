"""What can happen to resumes: they are made of one's history, brought from elsewhere, printed, deleted."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal

from django.core.files.base import ContentFile
from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.core.db.locks import lock
from trellis.core.files.typesetting.setting import set_as_pdf
from trellis.domain.accounts.models import User
from trellis.domain.portfolio import events
from trellis.domain.portfolio.models import Resume
from trellis.domain.portfolio.queries.history import known_of
from trellis.domain.portfolio.queries.resumes import resume_of, resumes_of
from trellis.domain.portfolio.refusals import NoResume, TooManyResumes
from trellis.domain.portfolio.rules.choices import Source
from trellis.domain.portfolio.rules.documents import document_of
from trellis.domain.portfolio.rules.limits import MOST_RESUMES
from trellis.domain.portfolio.rules.paper import paper_of

_TEMPLATE = Path(__file__).parents[1] / "resume.typ"


def generate_resume(*, user: User, now: datetime) -> tuple[Resume, bool]:
    """Make a resume of somebody's history, and tell whether it is new: the newest may say all that already.

    Raises TooManyResumes.
    """
    with transaction.atomic():
        lock("resumes", user.pk)
        document = document_of(known_of(user, now=now))
        newest = resumes_of(user).filter(source=Source.GENERATED).first()
        if newest is not None and newest.document == document:
            return newest, False
        return _kept(user, "generated", document, now), True


def import_resume(*, user: User, document: Mapping[str, Any], now: datetime) -> Resume:
    """Keep a JSON Resume that somebody brought, to be part of what is generated; raise TooManyResumes."""
    with transaction.atomic():
        lock("resumes", user.pk)
        return _kept(user, "imported", document, now)


def delete_resume(*, user: User, public_id: Any, now: datetime) -> None:
    """Delete one's own resume, and its paper; raise NoResume."""
    with transaction.atomic():
        lock("resumes", user.pk)
        row = resume_of(user, public_id)
        events.resume_removed.publish(actor_id=user.pk, subject=row, data={}, now=now)
        storage, stored = row.pdf.storage, row.pdf.name
        row.delete()
        if stored:
            transaction.on_commit(partial(storage.delete, stored))


def paper(*, resume: Resume) -> Resume:
    """Return the resume with its paper, which is set once somebody asks; raise NoFonts, Busy, NoResume.

    It is set before the transaction, which would hold its locks as long; of two at once one is kept.
    """
    if resume.pdf and resume.pdf.storage.exists(str(resume.pdf)):
        return resume
    content = set_as_pdf(template=_TEMPLATE, data=paper_of(resume.document), made_at=resume.generated_at)
    with transaction.atomic():
        current = Resume.objects.select_for_update().filter(pk=resume.pk).first()
        if current is None:
            raise NoResume
        if not current.pdf or current.pdf.name == resume.pdf.name:
            current.pdf.save("resume.pdf", ContentFile(content), save=False)
            set_columns(current, pdf=current.pdf.name)
    return current


def _kept(
    user: User, source: Literal["generated", "imported"], document: Mapping[str, Any], now: datetime
) -> Resume:
    if resumes_of(user).count() >= MOST_RESUMES:
        raise TooManyResumes
    row = Resume.objects.create(user=user, source=source, document=document, generated_at=now)
    events.resume_made.publish(actor_id=user.pk, subject=row, data={"kind": source}, now=now)
    return row
