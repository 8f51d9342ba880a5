"""A small module whose final quiz has an essay in it, and people who write and mark it."""

from lms.catalogue.models import ModuleAuthor
from lms.core import clock
from lms.core.extensions import db
from lms.grading import queries, services
from lms.grading.models import Essay
from lms.quizzes import services as quizzes
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, make_attempt, right_keys, sitting
from tests.support.packs import question, small_module, words

TEXT = "Пикир — бул кылмыш эмес.\n\n  Аракет гана жаза тартат, өзгөчө коркунуч болсо."
BEST = {"law": "clear", "facts": "all"}
WORST = {"law": "none", "facts": "few"}


def essay(key="e1", *, double=False, difference=1):
    """Two criteria, 3 and 2 points."""
    levels = {
        "law": (("none", 0), ("partly", 1), ("mostly", 2), ("clear", 3)),
        "facts": (("few", 0), ("some", 1), ("all", 2)),
    }
    return {
        **question(key),
        "kind": "essay",
        "options": [],
        "stem": words("Is an opinion a crime?"),
        "rubric": {
            "criteria": [
                {
                    "key": name,
                    "text": words(f"Criterion {name}"),
                    "levels": [
                        {"key": level, "points": points, "text": words(f"Level {level}")} for level, points in found
                    ],
                }
                for name, found in levels.items()
            ],
            "guidance": words("Look for the act."),
            "double": double,
            "difference": difference,
        },
    }


def module_with(*essays, slug="practice", code="M91"):
    asked = [question(f"{form.lower()}{n}", form=form, pair=f"p{n}") for form in "AB" for n in (1, 2)]
    rules = {"final_questions": 2 + len(essays), "pre_test_questions": 2}
    return small_module(slug, code, questions=[*asked, *essays], rules=rules)


def make_module(*essays, markers=1, **names):
    """A published edition and the trainers who write it."""
    edition = make_edition(module_with(*essays, **names))
    return edition, [add_marker(edition) for _ in range(markers)]


def add_marker(edition, person=None):
    account = make_account("trainer", person=person) if person else make_account("trainer")
    db.session.add(ModuleAuthor(module_id=edition.module_id, account_id=account.id))
    db.session.commit()
    return account


def hand_in_essays(edition, person=None, *, text=TEXT, at=None):
    """Everything else is right."""
    enrolment = make_enrolment(edition, person, done=READY)
    attempt = make_attempt(enrolment)
    asked = sitting(attempt)
    writes = [
        quizzes.Write(
            one.question.key, [text] if one.question.kind == "essay" else right_keys(one.question), f"w-{n:08}", 0
        )
        for n, one in enumerate(asked.asked)
        if text or one.question.kind != "essay"
    ]
    quizzes.save_answers(asked, writes, at=at or clock.now())
    db.session.commit()
    quizzes.hand_in(sitting(attempt), by=None, at=at or clock.now())
    db.session.commit()
    return attempt


def essays_in(attempt):
    return queries.essays_of_attempt(attempt.id)


def mark(essay, marker, levels, *, comment="Түшүнүктүү."):
    """Take it and mark it, as the pages do."""
    services.take(essay, marker.id, at=clock.now())
    desk = queries.desk_for_update(essay.id, marker)
    grade = services.mark_essay(desk, levels=levels, comment=comment, at=clock.now())
    db.session.commit()
    return grade


def all_essays():
    return db.session.query(Essay).all()
