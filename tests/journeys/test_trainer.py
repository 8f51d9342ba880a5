"""A trainer's whole way: an empty page becomes a module that two people review, that is published and studied."""

import pytest

from lms.accounts.models import Role
from lms.catalogue.models import Edition
from tests.support import pdf
from tests.support.factories import make_account
from tests.support.words import said_in

LANGUAGES = ("ky", "ru", "en")
TITLE = {"ky": "Адилет сот", "ru": "Справедливый суд", "en": "Fair trial"}
SOURCE = "iccpr"
CITED = f"{SOURCE} art. 14"
EVERY_FORM = [*[("A", f"p{n}") for n in range(1, 9)], *[("B", f"p{n}") for n in range(1, 9)], *[("none", "")] * 8]


def in_three(name, words):
    """Values of a field in three languages."""
    texts = words if isinstance(words, dict) else {code: f"{words} ({code})" for code in LANGUAGES}
    return {f"{name}-{code}": text for code, text in texts.items()}


def first_of(page, name):
    """The first thing a list offers."""
    return page.all(f"//select[@name='{name}']/option[@value!='']/@value")[0]


SAMPLES = {"Sample in Kyrgyz and English": ("Үлгү", "Sample"), "Sample in Russian and English": ("Образец", "Sample")}


class Author:
    """A trainer at the studio, in one language."""

    def __init__(self, browser, language):
        self.say, self.language = said_in(language), language
        self.page = browser.visit(f"/{language}/studio")

    def open(self, *texts):
        """From the module's own page along these links."""
        self.page = self.page.click(TITLE[self.language]) if TITLE[self.language] in self.page.links() else self.page
        for text in texts:
            self.page = self.page.click(self.say(text))
        return self.page

    def save(self, **values):
        self.page = self.page.submit(self.say("Save"), **values)
        assert self.page.status == 200, self.page.text
        assert self.page.notice == self.say("Saved.")

    def begin(self):
        self.page = self.page.click(self.say("Start your first module")).submit(
            self.say("Create the module"), **in_three("title", TITLE), source_language="en", slug="fair-trial",
            code="M4", minutes="60", professions=["all"], outputs=["O2"],
        )  # fmt: skip
        assert self.page.heading == TITLE[self.language]

    def describe(self):
        self.open("Settings")
        states = {"state_ky": "translated", "state_ru": "translated", "state_en": "source"}
        self.save(**in_three("summary", "What a fair trial needs."), **states)
        self.open("Sources")
        self.page = self.page.submit(self.say("Take this source"), key=SOURCE)
        self.open("Objectives")
        self.save(**in_three("objective1", "Tell when a trial is fair."))

    def write_lessons(self):
        self.open()
        third = self.say("Lesson %(number)s", number=3)
        self.page = self.page.click(f"{self.say('Delete')} – {third}").submit(self.say("Delete"))
        for number in (1, 2):
            self.open()
            self.page = self.page.click(self.say("Lesson %(number)s", number=number))
            body = "First paragraph.\n\n## A heading\n\nA statement of law [@iccpr art. 14]."
            check = '\n\n::: check {key="c01"}\n:::\n\nAfter the check.' if number == 1 else ""
            text = dict.fromkeys(LANGUAGES, f"{body}{check}")
            objectives = self.page.all("//input[@name='objectives']/@value")
            self.save(
                **in_three("title", f"Lesson {number}"), **in_three("summary", "What it is about."),
                **in_three("body", text), objectives=objectives, minutes="30",
            )  # fmt: skip

    def write_question(self, **more):
        values = in_three("stem", "What does a fair trial need?")
        for number in range(1, 5):
            values |= in_three(f"option{number}_text", f"Option {number}")
            values |= in_three(f"option{number}_feedback", f"Reason {number}")
            values[f"option{number}_sources"] = CITED
        places = {"objective": first_of(self.page, "objective"), "lesson": first_of(self.page, "lesson")}
        self.save(**values, **places, option1_correct="y", **more)

    def write_questions(self):
        self.open("Knowledge checks", "New check", "One option is right")
        self.write_question()
        for form, pair in EVERY_FORM:
            self.open("Question bank", "New question", "One option is right")
            self.write_question(form=form, pair=pair, difficulty="1")

    def write_scenario(self):
        for outcome in ("protected", "violated"):
            self.open("Scenario", "Add an ending")
            self.save(**in_three("title", f"Rights {outcome}"), **in_three("text", "It ended so."), outcome=outcome)
        for _node in (1, 2):
            self.open("Scenario", "Add a situation")
            nexts = self.page.all("//select[@name='choice1_next']/option[@value!='']/@value")
            self.save(
                **in_three("situation", "You decide."), **in_three("question", "What now?"), **self.choices(nexts)
            )
        self.open("Scenario", "Edit")
        starts = self.page.all("//select[@name='start']/option[@value!='']/@value")
        self.save(
            **in_three("title", "A hearing"), **in_three("intro", "You are on duty."),
            **in_three("standard", "The law requires reasons."), standard_sources=CITED, start=starts[-1],
            lesson=first_of(self.page, "lesson"),
        )  # fmt: skip

    @staticmethod
    def choices(nexts):
        """Three choices. The second situation leads to the first, which leads to the endings."""
        situations = [key for key in nexts if not key.startswith(("e", "rights"))]
        values = {}
        for number, outcome in enumerate(("protected", "at-risk", "violated"), start=1):
            ending = [key for key in nexts if key not in situations][0 if outcome == "protected" else 1]
            values |= in_three(f"choice{number}_text", f"Choice {number}")
            values |= in_three(f"choice{number}_consequence", f"What follows {number}")
            values[f"choice{number}_outcome"] = outcome
            values[f"choice{number}_sources"] = CITED
            values[f"choice{number}_next"] = situations[0] if situations else ending
        return values


