"""The base view of agents: they are for accounts of the type `disabled` alone."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework.request import Request

from trellis.apis.soosh.base import STYLE, SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.domain.assistant.queries.agents import refuse_others

NO_AGENT = {404: OpenApiResponse(STYLE.shapes[404], "There is no agent yet, or no such row of its.")}


class AgentView(SooshView):
    """Every view of agents: 403 for accounts of other types, whatever they send."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse whom agents are not for, before anything is read."""
        super().initial(request, *args, **kwargs)
        refuse_others(caller_of(request))
