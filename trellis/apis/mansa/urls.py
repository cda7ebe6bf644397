"""Mentors and sessions with them: the Mansa door, `/api/v1/mentorship/…`, and signing in to it."""

from django.urls import path, re_path

from trellis.apis.mansa import accounts
from trellis.apis.mansa import availability as own_availability
from trellis.apis.mansa.base import NotFoundView
from trellis.apis.mansa.bookings import changes
from trellis.apis.mansa.bookings import views as bookings
from trellis.apis.mansa.mentors import availability, why_not
from trellis.apis.mansa.mentors import views as mentors

# What follows `/api/v1/mentorship/`.
urlpatterns = [
    path("mentors/", mentors.MentorsView.as_view()),
    path("mentors/my_profile/", mentors.MyProfileView.as_view()),
    path("mentors/create_profile/", mentors.CreateProfileView.as_view()),
    path("mentors/<uuid:mentor_id>/", mentors.MentorView.as_view()),
    path("mentors/<uuid:mentor_id>/update_profile/", mentors.UpdateProfileView.as_view()),
    path("mentors/<uuid:mentor_id>/upload_photo/", mentors.UploadPhotoView.as_view()),
    path("mentors/<uuid:mentor_id>/availability/", availability.MentorAvailabilityView.as_view()),
    path("availability/me/", own_availability.OwnAvailabilityView.as_view()),
    path("bookings/", bookings.BookingsView.as_view()),
    path("bookings/<uuid:booking_id>/update_status/", changes.UpdateStatusView.as_view()),
    path("bookings/<uuid:booking_id>/add_meeting_link/", changes.AddMeetingLinkView.as_view()),
    path("bookings/<uuid:booking_id>/add_feedback/", changes.AddFeedbackView.as_view()),
    # Additions of our own: what the document's pages need and its reference does not print.
    path("mentors/<uuid:mentor_id>/reviews/", mentors.ReviewsView.as_view()),
    path("mentors/<uuid:mentor_id>/why-not/", why_not.WhyNotView.as_view()),
    path("bookings/<uuid:booking_id>/", bookings.BookingView.as_view()),
    path("bookings/<uuid:booking_id>/history/", bookings.HistoryView.as_view()),
    path("bookings/<uuid:booking_id>/reschedule/", changes.RescheduleView.as_view()),
    re_path("", NotFoundView.as_view()),
]

# What follows `/api/users/email-login/`.
email_login = [
    path("", accounts.EmailLoginView.as_view()),
    path("verify/", accounts.EmailLoginVerifyView.as_view()),
    re_path("", NotFoundView.as_view()),
]