LISTS = {
    "gender": {"ky": "Гендер", "ru": "Гендерные вопросы", "en": "Gender"},
    "rights": {
        "ky": "Адам укуктары жана зыян келтирбөө",
        "ru": "Права человека и непричинение вреда",
        "en": "Human rights and do-no-harm",
    },
    "law": {"ky": "Улуттук мыйзамдар", "ru": "Национальное законодательство", "en": "National law"},
    "kyrgyz": {"ky": "Кыргыз тили", "ru": "Кыргызский язык", "en": "Kyrgyz language"},
}


def sign(browser, account, language, kind):
    """Read the module that waits and approve it, line by line."""
    say = said_in(language)
    page = browser(account).visit(f"/{language}/studio/reviews").click(f"M4. {TITLE[language]}")
    page = page.click(say("Checklist: %(title)s", title=LISTS[kind][language]))
    lines = dict.fromkeys(page.all("//input[starts-with(@name,'item-')]/@name"), "yes")
    page = page.submit(say("Sign the decision"), **lines, decision="approve")
    assert page.status == 200, page.text


def study(page, language):
    """From the pre-test through both lessons and the check of the first, in the words that the author has written."""
    say = said_in(language)
    assert page.heading == say("Pre-test")
    page = page.submit(say("Start the pre-test")).submit(say("Check all answers"))
    page = page.submit(say("Finish and hand in")).click(say("Continue"))
    assert page.heading == f"Lesson 1 ({language})"
    for button, number in (("Check", 2), ("Check again", 1)):
        page = choose(page, say(button), f"Option {number} ({language})")
        assert f"Reason {number} ({language})" in page.text
    page = page.submit(say("Save and continue"))
    assert page.heading == f"Lesson 2 ({language})"
    assert page.submit(say("Save and continue")).heading == say("Decision %(number)s", number=1)


def choose(page, button, words):
    """Answer the check on the page with the option that says this."""
    (option,) = page.all(f"//label[contains(.,'{words}')]/input")
    return page.submit(button, **{option.get("name"): option.get("value")})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_module_is_written_reviewed_published_and_studied(browser, session, language):
    say = said_in(language)
    author = Author(browser(make_account(Role.TRAINER)), language)
    gender, rights = make_account(Role.GENDER_REVIEWER), make_account(Role.RIGHTS_REVIEWER)

    author.begin()
    assert say("Send for review") not in author.page.links()
    author.describe()
    author.write_lessons()
    author.write_questions()
    author.write_scenario()
    author.open("Preview")
    for link, marks in SAMPLES.items():
        sample = pdf.text_of(author.page.click(say(link)).response.get_data())
        assert all(mark in sample for mark in marks), sample
    author.page = author.page.browser.visit(f"/{language}/studio").click(f"M4. {TITLE[language]}")
    author.page = author.page.click(say("Send for review")).submit(say("Send for review"))
    for kind, person in (("gender", gender), ("kyrgyz", gender), ("rights", rights), ("law", rights)):
        sign(browser, person, language, kind)
    assert session.query(Edition).count() == 0
    author.page = author.page.browser.visit(f"/{language}/studio").click(TITLE[language])
    author.page = author.page.click(say("Publish")).submit(say("Publish"))

    assert session.query(Edition).one().is_reviewed
    learner = browser(make_account(agrees=True)).visit(f"/{language}/modules").click(TITLE[language])
    assert say("Not yet reviewed") not in learner.text
    study(learner.submit(say("Start module")), language)
