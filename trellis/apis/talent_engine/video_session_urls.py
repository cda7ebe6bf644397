"""`/api/talent-engine/video-sessions/…`."""

from django.urls import include, path

from trellis.apis.talent_engine import (
    invitations_to_interviews,
    participants,
    recordings,
    scorecards,
    video_sessions,
)

_session = [
    path("", video_sessions.VideoSessionView.as_view()),
    path("end/", video_sessions.EndView.as_view()),
    path("history/", video_sessions.SessionHistoryView.as_view()),
    path("invitations/", invitations_to_interviews.CandidateInvitationsView.as_view()),
    path("invitations/<uuid:invitation_id>/", invitations_to_interviews.CandidateInvitationView.as_view()),
    path("recordings/", recordings.RecordingsView.as_view()),
    path(
        "recordings/<uuid:recording_id>.webm", recordings.RecordingFileView.as_view(), name="recording-file"
    ),
    path("recordings/<uuid:recording_id>/chunks/<int:number>/", recordings.ChunkView.as_view()),
    path("recordings/<uuid:recording_id>/finish/", recordings.FinishRecordingView.as_view()),
    path("scorecards/", scorecards.ScorecardsView.as_view()),
    path("scorecards/me/", scorecards.OwnScorecardView.as_view()),
]

urlpatterns = [
    path("", video_sessions.VideoSessionsView.as_view()),
    path("start_recording/", recordings.StartRecordingView.as_view()),
    path("join/", participants.JoinView.as_view()),
    path("leave/", participants.LeaveView.as_view()),
    path("toggle_mute/", participants.ToggleMuteView.as_view()),
    path("toggle_camera/", participants.ToggleCameraView.as_view()),
    path("update_interview_data/", video_sessions.UpdateInterviewDataView.as_view()),
    path("<uuid:session_id>/", include(_session)),
]
