"""Background tasks of accounts: mailing login codes, clearing away what has had its time."""

from datetime import timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.post import mail
from trellis.core.tasks import RETRY
from trellis.domain.directory.models import DirectoryImport, LoginCode
from trellis.domain.directory.queries import mailbox_of
from trellis.domain.directory.rules.codes import CODE_LIFETIME, COUNTED_FOR
from trellis.domain.directory.services.codes import code_of

_MAIL_EVERY = timedelta(minutes=1)
_KEPT = timedelta(days=1)


@app.task(name="trellis.domain.accounts.tasks.send_login_code", retry=RETRY)
def send_login_code(*, login_code_id: int) -> None:
    """Mail the code that was asked for, if the address is somebody's and the code still good.

    Within a minute after it was mailed it is not mailed again. This is a task of its own, so that asking
    takes the same time whether or not somebody has the address.
    """
    now = timezone.now()
    with transaction.atomic():
        row = (
            LoginCode.objects.select_for_update()
            .filter(pk=login_code_id, used_at=None, expires_at__gt=now)
            .exclude(mailed_at__gt=now - _MAIL_EVERY)
            .first()
        )
        mailbox = mailbox_of(row.email) if row is not None else None
        if row is None or mailbox is None:
            return
        row.mailed_at = now
        row.save(update_fields=["mailed_at"])
        context = {"code": code_of(row), "minutes": int(CODE_LIFETIME.total_seconds() // 60)}
        mail.send(
            to=mailbox,
            # Not in the subject: that is what a locked phone shows.
            subject="Your code to sign in",
            text=render_to_string("directory/login_code.txt", context),
            html=render_to_string("directory/login_code.html", context),
            now=now,
        )


@app.periodic(cron="37 * * * *")
@app.task(name="trellis.domain.accounts.tasks.remove_old_login_codes", queueing_lock="remove_old_login_codes")
def remove_old_login_codes(timestamp: int) -> None:
    """Delete login codes that count no more, and uploaded files that nobody confirmed."""
    now = timezone.now()
    LoginCode.objects.filter(created_at__lt=now - COUNTED_FOR).delete()
    DirectoryImport.objects.filter(created_at__lt=now - _KEPT).delete()
