"""`requisitions/<code>/approvals/`, an addition: where the stages stand, and deciding on the next."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.people import person_json
from trellis.apis.talent_engine.requisitions.details import RequisitionDetailView
from trellis.apis.talent_engine.requisitions.input import StageDecisionInput
from trellis.apis.talent_engine.requisitions.output import ApprovalsOutput
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.rendering import Milliseconds
from trellis.domain.approvals.rules.rulings import Ruling
from trellis.domain.approvals.rules.stages import Approval, StageStand
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries.approvals import can_decide, next_stage_of, stands_of
from trellis.domain.requisitions.rights import Right
from trellis.domain.requisitions.services.approvals import Word, decide


class ApprovalsView(RequisitionDetailView):
    """Who approves what. Who may decide a stage is the engine's to say, not the role's alone."""

    rights = {"GET": Right.READ_REQUISITIONS, "POST": Right.READ_REQUISITIONS}

    @extend_schema(responses=ApprovalsOutput)
    def get(self, request: Request, code: str) -> Response:
        """List the stages in order: who is asked, what was decided, and whether the caller may decide."""
        requisition = self.requisition(code)
        return Response(self._json(requisition, stands_of(requisition)))

    @extend_schema(request=StageDecisionInput, responses=ApprovalsOutput)
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        """Approve or reject one stage; with the last required one the requisition is approved."""
        self.requisition(code)
        given = validated(StageDecisionInput, request)
        word = Word(Ruling(given["decision"]), comment=given["comment"], stage=given.get("stage") or None)
        requisition, approval = decide(member=self.member, code=code, word=word, now=timezone.now())
        return Response(self._json(requisition, approval))

    def _json(self, requisition: Requisition, approval: Approval) -> dict[str, Any]:
        next_stage = next_stage_of(requisition, approval)
        return {
            "round": requisition.approval_round,
            "status": requisition.status,
            "next_stage": next_stage and next_stage.name,
            "can_decide": can_decide(requisition, approval, self.member),
            "stages": [self._stage(stand) for stand in approval.stages],
        }

    def _stage(self, stand: StageStand) -> dict[str, Any]:
        decision = stand.decision
        return {
            "name": stand.stage.name,
            "approvers": list(stand.stage.approvers),
            "required": stand.stage.required,
            "state": str(stand.state),
            "decided_by": person_json(decision.decided_by, self.tenant_id) if decision else None,
            "decided_at": Milliseconds().to_representation(decision.decided_at) if decision else None,
            "comment": decision.comment if decision else None,
        }
