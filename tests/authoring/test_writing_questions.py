"""A trainer writes questions and the scenario of a module in the browser."""

from tests.authoring.writing import HOME, document, in_three


def option(number, text, **more):
    return {
        **in_three(f"option{number}_text", text),
        **in_three(f"option{number}_feedback", f"Reason of {text}"),
        f"option{number}_sources": "iccpr art. 19",
        **more,
    }


def test_a_question_is_written_in_three_languages_side_by_side(browser, session, trainer, module):
    page = browser(trainer).visit(f"{HOME}/questions/new").click("One option is right")

    page = page.submit(
        "Save",
        **in_three("stem", "Which?"),
        **option(1, "This", option1_correct="y"),
        **option(2, "That"),
        **option(3, "Neither"),
        kind="single-choice",
        objective="o1",
        lesson="first",
        difficulty="3",
        form="none",
    )

    question = document(session).questions_by_key["q01"]
    assert page.notice == "Saved."
    assert [(o.key, o.correct) for o in question.options] == [("a", True), ("b", False), ("c", False)]
    assert question.options[1].text["ky"] == "That ky"
    assert (question.difficulty, question.form) == (3, None)


def test_an_unfinished_question_is_kept_and_what_is_missing_is_named(browser, session, trainer, module):
    page = browser(trainer).visit(f"{HOME}/questions/new").click("One option is right")

    page = page.submit("Save", **{"stem-en": "Only a stem?"}, kind="single-choice", difficulty="2", form="none")

    assert page.notice == "Saved."
    assert "A question has three to five options." in page.text
    assert "The text in Кыргызча is missing." in page.text


def test_emptying_an_option_leaves_the_keys_of_the_others(browser, session, trainer, module):
    page = browser(trainer).visit(f"{HOME}/questions/a1")

    page.submit(
        "Save", **{f"option2_{part}-{code}": "" for part in ("text", "feedback") for code in ("ky", "ru", "en")}
    )

    assert [option.key for option in document(session).questions_by_key["a1"].options] == ["a", "c", "d"]


def test_the_scenario_is_written_place_by_place(browser, session, trainer, module):
    person = browser(trainer)
    lost = person.visit(f"{HOME}/scenario/frame").submit("Save", start="")
    assert "Choose the situation that it begins with." in lost.text
    person.visit(f"{HOME}/scenario/frame").submit("Save", start="n1")
    page = person.visit(f"{HOME}/scenario/endings/new")
    page = page.submit(
        "Save", **in_three("title", "A third way"), **in_three("text", "It went well."), outcome="protected"
    )
    page = person.visit(f"{HOME}/scenario/nodes/n2")
    page = page.submit("Save", choice2_next="e1")

    scenario = document(session).scenario
    assert [ending.key for ending in scenario.endings] == ["good", "bad", "e1"]
    assert scenario.places["n2"].choices[1].next == "e1"
    assert page.heading == "Scenario"
