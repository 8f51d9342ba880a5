"""multianswer, which Moodle calls Cloze: ``{1:SHORTANSWER:=Osh~%50%Och#nearly}`` inside the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from lms.core.i18n import _
from lms.exchange.gap_texts import gap_key, marked
from lms.exchange.html_texts import page_of
from lms.exchange.moodle_xml.gapped import with_gaps
from lms.exchange.moodle_xml.source import Held, Source, key_at
from lms.exchange.moodle_xml.typed import ANYTHING
from lms.exchange.notes import LeftOut
from lms.exchange.readings import Answer
from lms.exchange.shared import no_words, without_sources
from lms.exchange.weights import decimal_of, exact, percent_of, share_of
from lms.exchange.xml_door import place_of
from lms.questions.documents import Accepted, Option, Part, Words
from lms.questions.texts import tidy

_TYPED = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"}
_EXACT = {"SHORTANSWER_C", "SAC", "MWC"}
_NUMBER = {"NUMERICAL", "NM"}
_CHOSEN = re.compile(r"(?:MULTICHOICE|MC)(?:_?[VHS]{1,2})?")
_BEGIN = re.compile(r"\{(\d{0,3}):([A-Z_]{2,20}):")
_WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:[.,][0-9]{1,10})?)%")
_ESCAPED = re.compile(r"\\([}#~/\"\\=%:*])")
MOST_GAPS, MOST_REPLIES = 50, 100


@dataclass(frozen=True)
class Reply:
    """An answer of a gap, as the file says it."""

    text: str
    share: Fraction
    feedback: str
    #: Holds a * that stands for any letters.
    wild: bool = False


@dataclass(frozen=True)
class Gap:
    type: str
    weight: str
    replies: tuple[Reply, ...]


def cloze(source: Source) -> Held:
    gaps: list[Gap] = []

    def change(html: str) -> str:
        before = list(gaps)
        gaps.clear()
        changed = _marked(html, gaps)
        if before and before != gaps:
            raise LeftOut(_("The gaps are not the same in every language."))
        return changed

    asked = source.texts.asked(source.child("questiontext"), change)
    if len({gap.weight for gap in gaps}) > 1:
        source.notes.lost(_("The gaps have different weights in the file; here they count alike."))
    pool = _Pool(source)
    parts = tuple(pool.part(gap_key(place), gap) for place, gap in enumerate(gaps, start=1))
    pool.note_differences()
    fields = {
        "kind": "gap-fill",
        "options": tuple(pool.options.values()),
        "parts": parts,
        "credit": source.facts.credit or "each",
        "otherwise": pool.otherwise,
    }
    listed = [
        Answer(reply.text, round(float(reply.share * 100), 5), reply.feedback) for gap in gaps for reply in gap.replies
    ]
    return Held(with_gaps(asked, source, len(gaps)), fields, listed)


def _marked(html: str, gaps: list[Gap]) -> str:
    """The text with marks in the place of its gaps, which are gathered."""
    pieces, at = [], 0
    while begin := _BEGIN.search(html, at):
        if len(gaps) == MOST_GAPS:
            raise LeftOut(_("There are more gaps than can be read."))
        end = _end(html, begin.end())
        if end is None:
            break
        gaps.append(Gap(begin[2], begin[1] or "1", tuple(_replies(html[begin.end() : end]))))
        pieces += [html[at : begin.start()], marked(len(gaps))]
        at = end + 1
    return "".join([*pieces, html[at:]])


def _end(html: str, at: int) -> int | None:
    """Where the gap closes: the first brace that no backslash takes away."""
    while (close := html.find("}", at)) >= 0:
        if (len(html[:close]) - len(html[:close].rstrip("\\"))) % 2 == 0:
            return close
        at = close + 1
    return None


def _replies(text: str) -> Iterator[Reply]:
    parts = _split(text, "~")
    if len(parts) > MOST_REPLIES:
        raise LeftOut(_("A gap has more answers than can be read."))
    for one in parts:
        said, *feedback = _split(one, "#")
        said = said.strip()
        share = Fraction(0)
        weight = _WEIGHT.match(said)
        if said.startswith("="):
            share, said = Fraction(1), said[1:]
        elif weight:
            share, said = share_of(weight[1]) or Fraction(0), said[weight.end() :]
        if said.strip():
            wild = re.search(r"(?<!\\)\*", said) is not None
            yield Reply(_plain(said), share, _plain("#".join(feedback)), wild)


def _split(text: str, sign: str) -> list[str]:
    """At each sign that no backslash takes away, and that is none of ``&#92;``."""
    return re.split(rf"(?<![\\&]){re.escape(sign)}", text)


def _plain(text: str) -> str:
    return page_of(_ESCAPED.sub(r"\1", text)).text


