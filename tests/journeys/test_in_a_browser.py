"""The same ways in a real browser: accessible at every width, in the dark, without script, without a line."""

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, groupby
from operator import itemgetter
from types import SimpleNamespace
from uuid import UUID

import pytest

from lms.certificates.models import Certificate
from lms.core import clock, jobs
from lms.core.extensions import db
from lms.enrolments.requirements import requirements_of
from lms.quizzes.models import Attempt, Response
from tests.support import live
from tests.support.answering import fill_in, right_answer
from tests.support.chromium import LOOKS, PHONE, chromium, troubles, wear, window
from tests.support.factories import (
    make_account,
    make_certificate,
    make_code,
    make_completion,
    make_enrolment,
    make_institution,
    make_invitation,
)
from tests.support.factories.attempts import hand_in, make_attempt, sitting
from tests.support.learning import load_module
from tests.support.left_out import needs_program

pytestmark = needs_program("chromium", package="chromium")

NAME = "Асанова Айгүл Бакытовна"
MODULE = "modules/foundations"
TICKED = ("single-choice", "multiple-choice", "error-text")


@dataclass(frozen=True)
class Town:
    """The platform as a server, its module, and people at different places on their way."""

    here: live.Platform
    browser: object
    document: object

    @property
    def address(self):
        return f"http://127.0.0.1:{self.here.server.port}"

    @contextmanager
    def inside(self):
        with self.here.app.app_context():
            yield
            db.session.remove()

    def person(self, done=()):
        """A new person with an account who has started the module and done these steps."""
        with self.inside():
            account = make_account(name=NAME, language="ky")
            enrolment = make_enrolment(self.edition(), account.person, done=done)
            return SimpleNamespace(account=account.id, enrolment=enrolment.id)

    def edition(self):
        from lms.catalogue.models import Edition  # noqa: PLC0415  (rooms are imported with the app)

        return db.session.query(Edition).one()

    @property
    def reading(self):
        """Everything but the final quiz."""
        return [line.key for line in requirements_of(self.document, {}) if line.key not in ("pre-test", "final")]

    def asked(self, page):
        """The questions of the attempt that is on the page."""
        with self.inside():
            attempt = db.session.get_one(Attempt, UUID(page.url.partition("#")[0].rsplit("/", 1)[-1]))
            return sitting(attempt).asked

    def boxes(self, page):
        """Numbers of its questions that are answered by one tick."""
        return [one.number for one in self.asked(page) if one.question.kind in TICKED]

    @contextmanager
    def window(self, person=None, **options):
        cookies = self.here.client(person.account).cookies.items() if person else ()
        with window(self.browser, self.address, cookies=cookies, **options) as page:
            yield page


@pytest.fixture(scope="module")
def town(database_kind, tmp_path_factory):
    with live.platform(database_kind, tmp_path_factory.mktemp("town")) as here:
        with here.app.app_context():
            document = load_module(here.app)
        with chromium() as browser:
            yield Town(here, browser, document)


@pytest.fixture(scope="module")
def places(town):
    """Addresses worth looking at, with the person who sees each; without the language."""
    learner, sitter, holder = town.person(), town.person(town.reading), town.person(town.reading)
    with town.inside():
        from lms.enrolments.models import Enrolment  # noqa: PLC0415

        attempt = make_attempt(db.session.get_one(Enrolment, sitter.enrolment)).id
        done = hand_in(make_attempt(db.session.get_one(Enrolment, holder.enrolment)), right=10).id
    confirming = town.person([*town.reading, "final"])
    with town.inside():
        graduate = make_account(name=NAME)
        code = make_certificate(graduate, town.edition(), steps=[*town.reading, "final"]).code
        invited = make_code(make_invitation(NAME))
        jobs.work_off()
        graduate = SimpleNamespace(account=graduate.id)
    lesson = town.document.lessons[2].key
    return [
        *[(None, path) for path in ("", "modules", MODULE, "sign-in", "register", "help", "privacy", "accessibility")],
        *[(None, path) for path in ("/i", f"invitation/{invited}", f"invitation/{invited}/decline")],
        (None, f"/verify/{code}"),
        (None, "/verify"),
        *[(learner, path) for path in ("my-learning", MODULE, f"{MODULE}/lessons/{lesson}", f"{MODULE}/pre-test")],
        *[(learner, path) for path in (f"{MODULE}/scenario", "profile", "profile/name", "profile/workplace")],
        *[(learner, f"profile/{part}") for part in ("consents", "devices", "looks", "password")],
        *[(sitter, f"{MODULE}/quiz/{attempt}{page}") for page in ("", "/check")],
        (holder, f"{MODULE}/quiz"),
        (holder, f"{MODULE}/quiz/{done}/result"),
        (confirming, "my-learning/certificates/foundations"),
        *[
            (graduate, path)
            for path in ("my-learning", "my-learning/certificates", "my-learning/certificates/foundations")
        ],
    ]


