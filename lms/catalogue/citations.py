"""How a source and the place in it are named to the reader.

Authors write a reference once, in English: ``iccpr art. 19(3)``. The page says it as the reader's language does:
"ст. 19(3)", "19(3)-берене". A place for which there are no words yet is an error of ``content check``
(`words_left`), so that nobody meets an English word on a page in another language.
"""

import re
from collections.abc import Callable, Iterable

from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import LANGUAGES, UNBROKEN, whole
from lms.core.markdown import CitationText

#: What is numbered: one and several, in Russian and in Kyrgyz.
_NUMBERED = {
    "art": ("ст. {}", "{}-берене"),
    "arts": ("ст. {}", "{}-беренелер"),
    "para": ("п. {}", "{}-пункт"),
    "paras": ("пп. {}", "{}-пункттар"),
    "sect": ("разд. {}", "{}-бөлүм"),
    "sects": ("разд. {}", "{}-бөлүмдөр"),
    "part": ("часть {}", "{}-бөлүк"),
    "parts": ("части {}", "{}-бөлүктөр"),
    "ch": ("гл. {}", "{}-глава"),
    "chs": ("гл. {}", "{}-главалар"),
    "p": ("с. {}", "{}-бет"),
    "pp": ("с. {}", "{}-беттер"),
    "note": ("прим. {}", "{}-эскертүү"),
    "notes": ("прим. {}", "{}-эскертүүлөр"),
    "annex": ("приложение {}", "{}-тиркеме"),
    "annexes": ("приложения {}", "{}-тиркемелер"),
    "rule": ("правило {}", "{}-эреже"),
    "rules": ("правила {}", "{}-эрежелер"),
    "practice": ("практика {}", "{}-практика"),
    "practices": ("практики {}", "{}-практикалар"),
    "principle": ("принцип {}", "{}-принцип"),
    "principles": ("принципы {}", "{}-принциптер"),
    "commitment": ("обязательство {}", "{}-милдеттенме"),
    "commitments": ("обязательства {}", "{}-милдеттенмелер"),
    "pillar": ("компонент {}", "{}-тирек"),
    "pillars": ("компоненты {}", "{}-тиректер"),
}
#: What stands once in a source, and headings of single sources.
_NAMED = {
    "annex": ("приложение", "тиркеме"),
    "contents": ("содержание", "мазмуну"),
    "foreword": ("предисловие", "баш сөз"),
    "interim results": ("промежуточные результаты", "аралык натыйжалар"),
    "introduction": ("введение", "киришүү"),
    "key developments": ("основные события", "негизги окуялар"),
    "overview": ("обзор", "жалпы сереп"),
    "preamble": ("преамбула", "преамбула"),
    "preface": ("предисловие", "алгы сөз"),
    "rule on delay": ("правило о задержке", "кечигүү жөнүндө эреже"),
    "rule on interim measures": ("правило о временных мерах", "убактылуу чаралар жөнүндө эреже"),
    "summary": ("резюме", "кыскача мазмуну"),
    "table of contents": ("оглавление", "мазмуну"),
}
_SPOKEN = {"ru": 0, "ky": 1}


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_NUMBER = re.compile(
    rf"\b(?P<word>{_one_of(_NUMBERED)})\b\.? "
    r"(?P<numbers>[0-9A-Z][^a-z]*?(?:\([a-z]+\)[^a-z]*?)*)(?=$|[,;] [a-z])"
)
_NAME = re.compile(rf"(?:^|(?<=[,;] ))(?P<name>{_one_of(_NAMED)})(?=$|[,;])", re.IGNORECASE)
#: Kyrgyz joins a number to its word, but no Roman one and no letter: "19-берене", "IV бөлүм".
_JOINED = re.compile(r"^(?P<numbers>[A-Z].*)-(?P<word>[а-яөүң]+)$")
#: Symbols of documents, and letters in brackets that count points: A/60/399/Add.1, art. 40(2)(b)(vii).
_NO_WORDS = re.compile(r"\S*/\S*|\([a-z]+\)")
_WORD = re.compile(r"[A-Za-z]*[a-z][A-Za-z]+|[A-Z]+[a-z]")


def place_in(place: str, language: str) -> str:
    """``paras. 25–26`` in the words of the language."""
    if language not in _SPOKEN:
        return place
    spoken = _SPOKEN[language]
    return _NAME.sub(lambda found: _NAMED[found["name"].lower()][spoken], _NUMBER.sub(_numbered(spoken), place))


def _numbered(spoken: int) -> Callable[[re.Match[str]], str]:
    def said(found: re.Match[str]) -> str:
        words = _NUMBERED[found["word"]][spoken].format(found["numbers"])
        words = _JOINED.sub(r"\g<numbers> \g<word>", words)
        return words.translate(UNBROKEN)

    return said


def words_left(place: str, languages: Iterable[str] = LANGUAGES) -> list[str]:
    """English words that readers of these languages would meet in this place of a source."""
    shown = " ".join(place_in(place, language) for language in languages if language in _SPOKEN)
    return list(dict.fromkeys(found[0] for found in _WORD.finditer(_NO_WORDS.sub(" ", shown))))


def citation(document: ModuleDocument, key: str, place: str, language: str) -> CitationText | None:
    """A cited source in the reader's language; None if the module has no such source."""
    source = document.sources_by_key.get(key)
    if source is None:
        return None
    title = source.title.get(language) or next(iter(source.title.values()), key)
    return CitationText(whole(title), place_in(place, language), source.link)


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
