"""Tests on paper: a module with a question of every kind in both forms, its author, batches, sheets."""

from lms.catalogue.models import ModuleAuthor
from lms.core import clock
from lms.core.extensions import db
from lms.papers import services
from lms.papers.desks import BatchAt, SheetAt
from lms.papers.queries import sheets_of
from lms.questions.kinds import KINDS
from lms.quizzes.models import AttemptKind
from tests.questions.samples import raw
from tests.support.factories.catalogue import make_edition
from tests.support.factories.people import make_account
from tests.support.packs import small_module


def every_kind(kinds=KINDS):
    """The samples as a bank, once in form A and once in form B: ``a-numeric``, ``b-numeric`` …"""
    return [
        {**raw(kind), "key": f"{form.lower()}-{kind}", "form": form, "pair": kind, "objective": "o1", "lesson": "first"}
        for form in "AB"
        for kind in kinds
    ]


def edition_of_every_kind(kinds=KINDS, **rules):
    number = len(kinds)
    rules = {"pre_test_questions": number, "final_questions": number, **rules}
    return make_edition(small_module(questions=every_kind(kinds), rules=rules))


def make_author(edition, **about):
    account = make_account("trainer", **about)
    db.session.add(ModuleAuthor(module_id=edition.module_id, account_id=account.id))
    db.session.commit()
    return account


def make_batch(edition, author, kind=AttemptKind.FINAL, *, language="en", is_large=False, count=2):
    batch = services.make_batch(
        edition, kind, language=language, is_large=is_large, count=count, by=author.id, at=clock.now()
    )
    db.session.commit()
    return BatchAt(batch, is_author=True)


def sheets(at):
    """The batch's sheets as a trainer works on them."""
    return [SheetAt(sheet, at, None) for sheet in sheets_of(at.id)]
