"""Tables that every app shares: what happened, mail and messages on their way, counters, answers, places."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from trellis.core.db.addresses import AddressField
from trellis.core.privacy import OPENS_DOORS, Nobody, Own, Shared

_IS_SOMEBODYS = models.Q(actor_id__isnull=False)
_SUBJECT = ("subject_type", "subject_id")
_IS_A_TENANTS = models.Q(tenant_id__isnull=False)


class Event(models.Model):
    """One thing that happened. Append-only: a trigger refuses changes (migrations 0002 and 0004).

    What is personal of it stands in `personal` alone, which may become NULL: then it is erased.

    The subject is a kind of thing and its key rather than a foreign key, so that the record outlives
    what it speaks of.
    """

    privacy = Shared(
        ("actor_id",),
        erased={"personal": "actor_id"},
        kept={"kind": "a choice", "data": "ids and choices", **dict.fromkeys(_SUBJECT, "names a row")},
        words={"kind": "actor_id"},
    )
    kind = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True, blank=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    tenant_id = models.UUIDField(null=True, blank=True)
    data = models.JSONField(default=dict, blank=True)
    personal = models.JSONField(null=True, blank=True)
    happened_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_subject"),
            models.Index(fields=["kind", "id"], name="event_kind"),
            # Many events are nobody's (the clock's), or of no tenant.
            models.Index(fields=["actor_id", "id"], condition=_IS_SOMEBODYS, name="event_actor"),
            models.Index(fields=["tenant_id", "id"], condition=_IS_A_TENANTS, name="event_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} {self.subject_id}"


class Mail(models.Model):
    """One e-mail, written in the transaction that causes it and sent by a task.

    In development nothing leaves the machine: sent rows are the outbox at `/dev/outbox/`.
    """

    privacy = Own(
        address="to",
        erased=(
            *("to", "subject", "text", "html", "headers"),
            *("attachment_name", "attachment_type", "attachment"),
        ),
        mentions=("subject", "text", "html", "attachment"),
        withheld=dict.fromkeys(
            ("text", "html", "headers"), f"was sent to its address, and may hold what {OPENS_DOORS}"
        ),
    )
    to = AddressField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    attachment_name = models.CharField(max_length=100, blank=True, default="")
    attachment_type = models.CharField(max_length=100, blank=True, default="")
    attachment = models.TextField(blank=True, default="")
    # Headers of its own, by name.
    headers = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "mail"
        indexes = [models.Index(fields=["to", "-id"], name="mail_to")]

    def __str__(self) -> str:
        return self.subject


class Sms(models.Model):
    """One message to a phone, written and sent as mail is (core/post/sms.py)."""

    privacy = Own(
        address="to", erased=("to", "text"), withheld={"text": f"was sent, and may hold what {OPENS_DOORS}"}
    )
    to = models.CharField(max_length=20)
    text = models.TextField()
    created_at = models.DateTimeField()
    # After this moment it would come too late to be of use.
    expires_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "text message"

    def __str__(self) -> str:
        return self.to


class ThrottleCounter(models.Model):
    """How often one key was hit since its window opened. The table is UNLOGGED (migration 0001)."""

    privacy = Nobody("whom a counter counts, by number or address, is forgotten within a day")
    key = models.CharField(max_length=200, primary_key=True)
    hits = models.IntegerField()
    started_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["started_at"], name="throttle_started")]

    def __str__(self) -> str:
        return self.key


class KeptAnswer(models.Model):
    """What a request with an `Idempotency-Key` was answered, for when it is sent again (http/idempotency.py).

    It is of an account, or of a service: then `service` is a digest of its key. `fingerprint` is an HMAC of
    what was sent.
    """

    KEPT_FOR = timedelta(hours=24)

    privacy = Own(
        "user",
        erased=("path", "key", "headers", "body"),
        kept={"service": "a digest", "method": "a word of HTTP", "fingerprint": "a digest"},
        mentions=("body",),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,  # the constraint has one that begins with it
    )
    service = models.CharField(max_length=64, blank=True, default="")
    method = models.CharField(max_length=10)
    path = models.TextField()
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField()
    body = models.TextField(blank=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "service", "method", "path", "key"],
                name="kept_answer_once",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["kept_at"], name="kept_answer_age")]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Place(models.Model):
    """A lease of one of the places under a key (core/places.py). The table is UNLOGGED (migration 0006)."""

    privacy = Nobody("whose a place is, by number or address, is forgotten when it is left, or soon after")
    holder = models.UUIDField(primary_key=True)
    key = models.CharField(max_length=200)
    number = models.SmallIntegerField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="place_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"