def address_in(path, language):
    return f"{path}?language={language}" if path.startswith("/") else f"/{language}/{path}"


@pytest.fixture(scope="module")
def offices(town):
    """The pages of those who work here, with a coordinator's institution and a trainer's module in them."""
    from lms.accounts.models import Role  # noqa: PLC0415  (rooms are imported with the app)
    from lms.authoring.services.drafts import add_author  # noqa: PLC0415

    with town.inside():
        court = make_institution("Practice Court")
        make_completion(make_account(institution=court), town.edition(), steps=[*town.reading, "final"])
        trainer, reviewer = make_account(Role.TRAINER, name=NAME), make_account(Role.GENDER_REVIEWER, name=NAME)
        coordinator, focal = make_account(Role.COORDINATOR), make_account(Role.FOCAL_POINT, place=court)
        administrator = make_account(Role.ADMINISTRATOR)
        add_author(town.edition().module, trainer.id, by=None, at=clock.now())
        db.session.commit()
        people = [SimpleNamespace(account=one.id) for one in (trainer, reviewer, coordinator, focal, administrator)]
        institution, named = court.id, nominations(court, focal, coordinator)
    trainer, reviewer, coordinator, focal, administrator = people
    studio, document = "studio/modules/foundations", town.document
    parts = ("", "/settings", "/rules", "/objectives", "/checks", "/questions", "/scenario", "/sources", "/pictures")
    parts += ("/history", "/editions", "/authors", "/preview", "/scenario/frame")
    parts += (f"/lessons/{document.lessons[0].key}", f"/questions/{document.questions[0].key}")
    parts += (f"/scenario/nodes/{document.scenario.nodes[0].key}",)
    record = f"reports/institutions/{institution}"
    reports = ("reports", "reports/people", "reports/tables/a", "reports/tables/b", "reports/persons")
    return [
        *[(trainer, path) for path in ("studio", "studio/new", *(f"{studio}{part}" for part in parts))],
        *[(reviewer, path) for path in ("studio", "studio/reviews")],
        *[(coordinator, path) for path in (*reports, "reports/institutions", record, "admin/institutions")],
        *[(coordinator, path) for path in ("reports/nominations", "reports/calls", "reports/calls/new", named["call"])],
        *[(focal, path) for path in (record, f"{record}/people")],
        *[(focal, f"{record}/nominations{page}") for page in ("", "/new", named["list"], named["person"])],
        *[(administrator, path) for path in ("admin", "admin/people", f"admin/people/{focal.account}", "admin/log")],
    ]


def nominations(court, focal, coordinator):
    """A list with something to put right, an invitation and an open call; their addresses."""
    from lms.invitations.services import add_place, open_call, plan_call  # noqa: PLC0415
    from lms.nominations.reading import Row  # noqa: PLC0415
    from lms.nominations.services import keep_list  # noqa: PLC0415

    at, today = clock.now(), clock.local_day(clock.now())
    rows = [Row(1, "Г?лнара", phone="0555"), Row(2, NAME, email="two@example.org"), Row(3, NAME, phone="0555123456")]
    draft = keep_list(court, rows, module_slug=None, call_place_id=None, language="ky", by=focal, at=at)
    call = plan_call("foundations", starts_on=today, ends_on=today, women_share=40, by=coordinator.id, at=at)
    add_place(call, 5, institution_id=court.id, by=coordinator.id, at=at)
    open_call(call, by=coordinator.id, at=at)
    db.session.commit()
    person = make_invitation(NAME, email="named@example.org", institution=court, by=focal).id
    return {"list": f"/lists/{draft.id}", "person": f"/{person}", "call": f"reports/calls/{call.id}"}


def all_troubles(town, places, looks):
    """What is wrong on these pages, which take turns in how they are looked at."""
    found, looks = [], cycle(looks)
    for person, paths in groupby(places, key=itemgetter(0)):
        with town.window(person) as page:
            for _person, path in paths:
                answer = page.goto(address_in(path, wear(page, next(looks))))
                assert answer.status == 200, f"{path}: {answer.status}"
                found += troubles(page)
    return "\n".join(found)


@pytest.mark.parametrize("first", [0, 3])
def test_every_page_of_a_learner_is_accessible_and_fits_the_window(town, places, first):
    found = all_troubles(town, places, LOOKS[first:] + LOOKS[:first])

    assert not found, found


