"""Coaches scout young athletes: the Talent Pool door, `/mentor/…`."""

from django.urls import path, re_path

from trellis.apis.talent_pool import available_talents_with_posts, decisions, onboarding, posts
from trellis.apis.talent_pool.base import NotFoundView

urlpatterns = [
    path("available-talents-with-posts/", available_talents_with_posts.AvailableTalentsView.as_view()),
    path("selected-talents/add/", decisions.SelectView.as_view()),
    path("rejected-talents/add/", decisions.RejectView.as_view()),
    path("selected-talents/", decisions.SelectedTalentsView.as_view()),
    path("rejected-talents/", decisions.RejectedTalentsView.as_view()),
    path("mentors/selected-talent/<int:user_id>/", decisions.SelectedByView.as_view()),
    # Additions of our own: how talents and coaches come to be.
    path("onboarding/", onboarding.CoachOnboardingView.as_view()),
    path("talents/onboarding/", onboarding.TalentOnboardingView.as_view()),
    path("talents/me/posts/", posts.OwnPostsView.as_view()),
    re_path("", NotFoundView.as_view()),
]
