"""Traces of real people: names with patronymics, numbers, addresses, and what together points to one person."""

import re
from collections.abc import Iterator, Mapping, Sequence

from lms.core.i18n import _
from lms.wording.findings import Finding, Severity
from lms.wording.masks import Span

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w")
#: +996 and nine digits, or 0 and nine digits, however they are grouped.
PHONE = re.compile(r"(?<!\d)(?:\+?996|0)[\s\u00a0()-]*\d{3}(?:[\s\u00a0()-]*\d{2,3}){2,3}(?!\d)")
#: The personal number of the Kyrgyz Republic has 14 digits.
PERSONAL_NUMBER = re.compile(r"(?<!\d)\d{14}(?!\d)")
CASE_NUMBER = re.compile(r"(?:\b(?:дел[аоуе]м?|иш[а-яөүң]*|case)\s+)(?:№|No\.?|number)\s*\d[\w/-]*", re.IGNORECASE)
_NAME = r"[А-ЯЁӨҮҢ][а-яёөүң]{1,20}(?:-[А-ЯЁӨҮҢ][а-яёөүң]{1,20})?"
_CASES = r"(?:а|у|ом|ем|е|ы|ой|ою|ну|не|ны|ной)?"
PATRONYMIC = re.compile(
    rf"{_NAME}(?:\s+{_NAME})?\s+[А-ЯЁ][а-яё]+(?:ович|евич|ич|овн|евн|ичн|инич){_CASES}(?![а-яё])"
    rf"|{_NAME}(?:\s+{_NAME})?(?<![дтн][ыиуү]н)\s+(?:уулу|кызы)(?![а-яөүң])"
    r"|\b[A-Z][a-z]+\s+(?:[A-Z][a-z]+\s+)?[A-Z][a-z]+(?:ovich|evich|ovna|evna)\b"
    r"|\b[A-Z][a-z]+\s+(?:[A-Z][a-z]+\s+)?(?:uulu|kyzy)\b"
)
AGE = re.compile(
    r"\b\d{1,2}[\s\u00a0-]*(?:лет\b|года?\b|летн|жаш|years?[\s-]old|year-old)|\bв возрасте \d|\baged \d", re.IGNORECASE
)


def personal(plain: str, sentences: Sequence[Span], signs: Mapping[str, re.Pattern[str]]) -> Iterator[Finding]:
    """Everything in a text that may point to a real person. ``signs`` has patterns for places and offences."""
    for pattern, rule in _PATTERNS:
        for found in pattern.finditer(plain):
            if rule == "person-phone" and PERSONAL_NUMBER.search(found[0]):
                continue
            yield Finding(rule, Severity.ERROR, *found.span(), found[0], _reason(rule))
    if "village" in signs and "offence" in signs:
        yield from _together(plain, sentences, signs)


def _together(plain: str, sentences: Sequence[Span], signs: Mapping[str, re.Pattern[str]]) -> Iterator[Finding]:
    """A named village, an age and an offence in one sentence are one person to whoever lives there."""
    for start, end in sentences:
        if not any(sign.isdigit() for sign in plain[start:end]):
            continue
        if all(pattern.search(plain, start, end) for pattern in (AGE, signs["village"], signs["offence"])):
            said = plain[start:end].rstrip()
            yield Finding("person-together", Severity.ERROR, start, start + len(said), said, _reason("person-together"))


_PATTERNS = (
    (PERSONAL_NUMBER, "person-number"),
    (PHONE, "person-phone"),
    (EMAIL, "person-email"),
    (CASE_NUMBER, "person-case"),
    (PATRONYMIC, "person-name"),
)


def _reason(rule: str) -> str:
    return {
        "person-number": _("14 digits look like a personal number. No real person may be recognisable."),
        "person-phone": _("This looks like a telephone number. No real person may be recognisable."),
        "person-email": _("This looks like an e-mail address. No real person may be recognisable."),
        "person-case": _("This looks like the number of a case. No real case may be recognisable."),
        "person-name": _("This looks like a full name with a patronymic. No real person may be recognisable."),
        "person-together": _("A village, an age and an offence in one sentence point to one person. Leave one out."),
    }[rule]
