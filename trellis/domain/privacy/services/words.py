"""The words by which rows that stay are found are worked out anew, without what is erased."""

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.services.mentors import index_mentor
from trellis.domain.privacy.queries.people import rows
from trellis.domain.privacy.services.steps import step
from trellis.domain.requisitions.models import Requisition
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.queries import search_vector


def have_words_anew(user: User) -> None:
    """Work out the words of the rows that are left of somebody; what has none is found by none.

    An app whose rows are found by words of people has its lines here.
    """
    for mentor in Mentor.objects.filter(user=user):
        with step(user.pk):
            index_mentor(mentor)
    for requisition in rows(Requisition).filter(requested_by=user, search=None):
        with step(user.pk):
            requisition.save(update_fields=["search"])
    for request in rows(WorkplaceRequest).filter(requested_by=user, search=None):
        with step(user.pk):
            words = search_vector(organization_id=request.organization_id, values=vars(request))
            WorkplaceRequest.objects.of(request.organization_id).filter(pk=request.pk).update(search=words)
