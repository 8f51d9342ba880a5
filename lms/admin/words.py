"""Roles, jobs and lines of the log in the words of the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lms.accounts.acts import act_in_words
from lms.accounts.models import Role, RoleGrant
from lms.accounts.queries import names_of_accounts
from lms.accounts.words import reason_in_words
from lms.admin.queries import Failed, names_of_persons
from lms.core.audit import AuditRecord
from lms.core.i18n import _, p_
from lms.institutions.queries import names_on
from lms.people.models import WorkplaceState
from lms.people.queries import current_workplace
from lms.ui.filters import table_date

#: The place of an act that nobody signed in has done.
COMMAND = "command"


def role_in_words(role: Role | str) -> str:
    return {
        Role.TRAINER: p_("role", "Trainer"),
        Role.GENDER_REVIEWER: p_("role", "Gender reviewer"),
        Role.RIGHTS_REVIEWER: p_("role", "Human-rights reviewer"),
        Role.FOCAL_POINT: p_("role", "Focal point of an institution"),
        Role.COORDINATOR: p_("role", "Coordinator"),
        Role.ADMINISTRATOR: p_("role", "Administrator"),
    }[Role(role)]


def role_explained(role: Role) -> str:
    """What the role lets a person do."""
    return {
        Role.TRAINER: _("Writes modules with their questions and sends them to review."),
        Role.GENDER_REVIEWER: _("Reads modules before publication and signs that they are gender-sensitive."),
        Role.RIGHTS_REVIEWER: _("Reads modules before publication and signs that they keep to human rights."),
        Role.FOCAL_POINT: _("Sees participation, completion and certificates of one institution. Never scores."),
        Role.COORDINATOR: _("Sees the reports on all institutions and decides about names not in the list."),
        Role.ADMINISTRATOR: _("Gives and ends roles, suspends accounts and reads the audit log."),
    }[role]


def workplace_in_words(person_id: UUID, day: date) -> str:
    """Where the person works now, and on whose word."""
    workplace = current_workplace(person_id)
    if workplace is None or workplace.institution_id is None:
        return ""
    name = names_on([workplace.institution_id], day).get(workplace.institution_id, "")
    return {
        WorkplaceState.SELF_DECLARED: _("%(name)s (as the person stated it)", name=name),
        WorkplaceState.CONFIRMED: _("%(name)s (confirmed)", name=name),
        WorkplaceState.REFUSED: _("%(name)s (refused; the person is asked to choose again)", name=name),
    }[workplace.state]


def scopes_of(grants: Sequence[RoleGrant], modules: Mapping[str, str], day: date) -> dict[UUID, str]:
    """Grant to what it holds for: a place, a module, or everything."""
    names = names_on([grant.institution_id for grant in grants if grant.institution_id], day)
    return {grant.id: _scope(grant, names, modules) for grant in grants}


def _scope(grant: RoleGrant, names: Mapping[UUID, str], modules: Mapping[str, str]) -> str:
    if grant.institution_id:
        return names.get(grant.institution_id, "")
    if grant.module_slug:
        return modules.get(grant.module_slug, grant.module_slug)
    return _("Everything")


def last_day(ends_at: datetime | None) -> str:
    """The last day on which something holds: an end at midnight is the evening of the day before."""
    return "" if ends_at is None else table_date(ends_at - timedelta(seconds=1))


def job_in_words(name: str) -> str:
    """What a piece of work is for; its own name where nobody has said so."""
    return {
        "core.mail.deliver": _("Mail"),
        "authoring.tasks.read_package": _("Reading of a package"),
        "authoring.tasks.take_package_in": _("Taking a package in"),
        "authoring.tasks.sweep_media": _("Daily sweep of pictures and recordings that no text needs"),
        "authoring.tasks.print_book": _("Book or SCORM package"),
        "certificates.tasks.render_certificate": _("Certificate to download"),
        "reporting.tasks.make_export": _("Report to download"),
        "quality.tasks.look_for_pairs": _("Daily search for people who stand in the record twice"),
        "reporting.tasks.roll_up": _("Daily roll-up of completions"),
        "evaluations.tasks.set_marks": _("Daily marks of who answered an evaluation"),
        "evaluations.tasks.release_replies": _("Daily release of replies to evaluations"),
        "releases.tasks.compare_draft": _("Comparison of a draft with earlier reports"),
        "releases.tasks.freeze_report": _("Freezing of a report"),
        "messages.tasks.remind_everybody": _("Reminders of a day"),
        "messages.tasks.remind_person": _("Reminder to one person"),
        "nominations.tasks.mail_list": _("Invitations of a list"),
        "quizzes.tasks.hand_in_overdue": _("Quiz whose time is over"),
        "quizzes.tasks.release_results": _("Results of a day"),
        "quizzes.tasks.release_more_results": _("More results of a day"),
        "grading.tasks.regrade": _("Marking again after a corrected key"),
        "institutions.tasks.apply_changes": _("Daily changes of institutions"),
        "accounts.tasks.send_reset_link": _("Link for a new password"),
        "accounts.tasks.ask_for_code": _("Request for a code"),
        "accounts.tasks.close_accounts": _("Daily closing of accounts"),
        "accounts.tasks.close_account": _("Closing of one account"),
        "upkeep.tasks.back_up_daily": _("Backup"),
        "upkeep.tasks.make_backup": _("Backup"),
        "upkeep.tasks.keep_periods": _("Daily removal of what was kept long enough"),
        "upkeep.tasks.seal_log": _("Daily seal of the log"),
        "upkeep.tasks.check_log": _("Daily comparison of the log with its seals"),
    }.get(name, name)


def part_in_words(part: Failed) -> str:
    """A part of the list of failed work."""
    return {
        Failed.ALL: _("Everything"),
        Failed.MAILS: _("Mails"),
        Failed.OTHER: _("Other work"),
    }[part]


def first_line(problem: str | None) -> str:
    """What a job died of. Later lines may quote what was written to the database, so they stay in the server's log."""
    return (problem or "").split("\n", 1)[0].split("[SQL", 1)[0].split("(Background", 1)[0].strip()


