"""Whoever holds the whole database and every log, and tries to find out who gave a reply.

Everything is joined with everything: each column of each table, hidden numbers of rows and of transactions, the order
in which rows lie, moments inside ids and sealed texts, groups that are too small, and lines of the logs.
"""

import base64
import itertools
import json
import uuid
from collections import Counter, defaultdict
from datetime import UTC, date, datetime

import sqlalchemy as sa

from lms.core.extensions import db

REPLIES = ("evaluation_replies", "follow_up_replies")
OWN = (*REPLIES, "evaluation_codings")
#: So many at least must be alike.
COMPANY = 5
#: Of twenty in an order of chance, one in many millions is as close to another order as this.
TOO_CLOSE = 0.8
MOMENTS = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))


def world():
    """Table to rows; beside its columns each row has those that the database hides."""
    found = {}
    connection = db.session.connection()
    for table in db.metadata.sorted_tables:
        hidden = ""
        if connection.dialect.name == "postgresql":
            hidden = "ctid::text as hidden_place, xmin::text as hidden_transaction, "
        elif table.dialect_options["sqlite"]["with_rowid"]:
            hidden = "rowid as hidden_row, "
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        rows = connection.execute(sa.text(f'select {hidden}{columns} from "{table.name}"')).mappings()
        found[table.name] = [{**row, "hidden_scan": place} for place, row in enumerate(rows)]
    return found


def findings(tables, lines, answered):
    """What tells who gave a reply. ``answered``: (ids of the person, comment) in the order in which they answered.

    The attacker knows that order, from the line of each request; what was said serves only to see who is right.
    """
    return [
        *found_values(tables, lines),
        *found_moments(tables),
        *found_orders(tables, answered),
        *found_transactions(tables),
        *found_small_groups(tables),
        *found_lines(tables, lines, answered),
    ]


def plain(value):
    if isinstance(value, uuid.UUID):
        return value.hex
    text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    return text.replace("-", "")


def replies_in(tables):
    return [(name, row) for name in REPLIES for row in tables.get(name, ())]


def found_values(tables, lines):
    """A value that few replies have, and that stands somewhere else too."""
    common = Counter(plain(value) for _name, row in replies_in(tables) for value in known_values(row))
    rare = {value for value, times in common.items() if times < COMPANY and len(value) > 4}
    elsewhere = [
        (name, plain(value))
        for name, rows in tables.items()
        if name not in OWN
        for row in rows
        for value in known_values(row)
    ]
    elsewhere += [("log", plain(value)) for line in lines for value in line.values()]
    known = defaultdict(set)
    for name, text in elsewhere:
        known[text].add(name)
    texts = [(name, text) for name, text in elsewhere if len(text) > 4 and text not in rare]
    for value in rare:
        yield from (f"value: {value} also in {name}" for name in known[value])
        yield from (f"value: {value} within {name}" for name, text in texts if value in text)


def known_values(row):
    """Where a row lies is no value: see the orders; nor is its transaction."""
    return [value for column, value in row.items() if not column.startswith("hidden_")]


def moment_in(value):
    """The moment that a value is, or holds."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, str):
        return moment_in_text(value)
    if isinstance(value, uuid.UUID) and value.version == 7:
        return datetime.fromtimestamp((value.int >> 80) / 1000, UTC)
    return None


def moment_in_text(text):
    if text.startswith("gAAAA"):  # a sealed token of Fernet: version, then seconds
        return datetime.fromtimestamp(int.from_bytes(base64.urlsafe_b64decode(text[:12])[1:9]), UTC)
    for read in (datetime.fromisoformat, lambda value: moment_in(uuid.UUID(value))):
        try:
            return read(text)
        except ValueError:
            continue
    return None


def found_moments(tables):
    """A reply, or a box, that knows its time; the modules that they speak of have ids of their own."""
    for name in (*REPLIES, "evaluation_boxes", "evaluation_marks"):
        cells = [cell for row in tables.get(name, ()) for cell in row.items()]
        for column, value in cells:
            moment = moment_in(value) if column not in ("module_id", "enrolment_id") else None
            if moment is not None and MOMENTS[0] <= moment.replace(tzinfo=moment.tzinfo or UTC) <= MOMENTS[1]:
                yield f"moment: {name}.{column} is {moment}"


def closeness(order):
    """Kendall's tau between this order of numbers and their own: 1 the same, -1 the other way round."""
    pairs = list(itertools.combinations(order, 2))
    return sum(1 if one < other else -1 for one, other in pairs) / len(pairs)


