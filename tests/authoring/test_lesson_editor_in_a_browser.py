"""The editor of a lesson in Chromium: nothing changes that nobody changed, Word keeps its structure, buttons do all."""

import gzip
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.authoring.packs import open_pack, read_pack
from lms.authoring.packs.checks import known_from
from lms.authoring.services import drafts
from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft, TrainingModule
from lms.core import clock
from lms.core.extensions import db
from lms.core.markdown import merge_text
from tests.support import live
from tests.support.chromium import PHONE, chromium, troubles, wear, window
from tests.support.factories import make_account
from tests.support.left_out import needs_program

pytestmark = needs_program("chromium", package="chromium")

CONTENT = Path(__file__).parents[2] / "content"
WORD = Path(__file__).with_name("word_clipboard.html")
LESSON = "/en/studio/modules/foundations/lessons/words-matter"
#: Opens texts as the page does and writes each of their blocks anew, which the page does only with what was changed.
WRITTEN_ANEW = """async (bodies) => {
  const { openText } = await import(document.getElementById("writing").dataset.editor);
  const nothing = () => {};
  const button = () => document.createElement("button");
  const page = { attributes: {}, words: {}, files: {}, button, edit: nothing, changed: nothing, moved: nothing };
  const written = [];
  for (const body of bodies) {
    const root = document.body.appendChild(document.createElement("div"));
    const text = await openText(root, body, page);
    const nodes = [];
    text.view.state.doc.forEach((node) => nodes.push(node));
    written.push([text.read(), text.written(nodes)]);
    await text.close();
    root.remove();
  }
  return written;
}"""
FROM_WORD = """## Hearing of a witness

**Before** the hearing *both* sides are told[^1].

- first point
  - below it
- second point

1. one
2. two

| Right | Article |
|---|---|
| Silence | 14 |

> Everyone shall be heard.

[The law](https://example.org/law) and this, **again**.

[^1]: In writing.
"""
PUT_IN = """Typed [@iccpr art. 14] and **strong**[@iccpr art. 7] of [?human-rights rights][^1]

![Five questions](media/rights-check.ky.svg "A caption")

::: law-in-force {as_of="2026-11-01" applies="later acts"}
The law says.
:::

::: check {key="c1-exact-sentence"}
:::

[the act](https://example.org/a)

| Head | Line |
|---|---|
|  |  |
|  |  |

[^1]: A note
"""
PASTE = """([id, html]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.getElementById(id).dispatchEvent(event);
}"""


@pytest.fixture(scope="module")
def studio(database_kind, tmp_path_factory):
    with live.platform(database_kind, tmp_path_factory.mktemp("live")) as here:
        with here.app.app_context():
            trainer = make_account(Role.TRAINER)
            pack = read_pack(open_pack(CONTENT / "foundations"), known_from(CONTENT))
            module = drafts.create_module(pack.document, by=trainer.id, at=clock.now())
            colleague = make_account(Role.TRAINER)
            drafts.add_author(module, colleague.id, by=None, at=clock.now())
            db.session.commit()
            people = (trainer.id, colleague.id)
        yield here, [list(here.client(account_id).cookies.items()) for account_id in people]
        here.hang_up()


@pytest.fixture(scope="module")
def browser():
    with chromium() as driven:
        yield driven


@pytest.fixture
def lesson(studio, browser):
    """The page of a lesson, ready to write."""
    here, (cookies, _others) = studio
    with window(browser, f"http://127.0.0.1:{here.server.port}", cookies=cookies) as page:
        page.goto(LESSON)
        page.wait_for_selector("#body-en-text")
        yield page


def stored(here, code):
    with here.app.app_context():
        query = select(Draft.document).join(TrainingModule, TrainingModule.id == Draft.module_id)
        document = module_from_json(db.session.scalars(query.where(TrainingModule.slug == "foundations")).one())
        return document.lessons_by_key["words-matter"].texts[code].body


def press(page, name):
    page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()


def put(page, **fields):
    """Fill in the open dialog and put what it says into the text."""
    for name, value in fields.items():
        field = page.locator(f"dialog[open] [name={name}]")
        field.select_option(value) if field.evaluate("one => one.localName") == "select" else field.fill(value)
    page.locator("dialog[open] button[value=put]").click()
    page.wait_for_function("!document.querySelector('dialog[open]') && document.activeElement.closest('.writing-text')")
    page.wait_for_timeout(100)  # given the focus, the editor sets its caret 20 ms later


def written(page, code):
    """The Markdown of a text, once what was typed has reached its field."""
    page.wait_for_timeout(400)
    return page.locator(f"#body-{code}").input_value()


def test_every_shipped_lesson_comes_back_letter_for_letter(lesson):
    paths = sorted(CONTENT.glob("*/lessons/*.md"))
    bodies = [path.read_text().split("---\n", 2)[2].strip("\n") + "\n" for path in paths]

    for path, body, (read, anew) in zip(paths, bodies, lesson.evaluate(WRITTEN_ANEW, bodies), strict=True):
        assert read == body, path
        assert merge_text(body, anew) == body, path


