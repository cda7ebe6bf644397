"""The site, and the plain implementations that it is measured against."""

from django.urls import include, path

from benchmarks.plain_community import (
    PlainActivityView,
    PlainAttendeesView,
    PlainCommentsView,
    PlainEventsView,
    PlainGroupsView,
    PlainMembersView,
    PlainPostsView,
)
from benchmarks.plain_jobs import (
    PlainApplicationsView,
    PlainBrowseView,
    PlainOwnApplicationsView,
    PlainOwnJobsView,
    PlainProfilesView,
)
from benchmarks.plain_mentors import PlainCards, PlainMentorsView, PlainReckonedCards, PlainSlotsView
from benchmarks.plain_opportunities import (
    PlainCategoriesView,
    PlainOpportunitiesView,
    PlainSubcategoriesView,
)
from benchmarks.plain_pool import PlainPoolView
from benchmarks.plain_requisitions import PlainRequisitionsView

urlpatterns = [
    path("plain/available-talents-with-posts/", PlainPoolView.as_view()),
    path("plain/mentorship/mentors/", PlainMentorsView.as_view()),
    path("plain/mentorship/mentors/<uuid:mentor_id>/slots/", PlainSlotsView.as_view()),
    path("plain/mentors", PlainReckonedCards.as_view()),
    path("plain/mentors-stored", PlainCards.as_view()),
    path("plain/channels/jobs/browse/", PlainBrowseView.as_view()),
    path("plain/channels/jobs/", PlainOwnJobsView.as_view()),
    path("plain/channels/jobs/<int:job_id>/applications/", PlainApplicationsView.as_view()),
    path("plain/channels/candidate/applications/", PlainOwnApplicationsView.as_view()),
    path("plain/candidates/profiles/", PlainProfilesView.as_view()),
    path("plain/opportunities", PlainOpportunitiesView.as_view()),
    path("plain/categories", PlainCategoriesView.as_view()),
    path("plain/categories/<uuid:category_id>/subcategories", PlainSubcategoriesView.as_view()),
    path("plain/community/groups", PlainGroupsView.as_view()),
    path("plain/community/groups/<uuid:group_id>/members", PlainMembersView.as_view()),
    path("plain/community/groups/<uuid:group_id>/posts", PlainPostsView.as_view()),
    path("plain/community/posts/<uuid:post_id>/comments", PlainCommentsView.as_view()),
    path("plain/community/events", PlainEventsView.as_view()),
    path("plain/community/events/<uuid:event_id>/attendees", PlainAttendeesView.as_view()),
    path("plain/analytics/activity", PlainActivityView.as_view()),
    path("plain/requisitions/", PlainRequisitionsView.as_view()),
    path("", include("trellis.config.urls")),
]
