"""How many bytes a page brings over the line, beside the budgets of its kind."""

import re
from functools import cache

from sqlalchemy import select

from bench.client import Client
from bench.figures import Figure
from bench.world import add_learners, begin, signed_in, sit, world
from lms.accounts.models import Role
from lms.catalogue.models import ModuleAuthor, TrainingModule
from lms.core.extensions import db
from tests.support.factories import make_account

TITLE = "Weights"
SLUGS = ("foundations", "expression-online")
LANGUAGES = ("ky", "ru", "en")
KB = 1024
SCRIPT = re.compile(r'<script[^>]* src="([^"]+)"')
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
FONT = re.compile(r'<link rel="preload" href="([^"]+\.woff2)"')


class Scales:
    """Weighs pages as one person sees them; keeps the heaviest of each kind."""

    def __init__(self, browser, heaviest=None):
        self.browser, self.heaviest, self.page = browser, {} if heaviest is None else heaviest, ""

    def weigh(self, kind, path):
        status = self.browser.get(path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        html, self.page = self.browser.size, self.browser.page
        scripts = sum(self.size_of(address) for address in dict.fromkeys(SCRIPT.findall(self.page)))
        most_html, most_scripts = self.heaviest.get(kind, ((0, ""), 0))
        self.heaviest[kind] = max(most_html, (html, self.browser.path)), max(most_scripts, scripts)
        return self.page

    @cache  # noqa: B019  (one pair of scales in a run)
    def size_of(self, address):
        status, _location, _content = self.browser.ask("GET", address)
        if status != 200:
            raise RuntimeError(f"{address} answered {status}")
        return self.browser.size


#: Kind to the bounds of its HTML and of its scripts in KB.
BOUNDS = {
    "home": (8, 0),
    "catalogue": (8, 0),
    "overview": (8, 0),
    "check a certificate": (8, 0),
    "lesson ky": (14, 3),
    "lesson ru": (14, 3),
    "lesson en": (14, 3),
    "quiz attempt, 12 questions": (14, 4),
    "scenario step": (5, 3),
    "my learning": (10, 3),
    "result": (10, 3),
    "lesson in the studio": (40, 40),
}
#: The editor of lessons, which the page of the studio fetches when it can be read, and the styles of that page.
EDITOR = re.compile(r' data-editor="([^"]+)"')
EDITOR_BOUND, STUDIO_STYLES_BOUND = 260, 12 + 4


def measure():
    with world() as here:
        with here.app.app_context():
            reader, candidate, newcomer = add_learners(3)
            lessons = {}
            for slug in SLUGS:
                enrolment = begin(reader, slug, lessons=1)
                begun = begin(candidate, slug, everything=True)
                lessons[slug] = study_lessons(enrolment)
                sit(begun, seed=7)
            trainer = add_author()
        with here.served() as server:
            visitor = Scales(Client(server.port))
            weigh_entrance(visitor)
            newcomer = Scales(signed_in(here, server.port, newcomer), visitor.heaviest)
            weigh_entrance(newcomer)
            scales = Scales(signed_in(here, server.port, reader), visitor.heaviest)
            weigh_entrance(scales)
            weigh_reading(scales, lessons)
            weigh_walk(scales)
            weigh_quiz(Scales(signed_in(here, server.port, candidate), visitor.heaviest))
            desk = Scales(signed_in(here, server.port, trainer), visitor.heaviest)
            weigh_studio(desk, lessons)
            return [*figures_of(scales), *studio_figures(desk)]


def add_author():
    """A trainer who may write every module; the e-mail address."""
    account = make_account(Role.TRAINER)
    for module in db.session.scalars(select(TrainingModule)):
        db.session.add(ModuleAuthor(module_id=module.id, account_id=account.id))
    db.session.commit()
    return account.email


def study_lessons(enrolment):
    from lms.catalogue.queries import document_of  # noqa: PLC0415

    return [lesson.key for lesson in document_of(enrolment.edition_id).lessons]


def weigh_entrance(scales):
    """What everybody sees first."""
    for code in LANGUAGES:
        scales.weigh("home", f"/{code}/")
        scales.weigh("catalogue", f"/{code}/modules")
        scales.weigh("check a certificate", f"/verify?language={code}")
        for slug in SLUGS:
            scales.weigh("overview", f"/{code}/modules/{slug}")


def weigh_reading(scales, lessons):
    for code in LANGUAGES:
        scales.weigh("my learning", f"/{code}/my-learning")
        for slug, keys in lessons.items():
            for key in keys:
                scales.weigh(f"lesson {code}", f"/{code}/modules/{slug}/lessons/{key}")


def weigh_walk(scales):
    """Always the first choice, to an ending, looking at each step in three languages."""
    for slug in SLUGS:
        for _step in range(20):
            for code in LANGUAGES:
                page = scales.weigh("scenario step", f"/{code}/modules/{slug}/scenario")
            hidden = dict(re.findall(r'name="(walk|position)" value="(\d+)"', page))
            choice = re.search(r'name="choice"[^>]* value="([^"]+)"', page)
            if choice is None:
                break
            scales.browser.post(f"/en/modules/{slug}/scenario", {**hidden, "choice": choice.group(1)})


def weigh_quiz(scales):
    """The attempt, then its result after a first try that is not enough (the longest there is)."""
    browser = scales.browser
    for slug in SLUGS:
        browser.get(f"/en/modules/{slug}/quiz")
        attempt = re.search(rf"/modules/{slug}/quiz/([0-9a-f-]{{36}})", browser.page).group(1)
        for code in LANGUAGES:
            page = scales.weigh("quiz attempt, 12 questions", f"/{code}/modules/{slug}/quiz/{attempt}")
        sheet = {}
        for name, value in re.findall(r'name="(q-[^"]+)"[^>]* value="([^"]+)"', page):
            sheet.setdefault(name, value)
        browser.post(f"/en/modules/{slug}/quiz/{attempt}/check", {"seen": "{}", "act": "finish", **sheet})
        for code in LANGUAGES:
            scales.weigh("result", f"/{code}/modules/{slug}/quiz/{attempt}/result")


def weigh_studio(scales, lessons):
    for code in LANGUAGES:
        for slug, keys in lessons.items():
            for key in keys:
                scales.weigh("lesson in the studio", f"/{code}/studio/modules/{slug}/lessons/{key}")


def studio_figures(scales):
    sheets = sum(scales.size_of(address) for address in STYLE.findall(scales.page))
    editor = sum(scales.size_of(address) for address in EDITOR.findall(scales.page))
    return [
        Figure(
            "lesson in the studio: styles", sheets / KB, STUDIO_STYLES_BOUND, " KB", "those of all pages, and its own"
        ),
        Figure("lesson in the studio: editor", editor / KB, EDITOR_BOUND, " KB", "fetched after the text can be read"),
    ]


def figures_of(scales):
    found = []
    for kind, (html_bound, script_bound) in BOUNDS.items():
        (html, path), scripts = scales.heaviest[kind]
        found.append(Figure(f"{kind}: HTML", html / KB, html_bound, " KB", f"`{path}`"))
        found.append(Figure(f"{kind}: scripts", scripts / KB, script_bound, " KB"))
    page = scales.page
    for what, pattern, bound in (("styles", STYLE, 12), ("font", FONT, 19)):
        size = sum(scales.size_of(address) for address in pattern.findall(page))
        found.append(Figure(what, size / KB, bound, " KB", "shared by all pages"))
    return found
