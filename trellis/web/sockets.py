"""The WebSockets that pages of ours open."""

from django.urls import path

from trellis.web.meet_socket import MeetSocket

urlpatterns = [
    path("ws/meet/<uuid:booking_id>", MeetSocket.as_asgi()),  # type: ignore[arg-type]
]
