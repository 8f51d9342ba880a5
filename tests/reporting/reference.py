"""The counting rules again, in plain Python over the raw rows: slow, obvious, written without looking at the SQL."""

from collections import Counter
from datetime import date, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select

from lms.certificates.models import Certificate
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.institutions.models import InstitutionGroup, InstitutionLink, InstitutionType, Region
from lms.people.models import Consent, Person

HIDDEN = {
    "sex": "not_stated",
    "age_band": "not-stated",
    "region": "not-disaggregated",
    "profession": "not-disaggregated",
    "institution_type": "not-disaggregated",
}
FILTERS = {
    "sexes": "sex",
    "regions": "region",
    "types": "institution_type",
    "professions": "profession",
    "bands": "age_band",
}


class Reference:
    """All rows in memory, with merged people made one and consents looked up."""

    def __init__(self, consents_at=None):
        merged = {p.id: p.merged_into_id for p in db.session.scalars(select(Person)) if p.merged_into_id}
        given, withdrawn = set(), set()
        for consent in db.session.scalars(select(Consent)):
            if consent.purpose == "study" and (consents_at is None or consent.given_at < consents_at):
                is_over = consent.withdrawn_at and (consents_at is None or consent.withdrawn_at < consents_at)
                (withdrawn if is_over else given).add(consent.person_id)
        self.beneath = {}
        for link in db.session.scalars(select(InstitutionLink)):
            self.beneath.setdefault(link.ancestor_id, set()).add(link.descendant_id)
        papers = list(db.session.scalars(select(Certificate)))
        corrections = {paper.superseded_by_id for paper in papers}
        issued = {
            paper.enrolment_id: paper.issued_at.astimezone(timezone(timedelta(hours=6))).date()
            for paper in papers
            if paper.id not in corrections
        }
        self.rows = [
            {
                "id": e.id,
                "person": merged.get(e.person_id, e.person_id),
                "module_id": e.module_id,
                "started_on": e.started_on,
                "completed_on": e.completed_on,
                "completed_at": e.completed_at,
                "issued_on": issued.get(e.id),
                "sex": e.sex,
                "age_band": e.age_band,
                "region": e.region_code,
                "profession": e.profession_code,
                "institution_type": e.institution_type,
                "institution_id": e.institution_id,
                "age": None if e.birth_year is None else e.started_on.year - e.birth_year,
                "is_confirmed": e.workplace_confirmed,
                "is_withheld": e.person_id in withdrawn - given,
            }
            for e in db.session.scalars(select(Enrolment))
        ]

    def rows_of(self, measure, choice):
        start, end = choice.period.start, choice.period.end
        rows = [row for row in self.rows if choice.modules is None or row["module_id"] in choice.modules]
        if measure == "enrolments":
            found = [row for row in rows if start <= row["started_on"] <= end]
        elif measure == "completions":
            found = [row for row in rows if row["completed_on"] and start <= row["completed_on"] <= end]
        elif measure == "certificates":
            found = [row for row in rows if row["issued_on"] and start <= row["issued_on"] <= end]
        elif measure == "people_cumulative":
            found = list(first_of_each(rows, date.min, end).values())
        else:
            ever = first_of_each(rows, date.min, end)
            found = list(first_of_each(rows, start, end).values())
            if measure == "people_new":
                found = [row for row in found if ever[row["person"]] is row]
        return [row for row in found if self.is_chosen(row, choice)]

    def is_chosen(self, row, choice):
        asked = {field: getattr(choice, name) for name, field in FILTERS.items() if getattr(choice, name) is not None}
        if (asked or choice.institution or choice.is_confirmed) and row["is_withheld"]:
            return False
        if choice.is_confirmed and not row["is_confirmed"]:
            return False
        if choice.institution and row["institution_id"] not in self.beneath.get(choice.institution, set()):
            return False
        return all(row[field] in values for field, values in asked.items())

    def counts(self, measure, choice, *dimensions):
        found = Counter()
        for row in self.rows_of(measure, choice):
            key = []
            for name in dimensions:
                if name == "month":
                    day = {"enrolments": "started_on", "certificates": "issued_on"}.get(measure, "completed_on")
                    key.append(f"{row[day]:%Y-%m}")
                elif row["is_withheld"]:
                    key.append(HIDDEN.get(name, row.get(name)))
                else:
                    key.append(row[name])
            found[tuple(key)] += 1
        return found

    def table_a(self, choice):
        """Line to column to value: everything that is printed, from the ages in years."""
        groups = dict(db.session.execute(select(InstitutionGroup.code, InstitutionGroup.name_en)).all())
        of_type = dict(db.session.execute(select(InstitutionType.code, InstitutionType.group_code)).all())

        def line_of(row):
            return groups[of_type[row["institution_type"]]] if row["institution_type"] else "Institution not stated"

        return {
            line: {
                **sexes_of(rows),
                **{band: sum(is_aged(row, first, last) for row in rows) for band, (first, last) in SHOWN_BANDS.items()},
                "not-stated": sum(age_of(row) is None for row in rows),
                "women": share(count(rows, "female"), count(rows, "female") + count(rows, "male")),
                "youth-18-28": youth_share(rows, 18, 28),
                "youth-14-35": youth_share(rows, 14, 35),
                "confirmed": confirmed_share(rows),
            }
            for line, rows in by_line(self.rows_of("people", choice), line_of, groups.values()).items()
        }

    def table_b(self, choice):
        regions = dict(db.session.execute(select(Region.code, Region.name_en)).all())
        measures = ("people", "people_new", "people_cumulative")
        people, new, ever = (
            by_line(self.rows_of(measure, choice), lambda row: regions[row["region"]], regions.values())
            for measure in measures
        )
        return {
            line: {
                **sexes_of(people.get(line, [])),
                "youth-female": sum(sex_of(row) == "female" and is_aged(row, 18, 28) for row in people.get(line, [])),
                "youth-male": sum(sex_of(row) == "male" and is_aged(row, 18, 28) for row in people.get(line, [])),
                "new": len(new.get(line, [])),
                "cumulative": len(ever[line]),
                "confirmed": confirmed_share(people.get(line, [])),
            }
            for line in ever
        }


