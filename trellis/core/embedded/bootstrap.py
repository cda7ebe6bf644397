"""Roles, databases and rights inside the server; everything here may run again at each start."""

from __future__ import annotations

import psycopg
from psycopg import sql

SUPERUSER = "postgres"
OWNER = "trellis_owner"
APPLICATION = "trellis_app"
DATABASE = "trellis"


def create_roles(connection: psycopg.Connection) -> None:
    """Create the owner of the tables and the application's role, neither of them a superuser."""
    for role in (OWNER, APPLICATION):
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        verb = sql.SQL("ALTER" if known else "CREATE")
        rights = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS")
        connection.execute(sql.SQL("{} ROLE {} {}").format(verb, sql.Identifier(role), rights))


def ensure_database(connection: psycopg.Connection, *, name: str) -> None:
    """Create the database for the owner unless it is there."""
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if not known:
        create_database(connection, name=name, template="template0")


def create_database(connection: psycopg.Connection, *, name: str, template: str) -> None:
    """Create a database that belongs to the owner, as a copy of the template."""
    command = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
    )
    connection.execute(command)


def drop_database(connection: psycopg.Connection, *, name: str) -> None:
    """Drop the database, ending the sessions in it."""
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def grant_rights(connection: psycopg.Connection) -> None:
    """Install pgvector in this database and let the application use what the owner will create."""
    connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT USAGE, SELECT ON SEQUENCES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {app}",
    ):
        connection.execute(
            sql.SQL(statement).format(app=sql.Identifier(APPLICATION), owner=sql.Identifier(OWNER))
        )
