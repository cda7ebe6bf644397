"""`/api/talent-engine/members/…`."""

from django.urls import path

from trellis.apis.talent_engine.member_invitations import (
    AcceptInvitationView,
    InvitationsView,
    InvitationView,
)
from trellis.apis.talent_engine.members import MemberRowView, MembersView

urlpatterns = [
    path("", MembersView.as_view()),
    path("invitations/", InvitationsView.as_view()),
    path("invitations/accept/", AcceptInvitationView.as_view()),
    path("invitations/<uuid:id>/", InvitationView.as_view()),
    path("<int:user_id>/", MemberRowView.as_view()),
]
