"""What a person who studies does on the pages, whatever the language: answer, decide, read on."""

from lms.catalogue.queries import document_of, module_by_slug
from tests.support.answering import fields, order_on, right_answer, wrong_answer


def load_module(app, slug="foundations"):
    """The real package, published as in a demonstration."""
    result = app.test_cli_runner().invoke(args=["content", "load", str(app.config["CONTENT"] / slug)])
    assert result.exit_code == 0, result.output
    return document_of(module_by_slug(slug).current_edition_id)


def questions_on(page):
    """Keys of the questions on a page, in their order."""
    names = page.all("//*[self::input or self::select or self::textarea][starts-with(@name,'q-')]/@name")
    return list(dict.fromkeys(name.removeprefix("q-").partition(".")[0] for name in names))


def answers(document, page, right, keys=None):
    """A form's values that answer these questions of a page, or all of them, so many of them right."""
    known = {**document.checks_by_key, **document.questions_by_key}
    made = {}
    for number, key in enumerate(questions_on(page) if keys is None else keys):
        question = known[key]
        answer = right_answer(question) if number < right else wrong_answer(question)
        made |= fields(question, answer, order_on(page, question))
    return made


def choice_text(document, page, language, outcome="protected"):
    """The words of a choice with this outcome at the scenario's node that is on the page; None at its end."""
    buttons = {" ".join("".join(button.itertext()).split()) for button in page.all("//button")}
    for node in document.scenario.nodes:
        for choice in node.choices:
            words = " ".join(choice.text[language].split())
            if choice.outcome == outcome and words in buttons:
                return words
    return None
