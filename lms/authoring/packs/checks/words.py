"""Single texts: all three languages there, and what the check of wording says of each."""

from collections.abc import Iterator, Mapping
from typing import Any

from lms.authoring.packs.checks.decided import Decided, decided_as, mark_of
from lms.authoring.packs.checks.said import Remark, remarks_on
from lms.authoring.packs.problems import Level, Place, Problem
from lms.catalogue.texts import IN_WRITTEN, words_of, written_in
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _
from lms.wording import Checker, Finding, Severity

LEVELS = {Severity.ERROR: Level.ERROR, Severity.WARN: Level.WARNING}


def word_problems(data: Any, checker: Checker, decided: Mapping[str, bool | None] | None = None) -> list[Problem]:
    """Problems of every text, in the order of the document. What is only worth knowing is none.

    ``decided`` tells what people have said of remarks, by their mark.
    """
    found = [problem for place, words in words_of(data) for problem in _languages(place, words)]
    found += [problem for place, words in _written_texts(data) for problem in _languages(place, words)]
    for remark in remarks_on(data, checker):
        if remark.finding.severity in LEVELS:
            found += _problem(remark, decided or {})
    return found


def _problem(remark: Remark, decided: Mapping[str, bool | None]) -> Iterator[Problem]:
    """A remark as one sentence at its line, unless the words are kept."""
    level, text = LEVELS[remark.finding.severity], sentence_of(remark.finding)
    mark = mark_of(remark) if decided else ""
    if mark in decided:
        answer = decided_as(remark.finding.severity, is_accepted=decided[mark])
        if answer is Decided.KEPT:
            return
        if answer is Decided.ASKED:
            level, text = Level.WARNING, _("Waits for a reviewer: %(text)s", text=text)
    yield Problem(remark.line_place, text, level, is_wording=True)


def sentence_of(finding: Finding) -> str:
    """For lists that do not show the text itself."""
    if finding.better and finding.words and finding.words not in finding.reason:
        return _(
            "“%(words)s”: %(reason)s Better: %(better)s.",
            words=finding.words,
            reason=finding.reason,
            better=finding.better.rstrip("."),
        )
    return finding.reason


def _languages(place: Place, words: dict[str, str]) -> Iterator[Problem]:
    for language in LANGUAGES:
        if not words.get(language, "").strip():
            yield Problem(
                (*place, language) if language in words else place,
                _("The text in %(language)s is missing.", language=NATIVE_NAMES[language]),
            )


def _written_texts(data: Any) -> Iterator[tuple[Place, dict[str, str]]]:
    """Title, summary and body of what is written in Markdown, as texts in three languages."""
    for place, item in written_in(data):
        texts, inside = item.get("texts", {}), (*place, "texts")
        for language in LANGUAGES:
            if language not in texts:
                yield inside, {other: "." for other in LANGUAGES if other != language}
        for language, text in texts.items():
            for name in IN_WRITTEN:
                if isinstance(text, dict) and not str(text.get(name, "")).strip() and name in text:
                    yield (*inside, language, name), {other: "." for other in LANGUAGES if other != language}
