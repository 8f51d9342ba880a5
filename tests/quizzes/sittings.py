"""What the tests about the rules of attempts do again and again."""

import json
import uuid

from lms.catalogue.models import Edition
from lms.core.extensions import db
from lms.quizzes.models import Attempt
from tests.support.csrf import token_of
from tests.support.factories.attempts import right_keys, sitting

QUIZ = "/en/modules/practice/quiz"


def address(attempt, page=""):
    return f"{QUIZ}/{attempt.id}{page}"


def post(visitor, path, **data):
    """Send a form as from an open page."""
    return visitor.post(path, {"csrf_token": token_of(visitor), **data})


def write(attempt, number, value=("b",), *, base=0, name=None):
    """One answer as a script sends it; ``number`` counts the questions from one."""
    key = attempt.drawn[number - 1][0]
    return {"question": key, "value": list(value), "write": name or str(uuid.uuid4()), "base": base}


def send(visitor, attempt, *writes, **more):
    headers = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": token_of(visitor)}
    body = json.dumps({"answers": writes, **more})
    return visitor.client.post(address(attempt, "/answers"), data=body, headers=headers)


def stored(session, attempt):
    """Question key to the answer that is stored, read anew."""
    session.expire_all()
    return {key: answer.chosen for key, answer in sitting(again(attempt)).answers.items()}


def again(attempt):
    """The attempt as the database has it."""
    db.session.expire_all()
    return db.session.get(Attempt, attempt.id)


def chosen(attempt, number, *, right=True):
    """What a form says to answer a question."""
    question = sitting(attempt).asked[number - 1].question
    correct = right_keys(question)
    wrong = [option.key for option in question.options if option.key not in correct][:1]
    return {f"q-{question.key}": correct if right else wrong}


def edition_of(attempt):
    return db.session.get(Edition, attempt.edition_id)
