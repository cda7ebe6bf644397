"""Pages for people, and the files that they see."""

from django.urls import include, path
from django.views.generic import RedirectView

from trellis.web.accounts.reset_password import reset_password
from trellis.web.accounts.sign_in import sign_in, sign_out
from trellis.web.accounts.verify_email import verify_email
from trellis.web.calendar.feed import calendar_feed
from trellis.web.credentials.files import badge_file, badge_token, paper, status_list
from trellis.web.credentials.keys import did, issuer, jwks
from trellis.web.credentials.verify import check, verify, verify_json
from trellis.web.frame.favicon import favicon
from trellis.web.frame.front import front
from trellis.web.guardians.home import guardians
from trellis.web.guardians.invitation import invitation
from trellis.web.interviews.page import interview
from trellis.web.interviews.tokens import api_token
from trellis.web.jobs.sitemap import robots
from trellis.web.media import media
from trellis.web.mentorship.room.page import meet
from trellis.web.notifications.page import notification, notifications
from trellis.web.notifications.push import push_subscription, push_worker
from trellis.web.notifications.settings import notification_settings
from trellis.web.notifications.unsubscribe import unsubscribe
from trellis.web.organizations.join import join
from trellis.web.organizations.switch import switch
from trellis.web.outbox import outbox
from trellis.web.payments.enrollment import pay_enrollment
from trellis.web.payments.page import pay
from trellis.web.payments.receipt import receipt
from trellis.web.portfolio.page import portfolio
from trellis.web.privacy.keep_account import keep_account
from trellis.web.privacy.my_data import close_account, my_data, my_data_file

app_name = "web"
urlpatterns = [
    path("", front, name="front"),
    path("favicon.ico", favicon),
    path("verify-email/", verify_email, name="verify-email"),
    path("reset-password/", reset_password, name="reset-password"),
    path("my-data/", my_data, name="my-data"),
    path("my-data/file/", my_data_file, name="my-data-file"),
    path("my-data/close/", close_account, name="close-account"),
    path("keep-account/", keep_account, name="keep-account"),
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-out/", sign_out, name="sign-out"),
    path("join/", join, name="join"),
    path("tenants/", switch, name="switch"),
    path("guardians/", guardians, name="guardians"),
    path("guardians/invitations/", invitation, name="guardian-invitation"),
    path("notifications/", notifications, name="notifications"),
    path("notifications/settings/", notification_settings, name="notification-settings"),
    path("notifications/unsubscribe/", unsubscribe, name="unsubscribe"),
    path("notifications/push/", push_subscription, name="push-subscription"),
    path("notifications/<uuid:public_id>/", notification, name="notification"),
    path("push-worker.js", push_worker, name="push-worker"),
    path("pay/enrollment/<uuid:enrollment_id>", pay_enrollment, name="pay"),
    path("pay/<uuid:payment_id>", pay, name="pay-payment"),
    path("pay/<uuid:payment_id>/receipt", receipt, name="receipt"),
    path("verify/", check, name="check"),
    path("verify/issuer", issuer, name="badge-issuer"),
    path("verify/status/<int:number>", status_list, name="badge-status"),
    path("verify/<str:code>.json", verify_json, name="verify-json"),
    path("verify/<str:code>/paper", paper, name="badge-paper"),
    path("verify/<str:code>/badge.json", badge_file, name="badge-file"),
    path("verify/<str:code>/badge.jwt", badge_token, name="badge-token"),
    path("verify/<str:code>", verify, name="verify"),
    path(".well-known/did.json", did, name="did"),
    path(".well-known/jwks.json", jwks, name="jwks"),
    path("dev/outbox/", outbox, name="outbox"),
    path("meet/interview/<uuid:session_id>", interview, name="interview"),
    path("meet/interview/<uuid:session_id>/", interview),
    path("meet/interview/<uuid:session_id>/token", api_token, name="interview-token"),
    path("meet/<uuid:booking_id>", meet, name="meet"),
    path("meet/<uuid:booking_id>/", meet),
    path("calendar/<str:token>.ics", calendar_feed, name="calendar-feed"),
    path("media/<path:name>", media, name="media"),
    path("p/<str:username>", portfolio, name="portfolio"),
    path("p/<str:username>/", RedirectView.as_view(pattern_name="web:portfolio", permanent=True)),
    path("robots.txt", robots),
    path("jobs/", include("trellis.web.jobs.urls")),
    path("", include("trellis.web.mentorship.urls")),
]
