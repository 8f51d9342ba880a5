"""Who may write, review, publish and end modules. Foreign modules look absent."""

from enum import StrEnum
from http import HTTPStatus

from lms.accounts.models import Account, Role
from lms.authoring.desks import Desk, Pack
from lms.authoring.models import PackageUpload, Review, ReviewState
from lms.catalogue.policies import writes
from lms.core.policy import rule

REVIEWERS = (Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER)


class AuthoringPermission(StrEnum):
    ENTER = "authoring:studio:enter"
    CREATE = "authoring:module:create"
    EDIT = "authoring:module:edit"
    TRANSLATIONS = "authoring:translations:open"
    END = "authoring:module:end"
    PACKAGE = "authoring:package:handle"
    READ_REVIEWS = "authoring:reviews:read"
    READ_REVIEW = "authoring:review:read"
    SIGN = "authoring:review:sign"
    RULES = "authoring:rules:edit"
    READ_PACK = "authoring:pack:read"


@rule(AuthoringPermission.ENTER, refusal=HTTPStatus.FORBIDDEN)
def may_enter_studio(actor: Account, subject: object) -> bool:
    """Whoever writes, reviews or answers for modules."""
    return actor.holds(Role.TRAINER, Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR)


@rule(AuthoringPermission.CREATE, refusal=HTTPStatus.FORBIDDEN)
def may_create_module(actor: Account, subject: object) -> bool:
    """A module that there is not yet belongs to no role that holds for one module only."""
    return actor.holds_for(None, Role.TRAINER)


@rule(AuthoringPermission.EDIT)
def may_edit_module(actor: Account, desk: Desk) -> bool:
    """The trainers who write it. Its reviewers and the coordinator do not: they answer for it in another way."""
    return writes(actor, desk)


@rule(AuthoringPermission.TRANSLATIONS)
def may_open_translations(actor: Account, desk: Desk) -> bool:
    """Those who write the module, and its reviewers once it was sent to them: they say what is checked."""
    return may_edit_module(actor, desk) or (desk.review is not None and may_say_checked(actor, desk))


def may_say_checked(actor: Account, desk: Desk) -> bool:
    """Reviewers of the module who have not written it."""
    return not desk.has_written and actor.holds_for(desk.slug, *REVIEWERS)


@rule(AuthoringPermission.PACKAGE)
def may_handle_package(actor: Account, upload: PackageUpload) -> bool:
    """Whoever sent it, as long as the person writes modules."""
    return upload.made_by_id == actor.id and actor.holds_for(None, Role.TRAINER)


@rule(AuthoringPermission.END)
def may_end_module(actor: Account, desk: Desk) -> bool:
    """Withdraw an edition, retire the module, name its authors: those who write it and those who run the platform."""
    return may_edit_module(actor, desk) or runs_platform(actor)


def runs_platform(actor: Account) -> bool:
    """Coordinators and administrators answer for every module, though they do not write."""
    return actor.holds(Role.COORDINATOR, Role.ADMINISTRATOR)


@rule(AuthoringPermission.READ_REVIEWS, refusal=HTTPStatus.FORBIDDEN)
def may_read_reviews(actor: Account, subject: object) -> bool:
    return actor.holds(*REVIEWERS)


@rule(AuthoringPermission.READ_REVIEW)
def may_read_review(actor: Account, review: Review) -> bool:
    """Reviewers see modules that were sent to them, and none beyond the modules they were named for."""
    return actor.holds_for(review.module.slug, *REVIEWERS)


@rule(AuthoringPermission.SIGN)
def may_sign_review(actor: Account, review: Review) -> bool:
    """Only while it is open; that it is not the person's own text is asked by the service too."""
    return review.state is ReviewState.OPEN and may_read_review(actor, review)


@rule(AuthoringPermission.RULES)
def may_edit_rules(actor: Account, subject: object) -> bool:
    """Reviewers of all modules and administrators; a rule about words holds for every module."""
    return actor.holds_for(None, *REVIEWERS, Role.ADMINISTRATOR)


@rule(AuthoringPermission.READ_PACK)
def may_read_pack(actor: Account, pack: Pack) -> bool:
    """What is published for whoever leads a group: trainers, though they have not written it, and those who answer."""
    return actor.holds_for(pack.slug, Role.TRAINER, *REVIEWERS) or runs_platform(actor)
