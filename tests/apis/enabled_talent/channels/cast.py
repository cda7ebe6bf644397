"""What stands for the parameters of addresses of jobs, and what is sent there."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from tests.apis.casts import Body
from tests.domain.candidates.applicants import applied, employed
from tests.domain.jobs.factory import PRINTED
from trellis.core.db.columns import write_columns
from trellis.domain.accounts.models import User
from trellis.domain.candidates.services import profiles
from trellis.domain.fairness.services.contesting import contest
from trellis.domain.jobs.services.promising import judge, opt_in
from trellis.domain.needs.services import sharing, wishes


def _body(sent: dict[str, Any]) -> Body:
    return lambda rows: sent


BODIES_OF_CHANNELS: dict[str, Body] = {
    **{
        f"{method} /api/channels/{address}/": _body(PRINTED)
        for method, address in (("POST", "jobs"), ("PUT", "jobs/<job_id>"))
    },
    "PATCH /api/channels/jobs/<job_id>/": _body({"title": "Engineer"}),
    "POST /api/channels/jobs/<job_id>/applications/<application_id>/decision/": _body(
        {"decision": "shortlisted"}
    ),
    "POST /api/channels/jobs/<job_id>/applications/<application_id>/needs/": lambda rows: {
        "need": rows["need_id"]
    },
    "POST /api/channels/jobs/<job_id>/applications/<application_id>/interview-promise/judgement/": _body(
        {"missing": []}
    ),
    "POST /api/channels/jobs/<job_id>/applications/<application_id>/judgement/contest/": _body(
        {"reason": "My three years at Acme were not seen.", "wants_person": True}
    ),
    "POST /api/channels/jobs/<job_id>/applications/<application_id>/judgement/contest/answer/": _body(
        {"outcome": "upheld", "answer": "We have looked at it again."}
    ),
    "POST /api/channels/agent/": _body({"message": "Who has applied?"}),
}


def rows_of_channels() -> dict[str, Any]:
    """Return Cam's application, which has a resume, and the job of Emma's organization that it is for.

    Robin has a profile to apply with.
    """
    profiles.create(user=User.objects.get(username="robin"), fields={}, now=timezone.now())
    application, cam = applied("candidate", employed("employer")), User.objects.get(username="candidate")
    application.resume_file.save("document.txt", ContentFile(b"Cam Didate"))
    posting = application.posting
    write_columns(posting, timezone.now(), essential_criteria=["Welds"], offers_interview=True)
    opt_in(application=application, user=cam, now=timezone.now())
    judge(application=application, member=employed("employer"), missing=[], now=timezone.now())
    contest(application=application, user=cam, reason="I can weld.", now=timezone.now())
    need, _ = wishes.say(user=cam, title="A chair with arms", now=timezone.now())
    task, _ = sharing.share(application=application, user=cam, need_id=need.pk, now=timezone.now())
    return {"job_id": application.posting_id, "application_id": application.pk, "task_id": task.pk}
