"""Years pass in a test, but not for the database, which asks its own clock before it lets a line of the log go."""

from sqlalchemy import text


def let_years_pass(session):
    """From here on lines of the log are as old as the test says. Undone with everything else at its end."""
    on_table = "" if session.get_bind().dialect.name == "sqlite" else " on audit_records"
    session.execute(text(f"drop trigger audit_records_are_kept{on_table}"))
