"""How the back office looks and is laid out (django-unfold)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy

_GREEN = {
    "50": "oklch(97% .02 155)",
    "100": "oklch(94% .04 155)",
    "200": "oklch(89% .07 155)",
    "300": "oklch(82% .1 155)",
    "400": "oklch(74% .12 155)",
    "500": "oklch(62% .12 155)",
    "600": "oklch(47% .1 156)",
    "700": "oklch(41% .09 156)",
    "800": "oklch(35% .075 156)",
    "900": "oklch(30% .06 156)",
    "950": "oklch(22% .045 156)",
}


def environment_badge(request: HttpRequest) -> list[str]:
    """Return the label and colour of the environment, so that nobody mistakes one for another."""
    return ["Production", "danger"] if settings.IS_PRODUCTION else ["Development", "info"]


def mark(request: HttpRequest) -> str:
    """Return the address of our mark."""
    return static("web/mark.svg")


def _never(request: HttpRequest) -> bool:
    return False


def _list(title: str, icon: str, name: str) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": reverse_lazy(f"admin:{name}_changelist")}


def _group(title: str, *items: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "separator": True, "items": list(items)}


_TOP = {
    "items": [
        {"title": "Overview", "icon": "home", "link": reverse_lazy("admin:index")},
        {"title": "Back to the site", "icon": "arrow_back", "link": "/", "active": _never},
    ]
}
UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Trellis",
    "SITE_HEADER": "Trellis back office",
    "SITE_URL": "/",
    "SITE_ICON": mark,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": mark}],
    "SHOW_HISTORY": True,
    "ENVIRONMENT": "trellis.config.backoffice.environment_badge",
    "BORDER_RADIUS": "8px",
    "COLORS": {"primary": _GREEN},
    "SIDEBAR": {
        "show_search": False,
        "navigation": [
            _TOP,
            _group(
                "People",
                _list("Accounts", "person", "accounts_user"),
                _list("Members", "badge", "directory_directoryentry"),
                _list("Sign-ins", "key", "accounts_tokenfamily"),
                _list("Identities", "badge", "identities_identity"),
                _list("Published keys", "vpn_key", "identities_publishedkeys"),
                _list("Guardians", "family_restroom", "guardians_guardianship"),
                _list("Birth dates", "cake", "guardians_birthdatechange"),
                _list("Feedback", "reviews", "accounts_feedback"),
                _list("Their data", "folder_zip", "privacy_dataexport"),
                _list("Erasures", "person_remove", "privacy_erasure"),
                _list("Files to remove", "delete_sweep", "privacy_doomedfile"),
                _list("Groups", "group", "auth_group"),
            ),
            _group(
                "Tenants",
                _list("Organizations", "domain", "organizations_organization"),
                _list("Members", "groups", "organizations_membership"),
                _list("Invitations", "mail", "organizations_invitation"),
                _list("Decisions", "how_to_vote", "approvals_decision"),
            ),
            _group(
                "Workplace",
                _list("Requests", "assignment", "workplace_workplacerequest"),
                _list("Exports", "download", "exports_exportjob"),
            ),
            _group(
                "Catalog",
                _list("Categories", "category", "catalog_category"),
                _list("Subcategories", "label", "catalog_subcategory"),
                _list("Phrases", "format_quote", "catalog_phrase"),
            ),
            _group(
                "Profiles",
                _list("Profiles", "interests", "profiles_profile"),
                _list("Versions", "history", "profiles_profileversion"),
                _list("Profiling", "forum", "assistant_profiling"),
                _list("Answers", "chat", "assistant_profilinganswer"),
                _list("Agents", "support_agent", "assistant_agent"),
                _list("Proposals", "rule", "assistant_proposal"),
                _list("Actions", "bolt", "assistant_action"),
            ),
            _group(
                "Learning",
                _list("Opportunities", "school", "learning_opportunity"),
                _list("Enrolments", "how_to_reg", "learning_enrollment"),
                _list("Milestones", "signpost", "learning_pathtemplate"),
                _list("Paths", "route", "learning_learningpath"),
                _list("Milestones done", "task_alt", "learning_completedmilestone"),
                _list("Points", "toll", "learning_pointsentry"),
                _list("Active days", "calendar_today", "learning_activeday"),
                _list("Achievements", "emoji_events", "learning_achievement"),
                _list("Achieved", "military_tech", "learning_earnedachievement"),
                _list("Meanings", "psychology", "learning_meaning"),
                _list("Tallies", "tag", "learning_tally"),
                _list("Badges", "workspace_premium", "credentials_badge"),
                _list("Papers of badges", "description", "credentials_paper"),
                _list("Keys of badges", "key", "credentials_signingkey"),
            ),
            _group(
                "Portfolios",
                _list("Portfolios", "web", "portfolio_portfolio"),
                _list("Projects", "collections", "portfolio_project"),
                _list("Resumes", "description", "portfolio_resume"),
                _list("Shares", "share", "portfolio_share"),
            ),
            _group(
                "Scouting",
                _list("Talents", "sprint", "scouting_talent"),
                _list("Coaches", "sports", "scouting_coach"),
                _list("Posts", "photo_library", "scouting_post"),
                _list("Judgements", "rule", "scouting_judgement"),
            ),
            _group(
                "Hiring",
                _list("Requisitions", "work", "requisitions_requisition"),
                _list("Jobs", "campaign", "jobs_posting"),
                _list("Applications", "inbox", "jobs_application"),
                _list("Reveals", "visibility", "jobs_reveal"),
                _list("Promises", "handshake", "jobs_interviewpromise"),
                _list("Rankings", "format_list_numbered", "ranking_run"),
                _list("Contests", "balance", "fairness_contest"),
                _list("Needs", "accessible", "needs_needtask"),
                _list("Interviews", "videocam", "interviews_videosession"),
                _list("Participants", "group", "interviews_participant"),
                _list("Candidates invited", "mail", "interviews_candidateinvitation"),
                _list("Recordings", "radio_button_checked", "interviews_recording"),
                _list("Scorecards", "grade", "interviews_scorecard"),
            ),
            _group(
                "Candidates",
                _list("Profiles", "accessibility_new", "candidates_candidateprofile"),
                _list("Resumes that were read", "document_scanner", "candidates_resumereading"),
                _list("Meanings of profiles", "hub", "candidates_meaning"),
                _list("Education", "menu_book", "candidates_education"),
                _list("Skills", "construction", "candidates_skill"),
                _list("Languages", "translate", "candidates_language"),
                _list("Notes", "sticky_note_2", "candidates_note"),
            ),
            _group(
                "Mentorship",
                _list("Mentors", "school", "mentorship_mentor"),
                _list("Availability", "schedule", "mentorship_availability"),
                _list("Bookings", "event", "mentorship_booking"),
                _list("Packages", "inventory_2", "mentorship_bundle"),
            ),
            _group(
                "Payments",
                _list("Payments", "payments", "payments_payment"),
                _list("Refunds", "undo", "payments_refund"),
                _list("Disputes", "gavel", "payments_dispute"),
                _list("Payouts", "send_money", "payments_payout"),
                _list("Accounts", "account_balance_wallet", "payments_payoutaccount"),
                _list("Gateway's events", "webhook", "payments_keptevent"),
            ),
            _group(
                "Ledger",
                _list("Accounts", "account_balance", "ledger_account"),
                _list("Transfers", "swap_horiz", "ledger_transfer"),
                _list("Entries", "receipt_long", "ledger_entry"),
                _list("Subtotals", "functions", "ledger_subtotal"),
                _list("Seals", "verified", "ledger_seal"),
                _list("Sealing", "sync_lock", "ledger_sealing"),
            ),
            _group(
                "Conversations",
                _list("Rooms", "forum", "messaging_room"),
                _list("Reports", "flag", "messaging_report"),
                _list("Silences", "voice_over_off", "messaging_silence"),
                _list("Notifications", "notifications", "notifications_notification"),
                _list("How people are told", "notifications_paused", "notifications_preferences"),
                _list("Calendar feeds", "calendar_month", "calendar_feedtoken"),
            ),
            _group(
                "Community",
                _list("Groups", "groups", "community_group"),
                _list("Members", "group", "community_membership"),
                _list("Bans", "block", "community_ban"),
                _list("Reported posts", "flag", "community_postreport"),
                _list("Events", "event", "community_gathering"),
                _list("Attendance", "event_available", "community_attendance"),
            ),
            _group(
                "What happened",
                _list("Events", "history", "core_event"),
                _list("Mail", "mail", "core_mail"),
                _list("Text messages", "sms", "core_sms"),
                _list("Jobs", "pending_actions", "procrastinate_procrastinatejob"),
            ),
        ],
    },
}
