"""How a source and the place in it are named to the reader.

Authors write a reference once, in English: ``iccpr art. 19(3)``. The page says it as the reader's language does:
"ст. 19(3)", "19(3)-берене". Words that are not known (a heading of a report) stay as they stand in the source.
"""

import re
from collections.abc import Callable

from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import UNBROKEN
from lms.core.markdown import CitationText

_PLACE = re.compile(
    r"\b(?P<word>arts?|paras?|sects?|chs?|pp?|rules?|practices?|principles?|pillars?)\b\.? "
    r"(?P<numbers>[0-9A-Z][^a-z]*?(?:\([a-z]+\)[^a-z]*?)*)(?=$|[,;] [a-z])"
)
_RUSSIAN = {
    "art": "ст. {}",
    "arts": "ст. {}",
    "para": "п. {}",
    "paras": "пп. {}",
    "sect": "разд. {}",
    "sects": "разд. {}",
    "ch": "гл. {}",
    "chs": "гл. {}",
    "p": "с. {}",
    "pp": "с. {}",
    "rule": "правило {}",
    "rules": "правила {}",
    "practice": "практика {}",
    "practices": "практики {}",
    "principle": "принцип {}",
    "principles": "принципы {}",
    "pillar": "компонент {}",
    "pillars": "компоненты {}",
}
_KYRGYZ = {
    "art": "{}-берене",
    "arts": "{}-беренелер",
    "para": "{}-пункт",
    "paras": "{}-пункттар",
    "sect": "{} бөлүм",
    "sects": "{} бөлүмдөр",
    "ch": "{}-глава",
    "chs": "{}-главалар",
    "p": "{}-бет",
    "pp": "{}-беттер",
    "rule": "{}-эреже",
    "rules": "{}-эрежелер",
    "practice": "{}-практика",
    "practices": "{}-практикалар",
    "principle": "{}-принцип",
    "principles": "{}-принциптер",
    "pillar": "{} багыт",
    "pillars": "{} багыттар",
}
_SINGLE = {
    "ru": {"summary": "резюме", "preamble": "преамбула", "introduction": "введение", "preface": "предисловие"},
    "ky": {"summary": "кыскача мазмуну", "preamble": "преамбула", "introduction": "киришүү", "preface": "алгы сөз"},
}


def place_in(place: str, language: str) -> str:
    """``paras. 25–26`` in the words of the language."""
    if language not in _SINGLE:
        return place
    words = _RUSSIAN if language == "ru" else _KYRGYZ
    known = _SINGLE[language].get(place.lower())
    return known or _PLACE.sub(_spoken(words), place)


def _spoken(words: dict[str, str]) -> Callable[[re.Match[str]], str]:
    return lambda found: words[found["word"]].translate(UNBROKEN).format(found["numbers"])


def citation(document: ModuleDocument, key: str, place: str, language: str) -> CitationText | None:
    """A cited source in the reader's language; None if the module has no such source."""
    source = document.sources_by_key.get(key)
    if source is None:
        return None
    title = source.title.get(language) or next(iter(source.title.values()), key)
    return CitationText(title, place_in(place, language), source.link)


def source_line(document: ModuleDocument, reference: str, language: str) -> str:
    """``iccpr art. 19(3)`` as one line: the title of the source, then the place."""
    key, _space, place = reference.partition(" ")
    cited = citation(document, key, place.strip(), language)
    if cited is None:
        return reference
    return f"{cited.title}, {cited.place}" if cited.place else cited.title


def source_lines(document: ModuleDocument, references: tuple[str, ...], language: str) -> list[str]:
    """Several references, one line each."""
    return [source_line(document, reference, language) for reference in references]
