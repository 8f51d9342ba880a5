"""People with attempts at a small module, and keys that turn out to be wrong."""

from itertools import count

from lms.catalogue.models import ModuleAuthor
from lms.core import clock
from lms.core.extensions import db
from lms.grading import services
from lms.grading.key_queries import key_desk_for_update
from lms.grading.keys import with_right_options
from lms.grading.services.keys import preview
from lms.grading.tasks import regrade
from lms.questions.kinds import kind_of
from lms.quizzes import services as quizzes
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, make_attempt, sitting
from tests.support.packs import question, small_module

_numbers = count(1)
WHY = "Жооп катасы бар эле."


def edition_of(*questions, share="3/4", tries=3):
    """Its final quiz asks all of its questions, and the pass share of four is three."""
    number = next(_numbers)
    asked = list(questions) or [question(f"q{n}") for n in range(1, 5)]
    rules = {"final_questions": len(asked), "pass_share": share, "attempts": tries, "pause_hours": 0}
    return make_edition(small_module(f"keys-{number}", f"K{number}", questions=asked, rules=rules))


def author_of(edition):
    account = make_account("trainer")
    db.session.add(ModuleAuthor(module_id=edition.module_id, account_id=account.id))
    db.session.commit()
    return account


def hand_in_answers(edition, answers, *, person=None, enrolment=None, seed=1, at=None):
    """One attempt with this answer to each question: key to the values; where nothing is said ``a``, which is right."""
    enrolment = enrolment or make_enrolment(edition, person, done=READY)
    attempt = make_attempt(enrolment, seed=seed, at=at)
    asked = sitting(attempt)
    writes = [
        quizzes.Write(one.question.key, spelled(one, answers.get(one.question.key, ["a"])), f"w-{n:08}", 0)
        for n, one in enumerate(asked.asked)
        if answers.get(one.question.key, ["a"])
    ]
    quizzes.save_answers(asked, writes, at=at or clock.now())
    db.session.commit()
    quizzes.hand_in(sitting(attempt), by=None, at=at or clock.now())
    db.session.commit()
    return attempt


def spelled(asked, values):
    """As the page sends it."""
    return kind_of(asked.question).veil(asked.question, values, asked.options)


def desk_of(edition, author, key="q1"):
    return key_desk_for_update(edition.module.slug, key, author)


def look(edition, author, *right, key="q1", is_given=False):
    desk = desk_of(edition, author, key)
    editions = [shared.edition.id for shared in desk.shared]
    return preview(desk, with_right_options(desk.question, right or ("a",)), editions, is_given=is_given)


def correct(edition, author, *right, key="q1", is_given=False, made=None, runs=True):
    """Say that these options are right (or what ``made`` makes of the question), and mark again."""
    desk = desk_of(edition, author, key)
    newer = made(desk.question) if made else with_right_options(desk.question, right) if right else desk.question
    correction = services.correct_key(
        desk, newer, [shared.edition.id for shared in desk.shared], is_given=is_given, reason=WHY, by=author.id,
        at=clock.now(),
    )  # fmt: skip
    db.session.commit()
    if runs:
        regrade(str(correction.id))
        db.session.commit()
    return correction
