"""Answers to questions of any kind: right ones, ones that earn nothing, and how a page without script sends them."""

from lms.questions.kinds import kind_of
from lms.questions.kinds.base import pair_of

#: Typed where no author foresees it.
UNFORESEEN = "xyzzy"


def right_answer(question):
    """As it is stored; earns the whole point."""
    return kind_of(question).right_answer(question)


def wrong_answer(question):
    """As it is stored; answers every place and earns nothing."""
    return WRONG.get(question.kind, _one_wrong_option)(question)


def fields(question, answer, order):
    """Form fields of one question; ``order`` holds the keys of its options as they are shown."""
    kind, name = kind_of(question), f"q-{question.key}"
    typed = {part.key for part in question.parts if part.right is None} if question.kind == "gap-fill" else set()
    made = {name: []}
    for value in kind.veil(question, answer, order):
        place, text = pair_of(value)
        if place in typed:
            made[f"{name}.{place}"] = text
        else:
            made[name].append(value)
    return made


def order_on(page, question):
    """Keys of the options in the order a page shows them, read from the page's own words."""
    known = {_said(text): option.key for option in question.options for text in option.text.values()}
    first, *others = page.all(f"//select[@name='q-{question.key}']") or [None]
    if first is None:
        return [option.key for option in question.options]
    if question.kind == "ordering":
        shown = [page.all(f"//label[@for='{step.get('id')}']")[0] for step in (first, *others)]
    else:
        shown = first.xpath("option[@value!='']")
    return [known[_said("".join(one.itertext()))] for one in shown]


def fill_in(page, one):
    """Answer a question rightly in a real browser without script; a case is decided step by step."""
    answer = right_answer(one.question)
    if one.question.kind == "scenario":
        for value in answer:
            page.locator(f'#q{one.number} input[value="{value}"]').check(force=True)
            page.locator(f'#q{one.number} button[value="step-{one.number}"]').click()
        return
    for name, values in fields(one.question, answer, one.options).items():
        for value in [values] if isinstance(values, str) else values:
            _set(page.locator(f"#q{one.number}"), name, value)


def _set(place, name, value):
    """One field of a question: a list that has the value, a box with the value, or a line to type it in."""
    of_name = f'[name="{name}"]'
    if place.locator(f"select{of_name}").count():
        place.locator(f'select{of_name}:has(option[value="{value}"])').select_option(value)
    elif place.locator(f"input{of_name}[value='{value}']").count():
        place.locator(f"input{of_name}[value='{value}']").check(force=True)
    else:
        place.locator(of_name).fill(value)


def _said(text):
    return " ".join(text.split())


def _one_wrong_option(question):
    return [option.key for option in question.options if not option.correct][:1]


def _wrong_pairs(question):
    """In every place an option that does not belong there; a typed gap has what nobody foresees."""
    found = []
    for part in question.parts:
        other = next((option.key for option in question.options if option.key != part.right), "")
        found.append(f"{part.key}:{UNFORESEEN if part.right is None else other}")
    return found


def _moved_on(question):
    """Every step one place too far, the last one first."""
    keys = [option.key for option in question.options]
    return [f"{key}:{place % len(keys) + 1}" for place, key in enumerate(keys, start=1)]


def _violating(question):
    """At every decision the one that violates rights, or else the worst there is."""
    story, found = question.story, []
    worst = ("violated", "at-risk", "protected")
    here = story.places[story.start]
    while hasattr(here, "choices"):
        choice = min(here.choices, key=lambda one: worst.index(one.outcome))
        found.append(f"{here.key}:{choice.key}")
        here = story.places[choice.next]
    return found


WRONG = {
    "matching": _wrong_pairs,
    "gap-fill": _wrong_pairs,
    "ordering": _moved_on,
    "scenario": _violating,
    "short-text": lambda question: [UNFORESEEN],
    "numeric": lambda question: [UNFORESEEN],
}
