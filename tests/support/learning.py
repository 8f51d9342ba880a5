"""What a person who studies does on the pages, whatever the language: answer, decide, read on."""

from lms.catalogue.queries import document_of, module_by_slug


def load_module(app, slug="foundations"):
    """The real package, published as in a demonstration."""
    result = app.test_cli_runner().invoke(args=["content", "load", str(app.config["CONTENT"] / slug)])
    assert result.exit_code == 0, result.output
    return document_of(module_by_slug(slug).current_edition_id)


def questions_on(page):
    """Keys of the questions on a page, in their order."""
    names = page.all("//input[starts-with(@name,'q-')]/@name")
    return [name.removeprefix("q-") for name in dict.fromkeys(names)]


def answers(document, keys, right):
    """A form's values that answer all these questions, so many of them right."""
    known = {**document.checks_by_key, **document.questions_by_key}
    return {f"q-{key}": options_of(known[key], is_right=number < right) for number, key in enumerate(keys)}


def options_of(question, *, is_right):
    correct = [option.key for option in question.options if option.correct]
    wrong = [option.key for option in question.options if not option.correct]
    return correct if is_right else wrong[:1]


def choice_text(document, page, language, outcome="protected"):
    """The words of a choice with this outcome at the scenario's node that is on the page; None at its end."""
    buttons = {" ".join("".join(button.itertext()).split()) for button in page.all("//button")}
    for node in document.scenario.nodes:
        for choice in node.choices:
            words = " ".join(choice.text[language].split())
            if choice.outcome == outcome and words in buttons:
                return words
    return None
