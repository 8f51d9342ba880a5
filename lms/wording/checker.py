"""All checks of one text, with rules compiled once."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from lms.core.i18n import _, in_language, language
from lms.wording import evidence, letters, personal, reading
from lms.wording.balance import People
from lms.wording.book import Book, Hit, replacement_for
from lms.wording.findings import Finding, Severity, Text
from lms.wording.masks import Masks, Spans, masks_of, sentences_of
from lms.wording.rules import Rule
from lms.wording.tokens import Token, key_of, tokens_of

LANGUAGES = ("ky", "ru", "en")
#: Texts of a few modules with all that was found in them.
KEPT = 8192


class Checker:
    """Looks at texts. Make one for a set of rules and keep it; what it finds in a text is kept too.

    One that is not thorough looks at letters and at traces of people only: names and lists are no prose.
    """

    def __init__(
        self,
        rules: Sequence[Rule] = (),
        *,
        kyrgyz_words: Sequence[str] = (),
        people: People | None = None,
        is_thorough: bool = True,
    ) -> None:
        self.rules = tuple(rule for rule in rules if rule.is_on)
        self.people = people or People()
        self._is_thorough = is_thorough
        self._avoid = {code: Book(self.rules, language=code, take="avoid") for code in LANGUAGES}
        self._allow = {code: Book(self.rules, language=code, take="allow") for code in LANGUAGES}
        self._spelling: Mapping[str, str] = letters.spelling_of(kyrgyz_words)
        self._signs = {code: self.people.signs(code) for code in LANGUAGES}
        self._kept = lru_cache(maxsize=KEPT)(self._look)

    def look(self, text: Text) -> tuple[Finding, ...]:
        """Everything found, in the order of the text, said in the language of the page."""
        return self._kept(text, language())

    def _look(self, text: Text, _spoken: str) -> tuple[Finding, ...]:
        masks = masks_of(text.words, is_sourced=text.is_sourced)
        tokens = tokens_of(masks.plain, text.language)
        sentences = sentences_of(masks.plain)
        found = [
            *letters.mixed(masks.plain, text.language),
            *(() if text.has_gaps else letters.markers(masks.plain)),
            *letters.unseen(text.words),
            *personal.personal(masks.plain, sentences, self._signs.get(text.language, {})),
        ]
        if self._is_thorough:
            found += self._of_rules(text, masks, tokens)
        if self._is_thorough and not text.is_title:
            found += evidence.without_source(text, masks)
            found += evidence.undated_law(text, masks, sentences)
            found += reading.hard_to_read(masks.plain, text.language, tokens, sentences)
            if text.language == "ky":
                found += letters.russian_in_kyrgyz(masks.plain, tokens, self._spelling)
        return tuple(sorted(found, key=lambda one: (one.start, one.end, one.rule)))

    # ── Rules ────────────────────────────────────────────────────────────────

    def _of_rules(self, text: Text, masks: Masks, tokens: Sequence[Token]) -> list[Finding]:
        if text.language not in self._avoid:
            return []
        words, found = masks.plain, []
        allowed = {code: Spans(spans) for code, spans in self._allow[text.language].spans(words, tokens).items()}
        near = {rule.id: rule.near[text.language] for rule in self.rules if rule.near.get(text.language)}
        meant = {code: _after(said, text.language, words, tokens) for code, said in near.items()}
        once: set[str] = set()
        for hit in self._avoid[text.language].hits(words, tokens):
            rule = hit.phrase.rule
            is_right = rule.id in allowed and allowed[rule.id].hold(hit.start, hit.end)
            is_picture = text.is_alternative or masks.alternatives.hold(hit.start, hit.end)
            is_elsewhere = rule.place == "alt" and not is_picture
            if is_right or is_elsewhere or (rule.id in meant and not meant[rule.id][hit.first]):
                continue
            if hit.phrase.is_abbreviation and rule.severity is Severity.INFO:
                if hit.phrase.text in once or f"({hit.phrase.text})" in words:
                    continue
                once.add(hit.phrase.text)
            found.append(self._finding(hit, text, masks, tokens))
        return list(_strongest(found))

    def _finding(self, hit: Hit, text: Text, masks: Masks, tokens: Sequence[Token]) -> Finding:
        rule = hit.phrase.rule
        reason = in_language(rule.reason) or _("The glossary has another word for this.")
        if hit.phrase.remark:
            reason = f"{reason} ({hit.phrase.remark})"
        return Finding(
            rule=rule.id,
            severity=_weighed(hit, text, masks),
            start=hit.start,
            end=hit.end,
            words=text.words[hit.start : hit.end],
            reason=reason,
            better=rule.prefer.get(text.language),
            replacement=replacement_for(hit, tokens),
        )


def _after(near: Sequence[str], language: str, words: str, tokens: Sequence[Token]) -> list[bool]:
    """For each word of a text, whether one of ``near`` stands before it in its sentence."""
    wanted = {key_of(word, language) for word in near}
    is_after, answers, end = False, [], 0
    for token in tokens:
        if any(sign in words[end : token.start] for sign in ".!?\n"):
            is_after = False
        answers.append(is_after)
        is_after = is_after or not wanted.isdisjoint(token.keys)
        end = token.end
    return answers


def _weighed(hit: Hit, text: Text, masks: Masks) -> Severity:
    """Other people's words, bad examples and official names weigh less than an author's own."""
    severity = hit.phrase.rule.severity
    is_said_by_others = text.is_title or masks.cited.hold(hit.start, hit.end)
    if text.is_example or is_said_by_others:
        return Severity.INFO
    needs_thought = hit.phrase.remark is not None and not hit.phrase.rule.near
    if needs_thought:
        return Severity.INFO
    if severity is Severity.ERROR and masks.quoted.hold(hit.start, hit.end):
        return Severity.WARN
    return severity


def _strongest(found: list[Finding]) -> Iterator[Finding]:
    """Of findings on the same words the one that asks for most; of two that lie inside each other the longer."""
    furthest = 0
    for one in sorted(found, key=lambda each: (each.start, -each.end, each.severity.rank, each.rule)):
        if one.end > furthest:
            furthest = one.end
            yield one
