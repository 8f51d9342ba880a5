"""What is typed in of a sheet, and by whom it is claimed."""

from lms.core.codes import grouped
from lms.core.extensions import db
from lms.papers.models import PaperSheet
from lms.questions.kinds import KINDS, kind_of
from lms.questions.kinds.base import pair_of
from lms.quizzes.models import AttemptKind
from tests.support.csrf import token_of

BY_PROGRAM = tuple(code for code, kind in KINDS.items() if not kind.by_people)
CANARY = "Канарейкина Жибек Асановна"


def address(at, page=""):
    return f"/en/studio/modules/{at.slug}/paper/{at.batch.id}{page}"


def sheet_address(one, page=""):
    return address(one.at, f"/{one.sheet.code}{page}")


def right_fields(one):
    """What is typed where the paper is right, under the names of the page's fields."""
    fields = {}
    for asked in one.asked:
        question, name = asked.question, f"q-{asked.question.key}"
        right = kind_of(question).right_answer(question)
        if question.kind == "gap-fill":
            typed = {part.key for part in question.parts if part.right is None}
            for place, text in map(pair_of, right):
                if place in typed:
                    fields[f"{name}.{place}"] = text
            right = [value for value in right if pair_of(value)[0] not in typed]
        fields[name] = kind_of(question).veil(question, right, asked.order)
    return fields


def type_in(visitor, one, act="finish", **changes):
    data = {
        "csrf_token": token_of(visitor),
        "revision": sheet_as_kept(one).revision,
        "act": act,
        **right_fields(one),
        **changes,
    }
    return visitor.post(sheet_address(one), data)


def sheet_as_kept(one):
    db.session.expire_all()
    return db.session.get(PaperSheet, one.id)


def claim(browser, account, one):
    path = f"/en/modules/practice/{'quiz' if one.at.batch.kind is AttemptKind.FINAL else 'pre-test'}/paper"
    return browser(account).visit(path).submit("This is my sheet", code=one.sheet.code)


def printed(one):
    return grouped(one.sheet.code)
