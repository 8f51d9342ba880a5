"""The administrator's pages, and those on institutions that the coordinator has too. To others they look absent."""

from enum import StrEnum

from lms.accounts.models import Account, Role
from lms.accounts.policies import may_administer
from lms.core.policy import rule


class AdminPermission(StrEnum):
    ENTER = "admin:home:enter"
    LIST_PEOPLE = "admin:people:list"
    SEE_PERSON = "admin:person:see"
    CHANGE_ACCESS = "admin:access:change"
    INVITE = "admin:staff:invite"
    CORRECT_NAME = "admin:name:correct"
    READ_LOG = "admin:log:read"
    EXPORT_LOG = "admin:log:export"
    LIST_JOBS = "admin:jobs:list"
    RETRY_JOB = "admin:job:retry"
    LIST_INSTITUTIONS = "admin:institutions:list"
    DECIDE_NAME = "admin:name:decide"
    ADD_INSTITUTIONS = "admin:institutions:add"
    SEE_INSTITUTION = "admin:institution:see"
    CHANGE_INSTITUTION = "admin:institution:change"


@rule(AdminPermission.ENTER)
def may_enter(actor: Account, subject: object) -> bool:
    return may_administer(actor, subject)


@rule(AdminPermission.LIST_PEOPLE)
def may_list_people(actor: Account, subject: object) -> bool:
    return may_administer(actor, subject)


@rule(AdminPermission.SEE_PERSON)
def may_see_person(actor: Account, subject: object) -> bool:
    return may_administer(actor, subject)


@rule(AdminPermission.CHANGE_ACCESS)
def may_change_access(actor: Account, subject: Account) -> bool:
    """Roles and suspension of others; nobody changes the own."""
    return may_administer(actor, subject) and subject.id != actor.id


@rule(AdminPermission.INVITE)
def may_invite(actor: Account, subject: object) -> bool:
    return may_administer(actor, subject)


@rule(AdminPermission.CORRECT_NAME)
def may_correct_name(actor: Account, subject: Account) -> bool:
    """Of others; the own name is corrected in the own profile."""
    return may_administer(actor, subject) and subject.id != actor.id


@rule(AdminPermission.READ_LOG)
def may_read_log(actor: Account, subject: object) -> bool:
    return may_administer(actor, subject)


@rule(AdminPermission.EXPORT_LOG)
def may_export_log(actor: Account, subject: object) -> bool:
    return may_administer(actor, subject)


@rule(AdminPermission.LIST_JOBS)
def may_list_jobs(actor: Account, subject: object) -> bool:
    return may_administer(actor, subject)


@rule(AdminPermission.RETRY_JOB)
def may_retry_job(actor: Account, subject: object) -> bool:
    return may_administer(actor, subject)


@rule(AdminPermission.LIST_INSTITUTIONS)
def may_list_institutions(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR, Role.ADMINISTRATOR)


@rule(AdminPermission.DECIDE_NAME)
def may_decide_name(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR, Role.ADMINISTRATOR)


@rule(AdminPermission.ADD_INSTITUTIONS)
def may_add_institutions(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR, Role.ADMINISTRATOR)


@rule(AdminPermission.SEE_INSTITUTION)
def may_see_institution(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR, Role.ADMINISTRATOR)


@rule(AdminPermission.CHANGE_INSTITUTION)
def may_change_institution(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR, Role.ADMINISTRATOR)
