"""A question as a page shows it: plain texts in one language, without key or reason until something was answered.

The same for a test, a knowledge check in a lesson, a preview and a printed sheet.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.core.i18n import _
from lms.questions.documents import Question
from lms.questions.documents import Words as InLanguages
from lms.questions.kinds import kind_of
from lms.questions.kinds.base import Said, pair_of

#: References of a text (``iccpr art. 19(3)``) to the lines that cite them.
Cite = Callable[[tuple[str, ...]], list[str]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture beside a question, and the text that stands for it."""

    url: str
    alt: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A question in one language, without key or reason; the same for everybody."""

    key: str
    kind: str
    stem: str
    case: str | None
    options: Mapping[str, Mapping[str, str]]
    #: What the kind's own template shows beside that.
    more: Mapping[str, Any]
    hint: str | None
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """What is said of one thing in an answer, in one language."""

    place: str
    given: str
    text: str
    sources: list[str]
    is_right: bool


@dataclass(slots=True)
class Shown:
    """A question on one person's page."""

    words: Words
    number: int
    options: list[Mapping[str, str]]
    #: The answer as the page spells it, and as it is stored.
    values: Sequence[str] = ()
    stored: Sequence[str] = ()
    revision: int = 0
    total: int | None = None
    error: str | None = None
    comments: Sequence[Comment] = ()
    #: Said of the answer as a whole.
    verdict: str | None = None
    answer: Sequence[str] = ()
    #: Whether nothing is left to answer.
    is_whole: bool = False
    #: What a reader of the question has to know: law that has changed.
    notices: Sequence[str] = ()

    @property
    def key(self) -> str:
        return self.words.key

    @property
    def pairs(self) -> dict[str, str]:
        """Place to what stands in it."""
        return dict(map(pair_of, self.values))

    @property
    def typed(self) -> str:
        """The one text of an answer that is a text."""
        return self.values[0] if self.values else ""

    @property
    def is_fresh(self) -> bool:
        """Whether nobody's answer, no error and no notice stand in it."""
        return not self.values and self.error is None and not self.notices

    def said_at(self, place: str) -> list[Comment]:
        return [comment for comment in self.comments if comment.place == place]


def words_of(question: Question, language: str, picture: Picture | None = None) -> Words:
    """The question in one language."""
    kind = kind_of(question)
    return Words(
        key=question.key,
        kind=question.kind,
        stem=in_language(question.stem, language),
        case=in_language(question.case, language) or None,
        options={
            option.key: {"key": option.key, "text": in_language(option.text, language)} for option in question.options
        },
        more=kind.words(question, language),
        hint=str(kind.hint) if kind.hint else None,
        picture=picture,
    )


def shown(
    question: Question,
    words: Words,
    language: str,
    *,
    number: int,
    order: Sequence[str],
    values: Sequence[str] = (),
    total: int | None = None,
) -> Shown:
    """The question with an answer, in the order in which its options stand."""
    return Shown(
        words=words,
        number=number,
        total=total,
        options=[words.options[key] for key in order if key in words.options],
        values=kind_of(question).veil(question, values, order),
        stored=values,
        answer=told(question, values, language),
        is_whole=bool(values) and kind_of(question).is_whole(question, values),
    )


def told(question: Question, values: Sequence[str], language: str) -> list[str]:
    """The answer in words, a line for each thing in it."""
    return [in_language(line, language) for line in kind_of(question).told(question, values)]


def commented(said: Sequence[Said], language: str, cite: Cite) -> list[Comment]:
    """Reasons in one language, with their sources written out."""
    return [
        Comment(
            one.place,
            in_language(one.given, language),
            in_language(one.feedback, language),
            cite(one.sources),
            one.is_right,
        )
        for one in said
    ]


def explain(page: Shown, question: Question, language: str, cite: Cite) -> Shown:
    """Put the reasons for what was answered onto the page, and say when it is right only as far as it goes."""
    kind = kind_of(question)
    page.comments = commented(kind.explain(question, page.stored), language, cite)
    right_so_far = bool(page.comments) and all(comment.is_right for comment in page.comments)
    if right_so_far and not kind.is_right(question, page.stored):
        page.verdict = _("What you chose is right. Something that is also right is not chosen yet.")
    if page.values and question.explanation:
        sources = cite(question.explanation_sources)
        text = in_language(question.explanation, language)
        page.comments = [
            *page.comments,
            Comment("explanation", "", text, sources, kind.is_right(question, page.stored)),
        ]
    return page


def in_language(text: InLanguages | str | None, language: str) -> str:
    """A text in the language of the page; in any other where that one is missing."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.get(language) or next((other for other in text.values() if other), "")
