"""matching, ordering, gapselect and ddwtos."""

import re
from itertools import count

from lms.core.i18n import _
from lms.exchange.gap_texts import gap_key, marked
from lms.exchange.moodle_xml.gapped import with_gaps
from lms.exchange.moodle_xml.source import Held, Source, key_at
from lms.exchange.moodle_xml.texts import plain_in
from lms.exchange.notes import LeftOut
from lms.exchange.readings import Answer
from lms.exchange.shared import no_words, split_languages
from lms.exchange.weights import share_of
from lms.exchange.xml_door import Element, child, place_of, text_of
from lms.questions.documents import Option, Part, Words

MOST_GAPS = 50
_GAP = re.compile(r"\[\[(\d{1,3})\]\]")


def matching(source: Source) -> Held:
    options: dict[str, Option] = {}
    parts: list[Part] = []
    for sub in source.children("subquestion"):
        answer = child(sub, "answer")
        right = source.texts.words(answer)
        if not any(right.values()):
            raise LeftOut(_("A pair has nothing on its right side."), place_of(sub))
        known = source.shown(right)
        if known not in options:
            options[known] = Option(key_at(len(options)), right, no_words(), ())
        left = source.texts.words(sub)
        if any(left.values()):
            parts.append(Part(f"p{len(parts) + 1}", no_words(), (), left, options[known].key))
    if not parts:
        raise LeftOut(_("There is no pair in this question."))
    fields = {
        "kind": "matching",
        "options": tuple(options.values()),
        "parts": tuple(parts),
        "credit": source.facts.credit or "each",
        "shuffle": source.facts.shuffle and source.says("shuffleanswers", otherwise=True),
    }
    by_key = {option.key: option for option in options.values()}
    listed = [
        Answer(f"{source.shown(part.text)} – {source.shown(by_key[part.right or ''].text)}", 100.0, "")
        for part in parts
    ]
    return Held(source.asked(), fields, listed)


def ordering(source: Source) -> Held:
    answers = sorted(source.children("answer"), key=lambda answer: share_of(answer.get("fraction", "0")) or 0)
    options = tuple(
        Option(key_at(place), source.texts.words(answer), *source.texts.feedback(child(answer, "feedback")))
        for place, answer in enumerate(answers)
    )
    if not options:
        raise LeftOut(_("There is nothing to put in order in this question."))
    grading = source.value("gradingtype", "ABSOLUTE_POSITION").upper()
    known = {"ALL_OR_NOTHING": "whole", "-1": "whole", "ABSOLUTE_POSITION": "each", "0": "each"}
    if grading not in known and source.facts.credit is None:
        source.notes.lost(
            _("The file counts by the order of neighbours; here each step counts that stands in its place."),
            place_of(source.child("gradingtype")),
        )
    if source.value("selecttype", "ALL").upper() not in {"ALL", "0", ""}:
        source.notes.lost(_("The file asks for some of the steps; here all are asked."), place_of(source.element))
    fields = {"kind": "ordering", "options": options, "credit": source.facts.credit or known.get(grading, "each")}
    listed = [Answer(source.shown(option.text), 100.0, source.shown(option.feedback)) for option in options]
    return Held(source.asked(), fields, listed)


def gaps(source: Source) -> Held:
    """Gapselect has <selectoption>, ddwtos <dragbox>; ``[[2]]`` is the gap where the second belongs."""
    boxes = source.children("selectoption", "dragbox")
    options = tuple(Option(key_at(place), _words(source, box), no_words(), ()) for place, box in enumerate(boxes))
    if len({text_of(child(box, "group")) or "1" for box in boxes}) > 1:
        source.notes.lost(
            _("The choices are in groups; here every gap is filled from all of them."), place_of(boxes[0])
        )
    rights: list[str] = []

    def change(html: str) -> str:
        """Gaps are counted anew in each language; only a text that has them all alike can be held."""
        places = [int(place) - 1 for place in _GAP.findall(html)]
        if len(places) > MOST_GAPS:
            raise LeftOut(_("There are more gaps than can be read."))
        if any(not 0 <= place < len(options) for place in places):
            raise LeftOut(_("A gap has no choice that belongs in it."))
        found = [options[place].key for place in places]
        if rights and rights != found:
            raise LeftOut(_("The gaps are not the same in every language."))
        rights[:] = found
        numbers = count(1)
        return _GAP.sub(lambda _found: marked(next(numbers)), html)

    asked = source.texts.asked(source.child("questiontext"), change)
    parts = tuple(Part(gap_key(place), no_words(), (), right=right) for place, right in enumerate(rights, start=1))
    fields = {
        "kind": "gap-fill",
        "options": options,
        "parts": parts,
        "credit": source.facts.credit or "each",
        "shuffle": source.facts.shuffle and source.says("shuffleanswers", otherwise=True),
    }
    shown = {option.key: source.shown(option.text) for option in options}
    listed = [Answer(shown[right], 100.0, "") for right in rights]
    return Held(with_gaps(asked, source, len(rights)), fields, listed)


def _words(source: Source, box: Element) -> Words:
    return split_languages(plain_in(box), source.language)
