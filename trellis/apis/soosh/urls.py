"""Learning and mentoring market: the SOOSH door, `/api/v1/…` without trailing slashes."""

from django.urls import path, re_path

from trellis.apis.soosh import categories
from trellis.apis.soosh.ai_agent import acting, actions, proposals, voice
from trellis.apis.soosh.ai_agent import profile as agent_profile
from trellis.apis.soosh.ai_profiling import views as ai_profiling
from trellis.apis.soosh.analytics import views as analytics
from trellis.apis.soosh.auth import providers
from trellis.apis.soosh.auth import views as auth
from trellis.apis.soosh.base import NotFoundView
from trellis.apis.soosh.bookings import bundles, create, reviews, sessions
from trellis.apis.soosh.bookings import views as bookings
from trellis.apis.soosh.community import groups as community
from trellis.apis.soosh.community import members, moderation, posts
from trellis.apis.soosh.community.events import views as events
from trellis.apis.soosh.credentials import views as credentials
from trellis.apis.soosh.learning import achievements, certificates, paths, progress
from trellis.apis.soosh.mentors import proximity, terms, why_not
from trellis.apis.soosh.mentors import recommended as mentors_recommended
from trellis.apis.soosh.mentors import views as mentor_views
from trellis.apis.soosh.messages import (
    attachments,
    blocks,
    conversations,
    groups,
    history,
    places,
    reports,
    search,
    sending,
)
from trellis.apis.soosh.messages import settings as message_settings
from trellis.apis.soosh.notifications import push
from trellis.apis.soosh.notifications import settings as notification_settings
from trellis.apis.soosh.notifications import views as notifications
from trellis.apis.soosh.opportunities import recommended
from trellis.apis.soosh.opportunities import views as opportunities
from trellis.apis.soosh.payments import earnings, intents, webhook
from trellis.apis.soosh.payments import views as payments
from trellis.apis.soosh.users import avatar, data, mentors, profile, projects
from trellis.apis.soosh.users.portfolio import sharing
from trellis.apis.soosh.users.portfolio import views as portfolio
from trellis.apis.soosh.users.resume import pdf as resume_pdf
from trellis.apis.soosh.users.resume import views as resume

