"""The routes of the mentorship's pages, without a trailing slash, as its document prints them."""

from django.urls import path, re_path

from trellis.web.mentorship.auth import auth, sign_out
from trellis.web.mentorship.availability.page import (
    availability_dates,
    availability_settings,
    availability_weekly,
)
from trellis.web.mentorship.bookings.actions import act
from trellis.web.mentorship.bookings.file import booking_file
from trellis.web.mentorship.bookings.lists import mentor_bookings, my_bookings
from trellis.web.mentorship.bookings.reschedule import reschedule_page
from trellis.web.mentorship.calendar import calendar_page
from trellis.web.mentorship.dashboard import dashboard
from trellis.web.mentorship.mentors.browse import browse
from trellis.web.mentorship.mentors.page import mentor_page
from trellis.web.mentorship.profile.page import mentor_profile_edit, photo, profile_edit
from trellis.web.mentorship.slashes import without_slash

_BASE = "community/mentorship"
urlpatterns = [
    path(_BASE, browse, name="mentors"),
    path(f"{_BASE}/auth", auth, name="mentorship-auth"),
    path(f"{_BASE}/auth/sign-out", sign_out, name="mentorship-sign-out"),
    path(f"{_BASE}/bookings", my_bookings, name="my-bookings"),
    path(f"{_BASE}/bookings/<uuid:public_id>.ics", booking_file, name="booking-file"),
    path(f"{_BASE}/bookings/<uuid:public_id>/reschedule", reschedule_page, name="booking-reschedule"),
    path(f"{_BASE}/bookings/<uuid:public_id>/<slug:verb>", act, name="booking-act"),
    path(f"{_BASE}/calendar", calendar_page, name="mentorship-calendar"),
    path(f"{_BASE}/profile/edit", profile_edit, name="profile-edit"),
    path(f"{_BASE}/profile/photo", photo, name="profile-photo"),
    path(f"{_BASE}/mentor", dashboard, name="mentor-dashboard"),
    path(f"{_BASE}/mentor/availability", availability_weekly, name="mentor-availability"),
    path(f"{_BASE}/mentor/availability/dates", availability_dates, name="mentor-availability-dates"),
    path(f"{_BASE}/mentor/availability/settings", availability_settings, name="mentor-availability-settings"),
    path(f"{_BASE}/mentor/bookings", mentor_bookings, name="mentor-bookings"),
    path(f"{_BASE}/mentor/profile/edit", mentor_profile_edit, name="mentor-profile-edit"),
    path(f"{_BASE}/<uuid:public_id>", mentor_page, name="mentor"),
    re_path(rf"^{_BASE}(?:/.*)?/$", without_slash),
]