def test_a_change_touches_its_own_block(studio, lesson):
    here, _cookies = studio
    before = {code: stored(here, code) for code in ("ky", "ru", "en")}

    lesson.get_by_role("button", name="Save", exact=True).click()
    lesson.wait_for_selector("#body-ru-text")
    assert {code: stored(here, code) for code in before} == before

    lesson.locator("#body-ru-text .case p").first.click()
    lesson.keyboard.press("End")
    lesson.keyboard.type(" Дописано.")
    lesson.get_by_role("button", name="Save", exact=True).click()
    lesson.wait_for_selector("#body-ru-text")
    after = stored(here, "ru")
    changed = [(old, new) for old, new in zip(before["ru"].split("\n"), after.split("\n"), strict=True) if old != new]
    assert len(changed) == 1
    assert changed[0][1].replace(" Дописано.", "") == changed[0][0]
    assert {code: stored(here, code) for code in ("ky", "en")} == {code: before[code] for code in ("ky", "en")}


def test_what_comes_from_word_keeps_its_structure_and_drops_its_looks(lesson):
    lesson.locator("#body-en-text").click()
    lesson.keyboard.press("Control+a")
    lesson.evaluate(PASTE, ["body-en-text", WORD.read_text()])

    assert merge_text("", written(lesson, "en")) == FROM_WORD


def test_all_that_a_lesson_has_is_put_in_with_buttons(studio, lesson):
    here, _cookies = studio
    lesson.locator("#body-ky-text").click()
    lesson.keyboard.press("Control+a")
    lesson.keyboard.press("Delete")
    press(lesson, "Plain paragraph")
    lesson.keyboard.type("Typed [@iccpr art. 14] and ")
    press(lesson, "Bold")
    lesson.keyboard.type("strong")
    press(lesson, "Bold")
    press(lesson, "Source")
    put(lesson, key="iccpr", place="art. 7")
    lesson.keyboard.type(" of ")
    press(lesson, "Term")
    put(lesson, key="human-rights", words="rights")
    press(lesson, "Footnote")
    lesson.keyboard.type("A note")
    lesson.locator("#body-ky-text p").first.click()
    lesson.wait_for_timeout(100)
    press(lesson, "Law in force")
    put(lesson, as_of="2026-11-01", applies="all acts")
    lesson.keyboard.type("The law says.")
    press(lesson, "Knowledge check")
    put(lesson, key="c1-exact-sentence")
    press(lesson, "Link")
    put(lesson, href="https://example.org/a", words="the act")
    press(lesson, "Table")
    lesson.keyboard.type("Head")
    press(lesson, "Delete the row")
    lesson.keyboard.press("Tab")
    lesson.keyboard.type("Line")
    lesson.locator("#body-ky-text p").first.click()
    lesson.wait_for_timeout(100)
    press(lesson, "Picture or recording")
    put(lesson, src="media/rights-check.ky.svg", alt="Five questions", title="A caption")

    lesson.locator("#body-ky-text .law-in-force button").click()
    put(lesson, applies="later acts")
    lesson.get_by_role("button", name="Save", exact=True).click()
    lesson.wait_for_selector("#body-ky-text")

    assert stored(here, "ky") == PUT_IN


def test_the_page_is_sound_on_a_telephone_and_the_editor_is_light(studio, lesson):
    here, _cookies = studio
    wear(lesson, ("ky", True, PHONE))
    assert troubles(lesson) == []
    lesson.get_by_role("button", name="Write in Markdown").click()
    assert lesson.locator("#body-en").is_visible()
    assert troubles(lesson) == []

    html = lesson.evaluate("fetch(location.href).then((answer) => answer.text())")
    editor = lesson.get_attribute("#writing", "data-editor")
    assert not re.search(r"<script[^>]*/writing-", html)
    built = Path(here.app.config["BUILD"]) / "static" / Path(editor).name
    assert len(gzip.compress(built.read_bytes())) <= 260 * 1024
    assert len(gzip.compress(html.encode())) <= 40 * 1024


def test_it_saves_itself_and_two_people_on_it_are_told(studio, browser, lesson):
    here, (_cookies, others) = studio
    lesson.clock.install()
    lesson.locator("#body-ru-text h2").first.click()
    lesson.keyboard.type("Новое. ")
    lesson.wait_for_timeout(400)
    lesson.clock.fast_forward(5500)
    lesson.get_by_text(re.compile(r"Saved at \d\d:\d\d")).wait_for()
    assert "Новое. " in stored(here, "ru")

    with window(browser, f"http://127.0.0.1:{here.server.port}", cookies=others) as other:
        other.goto(LESSON)
        other.get_by_text("This lesson is also open at").wait_for()
        other.wait_for_selector("#body-en-text")
        other.locator("#body-ky-text p").first.click()
        other.keyboard.type("Башкача. ")
        other.get_by_role("button", name="Save", exact=True).click()
        other.get_by_text("Saved.", exact=True).wait_for()

    lesson.locator("#body-en-text p").first.click()
    lesson.keyboard.type("Mine. ")
    lesson.get_by_role("button", name="Save", exact=True).click()
    lesson.get_by_text("Somebody saved this part after you opened it.").wait_for()
    assert "Mine. " in lesson.locator("#body-en").input_value()
    assert "Башкача. " in stored(here, "ky")
    assert "Mine. " not in stored(here, "en")