def test_the_pages_of_the_staff_are_too_when_they_are_full(town, offices):
    found = all_troubles(town, offices, LOOKS)

    assert not found, found


def stored(town, person):
    """Question to the options chosen, as the server has them."""
    with town.inside():
        rows = db.session.query(Response).join(Attempt, Attempt.id == Response.attempt_id)
        return {row.question_key: row.chosen for row in rows.filter(Attempt.enrolment_id == person.enrolment)}


def choose(page, number):
    """The first option of a question; what it stands for."""
    option = page.locator(f"#q{number} input").first
    option.check(force=True)
    return option.get_attribute("name").removeprefix("q-"), option.get_attribute("value")


def go_on(page, there, here=1):
    for _question in range(there - here):
        page.get_by_role("button", name="Next question").click()


def test_answers_given_without_a_line_are_kept_and_delivered(town):
    person = town.person(town.reading)
    with town.window(person, width=360) as page:
        page.goto(f"/en/{MODULE}/quiz")
        page.get_by_role("button", name="Start the quiz").click()
        page.wait_for_url("**/quiz/*")
        one, two, three, *_others = town.boxes(page)
        go_on(page, one)
        first = choose(page, one)
        page.get_by_text("Saved").wait_for()
        page.context.set_offline(True)
        go_on(page, two, one)
        second = choose(page, two)
        page.get_by_text("No connection. Your answers are kept on this device").wait_for()
        go_on(page, three, two)
        third = choose(page, three)
        assert stored(town, person).keys() == {first[0]}

        page.context.set_offline(False)
        page.get_by_text("Saved").wait_for(timeout=20_000)

    assert stored(town, person) == {key: [value] for key, value in (first, second, third)}


def test_answers_survive_a_closed_tab(town):
    person = town.person(town.reading)
    with town.window(person, width=360) as page:
        page.goto(f"/en/{MODULE}/quiz")
        page.get_by_role("button", name="Start the quiz").click()
        page.wait_for_url("**/quiz/*")
        address, number = page.url, town.boxes(page)[0]
        go_on(page, number)
        page.context.set_offline(True)
        key, value = choose(page, number)
        page.get_by_text("No connection.").wait_for()
        context = page.context
        page.close()
        assert stored(town, person) == {}

        context.set_offline(False)
        again = context.new_page()
        again.goto(address)
        again.get_by_text("Saved").wait_for()
        assert again.locator(f"#q{number} input").first.is_checked()

    assert stored(town, person) == {key: [value]}


def test_a_quiz_is_taken_and_handed_in_without_script(town):
    person = town.person(town.reading)
    with town.window(person, width=PHONE, script=False) as page:
        page.goto(f"/ru/{MODULE}/quiz")
        page.locator("main form button").first.click()
        asked = town.asked(page)
        for one in asked:
            fill_in(page, one)
        page.locator("button[data-review]").click()
        assert page.locator("ol.answer-list > li").count() == 12
        page.locator("main form button").first.click()
        assert page.url.endswith("/result")

    assert len(asked) == 12
    assert stored(town, person) == {one.question.key: right_answer(one.question) for one in asked}


def test_a_table_of_three_columns_is_read_on_a_phone_without_moving_it_sideways(town):
    with town.window(town.person(), width=PHONE, script=False) as page:
        page.goto(f"/ky/{MODULE}/job-aid")
        table = page.locator(".table-scroll").first

        assert table.locator("th").count() == 3
        assert table.evaluate("one => one.scrollWidth <= one.clientWidth")
        assert "Бул эмне:" in table.evaluate(
            "one => getComputedStyle(one.querySelectorAll('td')[1], '::before').content"
        )


def test_a_certificate_page_moves_on_when_its_paper_is_ready(town):
    person = town.person([*town.reading, "final"])
    with town.window(person) as page:
        page.goto("/en/my-learning/certificates/foundations")
        page.locator(f"main input[value='{NAME}']").check(force=True)
        page.get_by_role("button", name="Check the name").click()
        page.get_by_role("button", name="Issue the certificate").click()
        page.get_by_role("heading", name="Your certificate is being made").wait_for()
        with town.inside():
            jobs.work_off()

        page.get_by_role("heading", name="Your certificate is ready").wait_for()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download certificate").click()
        assert waiting.value.suggested_filename.endswith(f"M1, {NAME}.pdf")
    with town.inside():
        assert db.session.query(Certificate).filter_by(enrolment_id=person.enrolment).count() == 1