def sortable(rows, column):
    values = [plain_order(row[column]) for row in rows]
    return values if len(set(values)) == len(values) else None


def plain_order(value):
    """The place of a row in PostgreSQL is a pair of numbers."""
    if isinstance(value, str) and value.startswith("(") and value.endswith(")"):
        return tuple(int(part) for part in value[1:-1].split(","))
    return value if isinstance(value, int | tuple) else plain(value)


def orders_of_people(tables, answered):
    """Every order in which any table names those who answered, and the order of their requests."""
    yield "requests", list(range(len(answered)))
    who = {plain(one): place for place, (ids, _comment) in enumerate(answered) for one in ids}
    for name, rows in tables.items():
        if name in OWN or not rows:
            continue
        for link in rows[0]:
            linked = [row for row in rows if plain(row[link]) in who]
            if len({plain(row[link]) for row in linked}) < len(answered):
                continue
            for column in rows[0]:
                first = {}
                for row in sorted(linked, key=lambda row: str(plain_order(row[column]))):
                    first.setdefault(who[plain(row[link])])
                if len(first) == len(answered):
                    yield f"{name}.{column}", list(first)


def found_orders(tables, answered):
    """Replies that stand, by any column of theirs, in an order in which people stand elsewhere."""
    said = {comment: place for place, (_ids, comment) in enumerate(answered)}
    orders = list(orders_of_people(tables, answered))
    for name in REPLIES:
        rows = [row for row in tables.get(name, ()) if row.get("comment") in said or row.get("example") in said]
        for column in rows[0] if len(rows) > 10 else ():
            if column in ("comment", "example") or sortable(rows, column) is None:
                continue
            ordered = sorted(rows, key=lambda row: plain_order(row[column]))
            authors = [said[row.get("comment") or row.get("example")] for row in ordered]
            for source, people in orders:
                place_of = {person: place for place, person in enumerate(people)}
                if abs(closeness([place_of[author] for author in authors])) > TOO_CLOSE:
                    yield f"order: {name}.{column} follows {source}"


def found_transactions(tables):
    """Few replies written in one transaction, or together with a row about somebody."""
    by_transaction = defaultdict(list)
    for name, row in replies_in(tables):
        if "hidden_transaction" in row:
            by_transaction[row["hidden_transaction"]].append(name)
    for transaction, names in by_transaction.items():
        if len(names) < COMPANY:
            yield f"transaction: {transaction} wrote {len(names)} replies"


def found_small_groups(tables):
    """Replies that differ from all others in what is also known of people."""
    for name in REPLIES:
        rows = tables.get(name, ())
        shared = {column for row in rows for column in row} & (
            {column for row in tables["enrolments"] for column in row} | {"month", "occasion"}
        )
        shared = sorted(column for column in shared if not column.startswith("hidden_") and column != "id")
        groups = Counter(tuple(row[column] for column in shared) for row in rows)
        yield from (f"group: {name} {group} has {size}" for group, size in groups.items() if size < COMPANY)


def found_lines(tables, lines, answered):
    """A line of a log that says of somebody that the person was on the page of the form."""
    ids = {plain(one) for known, _comment in answered for one in known}
    for row in tables["audit_records"]:
        is_about = "evaluations.a" in f"{row['act']} {row['origin']}" or "evaluation" in str(row["act"])
        if is_about and (plain(row["actor_id"]) in ids or plain(row["subject_id"]) in ids):
            yield f"line: the audit log says {row['act']} of {row['actor_id']}"
    for job in tables["jobs"]:
        if str(job["name"]).startswith("evaluations.") and any(one in plain(job["arguments"]) for one in ids):
            yield f"line: a job names {job['arguments']}"
    for line in lines:
        if str(line.get("endpoint", "")).startswith("evaluations.") and line.get("actor"):
            yield f"line: the log of requests names {line['actor']}"
