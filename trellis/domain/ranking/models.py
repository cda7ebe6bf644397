"""What applications say, as a ranking reads them, and the rankings of a job's applicants."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Own, Shared
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.ranking.rules.runs import (
    LONGEST_FAULT,
    LONGEST_RULE,
    Fault,
    ReadingStatus,
    RunStatus,
    Stage,
)

_LONGEST_MODEL = 200


class ApplicationReading(models.Model):
    """What an application says: the text of its resume, and what of it and the profile can be evidence.

    It is made of what was sent, which never changes, so that it can be made anew at any time.
    """

    privacy = Own(
        "application__candidate",
        erased=("fault", "text", "extract", "vectors"),
        kept={"vector_model": "the name of a model"},
        withheld={"vectors": "numbers made of the texts, of use to a ranking alone"},
    )
    application = models.OneToOneField(Application, models.CASCADE, related_name="reading")
    status = models.CharField(max_length=10, choices=ReadingStatus, default=ReadingStatus.WAITING)
    # Why the resume could not be read.
    fault = models.CharField(max_length=LONGEST_FAULT, blank=True)
    text = models.TextField(blank=True)  # of the resume, as it was sent
    extract: Any = models.JSONField(default=dict, blank=True)
    extract_version = models.PositiveSmallIntegerField(default=0)
    # One after the other those of the extract's units, each number in two bytes.
    vectors = models.BinaryField(blank=True, default=bytes)
    vector_model = models.CharField(max_length=_LONGEST_MODEL, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ReadingStatus.values), name="application_reading_status"
            ),
            models.CheckConstraint(
                condition=Q(status=ReadingStatus.WAITING) | Q(read_at__isnull=False),
                name="application_reading_read_when",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReadingStatus.FAILED) | ~Q(fault=""), name="application_reading_fault"
            ),
        ]

    def __str__(self) -> str:
        return f"Reading of application {self.application_id}"


class Run(models.Model):
    """One ranking of a job's applicants: by which criteria, under which rule, and how it ended."""

    privacy = Shared(
        ("asked_by",),
        kept={
            "criteria": "what the organization looks for, written for it",
            "rule": "the name of a rule",
            "fault_detail": "a criterion of the organization, or a check that was not passed",
            "audit": "which checks were made, and the numbers of applications that moved",
        },
    )
    posting = models.ForeignKey(Posting, models.CASCADE, related_name="runs", db_index=False)
    number = models.PositiveIntegerField()  # of the job
    status = models.CharField(max_length=10, choices=RunStatus, default=RunStatus.RANKING)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.WAITING)
    percentage = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    criteria: Any = models.JSONField(default=list, blank=True)
    rule = models.CharField(max_length=LONGEST_RULE)
    applications = models.PositiveIntegerField(default=0)  # that were ranked
    unreadable = models.PositiveIntegerField(default=0)  # of them, without what their resume says
    fault = models.CharField(max_length=LONGEST_FAULT, choices=Fault, blank=True)
    fault_detail = models.TextField(blank=True)
    audit: Any = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # the last sign of life
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["seen_at"], condition=Q(status=RunStatus.RANKING), name="run_under_way"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["posting", "number"], name="run_number_once"),
            models.UniqueConstraint(
                fields=["posting"], condition=Q(status=RunStatus.RANKING), name="run_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(status__in=RunStatus.values), name="run_status"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="run_stage"),
            models.CheckConstraint(condition=Q(percentage__lte=100), name="run_percentage"),
            models.CheckConstraint(
                condition=Q(status=RunStatus.RANKING, finished_at=None)
                | (~Q(status=RunStatus.RANKING) & Q(finished_at__isnull=False)),
                name="run_finished",
            ),
            models.CheckConstraint(
                condition=Q(status=RunStatus.FAILED, fault__in=Fault.values)
                | (~Q(status=RunStatus.FAILED) & Q(fault="")),
                name="run_fault",
            ),
        ]

    def __str__(self) -> str:
        return f"Run {self.number} of job {self.posting_id}"


class Place(models.Model):
    """Where a run has put an application, and why; of a job's runs the last that ended well has places.

    They are written worst first, so that lists, which begin with the newest row, begin with the best.
    """

    privacy = Own("application__candidate", erased=("reasons",))
    run = models.ForeignKey(Run, models.CASCADE, related_name="places", db_index=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="places", db_index=False)
    score = models.FloatField()
    place = models.PositiveIntegerField()
    is_shared = models.BooleanField(default=False)
    reasons: Any = models.JSONField()

    class Meta:
        indexes = [models.Index(F("run"), F("id").desc(), name="ranked_by_run")]
        constraints = [
            models.UniqueConstraint(fields=["application", "run"], name="ranked_once"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="ranked_score"),
            models.CheckConstraint(condition=Q(place__gte=1), name="ranked_from_one"),
        ]

    def __str__(self) -> str:
        return f"Place {self.place}"
