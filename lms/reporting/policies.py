"""Who may see which numbers. Scope is a place in the tree of institutions; elsewhere a record looks absent."""

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from lms.accounts.models import Account, Role
from lms.core.policy import rule


class Placed(Protocol):
    """Something that stands in the tree of institutions."""

    @property
    def id(self) -> UUID:
        """The institution."""

    @property
    def ancestors(self) -> frozenset[UUID]:
        """The institution itself and all above it."""


class Stated(Placed, Protocol):
    """A workplace that a person stated."""

    @property
    def person_id(self) -> UUID:
        """Whose it is."""

    @property
    def is_believed(self) -> bool:
        """Whether nobody entitled has said that it is not true."""


class Owned(Protocol):
    """Something made for one account."""

    @property
    def account_id(self) -> UUID:
        """The account it was made for."""


class ReportPermission(StrEnum):
    ENTER = "reporting:home:enter"
    SEE_PARTICIPATION = "reporting:participation:see"
    EXPORT_TABLE = "reporting:table:export"
    EXPORT_PERSONS = "reporting:persons:export"
    FETCH_EXPORT = "reporting:export:fetch"
    COMPARE_INSTITUTIONS = "reporting:institutions:compare"
    SEE_INSTITUTION = "reporting:institution:see"
    SEE_SPLITS = "reporting:institution:see_splits"
    SEE_NAMES = "reporting:institution:see_names"
    SEE_UNPLACED = "reporting:unplaced:see"
    CONFIRM_WORKPLACES = "reporting:workplaces:confirm"
    HAND_OUT_CODE = "reporting:code:hand_out"
    SEE_BEHIND = "reporting:people:list"
    SET_TARGET = "reporting:target:set"
    KEEP_TABLES = "reporting:saved:keep"
    USE_SAVED = "reporting:saved:use"


@rule(ReportPermission.ENTER)
def may_enter(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR, Role.FOCAL_POINT)


@rule(ReportPermission.SEE_PARTICIPATION)
def may_see_participation(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR)


@rule(ReportPermission.EXPORT_TABLE)
def may_export_table(actor: Account, subject: object) -> bool:
    """The same scope as the page the table stands on."""
    return may_see_participation(actor, subject)


@rule(ReportPermission.EXPORT_PERSONS)
def may_export_persons(actor: Account, subject: object) -> bool:
    return may_see_participation(actor, subject)


@rule(ReportPermission.FETCH_EXPORT)
def may_fetch_export(actor: Account, subject: Owned) -> bool:
    """Only who asked for the file, and only as long as the role is held."""
    return subject.account_id == actor.id and may_see_participation(actor, subject)


@rule(ReportPermission.COMPARE_INSTITUTIONS)
def may_compare_institutions(actor: Account, subject: object) -> bool:
    return may_see_participation(actor, subject)


@rule(ReportPermission.SEE_INSTITUTION)
def may_see_institution(actor: Account, subject: Placed) -> bool:
    """The coordinator every record, a focal point those of the own part of the tree."""
    return may_see_participation(actor, subject) or bool(subject.ancestors & set(actor.places(Role.FOCAL_POINT)))


@rule(ReportPermission.SEE_SPLITS)
def may_see_splits(actor: Account, subject: Placed) -> bool:
    """By sex and age: a focal point for the own place as a whole, because splits of its parts could be subtracted."""
    return may_see_participation(actor, subject) or subject.id in actor.places(Role.FOCAL_POINT)


@rule(ReportPermission.SEE_NAMES)
def may_see_names(actor: Account, subject: Placed) -> bool:
    """Named completion and certificates; named scores are on no page of this room."""
    return may_see_institution(actor, subject)


@rule(ReportPermission.SEE_UNPLACED)
def may_see_unplaced(actor: Account, subject: object) -> bool:
    """Named completion of people in no institution's record: no focal point answers for them."""
    return may_see_participation(actor, subject)


@rule(ReportPermission.CONFIRM_WORKPLACES)
def may_confirm_workplaces(actor: Account, subject: Placed) -> bool:
    """Who says to work there, and whether it is so: the coordinator everywhere, a focal point in the own part."""
    return may_see_institution(actor, subject)


@rule(ReportPermission.HAND_OUT_CODE)
def may_hand_out_code(actor: Account, subject: Stated) -> bool:
    """A code by which a person shows to be reachable, from whoever knows them; never one for oneself.

    A focal point whose institution says that the person does not work there does not know them.
    """
    knows = may_see_participation(actor, subject) or subject.is_believed
    return may_see_institution(actor, subject) and knows and subject.person_id != actor.person_id


@rule(ReportPermission.SET_TARGET)
def may_set_target(actor: Account, subject: Placed) -> bool:
    """The coordinator sets what is to be reached; the focal point reads it on the record."""
    return may_see_participation(actor, subject)


@rule(ReportPermission.SEE_BEHIND)
def may_see_behind(actor: Account, subject: object) -> bool:
    """The people that a number of the tables counts, by name."""
    return may_see_participation(actor, subject)


@rule(ReportPermission.KEEP_TABLES)
def may_keep_tables(actor: Account, subject: object) -> bool:
    """Whoever makes cross-tables may keep them."""
    return may_see_participation(actor, subject)


@rule(ReportPermission.USE_SAVED)
def may_use_saved(actor: Account, subject: Owned) -> bool:
    """Only whoever saved it, and only as long as the role is held."""
    return subject.account_id == actor.id and may_keep_tables(actor, subject)
