"""The pages of those who mark: one step per essay, and nothing on them tells whose it is."""

from datetime import timedelta

import pytest

from lms.core import clock
from lms.grading import services
from tests.grading.essays import BEST, TEXT, WORST, essay, essays_in, hand_in_essays, make_module, mark
from tests.support.factories import make_account, make_institution, make_person

QUEUE = "/en/studio/grade"
LEVELS = {"level-law": "clear", "level-facts": "some"}


@pytest.fixture
def single(session):
    return make_module(essay(), markers=2)


@pytest.fixture
def judge(session):
    court = make_institution("Канарейкин соту")
    return make_account(person=make_person("Канарейкина Жибек", institution=court))


def test_essays_are_marked_one_after_the_other_in_one_step_each(session, browser, single):
    edition, (marker, _other) = single
    attempts = [hand_in_essays(edition) for _ in range(3)]

    page = browser(marker).visit(QUEUE)
    assert "3 essays wait for you" in page.text
    page = page.submit("Mark the oldest")
    for left in (3, 2, 1):
        assert f"{left} left" in page.text
        page = page.submit("Save and next", comment="Түшүнүктүү.", **LEVELS)

    assert page.path == QUEUE
    assert "All graded." in page.text
    assert all(attempt.released_at for attempt in attempts)


def test_the_page_has_task_text_rubric_and_the_language_of_the_comment(session, browser, single):
    edition, (marker, _other) = single
    hand_in_essays(edition)

    page = browser(marker).visit(QUEUE).submit("Mark the oldest")

    for words in ("Is an opinion a crime?", "Criterion law", "Level mostly", "2 points", "Look for the act."):
        assert words in page.text
    (text,) = page.all("//*[@class='as-written']")
    assert "".join(text.itertext()) == TEXT
    assert text.get("lang") == "ky"
    assert "Written in: Kyrgyz" in page.text
    assert page.all("//textarea[@name='comment']/@lang") == ["en"]
    order = [field.get("name") for field in page.all("//form[.//textarea]//*[self::input or self::textarea][@name]")]
    assert list(dict.fromkeys(order)) == ["csrf_token", "level-law", "level-facts", "comment"]


def test_nothing_on_the_pages_tells_whose_it_is(session, browser, single, judge):
    edition, (marker, _other) = single
    attempt = hand_in_essays(edition, judge.person, at=clock.now() - timedelta(hours=3, minutes=17))
    secrets = {
        "Канарейкин", str(judge.id), str(judge.person_id), str(attempt.id), str(attempt.enrolment_id),
        judge.email, "06:43", "6:43",
    }  # fmt: skip

    queue = browser(marker).visit(QUEUE)
    page = queue.submit("Mark the oldest")

    for shown in (queue, page):
        assert not [secret for secret in secrets if secret in shown.html + shown.path]
    assert "Kept for you until 10:30" in page.text


def test_a_level_is_chosen_for_each_criterion_and_something_is_said(session, browser, single):
    edition, (marker, _other) = single
    attempt = hand_in_essays(edition)

    page = browser(marker).visit(QUEUE).submit("Mark the oldest").submit("Save and next", **{"level-law": "clear"})

    assert page.status == 422
    assert "Choose a level." in page.text
    assert page.all("//input[@name='level-law'][@checked]/@value") == ["clear"]
    assert attempt.released_at is None


def test_who_comes_too_late_is_told_and_keeps_the_words(session, browser, single):
    edition, (slow, quick) = single
    attempt = hand_in_essays(edition)
    (work,) = essays_in(attempt)
    page = browser(slow).visit(QUEUE).submit("Mark the oldest")
    clock.freeze(clock.now() + timedelta(minutes=31))
    quick.judged_at = clock.now()
    mark(work, quick, WORST)

    page = page.submit("Save and next", comment="Менин сөзүм.", **LEVELS)

    assert page.status == 409
    assert "Your opinion is not needed any more" in page.text
    assert "Менин сөзүм." in page.text
    assert attempt.points == 2 * attempt.scale


def test_the_time_that_an_essay_is_kept_is_told_honestly(session, browser, single):
    edition, (marker, _other) = single
    hand_in_essays(edition)
    page = browser(marker).visit(QUEUE).submit("Mark the oldest")
    clock.freeze(clock.now() + timedelta(minutes=31))

    again = browser(marker).visit(page.path)

    assert "Your half hour is over" in again.text


def test_a_third_person_sees_both_opinions_without_names(session, browser):
    edition, (one, two, three) = make_module(essay(double=True), markers=3)
    (work,) = essays_in(hand_in_essays(edition))
    mark(work, one, BEST, comment="Эң жакшы.")
    second = browser(two).visit(QUEUE).submit("Mark the oldest")
    assert "Эң жакшы." not in second.html
    assert "the mean counts" in second.text
    mark(work, two, WORST, comment="Жетишсиз.")

    page = browser(three).visit(QUEUE).submit("Mark the oldest")

    assert "First opinion" in page.text
    assert "Эң жакшы." in page.text
    assert "Жетишсиз." in page.text
    assert "Your decision counts alone." in page.text
    assert not [name for name in (one.display_name, str(one.id), str(two.id)) if name in page.html.split("<main")[1]]


def test_only_trainers_who_write_the_module_get_in(session, browser, single, judge):
    edition, (marker, _other) = single
    (work,) = essays_in(hand_in_essays(edition, judge.person))
    services.take(work, marker.id, at=clock.now())
    session.commit()
    address = f"{QUEUE}/{work.id}"

    assert browser(marker).visit(address).status == 200
    assert browser(make_account("trainer")).visit(address).status == 404
    assert browser(make_account("coordinator")).visit(address).status == 404
    assert browser(judge).visit(address).status == 404
    assert browser(judge).visit(QUEUE).status == 403


def test_a_marker_without_a_place_is_led_back(session, browser, single):
    edition, (marker, other) = single
    (work,) = essays_in(hand_in_essays(edition))
    services.take(work, marker.id, at=clock.now())
    session.commit()

    page = browser(other).visit(f"{QUEUE}/{work.id}")

    assert page.path == QUEUE
    assert "Somebody else marks this essay" in page.notice


def test_the_learner_reads_levels_and_comments_and_not_who_marked(session, browser, single, judge):
    edition, (marker, _other) = single
    attempt = hand_in_essays(edition, judge.person)
    address = f"/en/modules/practice/quiz/{attempt.id}/result"
    assert "Level clear" not in browser(judge).visit(address).text
    mark(essays_in(attempt)[0], marker, {"law": "clear", "facts": "some"}, comment="Аракетти атаңыз.")

    page = browser(judge).visit(address)

    assert "What was said of your essays" in page.text
    assert "Criterion factsLevel some 1 of 2" in page.text
    assert "Together4 of 5" in page.text
    assert "Аракетти атаңыз." in page.text
    assert marker.display_name not in page.html
    assert str(marker.id) not in page.html


def test_two_opinions_that_agree_are_both_read(session, browser, judge):
    edition, (one, two) = make_module(essay(double=True), markers=2)
    attempt = hand_in_essays(edition, judge.person)
    (work,) = essays_in(attempt)
    mark(work, one, BEST, comment="Биринчи.")
    mark(work, two, BEST, comment="Экинчи.")

    page = browser(judge).visit(f"/en/modules/practice/quiz/{attempt.id}/result")

    assert "the mean counts" in page.text
    assert "Биринчи." in page.text
    assert "Экинчи." in page.text
