"""How the options of each kind are spelled in a row, on the way out."""

from collections.abc import Callable, Iterator, Sequence

from lms.core.i18n import LANGUAGES, _
from lms.exchange.notes import Notes
from lms.exchange.workbook.cells import ARROW, BAR, SEMICOLON
from lms.exchange.workbook.columns import MOST_OPTIONS, yes
from lms.questions.documents import Accepted, Criterion, Option, Question, Words

#: Cells by the keys of their columns.
Row = dict[str, str | int | None]


def in_three(key: str, words: Words | None) -> Row:
    return {f"{key}_{code}": (words or {}).get(code, "") for code in LANGUAGES}


def listed(texts: Sequence[str], notes: Notes) -> str:
    """Several in one cell."""
    if any(SEMICOLON in text for text in texts):
        notes.lost(_("The sign ; stands between tags and sources; in one of them it becomes a comma."))
    return f"{SEMICOLON} ".join(text.replace(SEMICOLON, ",") for text in texts)


def options_of(question: Question, notes: Notes) -> Row:
    """The cells of all options, pairs, steps, places or accepted answers."""
    row: Row = {}
    slots = list(WRITERS[question.kind](question, notes))
    if len(slots) > MOST_OPTIONS:
        notes.lost(_("The table has room for %(most)s options; the others are left out.", most=MOST_OPTIONS))
    for number, (text, right, why, sources) in enumerate(slots[:MOST_OPTIONS], start=1):
        row |= in_three(f"text{number}", text) | in_three(f"why{number}", why)
        row |= {f"right{number}": right, f"sources{number}": listed(sources, notes)}
    return row


#: Text, what stands under “Right”, reason, sources.
Slot = tuple[Words, str, Words, Sequence[str]]


def _marked(question: Question, notes: Notes) -> Iterator[Slot]:
    for option in question.options:
        yield option.text, yes(option.correct), option.feedback, option.sources


def _ordered(question: Question, notes: Notes) -> Iterator[Slot]:
    for option in question.options:
        yield option.text, "", option.feedback, option.sources


def _matched(question: Question, notes: Notes) -> Iterator[Slot]:
    for part in question.parts:
        option = question.option(part.right or "")
        if option is None:
            continue
        _note_reason(option, part.feedback, part.sources, notes)
        if any(ARROW in text for words in (part.text, option.text) for text in words.values()):
            notes.lost(_("The sign -> in a pair becomes →."))
        yield _paired(part.text, option.text), "", part.feedback, part.sources
    used = {part.right for part in question.parts}
    for option in question.options:
        if option.key not in used:
            yield option.text, "", option.feedback, option.sources


def _note_reason(option: Option, why: Words, sources: Sequence[str], notes: Notes) -> None:
    if (any(option.feedback.values()) or option.sources) and (option.feedback, option.sources) != (why, sources):
        notes.lost(_("One cell holds one reason: what is said where this option is wrongly chosen is left out."))


def _paired(left: Words, right: Words) -> Words:
    return {
        code: f"{_flat(left.get(code, ''))} {ARROW} {_flat(text)}" if left.get(code) or text else ""
        for code, text in right.items()
    }


def _flat(text: str) -> str:
    return text.replace(ARROW, "→")


def _numbers(question: Question, notes: Notes) -> Iterator[Slot]:
    for answer in question.accepted:
        yield _typed(answer, notes), answer.share, answer.feedback, answer.sources


def _typed(answer: Accepted, notes: Notes) -> Words:
    if answer.number is not None:
        number = answer.number if answer.tolerance == "0" else f"{answer.number} ± {answer.tolerance}"
        return dict.fromkeys(LANGUAGES, number)
    if any(BAR in text for texts in answer.texts.values() for text in texts):
        notes.lost(_("The sign | stands between spellings; in a spelling it becomes a blank."))
    spelled = {
        code: [" ".join(text.replace(BAR, " ").split()) for text in texts] for code, texts in answer.texts.items()
    }
    return {code: f" {BAR} ".join(texts) for code, texts in spelled.items()}


def _gaps(question: Question, notes: Notes) -> Iterator[Slot]:
    for option in question.options:
        parts = [part for part in question.parts if part.right == option.key]
        why, sources = (parts[0].feedback, parts[0].sources) if parts else (option.feedback, option.sources)
        if parts:
            _note_reason(option, why, sources, notes)
        yield option.text, "; ".join(part.key for part in parts), why, sources
    for part in question.parts:
        for answer in part.accepted:
            yield _typed(answer, notes), f"{part.key}: {answer.share}", answer.feedback, answer.sources


def _none(question: Question, notes: Notes) -> Iterator[Slot]:
    return iter(())


def rubric_of(question: Question) -> Row:
    """A criterion on a line, its levels behind it."""
    rubric = question.rubric
    if rubric is None:
        return {}
    spoken = [code for code in LANGUAGES if all(criterion.text.get(code) for criterion in rubric.criteria)]
    return {
        **{f"rubric_{code}": "\n".join(_criterion(one, code) for one in rubric.criteria) for code in spoken},
        **in_three("guidance", rubric.guidance),
        "double": yes(rubric.double),
        "difference": rubric.difference,
        "least_words": rubric.least_words,
        "most_words": rubric.most_words,
    }


def _criterion(criterion: Criterion, code: str) -> str:
    levels = [f"{level.points}: {_on_one_line(level.text.get(code, ''))}" for level in criterion.levels]
    return f" {BAR} ".join([_on_one_line(criterion.text.get(code, "")), *levels])


def _on_one_line(text: str) -> str:
    return " ".join(text.replace(BAR, "/").split())


WRITERS: dict[str, Callable[[Question, Notes], Iterator[Slot]]] = {
    "single-choice": _marked,
    "multiple-choice": _marked,
    "true-false": _marked,
    "error-text": _marked,
    "matching": _matched,
    "ordering": _ordered,
    "numeric": _numbers,
    "short-text": _numbers,
    "gap-fill": _gaps,
    "essay": _none,
}