# ── The log ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Line:
    """One line of the log as shown. ``account_id``: the page of the person it is about."""

    record: AuditRecord
    who: str
    act: str
    about: str
    account_id: UUID | None
    details: str
    reason: str


def lines_of(records: Sequence[AuditRecord], day: date) -> list[Line]:
    """With the names of people and institutions, in three statements for any number of lines."""
    accounts = names_of_accounts({row.actor_id for row in records if row.actor_id} | _ids(records, "Account"))
    persons = names_of_persons(_ids(records, "Person"))
    institutions = names_on(_ids(records, "Institution"), day)
    named = {**persons, **institutions, **accounts}
    return [_line(row, accounts, named) for row in records]


def _ids(records: Sequence[AuditRecord], kind: str) -> set[UUID]:
    return {UUID(row.subject_id) for row in records if row.subject_kind == kind and row.subject_id}


def _line(row: AuditRecord, accounts: Mapping[UUID, str], named: Mapping[UUID, str]) -> Line:
    subject = (
        UUID(row.subject_id) if row.subject_id and row.subject_kind in ("Account", "Person", "Institution") else None
    )
    return Line(
        record=row,
        who=_who(row, accounts),
        act=act_in_words(row.act),
        about=named.get(subject, "") if subject else kind_in_words(row.subject_kind),
        account_id=subject if row.subject_kind == "Account" else None,
        details=_details(row),
        reason=reason_in_words(row.reason),
    )


def _who(row: AuditRecord, accounts: Mapping[UUID, str]) -> str:
    if row.actor_id:
        return accounts.get(row.actor_id, _("Deleted account"))
    return _("Command line") if row.origin == COMMAND else _("Not signed in")


def kind_in_words(kind: str | None) -> str:
    """What the line is about where it has no name of its own to show here."""
    return {
        "TrainingModule": _("Module"),
        "Edition": _("Edition of a module"),
        "Review": _("Review"),
        "Draft": _("Draft"),
        "Attempt": _("Test"),
        "Enrolment": _("Study of a module"),
        "Certificate": _("Certificate"),
        "Correction": _("Request for a correction"),
        "Export": _("Report"),
        "Job": _("Work in the background"),
        "Backup": _("Backup"),
    }.get(kind or "", "")


def _details(row: AuditRecord) -> str:
    """What the facts of known acts say; the codes of a refusal are shown beside it by the page."""
    facts = row.facts or {}
    parts = []
    if facts.get("role") in set(Role):
        parts.append(role_in_words(facts["role"]))
    if facts.get("until"):
        parts.append(_("until %(date)s", date=last_day(datetime.fromisoformat(facts["until"]))))
    if facts.get("job"):
        parts.append(job_in_words(facts["job"]))
    if facts.get("table") and facts.get("format"):
        parts.append(_("file %(name)s", name=f"{facts['table']}.{facts['format']}"))
    if facts.get("asked_from") and facts.get("asked_to"):
        days = (table_date(date.fromisoformat(facts[f"asked_{end}"])) for end in ("from", "to"))
        parts.append("–".join(days))
    return " · ".join(parts)
