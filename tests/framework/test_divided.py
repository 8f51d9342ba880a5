"""Every part of a computed indicator again in plain Python over the raw rows; the parts together are the whole."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import delete, select

from lms.core import clock
from lms.core.extensions import db
from lms.disclosure.suppression import SIGN
from lms.evaluations.models import ITEMS, EvaluationCoding, EvaluationReply, FollowUpReply, Outcome
from lms.evaluations.occasions import Occasion
from lms.framework.computing import NOWHERE, Computed, source_of
from lms.framework.indicators import indicators
from lms.framework.parts import WHOLE, parts_of
from lms.institutions.models import InstitutionType
from lms.reporting.choices import Choice, Period
from lms.reporting.reports import Audience
from tests.reporting.conftest import editions, english, marred, population, settled
from tests.reporting.outcome_reference import Closed, rounded
from tests.reporting.reference import Reference, age_of, sex_of
from tests.support.factories import make_account
from tests.support.factories.gatherings import make_event

__all__ = ["editions", "english", "marred", "population", "settled"]
YEAR = Period(date(2026, 1, 1), date(2026, 11, 15))
FIELDS = {"sex": "sex", "group": "institution_type", "region": "region", "profession": "profession"}


@pytest.fixture
def found(english, marred):
    return Computed(Choice(YEAR), Audience.TEAM)


@pytest.fixture
def people(marred):
    """Line of each division to the people in it, who may be told apart."""
    return lines_of([row for row in Reference().rows_of("people", Choice(YEAR)) if not row["is_withheld"]])


def lines_of(rows, fields=FIELDS):
    group_of = dict(db.session.execute(select(InstitutionType.code, InstitutionType.group_code)).all())
    lines = defaultdict(list)
    for row in rows:
        for dimension, field in fields.items():
            value = group_of.get(row[field]) if dimension == "group" else row[field]
            lines[f"{dimension}:{value}"].append(row)
    return lines


def per_cent(part, whole):
    return rounded(Fraction(part, whole), "0.001") * 100 if whole else None


def codes(code, *dimensions):
    [one] = [one for one in indicators() if one.code == code]
    return [part for part in parts_of(one) if part.partition(":")[0] in dimensions]


def test_people_of_each_profession_and_with_the_rest_everybody(found, people):
    parts = {part: found.value("trained", part) for part in codes("I-1", "profession")}
    assert parts == {part: len(people[part]) for part in parts}
    assert sum(value > 0 for value in parts.values()) > 2
    withheld = sum(row["is_withheld"] for row in Reference().rows_of("people", Choice(YEAR)))
    assert sum(parts.values()) + len(people["profession:None"]) + withheld == found.value("trained")


def test_women_of_each_region_and_young_people_of_each_sex_and_region(found, people):
    def is_young(row):
        return age_of(row) is not None and 18 <= age_of(row) <= 28

    for part in codes("I-2", "region"):
        women, men = (sum(sex_of(row) == sex for row in people[part]) for sex in ("female", "male"))
        assert found.value("women", part) == per_cent(women, women + men), part
    for part in codes("I-3", "sex", "region"):
        known = [row for row in people[part] if age_of(row) is not None]
        assert found.value("youth", part) == per_cent(sum(map(is_young, known)), len(known)), part
    known = [row for part in codes("I-3", "sex") for row in people[part] if age_of(row) is not None]
    assert found.value("youth") == per_cent(sum(map(is_young, known)), len(known))


def test_completion_of_each_sex_and_type(found, marred):
    rows = Closed(YEAR, clock.local_day(clock.now())).rows
    lines = lines_of([{**row, "sex": "not_stated" if row["is_withheld"] else row["sex"]} for row in rows],
                     {"sex": "sex"})  # fmt: skip
    lines |= lines_of([row for row in rows if not row["is_withheld"]], {"group": "type"})
    parts = codes("I-4", "sex", "group")
    values = {part: found.value("completion", part) for part in parts}
    assert values == {part: per_cent(sum(row["in_time"] for row in lines[part]), len(lines[part])) for part in parts}
    assert sum(value is not None for value in values.values()) > 6
    everybody = [row for part in codes("I-4", "sex") for row in lines[part]]
    assert found.value("completion") == per_cent(sum(row["in_time"] for row in everybody), len(everybody))


def test_gain_and_standard_of_each_profession_from_ten_people_on(found, marred):
    tested = lines_of(
        Closed(YEAR, clock.local_day(clock.now())).tested, {"profession": "profession", "sex": "sex"}
    )  # fmt: skip
    told = defaultdict(int)
    for part in codes("I-5", "profession", "sex"):
        pairs = [row["pair"] for row in tested[part] if row["pair"]]
        value = found.value("gain", part)
        if isinstance(value, Decimal):
            assert len(pairs) >= 10
            assert value == rounded(100 * sum(after - before for before, after in pairs) / len(pairs), "0.1"), part
        else:
            assert value == (SIGN if pairs else None)
        told["gain"] += isinstance(value, Decimal)
    for part in codes("I-6", "profession"):
        value = found.value("reached-share", part)
        if isinstance(value, Decimal):
            assert len(tested[part]) >= 10
            assert value == per_cent(sum(row["reached"] for row in tested[part]), len(tested[part])), part
        else:
            assert value == (SIGN if tested[part] else None)
        told["reached"] += isinstance(value, Decimal)
    assert min(told.values()) > 0


def replies(edition, sex, count, rating):
    ratings = dict.fromkeys(ITEMS, rating)
    return [EvaluationReply(module_id=edition.module_id, month="2026-05", sex=sex, **ratings) for _each in range(count)]


def test_satisfaction_by_the_sex_that_replies_say(english, population, editions, session):
    def values():
        fresh = Computed(Choice(YEAR), Audience.TEAM)
        return {part: fresh.value("satisfaction", part) for part in ("", *codes("I-7", "sex"))}

    session.execute(delete(EvaluationReply))
    one, two = editions
    session.add_all(replies(one, "female", 12, 5) + replies(one, "male", 10, 2) + replies(one, None, 11, 3))
    session.add_all(replies(two, "female", 10, 4) + replies(two, "male", 30, 3))
    session.commit()
    women, men, unsaid = Fraction(60 + 40, 22), Fraction(20 + 90, 40), Fraction(3)
    told = {"": (60 + 40 + 20 + 90 + 33, 73), "sex:female": women, "sex:male": men, "sex:not_stated": unsaid}
    assert values() == {
        part: rounded(Fraction(*mean) if isinstance(mean, tuple) else mean, "0.01") for part, mean in told.items()
    } | {"sex:other": None}
    # Of a module with few of one sex nobody is told apart, so not of all modules either.
    session.add_all(replies(two, "other", 5, 1))
    session.commit()
    assert {value for part, value in values().items() if part} == {SIGN}


def used(session, edition, sex, count, applied):
    """Replies after three months, so many of them with an example that both coders found applied."""
    for number in range(count):
        reply = FollowUpReply(
            module_id=edition.module_id, occasion=Occasion.THREE_MONTHS, month="2026-05", sex=sex,
            outcome=Outcome.USED, example="Did it",
        )  # fmt: skip
        session.add(reply)
        session.flush()
        for coder in session.info["coders"]:
            verdict = number < applied or (number == applied and coder == session.info["coders"][0])
            session.add(
                EvaluationCoding(reply_id=reply.id, coder_id=coder, is_applied=verdict, coded_at=clock.now())
            )  # fmt: skip
    session.commit()


def test_application_by_the_sex_that_replies_say(english, population, editions, session):
    """I-8: nobody of whom a part is told is one of fewer than ten, and outside the team no part is told."""

    def values(audience=Audience.TEAM):
        fresh = Computed(Choice(YEAR), audience)
        return {part: fresh.value("application", part) for part in ("", *codes("I-8", "sex"))}

    session.execute(delete(FollowUpReply))
    session.info["coders"] = [make_account("coordinator").id, make_account("trainer").id]
    one, two = editions
    for edition, sex, count, applied in (
        (one, "female", 12, 5), (one, "male", 10, 9), (one, None, 11, 0), (two, "female", 10, 10), (two, "male", 10, 0),
    ):  # fmt: skip
        used(session, edition, sex, count, applied)
    told = {"": (24, 53), "sex:female": (15, 22), "sex:male": (9, 20), "sex:not_stated": (0, 11)}
    shares = {part: rounded(Fraction(*pair), "0.001") * 100 for part, pair in told.items()}
    assert values() == shares | {"sex:other": None}
    assert values(Audience.PUBLIC) == dict.fromkeys(values(), SIGN) | {"": shares[""]}
    # A module with few men tells nobody apart, so all modules do not either.
    used(session, two, "other", 5, 1)
    found = values()
    assert {value for part, value in found.items() if part} == {SIGN}
    assert found[""] == rounded(Fraction(25, 58), "0.001") * 100


def test_events_of_each_kind(found, marred, session):
    coordinator = make_account()
    for kind in ("dialogue", "dialogue", "training"):
        make_event(coordinator, held_on=date(2026, 5, 4), kind=kind)
    parts = {part: found.value("joint", part) for part in codes("I-11", "kind")}
    assert {part: int(value) for part, value in parts.items() if value} == {"kind:dialogue": 2, "kind:training": 1}
    assert sum(parts.values()) == found.value("joint")


def test_whoever_is_outside_is_told_of_a_part_only_what_the_tables_tell(english, marred):
    """A part that no table has is hidden; a share is told of cells that are shown, and of twenty people or more."""
    outside, team = (Computed(Choice(YEAR), audience) for audience in (Audience.PUBLIC, Audience.TEAM))
    told = 0
    for one in (one for one in indicators() if one.computed in {"trained", "women", "youth", "completion", "gain"}):
        for part in parts_of(one):
            value, source = outside.value(one.computed, part), source_of(one.computed, part)
            if part != WHOLE and source is NOWHERE:
                assert value == SIGN, (one.code, part)
            elif isinstance(value, Decimal):
                told += part != WHOLE
                assert value == team.value(one.computed, part), (one.code, part)
    assert told > 3
    shown = outside._lines_of("b")
    regions = codes("I-2", "region")
    for part in regions:
        cells = [shown[part.partition(":")[2]][sex] for sex in ("female", "male")]
        is_told = SIGN not in cells and sum(cells) >= 20
        assert isinstance(outside.value("women", part), Decimal) == is_told, part
