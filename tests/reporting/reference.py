"""The counting rules again, in plain Python over the raw rows: slow, obvious, written without looking at the SQL."""

from collections import Counter
from datetime import date

from sqlalchemy import select

from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.institutions.models import InstitutionLink
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

    def __init__(self):
        merged = {p.id: p.merged_into_id for p in db.session.scalars(select(Person)) if p.merged_into_id}
        given, withdrawn = set(), set()
        for consent in db.session.scalars(select(Consent)):
            if consent.purpose == "study":
                (withdrawn if consent.withdrawn_at else given).add(consent.person_id)
        self.beneath = {}
        for link in db.session.scalars(select(InstitutionLink)):
            self.beneath.setdefault(link.ancestor_id, set()).add(link.descendant_id)
        self.rows = [
            {
                "id": e.id,
                "person": merged.get(e.person_id, e.person_id),
                "module_id": e.module_id,
                "started_on": e.started_on,
                "completed_on": e.completed_on,
                "completed_at": e.completed_at,
                "sex": e.sex,
                "age_band": e.age_band,
                "region": e.region_code,
                "profession": e.profession_code,
                "institution_type": e.institution_type,
                "institution_id": e.institution_id,
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
        if (asked or choice.institution) and row["is_withheld"]:
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
                    day = row["started_on"] if measure == "enrolments" else row["completed_on"]
                    key.append(f"{day:%Y-%m}")
                elif row["is_withheld"]:
                    key.append(HIDDEN.get(name, row.get(name)))
                else:
                    key.append(row[name])
            found[tuple(key)] += 1
        return found


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
