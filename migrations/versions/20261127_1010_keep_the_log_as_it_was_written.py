"""Keep the log as it was written

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

The database itself refuses to change a line of the log, and to remove one of the last year. It asks its own clock, so
that nobody who may only speak to it can make a line old; two clocks may differ, hence a day less. What has to be kept
for longer than a year, the nightly removal knows. SQLite forgets a trigger with its table: a later migration that
builds this table anew (`batch_alter_table`) has to make them again.
"""

from alembic import op

revision = "20261127_1010"
down_revision = "20261127_1000"

SQLITE = (
    """
    create trigger audit_records_never_change before update on audit_records
    begin select raise(abort, 'A line of the log is never changed.'); end
    """,
    """
    create trigger audit_records_are_kept before delete on audit_records
    when old.at > datetime('now', '-364 days')
    begin select raise(abort, 'A line of the log is kept for a year.'); end
    """,
    # "insert or replace" takes the old line away without asking the trigger above.
    """
    create trigger audit_records_are_not_replaced before insert on audit_records
    when exists (select 1 from audit_records where id = new.id)
    begin select raise(abort, 'A line of the log is never changed.'); end
    """,
)
POSTGRESQL = (
    """
    create function refuse() returns trigger language plpgsql as $$
    begin
        raise exception using errcode = 'integrity_constraint_violation', message = tg_argv[0];
    end $$
    """,
    """
    create trigger audit_records_never_change before update on audit_records
    for each row execute function refuse('A line of the log is never changed.')
    """,
    """
    create trigger audit_records_are_kept before delete on audit_records
    for each row when (old.at > now() - interval '364 days')
    execute function refuse('A line of the log is kept for a year.')
    """,
)


def upgrade() -> None:
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("never_change", "are_kept", "are_not_replaced"):
            op.execute(f"drop trigger audit_records_{name}")
        return
    for name in ("never_change", "are_kept"):
        op.execute(f"drop trigger audit_records_{name} on audit_records")
    op.execute("drop function refuse()")
