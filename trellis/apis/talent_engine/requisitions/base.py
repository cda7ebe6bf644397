"""What the views of requisitions share."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from trellis.apis.talent_engine.answers import OF_MANY
from trellis.apis.talent_engine.base import MemberView
from trellis.apis.talent_engine.requisitions.filters import asked_for
from trellis.apis.talent_engine.requisitions.output import LISTED
from trellis.core.paging.numbered import respond_numbered
from trellis.domain.requisitions.queries.requisitions import requisitions_of


class RequisitionsDoorView(MemberView):
    """A view of requisitions."""

    def page_of(self, request: Request, **narrowed: Any) -> HttpResponse:
        """Return the page of the tenant's requisitions that is asked for, among those that are `narrowed`."""
        asked = asked_for(request, **narrowed)
        rows = requisitions_of(self.member.organization, asked)
        return respond_numbered(LISTED, rows, request=request, in_one_scan=bool(asked.search.strip()))


class ManyView(RequisitionsDoorView):
    """A view of many requisitions, by their ids."""

    answers = OF_MANY
