"""Numbers of notifications, in the order in which they were committed."""

from django.db import connection, transaction

_BEGIN = "INSERT INTO notifications_numbering (person_id, last_number) VALUES (%s, 0) ON CONFLICT DO NOTHING"
_LOCK = "SELECT last_number FROM notifications_numbering WHERE person_id = %s FOR UPDATE"
# What somebody is writing just now is not waited for: it tells of itself once it is written.
_NUMBER = """
WITH found AS MATERIALIZED (
    SELECT id FROM notifications_notification
    WHERE recipient_id = %(person)s AND number IS NULL AND is_listed
    ORDER BY id FOR UPDATE SKIP LOCKED
), numbered AS (
    SELECT id, %(last)s + row_number() OVER (ORDER BY id) AS number FROM found
), given AS (
    UPDATE notifications_notification AS told SET number = numbered.number
    FROM numbered WHERE told.id = numbered.id
    RETURNING told.number
)
UPDATE notifications_numbering SET last_number = %(last)s + (SELECT count(*) FROM given)
WHERE person_id = %(person)s
RETURNING last_number
"""


def number_waiting(person_id: int) -> int:
    """Number somebody's notifications that have none, and return the last number that there is.

    Whoever writes a notification takes no lock for it: the first who reads it for a socket gives the number,
    when it is committed. So none with a lower number can come later. Not to be called inside a transaction
    that goes on for long: other readers of the same person wait for its end.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BEGIN, [person_id])
        cursor.execute(_LOCK, [person_id])
        (last,) = cursor.fetchone()
        cursor.execute(_NUMBER, {"person": person_id, "last": last})
        (number,) = cursor.fetchone()
    return int(number)
