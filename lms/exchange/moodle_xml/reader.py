"""Moodle XML as questions. What each element means is in Moodle's documentation of its XML format."""

from collections.abc import Callable
from typing import Any

from lms.core.i18n import _
from lms.exchange.assembling import Found, assemble, language_in
from lms.exchange.gap_texts import order_in, with_order
from lms.exchange.moodle_xml.choices import multichoice, truefalse
from lms.exchange.moodle_xml.cloze import cloze
from lms.exchange.moodle_xml.parts import gaps, matching, ordering
from lms.exchange.moodle_xml.source import Held, Source, is_said
from lms.exchange.moodle_xml.texts import Texts
from lms.exchange.moodle_xml.typed import essay, numerical, shortanswer
from lms.exchange.notes import LeftOut, Notes
from lms.exchange.pictures import Pictures
from lms.exchange.readings import Item, Reading, Refused
from lms.exchange.shared import facts_from_tags, slug_of
from lms.exchange.xml_door import Element, child, children, local, parsed, place_of, text_of
from lms.questions.documents import Question
from lms.questions.texts import tidy

MOST_QUESTIONS = 2000
#: Of all texts together, pictures apart.
MOST_LETTERS = 4_000_000
READERS: dict[str, Callable[[Source], Held]] = {
    "multichoice": multichoice,
    "multichoiceset": multichoice,
    "truefalse": truefalse,
    "shortanswer": shortanswer,
    "numerical": numerical,
    "matching": matching,
    "match": matching,
    "ordering": ordering,
    "gapselect": gaps,
    "ddwtos": gaps,
    "cloze": cloze,
    "multianswer": cloze,
    "essay": essay,
}
_TOP = ("$course$", "$system$", "$module$", "$cat$", "top")
#: Sentences that Moodle puts there itself, in English and Russian; they say nothing about the question.
_USUAL = {
    "your answer is correct.",
    "your answer is partially correct.",
    "your answer is incorrect.",
    "ваш ответ верный.",
    "ваш ответ частично правильный.",
    "ваш ответ неправильный.",
}


def read(content: bytes, *, language: str) -> Reading:
    """All questions of a file. Texts that do not say their language are in ``language``. Raises ``Refused``."""
    root = parsed(content)
    if local(root) != "quiz":
        raise Refused(
            _("%(place)s: this is not Moodle XML, which begins with <quiz>.", place=place_of(root).capitalize())
        )
    elements = children(root, "question")
    if len(elements) > MOST_QUESTIONS:
        raise Refused(
            _("The file has more than %(most)s questions. Take it apart into several files.", most=MOST_QUESTIONS)
        )
    if sum(len(text.text or "") for text in root.iter("text")) > MOST_LETTERS:
        raise Refused(_("The file has more text than can be read at once. Take it apart into several files."))
    reading = Reading("moodle-xml")
    pictures = Pictures(reading.media)
    category = ""
    found: list[Found] = []
    number = 0
    for element in elements:
        if element.get("type") == "category":
            category = category_of(text_of(child(element, "category")))
            continue
        number += 1
        notes = Notes(place_of(element), number)
        one = _question(element, language, notes, pictures, category)
        if one is None:
            reading.remarks += notes.remarks
        else:
            found.append(one)
    assemble(reading, found)
    reading.remarks.sort(key=lambda remark: remark.number or 0)
    return reading


def category_of(path: str) -> str:
    """``$course$/top/Threshold/Intent`` → ``Threshold/Intent``; a slash in a name is written twice there."""
    names = [name.strip() for name in path.replace("//", "\x00").split("/")]
    while names and names[0] in _TOP:
        names.pop(0)
    return "/".join(name.replace("\x00", "⁄") for name in names if name)[:200]


def _question(element: Element, language: str, notes: Notes, pictures: Pictures, category: str) -> Found | None:
    tags = [tidy(text_of(tag)) for tag in children(child(element, "tags"), "tag")] if _has(element, "tags") else []
    named, tags_left = language_in(tags)
    gaps_tag, tags_left = order_in(tags_left)
    facts = facts_from_tags(tag for tag in tags_left if tag)
    texts = Texts(named or language, notes, pictures)
    source = Source(element, named or language, texts, notes, facts)
    try:
        held = _held(source)
    except LeftOut as left_out:
        notes.left_out(str(left_out), left_out.place)
        return None
    _note_rest(source)
    question = with_order(_assembled(source, held, category), gaps_tag)
    item = Item(notes.number, notes.place, question, held.answers, category)
    return Found(item, notes, text_of(child(element, "name")), named)


def _held(source: Source) -> Held:
    kind = source.element.get("type", "")
    reader = READERS.get(kind)
    if reader is None:
        raise LeftOut(_("The type “%(type)s” has no like here.", type=kind[:40]))
    held = reader(source)
    if not any(held.asked.stem.values()):
        raise LeftOut(_("The question has no text."))
    return held


def _has(element: Element, name: str) -> bool:
    return child(element, name) is not None


def _assembled(source: Source, held: Held, category: str) -> Question:
    explanation, sources = source.texts.feedback(source.child("generalfeedback"))
    facts = source.facts
    fields: dict[str, Any] = {"options": (), "shuffle": facts.shuffle, **held.fields}
    id_number = source.value("idnumber")
    return Question(
        key=facts.key or (id_number if slug_of(id_number) == id_number else ""),
        objective=facts.objective,
        lesson=facts.lesson,
        difficulty=facts.difficulty,
        form=facts.form,
        pair=facts.pair,
        origin=facts.origin,
        tags=facts.tags,
        case=held.asked.case,
        stem=held.asked.stem,
        passage=held.asked.passage,
        image=held.asked.image,
        explanation=explanation if any(explanation.values()) else None,
        explanation_sources=sources,
        category=category or None,
        **fields,
    )


def _note_rest(source: Source) -> None:
    """What any question may have and ours has not."""
    grade = source.value("defaultgrade", "1")
    grade = grade.rstrip("0").rstrip(".") if "." in grade else grade
    if grade not in {"1", ""}:
        source.notes.lost(
            _("The question counts %(points)s points in the file; here every question counts one.", points=grade[:20])
        )
    if any(is_said(hint) for hint in source.children("hint")):
        source.notes.lost(_("Hints for further tries are left out."), place_of(source.child("hint")))
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        element = source.child(name)
        if name in source.taken or element is None:
            continue
        said = [text for text in source.texts.words(element).values() if text]
        if any(text.lower() not in _USUAL for text in said):
            source.notes.lost(
                _("What is said of any right or wrong answer is left out; here each answer has its own reason."),
                place_of(element),
            )
