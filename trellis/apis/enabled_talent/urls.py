"""Accessible hiring: the Enabled Talent door, whose addresses of accounts answer under two prefixes."""

from django.urls import path, re_path

from trellis.apis.enabled_talent.accounts import (
    csrf,
    data,
    feedback,
    passwords,
    session,
    signup,
    tokens,
    users,
)
from trellis.apis.enabled_talent.base import NotFoundView
from trellis.apis.enabled_talent.candidates import (
    entries,
    needs,
    notes,
    profiles,
    questions,
    resumes,
    sharing,
)
from trellis.apis.enabled_talent.candidates.parsing import views as parsing
from trellis.apis.enabled_talent.channels import (
    agent,
    applications,
    contests,
    jobs,
    judgement,
    promises,
    ranking,
    rates,
)
from trellis.apis.enabled_talent.channels import needs as shared_needs
from trellis.apis.enabled_talent.channels import resumes as sent_resumes
from trellis.apis.enabled_talent.organization import views as organization_views

# What follows `/api/auth/` and `/api/users/`.
accounts = [
    path("signup/", signup.SignUpView.as_view()),
    path("token/", tokens.TokenView.as_view()),
    path("token/refresh/", tokens.RefreshView.as_view()),
    path("session/login/", session.SessionLoginView.as_view()),
    path("logout/", tokens.LogoutView.as_view()),
    path("verify-email/", signup.VerifyEmailView.as_view()),
    path("resend-verification/", signup.ResendVerificationView.as_view()),
    path("change-password/", passwords.ChangePasswordView.as_view()),
    path("password_reset/", passwords.ResetView.as_view()),
    path("password_reset/confirm/", passwords.ConfirmResetView.as_view()),
    path("password_reset/validate_token/", passwords.ValidateTokenView.as_view()),
    path("users/me/", users.MeView.as_view()),
    path("users/me/data/", data.MyDataView.as_view()),
    path("users/me/data/file/", data.MyDataFileView.as_view()),
    path("profile/", users.ProfileView.as_view()),
    path("users/", users.UsersView.as_view()),
    path("users/<int:user_id>/", users.UserView.as_view()),
    path("add-feedback/", feedback.FeedbackView.as_view()),
    path("csrf/", csrf.CsrfView.as_view()),
    re_path("", NotFoundView.as_view()),
]

# What follows `/api/candidates/`.
candidates = [
    path("profiles/", profiles.ProfilesView.as_view()),
    path("profiles/<slug:slug>/", profiles.ProfileView.as_view(), name="candidate-profile"),
    path("profiles/<slug:slug>/full/", profiles.FullProfileView.as_view()),
    path("profiles/<slug:slug>/parse-resume/", parsing.ParseResumeView.as_view()),
    path("profiles/<slug:slug>/parsing-status/", parsing.ParsingStatusView.as_view(), name="parsing-status"),
    path("profiles/<slug:slug>/parsed-resume/", parsing.ParsedResumeView.as_view()),
    path("profiles/<slug:slug>/resume-file/", resumes.ResumeFileView.as_view(), name="candidate-resume-file"),
    path("profiles/<slug:slug>/video-pitch/", resumes.VideoPitchView.as_view(), name="candidate-video-pitch"),
    path("profiles/<slug:slug>/verify-profile/", profiles.VerifyProfileView.as_view()),
    path("profiles/<slug:slug>/disability-sharing/", sharing.SharingView.as_view()),
    path("profiles/<slug:slug>/disability-reads/", sharing.ReadsView.as_view(), name="disability-reads"),
    path("profiles/<slug:slug>/create-notes/", notes.ProfileNotesView.as_view()),
    path("education/", entries.EducationsView.as_view()),
    path("education/<int:education_id>/", entries.EducationView.as_view()),
    path("skills/", entries.SkillsView.as_view()),
    path("skills/<int:skill_id>/", entries.SkillView.as_view()),
    path("languages/", entries.LanguagesView.as_view()),
    path("languages/<int:language_id>/", entries.LanguageView.as_view()),
    path("need-types/", needs.NeedTypesView.as_view()),
    path("needs/", needs.NeedsView.as_view()),
    path("needs/<int:need_id>/", needs.NeedView.as_view()),
    path("notes/", notes.NotesView.as_view()),
    path("notes/<int:note_id>/", notes.NoteView.as_view()),
    path("career-coach/", questions.CareerCoachView.as_view()),
    path("prompt/", questions.PromptView.as_view()),
    re_path("", NotFoundView.as_view()),
]

# What follows `/api/organization/`.
organization = [
    path("organizations/", organization_views.OrganizationsView.as_view()),
    path("organizations/<int:organization_id>/", organization_views.OrganizationView.as_view()),
    path("organizations/<int:organization_id>/create-invite/", organization_views.CreateInviteView.as_view()),
    re_path("", NotFoundView.as_view()),
]

# What follows `/api/channels/`.
channels = [
    path("jobs/", jobs.JobsView.as_view()),
    path("jobs/browse/", jobs.BrowseView.as_view()),
    path("jobs/<int:job_id>/", jobs.JobView.as_view(), name="job"),
    path("jobs/<int:job_id>/apply/", applications.ApplyView.as_view()),
    path(
        "jobs/<int:job_id>/applications/",
        applications.ApplicationsView.as_view(),
        name="job-applications",
    ),
    path(
        "jobs/<int:job_id>/applications/<int:application_id>/decision/", applications.DecisionView.as_view()
    ),
    path(
        "jobs/<int:job_id>/applications/<int:application_id>/resume-file/",
        sent_resumes.SentResumeView.as_view(),
        name="application-resume-file",
    ),
    *(
        path(f"jobs/<int:job_id>/applications/<int:application_id>/needs/{rest}", view.as_view(), name=name)
        for rest, view, name in (
            ("", shared_needs.SharedNeedsView, None),
            ("<int:task_id>/", shared_needs.SharedNeedView, "shared-need"),
            ("<int:task_id>/done/", shared_needs.NeedDoneView, None),
            ("<int:task_id>/waive/", shared_needs.NeedWaiverView, None),
            ("<int:task_id>/reopen/", shared_needs.NeedReopeningView, None),
        )
    ),
    path(
        "jobs/<int:job_id>/applications/<int:application_id>/interview-promise/",
        promises.PromiseView.as_view(),
        name="interview-promise",
    ),
    path(
        "jobs/<int:job_id>/applications/<int:application_id>/interview-promise/judgement/",
        promises.JudgementView.as_view(),
    ),
    *(
        path(
            f"jobs/<int:job_id>/applications/<int:application_id>/judgement/{rest}", view.as_view(), name=name
        )
        for rest, view, name in (
            ("", judgement.JudgementView, "application-judgement"),
            ("contest/", judgement.ContestView, None),
            ("contest/answer/", judgement.ContestAnswerView, None),
        )
    ),
    path("jobs/<int:job_id>/selection-rates/", rates.SelectionRatesView.as_view()),
    path("contests/", contests.ContestsView.as_view()),
    path("jobs/<int:job_id>/interview-promises/", promises.PromisesView.as_view()),
    path("jobs/<int:job_id>/rank-candidates/", ranking.RankCandidatesView.as_view()),
    path("jobs/<int:job_id>/ranking-data/", ranking.RankingDataView.as_view()),
    path("candidate/applications/", applications.CandidateApplicationsView.as_view()),
    path("needs/", shared_needs.OpenNeedsView.as_view()),
    path("agent/", agent.AgentView.as_view()),
    re_path("", NotFoundView.as_view()),
]
