"""Interviews on video: sessions, who is in them, whom they are open to, recordings and scorecards."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from trellis.core.db.address_forms import is_in_form
from trellis.core.db.addresses import AddressField
from trellis.core.db.tenancy import TenantManager
from trellis.core.files.storage import private_storage
from trellis.core.files.uploads import upload_path
from trellis.core.privacy import Own, Shared
from trellis.domain.accounts.models import User
from trellis.domain.interviews.rules import limits
from trellis.domain.interviews.rules.scores import OFF_SCALE
from trellis.domain.jobs.models import Application
from trellis.domain.organizations.models import Organization

# The ways to the candidates, from a session and from what belongs to one.
_CANDIDATE = ("participants__candidate_email", "invitations__email")
_INTERVIEWED = tuple(f"session__{way}" for way in _CANDIDATE)


class VideoSession(models.Model):
    """One interview. `job_application_id` (JA-20251115-0001) is the client's word for what it is about."""

    privacy = Shared(
        ("created_by", "participants__user", "application__candidate"),
        erased={
            **dict.fromkeys(("notes", "tags"), ("created_by", "application__candidate", *_CANDIDATE)),
            **dict.fromkeys(
                ("scores", "job_application_id", "meeting_id"), ("application__candidate", *_CANDIDATE)
            ),
        },
        addresses=_CANDIDATE,
        words={"scores": (), "notes": "created_by", "tags": "created_by"},
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="video_sessions", db_index=False
    )
    job_application_id = models.CharField(max_length=limits.LONGEST_APPLICATION_ID)
    # The application of the organization that has this number, if one had when the session was opened.
    application = models.ForeignKey(
        Application, models.SET_NULL, null=True, blank=True, related_name="video_sessions"
    )
    meeting_id = models.CharField(max_length=limits.LONGEST_MEETING_ID)
    is_active = models.BooleanField(default=True)
    score_scale = models.PositiveSmallIntegerField(default=limits.USUAL_SCALE)  # the highest score
    scores = models.JSONField(default=dict, blank=True)  # criterion -> number
    notes = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True)  # texts
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    unscoped = models.Manager["VideoSession"]()
    objects = TenantManager["VideoSession"]()

    class Meta:
        default_manager_name = "unscoped"
        base_manager_name = "unscoped"
        indexes = [
            models.Index(
                F("organization"), F("created_at").desc(), F("id").desc(), name="video_session_of_tenant"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "meeting_id"],
                condition=Q(is_active=True),
                name="video_session_meeting_once",
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, ended_at=None) | Q(is_active=False, ended_at__isnull=False),
                name="video_session_ended_when_inactive",
            ),
            models.CheckConstraint(
                condition=Q(score_scale__gte=limits.SCALES.least, score_scale__lte=limits.SCALES.most),
                name="video_session_score_scale",
            ),
            # Those of scorecards are held against the scale by a trigger, as they are other rows.
            models.CheckConstraint(
                condition=~Q(
                    models.Func(
                        F("scores"),
                        models.Value(OFF_SCALE),
                        models.Func(
                            models.Value("most"),
                            F("score_scale"),
                            function="jsonb_build_object",
                            output_field=models.JSONField(),
                        ),
                        function="jsonb_path_exists",
                        output_field=models.BooleanField(),
                    )
                ),
                name="video_session_scores_within_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_application_id} {self.meeting_id}"


class Participant(models.Model):
    """Somebody who is, or was, in a session: an account, or a candidate known by their address."""

    privacy = Own("user", erased=("candidate_email", "candidate_name"), address="candidate_email")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(VideoSession, models.CASCADE, related_name="participants")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    candidate_email = AddressField(null=True, blank=True)
    candidate_name = models.CharField(max_length=limits.LONGEST_CANDIDATE_NAME, blank=True)
    is_muted = models.BooleanField(default=False)
    is_camera_on = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], name="participant_once"),
            models.UniqueConstraint("session", Upper("candidate_email"), name="participant_candidate_once"),
            models.CheckConstraint(
                condition=Q(user=None) ^ Q(candidate_email=None), name="participant_account_or_candidate"
            ),
            is_in_form("candidate_email", constraint="participant_email_in_form"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id or self.candidate_email}"

    @property
    def first_name(self) -> str:
        """The first name of an account, of a candidate the whole name that is known."""
        return self.user.first_name if self.user else self.candidate_name

    @property
    def last_name(self) -> str:
        """The last name of an account."""
        return self.user.last_name if self.user else ""


class CandidateInvitation(models.Model):
    """A candidate may enter one session with the signed link that was mailed to them."""

    privacy = Own(address="email", erased=("email", "name"))
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(VideoSession, models.CASCADE, related_name="invitations")
    email = AddressField()
    name = models.CharField(max_length=limits.LONGEST_CANDIDATE_NAME, blank=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "session", Upper("email"), condition=Q(revoked_at=None), name="candidate_invited_once"
            ),
            is_in_form("email", constraint="candidate_invitation_email_in_form"),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.session_id}"


class Recording(models.Model):
    """What a browser in the session records and uploads in chunks; `file` exists once it is ready."""

    privacy = Shared(
        ("started_by", "session__participants__user"),
        erased={"file": ("session__participants__user", *_INTERVIEWED)},
        addresses=_INTERVIEWED,
        words={"file": ()},  # others are seen and heard in it
        then={"state": "failed"},
    )

    class State(models.TextChoices):
        """How far it is."""

        RECORDING = "recording"
        PROCESSING = "processing"  # all chunks are there, and are being put together
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(VideoSession, models.CASCADE, related_name="recordings")
    state = models.CharField(max_length=10, choices=State, default=State.RECORDING)
    started_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)  # when the last chunk came
    finished_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes received so far
    file = models.FileField(
        upload_to=upload_path("recordings"), storage=private_storage, blank=True, max_length=200
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(state="recording"), name="recording_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(file=""), name="recording_file_when_ready"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.state}"


class RecordingChunk(models.Model):
    """A piece of a recording, numbered from 0; kept until the pieces are put together."""

    privacy = Shared(
        ("recording__session__participants__user",),
        erased=dict.fromkeys(("file", "digest"), "recording__session__participants__user"),
        words={"file": (), "digest": ()},
    )
    recording = models.ForeignKey(Recording, models.CASCADE, related_name="chunks", db_index=False)
    number = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256: the same chunk sent again is told from another one
    file = models.FileField(
        upload_to=upload_path("recording_chunks"), storage=private_storage, max_length=200
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recording", "number"], name="recording_chunk_once")]

    def __str__(self) -> str:
        return f"{self.recording_id} {self.number}"


class Scorecard(models.Model):
    """What one interviewer thinks: for each criterion a number from 0 to the scale of the session."""

    privacy = Shared(
        ("user",),
        erased={"scores": _INTERVIEWED, "notes": ("user", *_INTERVIEWED)},
        addresses=_INTERVIEWED,
        words={"scores": "user"},
    )
    session = models.ForeignKey(VideoSession, models.CASCADE, related_name="scorecards", db_index=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    scores: Any = models.JSONField(default=dict)
    notes = models.TextField(blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "user"], name="scorecard_once")]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.session_id}"
