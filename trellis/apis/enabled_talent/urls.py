"""Accessible hiring: the Enabled Talent door, whose addresses of accounts answer under two prefixes."""

from django.urls import path, re_path

from trellis.apis.enabled_talent.accounts import csrf
from trellis.apis.enabled_talent.base import NotFoundView
from trellis.apis.enabled_talent.candidates import entries, notes, profiles, questions, resumes

# What follows `/api/auth/` and `/api/users/`.
accounts = [
    path("csrf/", csrf.CsrfView.as_view()),
    re_path("", NotFoundView.as_view()),
]

# What follows `/api/candidates/`.
candidates = [
    path("profiles/", profiles.ProfilesView.as_view()),
    path("profiles/<slug:slug>/", profiles.ProfileView.as_view()),
    path("profiles/<slug:slug>/full/", profiles.FullProfileView.as_view()),
    path("profiles/<slug:slug>/parse-resume/", resumes.ParseResumeView.as_view()),
    path("profiles/<slug:slug>/parsing-status/", resumes.ParsingStatusView.as_view()),
    path("profiles/<slug:slug>/resume-file/", resumes.ResumeFileView.as_view(), name="candidate-resume-file"),
    path("profiles/<slug:slug>/video-pitch/", resumes.VideoPitchView.as_view(), name="candidate-video-pitch"),
    path("profiles/<slug:slug>/verify-profile/", profiles.VerifyProfileView.as_view()),
    path("profiles/<slug:slug>/create-notes/", notes.ProfileNotesView.as_view()),
    path("education/", entries.EducationsView.as_view()),
    path("education/<int:education_id>/", entries.EducationView.as_view()),
    path("skills/", entries.SkillsView.as_view()),
    path("skills/<int:skill_id>/", entries.SkillView.as_view()),
    path("languages/", entries.LanguagesView.as_view()),
    path("languages/<int:language_id>/", entries.LanguageView.as_view()),
    path("notes/", notes.NotesView.as_view()),
    path("notes/<int:note_id>/", notes.NoteView.as_view()),
    path("career-coach/", questions.CareerCoachView.as_view()),
    path("prompt/", questions.PromptView.as_view()),
    re_path("", NotFoundView.as_view()),
]
