"""From questions to the text of a GIFT file."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from lms.core.i18n import _
from lms.exchange import standard
from lms.exchange.building import weights_of
from lms.exchange.gift.syntax import escaped
from lms.exchange.gift.texts import Hand
from lms.exchange.losses import note_losses
from lms.exchange.notes import Notes
from lms.exchange.readings import Remark, Written
from lms.exchange.shared import facts_as_tags
from lms.exchange.weights import percent_of
from lms.questions.documents import Accepted, Option, Question, Words
from lms.questions.passages import stretches

#: Fields that GIFT has a place for; others are noted where a question uses them.
HELD = frozenset({"explanation", "otherwise"})
ROOT = "$course$/top"


def write(questions: Sequence[Question], *, media: Mapping[str, bytes] | None = None) -> Written:
    """A file that Moodle reads, and what of the questions it could not hold."""
    remarks: list[Remark] = []
    blocks: list[str] = []
    category = ""
    for number, question in enumerate(questions, start=1):
        notes = Notes(_("question %(key)s", key=question.key), number, remarks)
        lines = _lines(question, notes)
        if lines is None:
            continue
        wanted = " ".join((question.category or "").split())
        if wanted != category:
            blocks.append(f"$CATEGORY: {ROOT}{f'/{wanted}' if wanted else ''}")
            category = wanted
        blocks.append("\n".join(lines))
    return Written("".join(f"{block}\n\n" for block in blocks).encode(), remarks)


def _lines(question: Question, notes: Notes) -> list[str] | None:
    writer = WRITERS.get(question.kind)
    if writer is None:
        notes.left_out(
            _("GIFT has no text with errors to mark.")
            if question.kind == "error-text"
            else _("GIFT has no branching case.")
        )
        return None
    note_losses(question, HELD, notes)
    hand = Hand(_texts_of(question))
    body = writer(question, hand, notes)
    return None if body is None else [_comment(question), f"::{escaped(question.key)}::{hand.mark}{body}"]


def _comment(question: Question) -> str:
    """As Moodle writes it: the identity and the tags."""
    tags = [tag for tag in facts_as_tags(question) if not tag.startswith("key:")]
    if question.kind in {"ordering", "gap-fill"}:
        tags.insert(0, f"kind:{question.kind}")
    said = [f"[id:{_in_comment(question.key)}]", *(f"[tag:{_in_comment(tag)}]" for tag in tags)]
    return f"// {' '.join(said)}"


def _in_comment(text: str) -> str:
    """A backslash at the end would take the bracket behind it for a sign of the text."""
    said = " ".join(text.replace("]", "\\]").split())
    return f"{said} " if said.endswith("\\") else said


def _texts_of(question: Question) -> list[Words | None]:
    """Every text that may be written in HTML."""
    texts = [question.case, question.stem, question.passage, question.explanation, question.otherwise]
    for option in question.options:
        texts += [option.text if question.kind not in {"matching", "ordering"} else None, option.feedback]
    for part in question.parts:
        texts += [part.text, part.feedback, *(answer.feedback for answer in part.accepted)]
    return [*texts, *(answer.feedback for answer in question.accepted)]


def _stem(question: Question) -> Words:
    """With the case above it, where there is one."""
    case = question.case or {}
    return {
        code: "\n\n".join(text for text in (case.get(code, ""), said) if text) for code, said in question.stem.items()
    }


def _general(question: Question, hand: Hand) -> str:
    said = hand.reason(question.explanation, question.explanation_sources)
    return f"####{said}" if said else ""


def _reason(hand: Hand, feedback: Words | None, sources: tuple[str, ...]) -> str:
    said = hand.reason(feedback, sources)
    return f"#{said}" if said else ""


def _asked(question: Question, hand: Hand, answers: Sequence[str], *, sign: str = "") -> str:
    lines = [*answers, *filter(None, [_general(question, hand)])]
    inside = "".join(f"\t{line}\n" for line in lines)
    return f"{hand.words(_stem(question))} {{{sign}\n{inside}}}"


# ── One kind after another ───────────────────────────────────────────────────


def _choices(question: Question, hand: Hand, notes: Notes) -> str | None:
    if len(question.options) < 2:  # noqa: PLR2004 - a choice is between two at least
        notes.left_out(_("It has fewer than two options."))
        return None
    if question.kind == "multiple-choice" and question.credit != "minus-wrong":
        notes.lost(
            _("GIFT knows no rule like ours for several right options: there, right ones less wrong ones will count.")
        )
    lines = [
        f"{_sign(question, option, percent_of(weight))}{hand.words(option.text)}"
        f"{_reason(hand, option.feedback, option.sources)}"
        for option, weight in zip(question.options, weights_of(question), strict=True)
    ]
    return _asked(question, hand, lines)


def _sign(question: Question, option: Option, percent: str) -> str:
    if question.kind == "multiple-choice":
        return f"~%{percent}%"
    return "=" if option.correct else "~"


def _true_false(question: Question, hand: Hand, notes: Notes) -> str | None:
    options = [question.option(key) for key in ("true", "false")]
    of_true, of_false = options
    if of_true is None or of_false is None:
        notes.left_out(_("A true-or-false question has the options “true” and “false”, and one of them is correct."))
        return None
    if not (standard.is_standard(of_true.text, standard.TRUE) and standard.is_standard(of_false.text, standard.FALSE)):
        notes.lost(_("The two answers will be called True and False there."))
    right, wrong = (of_true, of_false) if of_true.correct else (of_false, of_true)
    reasons = [hand.reason(option.feedback, option.sources) for option in (wrong, right)]
    said = "".join(f"#{reason}" for reason in reasons) if reasons[1] else f"#{reasons[0]}" if reasons[0] else ""
    word = "TRUE" if of_true.correct else "FALSE"
    return f"{hand.words(_stem(question))} {{{word}{said}{_general(question, hand)}}}"


def _matching(question: Question, hand: Hand, notes: Notes) -> str | None:
    if len(question.parts) < 2:  # noqa: PLR2004
        notes.left_out(_("It has fewer than two pairs."))
        return None
    used = {part.right for part in question.parts}
    pairs = [(part.text, question.option(part.right or "")) for part in question.parts]
    pairs += [({}, option) for option in question.options if option.key not in used]
    if any(part.feedback.get(code) or part.sources for part in question.parts for code in part.feedback) or any(
        any(option.feedback.values()) or option.sources for option in question.options
    ):
        notes.lost(_("GIFT has no place for reasons and sources beside what is matched."))
    if any("->" in text for left, _option in pairs for text in left.values()):
        notes.lost(_("The sign -> on a left side becomes →."))
    lines = [f"={hand.words(_without_arrow(left))} -> {hand.matched(option.text)}" for left, option in pairs if option]
    return _asked(question, hand, lines)


def _without_arrow(words: Words) -> Words:
    return {code: text.replace("->", "→") for code, text in words.items()}


def _ordering(question: Question, hand: Hand, notes: Notes) -> str | None:
    if len(question.options) < 2:  # noqa: PLR2004
        notes.left_out(_("It has fewer than two steps."))
        return None
    notes.lost(_("GIFT has no order of steps: there, each step is matched with its number."))
    if any(any(option.feedback.values()) or option.sources for option in question.options):
        notes.lost(_("GIFT has no place for reasons and sources beside what is matched."))
    lines = [f"={place} -> {hand.matched(option.text)}" for place, option in enumerate(question.options, start=1)]
    return _asked(question, hand, lines)


def _numeric(question: Question, hand: Hand, notes: Notes) -> str | None:
    if not any(answer.number for answer in question.accepted):
        notes.left_out(_("It has no accepted answer."))
        return None
    lines = [f"={line}" for answer in question.accepted for line in _number_line(answer, hand)]
    if question.otherwise and any(question.otherwise.values()):
        lines.append(f"~#{hand.words(question.otherwise)}")
    return _asked(question, hand, lines, sign="#")


def _number_line(answer: Accepted, hand: Hand) -> Iterator[str]:
    if answer.number is not None:
        reason = _reason(hand, answer.feedback, answer.sources)
        yield f"%{percent_of(answer.worth)}%{answer.number}:{answer.tolerance}{reason}"


def _short_text(question: Question, hand: Hand, notes: Notes) -> str | None:
    lines = _typed(question.accepted, hand, notes)
    if not lines:
        notes.left_out(_("It has no accepted answer."))
        return None
    if question.otherwise and any(question.otherwise.values()):
        lines.append(f"=%0%*#{hand.words(question.otherwise)}")
    return _asked(question, hand, lines)


def _typed(accepted: Sequence[Accepted], hand: Hand, notes: Notes) -> list[str]:
    lines = []
    for answer in accepted:
        spellings = list(dict.fromkeys(text for texts in answer.texts.values() for text in texts))
        if sum(map(bool, answer.texts.values())) > 1:
            notes.lost(_("GIFT does not say in which language a spelling is: all of them will be in one."))
        reason = _reason(hand, answer.feedback, answer.sources)
        percent = percent_of(answer.worth)
        lines += [f"=%{percent}%{hand.one(text.replace('*', chr(92) + '*'))}{reason}" for text in spellings]
    return lines


def _essay(question: Question, hand: Hand, notes: Notes) -> str:
    if question.rubric is not None:
        notes.lost(_("GIFT has no place for a rubric."))
    return f"{hand.words(_stem(question))} {{{_general(question, hand)}}}"


def _gap(question: Question, hand: Hand, notes: Notes) -> str | None:
    if len(question.parts) != 1 or not question.passage:
        notes.left_out(_("GIFT holds a text with exactly one gap."))
        return None
    part = question.parts[0]
    if not standard.is_standard(question.stem, standard.FILL_IN):
        notes.lost(_("GIFT has a place for the text with the gap only; what is asked above it is left out."))
    lines = _gap_lines(question, hand, notes)
    if not lines:
        notes.left_out(_("It has no accepted answer."))
        return None
    around = [_side(question.passage, part.key, place) for place in (0, 1)]
    inside = "".join(f"\t{line}\n" for line in [*lines, *filter(None, [_general(question, hand)])])
    sign = "#" if all(answer.number for answer in part.accepted) and part.right is None else ""
    return f"{hand.words(around[0])}{{{sign}\n{inside}}}{hand.words(around[1])}"


def _gap_lines(question: Question, hand: Hand, notes: Notes) -> list[str]:
    part = question.parts[0]
    if part.right is None:
        numbers = [f"={line}" for answer in part.accepted for line in _number_line(answer, hand)]
        if numbers and len(numbers) < len(part.accepted):
            notes.lost(_("GIFT takes either numbers or words in a gap: the words are left out."))
        return numbers or _typed(part.accepted, hand, notes)
    right = [option for option in question.options if option.key == part.right]
    if not right or len(question.options) < 2:  # noqa: PLR2004
        return []
    return [
        f"={hand.words(option.text)}{_reason(hand, part.feedback, part.sources)}"
        if option.key == part.right
        else f"~{hand.words(option.text)}{_reason(hand, option.feedback, option.sources)}"
        for option in question.options
    ]


def _side(passage: Words, key: str, place: int) -> Words:
    """What stands before (0) or behind (1) the gap, in each language."""
    sides = {}
    for code, text in passage.items():
        found = stretches(text)
        before = next((index for index, stretch in enumerate(found) if stretch.place == key), len(found))
        pieces = found[: before + 1] if place == 0 else found[before + 1 :]
        sides[code] = "".join(stretch.text for stretch in pieces)
    return sides


WRITERS: dict[str, Callable[[Question, Hand, Notes], str | None]] = {
    "single-choice": _choices,
    "multiple-choice": _choices,
    "true-false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": _numeric,
    "short-text": _short_text,
    "gap-fill": _gap,
    "essay": _essay,
}