class _Pool:
    """All that is chosen from, gathered over the gaps: here they share one list."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.options: dict[str, Option] = {}
        self.lists: list[frozenset[str]] = []
        #: What is said of any other answer; the first that a gap says is for all.
        self.otherwise: Words | None = None

    def part(self, key: str, gap: Gap) -> Part:
        if gap.type in _TYPED:
            return self._typed(key, gap)
        if gap.type in _NUMBER:
            return self._number(key, gap)
        if _CHOSEN.fullmatch(gap.type):
            return self._chosen(key, gap)
        raise LeftOut(_("A gap of the type %(type)s cannot be held.", type=gap.type), self._place())

    def _chosen(self, key: str, gap: Gap) -> Part:
        right = next((reply for reply in gap.replies if reply.share == 1), None)
        if right is None:
            raise LeftOut(_("A gap has no choice that earns the whole point."), self._place())
        self.lists.append(frozenset(reply.text for reply in gap.replies))
        for reply in gap.replies:
            if reply is not right and reply.share != 0:
                self._lost_weight(reply)
            self._option(reply, is_right=reply is right)
        feedback, sources = self._feedback(right.feedback)
        return Part(key, feedback, sources, right=self.options[right.text].key)

    def _option(self, reply: Reply, *, is_right: bool) -> None:
        """A choice has the reason why it is wrong; why it is right stands at its gap."""
        feedback, sources = (no_words(), ()) if is_right else self._feedback(reply.feedback)
        known = self.options.get(reply.text)
        if known is None:
            self.options[reply.text] = Option(key_at(len(self.options)), self._words(reply.text), feedback, sources)
        elif any(feedback.values()) and not any(known.feedback.values()):
            self.options[reply.text] = Option(known.key, known.text, feedback, sources)

    def _typed(self, key: str, gap: Gap) -> Part:
        if gap.type in _EXACT:
            self.source.notes.lost(
                _("Capital and small letters make a difference in the file; here they never do."), self._place()
            )
        # One after another that earn the same for the same reason are spellings of one.
        groups = groupby(self._foreseen(gap), key=lambda reply: (self._worth(reply), reply.feedback))
        accepted = [
            Accepted(
                key_at(place),
                *self._feedback(feedback),
                texts={self.source.language: tuple(tidy(reply.text) for reply in replies)},
                share=exact(worth),
            )
            for place, ((worth, feedback), replies) in enumerate(groups)
        ]
        return self._part(key, accepted)

    def _number(self, key: str, gap: Gap) -> Part:
        accepted: list[Accepted] = []
        for reply in self._foreseen(gap):
            number, _colon, tolerance = reply.text.partition(":")
            value, around = decimal_of(number), decimal_of(tolerance or "0")
            if value is None or around is None:
                raise LeftOut(_("“%(text)s” is not a number.", text=reply.text[:60]), self._place())
            accepted.append(
                Accepted(
                    key_at(len(accepted)),
                    *self._feedback(reply.feedback),
                    number=value,
                    tolerance=exact(around.lstrip("-")),
                    share=exact(self._worth(reply)),
                )
            )
        return self._part(key, accepted)

    def _part(self, key: str, accepted: list[Accepted]) -> Part:
        whole = next((answer for answer in accepted if answer.worth == 1), None)
        if whole is None:
            raise LeftOut(_("No answer that can be held earns the whole point."), self._place())
        return Part(key, whole.feedback, whole.sources, accepted=tuple(accepted))

    def _foreseen(self, gap: Gap) -> Iterator[Reply]:
        for reply in gap.replies:
            if reply.text == ANYTHING and reply.wild and reply.share == 0:
                self.otherwise = self.otherwise or (self._words(reply.feedback) if reply.feedback else None)
            elif reply.wild:
                self.source.notes.lost(
                    _(
                        "“%(text)s” stands for any letters in the place of *; here an answer is compared as a whole.",
                        text=reply.text,
                    ),
                    self._place(),
                )
            else:
                yield reply

    def _worth(self, reply: Reply) -> Fraction:
        if not 0 <= reply.share <= 1:
            self._lost_weight(reply)
        return min(max(reply.share, Fraction(0)), Fraction(1))

    def _lost_weight(self, reply: Reply) -> None:
        self.source.notes.lost(
            _(
                "“%(text)s” earns %(weight)s %% of a gap in the file; here it earns nothing.",
                text=reply.text,
                weight=percent_of(reply.share),
            ),
            self._place(),
        )

    def _feedback(self, text: str) -> tuple[Words, tuple[str, ...]]:
        said, sources = without_sources(text)
        return self._words(said), sources

    def _words(self, text: str) -> Words:
        return {**no_words(), self.source.language: text}

    def note_differences(self) -> None:
        if len(set(self.lists)) > 1:
            self.source.notes.lost(
                _("Every gap had choices of its own; here all gaps are filled from one list."), self._place()
            )

    def _place(self) -> str:
        found = self.source.child("questiontext")
        return place_of(found if found is not None else self.source.element)
