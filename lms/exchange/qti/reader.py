"""QTI 2.1, 2.2 and 3.0 as questions; interactions and their meaning are in the specification of 1EdTech."""

from collections.abc import Callable
from typing import Any

from lms.core.i18n import LANGUAGES, _
from lms.exchange.assembling import Found, assemble, language_in
from lms.exchange.gap_texts import BEGIN
from lms.exchange.gap_texts import TAG as ORDER
from lms.exchange.html_texts import MOST_LETTERS
from lms.exchange.notes import LeftOut, Notes
from lms.exchange.pictures import Pictures
from lms.exchange.qti import chosen, typed
from lms.exchange.qti.names import attribute, first, key_from, name_of, place_in, within
from lms.exchange.qti.package import ItemFile, Package, opened
from lms.exchange.qti.source import EXPLANATION, Held, Source, source_of
from lms.exchange.readings import Item, Reading
from lms.exchange.shared import facts_from_tags, without_sources
from lms.exchange.xml_door import Element
from lms.questions.documents import Question

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
READERS: dict[str, Callable[[Source, Element], Held]] = {
    "choiceInteraction": chosen.choice,
    "orderInteraction": chosen.order,
    "matchInteraction": chosen.match,
    "hottextInteraction": chosen.hottext,
    "extendedTextInteraction": typed.essay,
    "textEntryInteraction": typed.entry,
}
CATEGORY = "category:"


def read(content: bytes, *, language: str) -> Reading:
    """All items of a package, or one item. Texts that do not say their language are in ``language``.
    Raises ``Refused``.
    """
    package = opened(content)
    reading = Reading("qti")
    pictures = Pictures(reading.media)
    found: list[Found] = []
    for number, file in enumerate(package.items, start=1):
        notes = Notes(place_in(file.path, file.root), number)
        one = _item(file, package, language, notes, pictures)
        if one is None:
            reading.remarks += notes.remarks
        else:
            found.append(one)
    assemble(reading, found)
    reading.remarks.sort(key=lambda remark: remark.number or 0)
    return reading


def _item(file: ItemFile, package: Package, language: str, notes: Notes, pictures: Pictures) -> Found | None:
    named, tags = language_in(file.tags)
    spoken = file.root.get(XML_LANG, "").lower()[:2]
    category = next((tag.removeprefix(CATEGORY) for tag in tags if tag.startswith(CATEGORY)), "")
    facts = facts_from_tags(tag for tag in tags if not tag.startswith((CATEGORY, typed.WORDS, ORDER)))
    own = named or (spoken if spoken in LANGUAGES else language)
    source = source_of(file, package, own, notes, pictures, facts)
    try:
        fields, held = _held(source)
    except LeftOut as left_out:
        notes.left_out(str(left_out), left_out.place)
        return None
    question = _assembled(source, fields, held, category)
    item = Item(notes.number, notes.place, question, held.answers, category)
    return Found(item, notes, attribute(file.root, "title"), named)


def _held(source: Source) -> tuple[dict[str, Any], Held]:
    """What is asked, and what the interaction says."""
    body = source.body
    if body is None:
        raise LeftOut(_("The question has no text."))
    interactions = [one for one in body.iter() if isinstance(one.tag, str) and name_of(one).endswith("Interaction")]
    if not interactions:
        raise LeftOut(_("There is nothing to answer in this item."))
    if sum(len(text) for text in body.itertext()) > MOST_LETTERS:
        raise LeftOut(_("This text is longer than can be read."))
    if all(name_of(one) in typed.GAPS for one in interactions) and not _stands_alone(interactions):
        return _with_gaps(source, body, interactions)
    if len(interactions) > 1:
        raise LeftOut(_("Several interactions in one item cannot be held."), source.place(interactions[1]))
    interaction = interactions[0]
    reader = READERS.get(name_of(interaction))
    if reader is None:
        raise LeftOut(
            _("The type “%(type)s” has no like here.", type=name_of(interaction)[:40]), source.place(interaction)
        )
    held = reader(source, interaction)
    return _asked(source, body, interaction), held


def _stands_alone(interactions: list[Element]) -> bool:
    """One field, with no words in its paragraph but a unit."""
    field, *others = interactions
    around = field.getparent()
    if others or name_of(field) != "textEntryInteraction" or name_of(around) == "itemBody":
        return False
    if attribute(around, "class") in {"answer", "passage"}:
        return attribute(around, "class") == "answer"
    return not "".join(around.itertext()).strip()


def _asked(source: Source, body: Element, interaction: Element) -> dict[str, Any]:
    """Case, stem, unit and picture. Where both a text and a prompt ask, the text is the case."""
    prompt = first(interaction, "prompt")
    unit = next((one for one in within(body, "span") if attribute(one, "class") == "unit"), None)

    def replace(element: Element) -> str | None:
        return "" if element is interaction or element is unit else None

    page = source.page(body, replace)
    asked, case = page.texts.get("", ""), page.texts.get("case", "")
    if prompt is not None:
        question = source.text(prompt)
        case, asked = ("\n\n".join(text for text in (case, asked) if text), question) if question else (case, asked)
    return {
        "case": source.optional(case),
        "stem": source.words(_need(asked or attribute(source.root, "title"))),
        "unit": source.optional(source.page(unit).text) if unit is not None else None,
        "image": source.image(page),
    }


def _need(text: str) -> str:
    if not text:
        raise LeftOut(_("The question has no text."))
    return text


def _with_gaps(source: Source, body: Element, interactions: list[Element]) -> tuple[dict[str, Any], Held]:
    """Ours stand in a block of their own. In other files the paragraphs before the first gap ask, or else the title."""
    block = next((one for one in within(body, "div") if attribute(one, "class") == "passage"), None)
    held, text = typed.gaps(source, interactions, block if block is not None else body)
    page = source.page(body, lambda element: "" if element is block or name_of(element) in typed.GAPS else None)
    asked = page.texts.get("", "")
    passage = held.fields["passage"][source.language]
    if block is None:
        cut = text.rfind("\n\n", 0, max(text.find(BEGIN), 0))
        asked = text[:cut] if cut > 0 else ""
        held.fields["passage"] = source.words(passage[cut + 2 :] if cut > 0 else passage)
    asked = asked or attribute(source.root, "title")
    case = source.optional(page.texts.get("case", "")) if block is not None else None
    return {"case": case, "stem": source.words(_need(asked)), "image": source.image(page)}, held


def _assembled(source: Source, fields: dict[str, Any], held: Held, category: str) -> Question:
    facts = source.facts
    explanation, sources = without_sources(source.feedback.get(EXPLANATION, ""))
    return Question(
        **{
            "key": facts.key or key_from(attribute(source.root, "identifier")),
            "objective": facts.objective,
            "lesson": facts.lesson,
            "difficulty": facts.difficulty,
            "form": facts.form,
            "pair": facts.pair,
            "origin": facts.origin,
            "tags": facts.tags,
            "shuffle": facts.shuffle,
            "explanation": source.optional(explanation),
            "explanation_sources": sources,
            "category": category or None,
            **fields,
            **held.fields,
        }
    )
