"""Opinions are told to whom they concern, go when the essay goes, and those who mark are reminded."""

import json
from datetime import timedelta

from sqlalchemy import func, select

from lms.core import clock
from lms.grading import services
from lms.grading.languages import language_of
from lms.grading.models import Essay, Grade
from lms.grading.reminders import waiting
from lms.people import exports
from lms.people.leaving import Wish, forget_person
from lms.people.retention import rules
from tests.grading.essays import BEST, TEXT, essay, essays_in, hand_in_essays, make_module, mark
from tests.support.factories import make_account


def marked(session, *, released=True):
    edition, (marker,) = make_module(essay())
    judge = make_account()
    attempt = hand_in_essays(edition, judge.person)
    if released:
        mark(essays_in(attempt)[0], marker, BEST, comment="Жакшы жазылган.")
    return judge, marker, attempt


def test_the_learner_takes_away_opinions_and_not_whose_they_are(session):
    judge, marker, _attempt = marked(session)

    (told,) = exports.collect(judge.person_id)["essay_grades"]

    assert told["opinions"] == [{"levels": BEST, "points": 5, "comment": "Жакшы жазылган."}]
    assert str(marker.id) not in json.dumps(exports.collect(judge.person_id))


def test_a_marker_takes_away_the_own_opinions_and_not_on_whom(session):
    judge, marker, attempt = marked(session)

    (told,) = exports.collect(marker.person_id)["essays_marked"]

    assert (told["module"], told["question"], told["comment"]) == ("practice", "e1", "Жакшы жазылган.")
    everything = json.dumps(exports.collect(marker.person_id))
    assert not [secret for secret in (judge.id, judge.person_id, attempt.id) if str(secret) in everything]


def test_an_opinion_is_told_only_once_the_result_is_released(session):
    edition, (marker,) = make_module(essay("e1"), essay("e2"))
    judge = make_account()
    attempt = hand_in_essays(edition, judge.person)
    mark(essays_in(attempt)[0], marker, BEST)

    assert [one["opinions"] for one in exports.collect(judge.person_id)["essay_grades"]] == [[], []]


def test_after_a_year_opinions_go_with_the_essay(session):
    marked(session)
    remove = next(rule.remove for rule in rules() if rule.key == "essay_grades")
    assert session.scalar(select(func.count()).select_from(Grade)) == 1

    remove(clock.now() + timedelta(days=364))
    assert session.scalar(select(func.count()).select_from(Grade)) == 1
    remove(clock.now() + timedelta(days=366))

    assert session.scalar(select(func.count()).select_from(Grade)) == 0
    assert session.scalar(select(func.count()).select_from(Essay)) == 0


def test_who_leaves_takes_the_words_about_them_along(session):
    judge, _marker, _attempt = marked(session)

    forget_person(judge.person_id, Wish(keeps_certificates=True), at=clock.now())

    assert session.scalars(select(Grade.comment)).all() == [""]


def test_a_marker_who_leaves_gives_back_what_was_taken_and_not_what_was_said(session):
    _judge, marker, attempt = marked(session)
    (work,) = essays_in(hand_in_essays(attempt.enrolment.edition))
    services.take(work, marker.id, at=clock.now())
    assert len(session.scalars(select(Grade.id)).all()) == 2

    forget_person(marker.person_id, Wish(keeps_certificates=True), at=clock.now())

    assert session.scalars(select(Grade.comment)).all() == ["Жакшы жазылган."]


def test_markers_are_reminded_after_three_days_and_once_more_after_seven(session, frozen):
    _judge, marker, attempt = marked(session, released=False)
    work = essays_in(attempt)[0]

    def due(days):
        return {(one.account_id, one.about) for one in waiting(frozen + timedelta(days=days))}

    assert due(2.9) == set()
    assert due(3) == {(marker.id, f"{work.id}:first")}
    assert due(7) == {(marker.id, f"{work.id}:first"), (marker.id, f"{work.id}:second")}
    mark(work, marker, BEST)
    assert due(8) == set()


def test_nobody_is_reminded_of_the_own_essay(session, frozen):
    edition, (marker,) = make_module(essay())
    hand_in_essays(edition, marker.person)

    assert list(waiting(frozen + timedelta(days=4))) == []


def test_the_language_of_a_text_is_told_by_its_letters():
    assert language_of(TEXT) == "ky"
    assert language_of("Мнение не является преступлением, деяние является.") == "ru"
    assert language_of("An opinion is no crime; an act may be one.") == "en"
    assert language_of("The word өзгөчө means special; the rest is English.") == "en"
