"""What an edition's publication writes: each question once, in a few statements however many there are."""

from sqlalchemy import select

from lms.catalogue.models import EditionQuestion
from lms.core.extensions import db
from lms.questions.models import QuestionVersion
from tests.support.databases import count_queries
from tests.support.factories import make_edition
from tests.support.packs import question, small_module


def bank(count, **changes):
    return small_module(questions=[question(f"q{number:03}") for number in range(count)], **changes)


def pinned(edition):
    query = select(EditionQuestion.question_key, EditionQuestion.document_hash)
    return dict(db.session.execute(query.where(EditionQuestion.edition_id == edition.id)).all())


def test_a_large_bank_takes_no_more_statements_than_a_small_one(app, session):
    with count_queries(app) as small:
        make_edition(bank(5, slug="small", code="M81"))
    with count_queries(app) as large:
        make_edition(bank(60, slug="large", code="M82"))

    assert len(large) == len(small)


def test_each_question_is_pinned_by_its_own_document(session):
    edition = make_edition(bank(12))
    stored = {version.document_hash: version.document for version in db.session.scalars(select(QuestionVersion))}

    assert len(pinned(edition)) == 12
    assert all(f'"{key}"' in stored[name] for key, name in pinned(edition).items())
