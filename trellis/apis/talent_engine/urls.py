"""Hiring for many tenants: the Talent Engine door, `/api/talent-engine/…`."""

from django.urls import path, re_path

from trellis.apis.talent_engine import exports, requisitions_per_user, tenants
from trellis.apis.talent_engine.base import NotFoundView
from trellis.apis.talent_engine.members import invitations
from trellis.apis.talent_engine.members import views as members
from trellis.apis.talent_engine.requests import export as requests_export
from trellis.apis.talent_engine.requests import history as request_history
from trellis.apis.talent_engine.requests import views as requests
from trellis.apis.talent_engine.requisitions import (
    approvals,
    bulk,
    compliance_items,
    deleted,
    export,
    history,
)
from trellis.apis.talent_engine.requisitions import views as requisitions
from trellis.apis.talent_engine.requisitions.public import changes, jobs
from trellis.apis.talent_engine.video_sessions import invitations as candidates
from trellis.apis.talent_engine.video_sessions import participants, recordings, scorecards
from trellis.apis.talent_engine.video_sessions import views as sessions

# Words of ours come before those that a client chooses: the first address that fits counts.
urlpatterns = [
    path("tenants/", tenants.TenantsView.as_view()),
    path("tenants/me/", tenants.MyTenantView.as_view()),
    path("tenants/<uuid:tenant_id>/switch/", tenants.SwitchView.as_view()),
    path("members/", members.MembersView.as_view()),
    path("members/invitations/", invitations.InvitationsView.as_view()),
    path("members/invitations/accept/", invitations.AcceptInvitationView.as_view()),
    path("members/invitations/<uuid:id>/", invitations.InvitationView.as_view()),
    path("members/<int:user_id>/", members.MemberRowView.as_view()),
    path("requisitions/public/published/", jobs.PublishedJobsView.as_view()),
    path("requisitions/public/published/<uuid:tenant_id>/", jobs.TenantJobsView.as_view()),
    path(
        "requisitions/public/update-applications/<str:unique_link>/", changes.CountApplicationView.as_view()
    ),
    path("requisitions/public/close/batch/", changes.CloseBatchView.as_view()),
    path("requisitions/public/close/<str:code>/", changes.CloseView.as_view()),
    path("requisitions/export/", export.RequisitionsExportView.as_view()),
    path("requisitions/", requisitions.RequisitionsView.as_view()),
    path("requisitions/bulk-create/", bulk.BulkCreateView.as_view()),
    path("requisitions/bulk/bulk-delete/", bulk.BulkDeleteView.as_view()),
    path("requisitions/deleted/soft_deleted/", deleted.DeletedRequisitionsView.as_view()),
    path("requisitions/recover/requisition/", deleted.RecoverView.as_view()),
    path("requisitions/permanent-delete/requisition/", deleted.PermanentDeleteView.as_view()),
    path("requisitions/published/requisition/", requisitions.PublishedRequisitionsView.as_view()),
    path("requisitions/upcoming/public/jobs/", jobs.UpcomingJobsView.as_view()),
    path("requisitions/by-link/<str:unique_link>/", jobs.JobByLinkView.as_view()),
    path("requisitions/<str:code>/approvals/", approvals.ApprovalsView.as_view()),
    path("requisitions/<str:code>/history/", history.RequisitionHistoryView.as_view()),
    path("requisitions/<str:code>/compliance-items/", compliance_items.ComplianceItemsView.as_view()),
    path(
        "requisitions/<str:code>/compliance-items/<uuid:item_id>/",
        compliance_items.ComplianceItemView.as_view(),
    ),
    path("requisitions/<str:code>/", requisitions.RequisitionView.as_view()),
    path("requisitions-per-user/", requisitions_per_user.MyRequisitionsView.as_view()),
    path("video-sessions/", sessions.VideoSessionsView.as_view()),
    path("video-sessions/start_recording/", recordings.StartRecordingView.as_view()),
    path("video-sessions/join/", participants.JoinView.as_view()),
    path("video-sessions/leave/", participants.LeaveView.as_view()),
    path("video-sessions/toggle_mute/", participants.ToggleMuteView.as_view()),
    path("video-sessions/toggle_camera/", participants.ToggleCameraView.as_view()),
    path("video-sessions/update_interview_data/", sessions.UpdateInterviewDataView.as_view()),
    path("video-sessions/<uuid:session_id>/", sessions.VideoSessionView.as_view()),
    path("video-sessions/<uuid:session_id>/end/", sessions.EndView.as_view()),
    path("video-sessions/<uuid:session_id>/history/", sessions.SessionHistoryView.as_view()),
    path("video-sessions/<uuid:session_id>/invitations/", candidates.CandidateInvitationsView.as_view()),
    path(
        "video-sessions/<uuid:session_id>/invitations/<uuid:invitation_id>/",
        candidates.CandidateInvitationView.as_view(),
    ),
    path("video-sessions/<uuid:session_id>/recordings/", recordings.RecordingsView.as_view()),
    path(
        "video-sessions/<uuid:session_id>/recordings/<uuid:recording_id>.webm",
        recordings.RecordingFileView.as_view(),
        name="recording-file",
    ),
    path(
        "video-sessions/<uuid:session_id>/recordings/<uuid:recording_id>/chunks/<int:number>/",
        recordings.ChunkView.as_view(),
    ),
    path(
        "video-sessions/<uuid:session_id>/recordings/<uuid:recording_id>/finish/",
        recordings.FinishRecordingView.as_view(),
    ),
    path("video-sessions/<uuid:session_id>/scorecards/", scorecards.ScorecardsView.as_view()),
    path("video-sessions/<uuid:session_id>/scorecards/me/", scorecards.OwnScorecardView.as_view()),
    path("requests/", requests.RequestsView.as_view()),
    path("requests/export/", requests_export.RequestsExportView.as_view()),
    path("requests/user/", requests.MyRequestsView.as_view()),
    path("requests/<uuid:id>/", requests.OneRequestView.as_view()),
    path("requests/<uuid:id>/history/", request_history.RequestHistoryView.as_view()),
    path("exports/", exports.ExportsView.as_view()),
    path("exports/<uuid:id>/", exports.OneExportView.as_view()),
    path("exports/<uuid:id>/download/", exports.DownloadView.as_view()),
    re_path("", NotFoundView.as_view()),
]