urlpatterns = [
    path("auth/register", auth.RegisterView.as_view()),
    path("auth/login", auth.LoginView.as_view()),
    path("auth/refresh-token", auth.RefreshView.as_view()),
    path("auth/google", providers.ProviderView.as_view(provider="google")),
    path("auth/apple", providers.ProviderView.as_view(provider="apple")),
    path("auth/linkedin", providers.ProviderView.as_view(provider="linkedin")),
    path("auth/verify-email", auth.VerifyEmailView.as_view()),
    path("auth/resend-verification", auth.ResendVerificationView.as_view()),
    path("users/me", profile.MeView.as_view()),
    path("users/me/avatar", avatar.AvatarView.as_view()),
    path("users/upgrade-to-mentor", mentors.UpgradeView.as_view()),
    path("users/switch-mode", mentors.SwitchModeView.as_view()),
    path("users/me/data", data.MyDataView.as_view()),
    path("users/me/data/file", data.MyDataFileView.as_view()),
    path("ai-profiling/start", ai_profiling.StartView.as_view()),
    path("ai-profiling/submit-answer", ai_profiling.SubmitAnswerView.as_view()),
    path("ai-profiling/questions/<uuid:session_id>/<int:step>", ai_profiling.QuestionView.as_view()),
    path("ai-profiling/complete", ai_profiling.CompleteView.as_view()),
    path("ai-profiling/profile", ai_profiling.OwnProfileView.as_view()),
    path("categories", categories.CategoriesView.as_view()),
    path("categories/search", categories.CategorySearchView.as_view()),
    path("categories/<uuid:category_id>/subcategories", categories.SubcategoriesView.as_view()),
    path("mentors", mentor_views.MentorsView.as_view()),
    path("mentors/recommended", mentors_recommended.RecommendedView.as_view()),
    path("mentors/proximity", proximity.ProximityView.as_view()),
    path("mentors/me/terms", terms.TermsView.as_view()),
    path("mentors/<uuid:mentor_id>", mentor_views.MentorView.as_view()),
    path("mentors/<uuid:mentor_id>/why-not", why_not.WhyNotView.as_view()),
    path("opportunities", opportunities.OpportunitiesView.as_view()),
    path("opportunities/recommended", recommended.RecommendedView.as_view()),
    path("opportunities/<uuid:opportunity_id>", opportunities.OpportunityView.as_view(), name="opportunity"),
    path("opportunities/<uuid:opportunity_id>/enroll", opportunities.EnrollView.as_view()),
    path("opportunities/<uuid:opportunity_id>/rating", opportunities.StarsView.as_view()),
    path("bookings", bookings.BookingsView.as_view()),
    path("bookings/create", create.CreateView.as_view()),
    path("bookings/bundles", bundles.BundlesView.as_view()),
    path("bookings/bundles/<uuid:bundle_id>/cancel", bundles.GiveBackView.as_view()),
    path("bookings/<uuid:booking_id>/cancel", bookings.CancelView.as_view()),
    path("bookings/<uuid:booking_id>/join", sessions.JoinView.as_view()),
    path("bookings/<uuid:booking_id>/meeting-link", sessions.MeetingLinkView.as_view()),
    path("bookings/<uuid:booking_id>/complete", sessions.CompleteView.as_view()),
    path("bookings/<uuid:booking_id>/review", reviews.ReviewView.as_view()),
    path("bookings/<uuid:booking_id>", bookings.BookingView.as_view()),
    path("payments/create-intent", intents.CreateIntentView.as_view()),
    path("payments/confirm", intents.ConfirmView.as_view()),
    path("payments/webhook", webhook.WebhookView.as_view()),
    path("payments/history", payments.HistoryView.as_view()),
    path("payments/earnings", earnings.EarningsView.as_view()),
    path("payments/<uuid:payment_id>/receipt", payments.ReceiptView.as_view()),
    path("learning/paths", paths.PathsView.as_view()),
    path("learning/paths/create", paths.CreateView.as_view()),
    path(
        "learning/paths/<uuid:path_id>/complete-milestone",
        paths.CompleteMilestoneView.as_view(),
    ),
    path("learning/progress", progress.ProgressView.as_view()),
    path("learning/progress/<uuid:enrollment_id>", progress.CourseView.as_view()),
    path("learning/achievements", achievements.AchievementsView.as_view()),
    path("learning/certificates", certificates.CertificatesView.as_view()),
    path("credentials/badges", credentials.BadgesView.as_view()),
    path("credentials/badges/<uuid:badge_id>", credentials.BadgeView.as_view()),
    path("credentials/sources", credentials.SourcesView.as_view()),
    path("credentials/links", credentials.LinksView.as_view()),
    path("notifications", notifications.NotificationsView.as_view()),
    path("notifications/read-all", notifications.ReadAllView.as_view()),
    path("notifications/settings", notification_settings.SettingsView.as_view()),
    path("notifications/push/key", push.PushKeyView.as_view()),
    path("notifications/push/subscriptions", push.BrowsersView.as_view()),
    path("notifications/<uuid:notification_id>/read", notifications.ReadView.as_view()),
    path("messages/conversations", conversations.ConversationsView.as_view()),
    path("messages/conversations/<uuid:conversation_id>", history.ConversationView.as_view()),
    path("messages/conversations/<uuid:conversation_id>/messages", sending.SayView.as_view()),
    path("messages/conversations/<uuid:conversation_id>/read", places.ReadView.as_view()),
    path("messages/conversations/<uuid:conversation_id>/typing", places.TypingView.as_view()),
    path("messages/conversations/<uuid:conversation_id>/mute", places.MuteView.as_view()),
    path("messages/conversation/<uuid:user_id>", history.WithView.as_view()),
    path("messages/conversation/<uuid:user_id>/read", places.ReadView.as_view()),
    path("messages/conversation/<uuid:user_id>/typing", places.TypingView.as_view()),
    path("messages/conversation/<uuid:user_id>/mute", places.MuteView.as_view()),
    path("messages/send", sending.SendView.as_view()),
    path("messages/search", search.SearchView.as_view()),
    path("messages/settings", message_settings.MannersView.as_view()),
    path("messages/groups", groups.GroupsView.as_view()),
    path("messages/groups/<uuid:conversation_id>", groups.GroupView.as_view()),
    path("messages/groups/<uuid:conversation_id>/members", groups.MembersView.as_view()),
    path("messages/groups/<uuid:conversation_id>/members/<uuid:user_id>", groups.MemberView.as_view()),
    path("messages/blocks", blocks.BlocksView.as_view()),
    path("messages/blocks/<uuid:user_id>", blocks.BlockView.as_view()),
    path("messages/attachments", attachments.AttachmentsView.as_view()),
    path(
        "messages/attachments/<uuid:attachment_id>",
        attachments.AttachmentView.as_view(),
        name="message-attachment",
    ),
    path("messages/<uuid:message_id>", sending.MessageView.as_view()),
    path("messages/<uuid:message_id>/report", reports.ReportView.as_view()),
    path("ai-agent/create", agent_profile.CreateAgentView.as_view()),
    path("ai-agent/profile", agent_profile.AgentProfileView.as_view()),
    path("ai-agent/schedule-session", acting.ScheduleSessionView.as_view()),
    path("ai-agent/respond-message", acting.RespondMessageView.as_view()),
    path("ai-agent/actions-log", actions.ActionsLogView.as_view()),
    path("ai-agent/actions/<uuid:action_id>/undo", actions.UndoView.as_view()),
    path("ai-agent/proposals", proposals.ProposalsView.as_view()),
    path("ai-agent/proposals/<uuid:proposal_id>/approve", proposals.ApproveView.as_view()),
    path("ai-agent/proposals/<uuid:proposal_id>/decline", proposals.DeclineView.as_view()),
    path("users/resume", resume.ResumesView.as_view()),
    path("users/resume/generate", resume.GenerateResumeView.as_view()),
    path("users/resume/import", resume.ImportResumeView.as_view()),
    path("users/resume/<uuid:resume_id>", resume.ResumeView.as_view()),
    path("users/resume/<uuid:resume_id>/json-resume", resume.JsonResumeView.as_view(), name="json-resume"),
    path("users/resume/<uuid:resume_id>/pdf", resume_pdf.ResumePdfView.as_view(), name="resume-pdf"),
    path("users/portfolio/create", portfolio.CreatePortfolioView.as_view()),
    path("users/portfolio/share", sharing.SharePortfolioView.as_view()),
    path("users/portfolio/shares", sharing.SharesView.as_view()),
    path("users/portfolio/me", portfolio.MyPortfolioView.as_view()),
    path("users/portfolio/<str:username>", portfolio.PortfolioView.as_view()),
    path("users/projects", projects.ProjectsView.as_view()),
    path("users/projects/order", projects.ProjectOrderView.as_view()),
    path("users/projects/<uuid:project_id>", projects.ProjectView.as_view()),
    path("users/projects/<uuid:project_id>/picture", projects.ProjectPictureView.as_view()),
    path("community/groups", community.GroupsView.as_view()),
    path("community/groups/<uuid:group_id>", community.GroupView.as_view()),
    path("community/groups/<uuid:group_id>/join", community.JoinView.as_view()),
    path("community/groups/<uuid:group_id>/leave", community.LeaveView.as_view()),
    path("community/groups/<uuid:group_id>/members", members.MembersView.as_view()),
    path("community/groups/<uuid:group_id>/members/<uuid:user_id>", members.MemberView.as_view()),
    path("community/groups/<uuid:group_id>/bans", members.BansView.as_view()),
    path("community/groups/<uuid:group_id>/bans/<uuid:user_id>", members.BanView.as_view()),
    path("community/groups/<uuid:group_id>/reports", moderation.GroupReportsView.as_view()),
    path("community/groups/<uuid:group_id>/posts", posts.PostsView.as_view()),
    path("community/posts/<uuid:post_id>", posts.PostView.as_view()),
    path("community/posts/<uuid:post_id>/comments", posts.CommentsView.as_view()),
    path("community/posts/<uuid:post_id>/reaction", posts.ReactionView.as_view()),
    path("community/posts/<uuid:post_id>/remove", moderation.RemoveView.as_view()),
    path("community/posts/<uuid:post_id>/pin", moderation.PinView.as_view()),
    path("community/posts/<uuid:post_id>/reports", moderation.PostReportsView.as_view()),
    path("community/events", events.EventsView.as_view()),
    path("community/events/<uuid:event_id>", events.EventView.as_view()),
    path("community/events/<uuid:event_id>/cancel", events.CancelEventView.as_view()),
    path("community/events/<uuid:event_id>/attendance", events.AttendanceView.as_view()),
    path("community/events/<uuid:event_id>/attendees", events.AttendeesView.as_view()),
    path("community/events/<uuid:event_id>/calendar.ics", events.CalendarView.as_view()),
    path("ai-agent/voice-command", voice.VoiceCommandView.as_view()),
    path("ai-agent/speech/<uuid:spoken_id>", voice.SpeechView.as_view()),
    path("analytics/dashboard", analytics.DashboardView.as_view()),
    path("analytics/activity", analytics.ActivityView.as_view()),
    path("analytics/mentor-stats", analytics.MentorStatsView.as_view()),
    path("analytics/export.csv", analytics.ExportView.as_view()),
    re_path("", NotFoundView.as_view()),
]
