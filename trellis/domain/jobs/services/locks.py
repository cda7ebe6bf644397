"""The two locks: who changes a job or applies holds the job's row, who decides that of the application.

Who needs both takes the job's first, and before that the requisition's whose posting the job is: who
changes a requisition holds its row already.
"""

from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.refusals import NoApplication, NoPosting
from trellis.domain.requisitions.models import Requisition


def locked_posting(posting: Posting) -> Posting:
    """Lock a job's row until the transaction ends, and return it as it is; raise NoPosting."""
    if posting.requisition_id is not None:
        requisitions = Requisition.objects.of(posting.organization_id).select_for_update(no_key=True)
        list(requisitions.filter(pk=posting.requisition_id).values_list("pk"))
    # NO KEY: applications of it that are written already may still be pointed at it.
    rows = Posting.objects.of(posting.organization_id).select_for_update(of=("self",), no_key=True)
    current = rows.select_related("organization", "author", "requisition").filter(pk=posting.pk).first()
    if current is None or current.is_deleted:
        raise NoPosting
    return current


def locked_application(application: Application) -> Application:
    """Lock an application's row until the transaction ends, and return it as it is; raise NoApplication."""
    rows = Application.objects.of(application.organization_id).select_for_update(of=("self",), no_key=True)
    shown = rows.select_related("posting__organization", "candidate", "decided_by")
    current = shown.filter(pk=application.pk).first()
    if current is None:
        raise NoApplication
    return current
