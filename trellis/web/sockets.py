"""The WebSockets that pages of ours open."""

from django.urls import path

from trellis.web.interviews.socket import InterviewSocket
from trellis.web.mentorship.room.socket import MeetSocket

urlpatterns = [
    path("ws/meet/<uuid:booking_id>", MeetSocket.as_asgi()),  # type: ignore[arg-type]
    path(
        "ws/talent-engine/video-sessions/<uuid:session_id>",
        InterviewSocket.as_asgi(),  # type: ignore[arg-type]
    ),
]
