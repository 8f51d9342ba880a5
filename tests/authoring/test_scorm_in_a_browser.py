"""A lesson inside another learning platform, in Chromium: what its checks say, and what is kept of them.

The platform is a page with a frame that keeps what it is told.
"""

import io
import re
import zipfile

import msgspec
import pytest

from lms.authoring.books import write_scorm
from lms.catalogue.documents import ModuleDocument
from tests.authoring.documents import sound_pack
from tests.support.chromium import chromium, troubles, window
from tests.support.left_out import needs_program
from tests.support.packs import question

pytestmark = needs_program("chromium", package="chromium")

PLACE = "http://platform.example"
HOSTILE = 'Mine\'s </script><b>"bold"</b> & more'
#: By edition: the object, its acts, the words for a wrong answer and for two letters.
EDITIONS = {
    "1.2": ("API", ("LMSInitialize", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSFinish"), "wrong", "{},{}"),
    "2004": ("API_1484_11", ("Initialize", "GetValue", "SetValue", "Commit", "Terminate"), "incorrect", "{}[,]{}"),
}
FRAME = """<!DOCTYPE html><title>A platform</title><script>
  var kept = {}, acts = [], NAME = %r, [begin, get, set, save, end] = %r;
  function counted() { return Object.keys(kept).filter(name => /^cmi.interactions.[0-9]+.id$/.test(name)).length; }
  window[NAME] = {
    [begin]: () => { acts.push(begin); return "true"; },
    [get]: name => name === "cmi.interactions._count" ? String(counted()) : kept[name] || "",
    [set]: (name, value) => { kept[name] = value; acts.push(name + "=" + value); return "true"; },
    [save]: () => { acts.push(save); return "true"; },
    [end]: () => { acts.push(end); return "true"; },
  };
</script><iframe title="Lesson" width="900" height="400"></iframe>"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as driven:
        yield driven


def document():
    """A lesson with one check of one right answer, and one of two; their words are as hostile as words can be."""
    raw = sound_pack()
    raw["checks"].append(question("c2", kind="multiple-choice", right=("a", "c")))
    raw["checks"][0]["options"][1]["text"] = dict.fromkeys(("ky", "ru", "en"), HOSTILE)
    for text in raw["lessons"][0]["texts"].values():
        text["body"] += '\n::: check {key="c2"}\n:::\n' + "\nA paragraph.\n" * 60
    return msgspec.convert(raw, ModuleDocument)


class Lesson:
    """The first lesson in its frame."""

    def __init__(self, page, edition):
        name, acts, *_words = EDITIONS[edition]
        with zipfile.ZipFile(
            io.BytesIO(write_scorm(document(), "en", lambda _sha256: b"", version=edition))
        ) as archive:
            parts = {f"{PLACE}/{part}": archive.read(part) for part in archive.namelist()}
        parts[f"{PLACE}/"] = (FRAME % (name, list(acts))).encode()
        page.route("**", lambda route: answer(route, parts.get(route.request.url)))
        page.goto("/")
        self.page, self.frame = page, page.frame_locator("iframe")

    def open(self):
        self.page.evaluate("acts.length = 0; document.querySelector('iframe').src = '/lesson-01.html'")
        self.frame.locator("fieldset").nth(1).wait_for()

    def leave(self):
        self.page.evaluate("document.querySelector('iframe').src = 'about:blank'")
        self.page.wait_for_function("acts[acts.length - 1] === end")
        return self.page.evaluate("acts")

    def kept(self):
        return self.page.evaluate("kept")

    def check(self, key):
        return self.frame.locator(f"fieldset[data-check={key}]")

    def answer(self, key, *options):
        """Options of ``documents``, by their key; the letters under which they were shown."""
        fields = [self.check(key).get_by_role("listitem").filter(has_text=words).locator("input") for words in options]
        for field in self.check(key).locator("input[type=checkbox]:checked").all():
            field.uncheck()
        for field in fields:
            field.check()
        self.check(key).get_by_role("button").click()
        return sorted(field.get_attribute("value") for field in fields)


def answer(route, content):
    kinds = {"html": "text/html; charset=utf-8", "css": "text/css", "js": "text/javascript"}
    kind = kinds.get(route.request.url.rpartition(".")[2], "text/html; charset=utf-8")
    route.fulfill(status=200 if content is not None else 404, body=content or b"", content_type=kind)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_other_platform_hears_of_answers_and_keeps_them(app, browser, edition):
    _name, acts, wrong, two = EDITIONS[edition]
    status, raw = ("cmi.core.lesson_status", "cmi.core.score.raw") if edition == "1.2" else (
        "cmi.completion_status", "cmi.score.raw",
    )  # fmt: skip
    time = "cmi.core.session_time" if edition == "1.2" else "cmi.session_time"
    response = "student_response" if edition == "1.2" else "learner_response"
    with app.test_request_context("/en/"), window(browser, PLACE, width=1000) as page:
        lesson = Lesson(page, edition)
        lesson.open()
        assert lesson.check("c1").locator("b").count() == 0, "words stay words"
        assert lesson.check("c1").get_by_text("Reason for a of c1").is_hidden()

        [letter] = lesson.answer("c1", HOSTILE)

        assert lesson.check("c1").get_by_text("Reason for b of c1").is_visible()
        assert lesson.check("c1").get_by_text("Reason for a of c1").is_hidden()
        said = lesson.kept()
        assert said[f"cmi.interactions.0.{response}"] == letter
        assert (said["cmi.interactions.0.id"], said["cmi.interactions.0.type"]) == ("c1", "choice")
        assert (said["cmi.interactions.0.result"], said[raw], said[status]) == (wrong, "0", "incomplete")
        lesson.answer("c1", "Option a of c1")
        assert (lesson.kept()["cmi.interactions.1.result"], lesson.kept()[raw]) == ("correct", "50")
        lesson.answer("c2", "Option a of c2")
        assert (lesson.kept()["cmi.interactions.2.result"], lesson.kept()[raw]) == (wrong, "50"), "half is not right"
        assert lesson.kept()[status] == "incomplete", "nobody has read to the end"
        letters = lesson.answer("c2", "Option c of c2", "Option a of c2")
        assert lesson.kept()[f"cmi.interactions.3.{response}"] == two.format(*letters)
        assert lesson.kept()[raw] == "100"
        if edition == "2004":
            assert lesson.kept()["cmi.score.scaled"] == "1"
        lesson.frame.locator("body").evaluate("body => window.scrollTo(0, body.scrollHeight)")
        page.wait_for_function(f"kept['{status}'] === 'completed'")
        assert lesson.kept().get("cmi.success_status") == ("passed" if edition == "2004" else None)
        assert re.fullmatch(r"c1=[a-d];c2=[a-d]{2}", lesson.kept()["cmi.suspend_data"])

        left = lesson.leave()
        assert [act.partition("=")[0] for act in left[-3:]] == [time, acts[3], acts[4]], "told and kept before the end"
        assert re.fullmatch(r"PT0H0M[0-9]+S" if edition == "2004" else r"0000:00:[0-9]{2}", lesson.kept()[time])
        lesson.open()

        assert lesson.check("c2").locator("input:checked").count() == 2
        assert lesson.check("c2").get_by_text("Reason for c of c2").is_visible()
        again = lesson.leave()
        assert not [act for act in again if act.startswith(("cmi.interactions", status))], "nothing is said anew"


def test_time_counts_while_the_lesson_is_seen_and_nobody_fails_it(app, browser):
    with app.test_request_context("/en/"), window(browser, PLACE, width=1000) as page:
        page.clock.install()
        lesson = Lesson(page, "2004")
        lesson.open()
        lesson.answer("c1", HOSTILE)
        lesson.answer("c2", "Option a of c2", "Option c of c2")
        lesson.frame.locator("body").evaluate("body => window.scrollTo(0, body.scrollHeight)")
        page.wait_for_function("kept['cmi.completion_status'] === 'completed'")
        assert "cmi.success_status" not in lesson.kept(), "one answer is wrong"

        page.clock.run_for("01:02:03")
        turn(lesson, "hidden")
        assert lesson.kept()["cmi.session_time"].startswith("PT1H2M"), "said before a telephone ends it"
        page.clock.run_for("05:00:00")
        turn(lesson, "visible")
        lesson.answer("c1", "Option a of c1")
        assert lesson.kept()["cmi.success_status"] == "passed"
        lesson.leave()
        assert lesson.kept()["cmi.session_time"].startswith("PT1H2M"), "nobody saw it for five hours"


def turn(lesson, state):
    """As when another window covers this one, or leaves it."""
    lesson.frame.locator("body").evaluate(
        """(_body, state) => {
          Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }""",
        state,
    )


def test_a_lesson_with_its_checks_is_accessible_and_fits_a_telephone(app, browser):
    with app.test_request_context("/en/"), window(browser, PLACE, width=320) as page:
        lesson = Lesson(page, "2004")
        page.goto("/lesson-01.html")
        page.get_by_role("button").first.wait_for()
        lesson.frame = page
        lesson.answer("c1", "Option a of c1")
        assert {one.split(": ")[1] for one in troubles(page)} == set()


def test_without_a_script_the_answers_stand_at_the_end(app, browser):
    with app.test_request_context("/en/"), window(browser, PLACE, script=False) as page:
        Lesson(page, "1.2")
        page.goto("/lesson-01.html")
        assert page.get_by_role("button").count() == 0
        assert page.get_by_text("Reason for a of c1").last.is_visible()
