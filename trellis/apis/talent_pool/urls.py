"""Coaches scout young athletes: the Talent Pool door, `/mentor/…`."""

from django.urls import path, re_path

from trellis.apis.talent_pool import (
    available_talents_with_posts,
    me,
    mentors,
    onboarding,
    rejected_talents,
    selected_talents,
    talents,
)
from trellis.apis.talent_pool.base import NotFoundView

urlpatterns = [
    path("available-talents-with-posts/", available_talents_with_posts.AvailableTalentsView.as_view()),
    path("selected-talents/add/", selected_talents.SelectView.as_view()),
    path("rejected-talents/add/", rejected_talents.RejectView.as_view()),
    path("selected-talents/", selected_talents.SelectedTalentsView.as_view()),
    path("rejected-talents/", rejected_talents.RejectedTalentsView.as_view()),
    path("mentors/selected-talent/<int:user_id>/", mentors.SelectedByView.as_view()),
    # Additions of our own: taking a rejection back, how talents and coaches come to be, and change.
    path("rejected-talents/<int:talent_id>/", rejected_talents.RejectionView.as_view()),
    path("me/", me.OwnCoachView.as_view()),
    path("talents/me/", talents.OwnTalentView.as_view()),
    path("onboarding/", onboarding.CoachOnboardingView.as_view()),
    path("talents/onboarding/", talents.TalentOnboardingView.as_view()),
    path("talents/me/posts/", talents.OwnPostsView.as_view()),
    re_path("", NotFoundView.as_view()),
]
