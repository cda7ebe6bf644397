"""Whether the wall around disability categories stands: asked of the database as the role that we run as."""

from collections.abc import Sequence

MEND = (
    "run the application as a role of its own that owns nothing (docs/operations.md), with the owner in"
    " TRELLIS_OWNER_DATABASE_URL"
)
# One row; none before the migrations.
WALL_SQL = """
SELECT current_user,
    bool_or(pg_has_role(wall.nspowner, 'MEMBER')),
    bool_or(has_schema_privilege(wall.oid, 'USAGE') OR has_schema_privilege(wall.oid, 'CREATE')),
    bool_or(coalesce(
        held.relkind IN ('r', 'p', 'v', 'm') AND (
            has_table_privilege(held.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
            OR has_any_column_privilege(held.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
        ), false)),
    bool_or(me.rolsuper OR me.rolreplication OR pg_has_role('pg_read_server_files', 'MEMBER')
        OR pg_has_role('pg_execute_server_program', 'MEMBER'))
FROM pg_namespace AS wall
JOIN pg_roles AS me ON me.rolname = current_user
LEFT JOIN pg_class AS held ON held.relnamespace = wall.oid
WHERE wall.nspname = 'candidates_private'
GROUP BY wall.oid
"""
_FAULTS = (
    "owns the schema candidates_private, or may become who does",
    "may enter the schema candidates_private",
    "has rights on its tables",
    "may read the files of the server, or all that it writes",
)


def fault_of_wall(rows: Sequence[Sequence[object]]) -> str:
    """Return in a sentence why a role could read disability categories, of what WALL_SQL gave; "" if not."""
    for role, *found in rows:
        faults = [fault for fault, is_so in zip(_FAULTS, found, strict=True) if is_so]
        if faults:
            return f"The application's role {role} {', '.join(faults)}: it could read disability categories."
    return ""