SHOWN_BANDS = {
    "under-18": (0, 17),
    "18-28": (18, 28),
    "29-35": (29, 35),
    "36-45": (36, 45),
    "46-59": (46, 59),
    "60+": (60, 200),
}


def by_line(rows, line_of, lines):
    """Every line with its people, those that nobody is in too; and all of them in the total."""
    found = {line: [] for line in lines}
    for row in rows:
        found.setdefault("Not disaggregated" if row["is_withheld"] else line_of(row), []).append(row)
    return {**found, "Total": list(rows)}


def sex_of(row):
    return "not_stated" if row["is_withheld"] else row["sex"]


def age_of(row):
    return None if row["is_withheld"] else row["age"]


def is_aged(row, first, last):
    age = age_of(row)
    return age is not None and first <= age <= last


def count(rows, sex):
    return sum(sex_of(row) == sex for row in rows)


def sexes_of(rows):
    return {**{sex: count(rows, sex) for sex in ("female", "male", "other", "not_stated")}, "total": len(rows)}


def youth_share(rows, first, last):
    """Of those whose age is known (indicator I-3)."""
    return share(sum(is_aged(row, first, last) for row in rows), sum(age_of(row) is not None for row in rows))


def confirmed_share(rows):
    return share(sum(row["is_confirmed"] and not row["is_withheld"] for row in rows), len(rows))


def share(part, whole):
    return (Decimal(part) / whole).quantize(Decimal("0.001"), ROUND_HALF_UP) if whole else None


def first_of_each(rows, start, end):
    """Person to the completion that came first between two days; equal moments: the smaller id."""
    first = {}
    for row in rows:
        if row["completed_on"] is None or not start <= row["completed_on"] <= end:
            continue
        present = first.get(row["person"])
        if present is None or (row["completed_at"], row["id"]) < (present["completed_at"], present["id"]):
            first[row["person"]] = row
    return first
