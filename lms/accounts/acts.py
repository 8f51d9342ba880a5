"""Acts of the audit log in the words of the page. The log keeps codes (``room.thing.done``); people read sentences."""

from flask_babel import LazyString

from lms.core.i18n import _l

ACTS: dict[str, LazyString] = {
    "refused": _l("Refused: no permission, or a wrong password"),
    "accounts.account.opened": _l("Account opened"),
    "accounts.account.suspended": _l("Account suspended"),
    "accounts.account.restored": _l("Account restored"),
    "accounts.role.given": _l("Role given"),
    "accounts.role.ended": _l("Role ended"),
    "accounts.password.link_sent": _l("Link for a new password sent"),
    "accounts.password.link_handed_out": _l("Link for a new password handed out"),
    "accounts.password.changed": _l("Password changed"),
    "accounts.sign_in.opened": _l("Signed in"),
    "accounts.sign_in.ended": _l("A device signed out"),
    "accounts.profile.names_corrected": _l("Spelling of the own name corrected"),
    "accounts.profile.facts_corrected": _l("Own data corrected"),
    "accounts.profile.contact_changed": _l("Own e-mail or phone changed"),
    "accounts.profile.workplace_changed": _l("Own workplace changed"),
    "accounts.consent.given": _l("Consent given"),
    "accounts.consent.withdrawn": _l("Consent withdrawn"),
    "admin.people.listed": _l("Looked at the list of people"),
    "admin.person.seen": _l("Looked at the page of a person"),
    "admin.log.seen": _l("Looked at the audit log"),
    "admin.jobs.seen": _l("Looked at mails not delivered"),
    "admin.job.retried": _l("Failed work tried again"),
    "institutions.institution.approved": _l("Typed name added to the list of institutions"),
    "institutions.institution.merged": _l("Typed name joined to an institution of the list"),
    "institutions.institution.refused": _l("Typed name refused"),
    "authoring.author.added": _l("Author added to a module"),
    "authoring.author.removed": _l("Author removed from a module"),
    "authoring.draft.restored": _l("Earlier draft restored"),
    "authoring.edition.published": _l("Edition published"),
    "authoring.edition.withdrawn": _l("Edition withdrawn"),
    "authoring.module.created": _l("Module created"),
    "authoring.module.retired": _l("Module retired"),
    "authoring.package.loaded": _l("Content package loaded"),
    "authoring.review.requested": _l("Review asked for"),
    "authoring.review.approved": _l("Review: text approved"),
    "authoring.review.returned": _l("Review: text returned for changes"),
    "learning.module.started": _l("Module started"),
    "learning.module.left": _l("Module left"),
    "quizzes.attempt.started": _l("Test started"),
    "quizzes.attempt.handed_in": _l("Test handed in"),
    "certificates.certificate.issued": _l("Certificate issued"),
    "certificates.certificate.corrected": _l("Certificate corrected"),
    "certificates.certificate.revoked": _l("Certificate revoked"),
    "certificates.name.shown": _l("Full name on a certificate shown"),
    "certificates.name.hidden": _l("Full name on a certificate hidden"),
    "reporting.institution.seen": _l("Looked at the record of an institution"),
    "reporting.completion.seen": _l("Looked at a completion with its name"),
    "reporting.table.exported": _l("Report exported"),
    "reporting.export.fetched": _l("Exported report downloaded"),
}


def act_in_words(act: str) -> str:
    """What was done; the code itself where a newer act has no words yet."""
    return str(ACTS.get(act, act))
