"""Passwords that people choose so often that a guesser tries them first.

No list is copied: the words below and the rules of how people lengthen them (a year, a row of digits, the word twice,
a walk along the keyboard) make some hundred thousand. ``text`` comes bare: lower-case letters and digits, with
``@ $ 0 1 3 4 5 !`` read as ``a s o i e a s i``; so the words are read in the same way.
"""

import re

#: Words a guesser starts with: greetings, love, sport, names of this service, of the trade and of the place.
WORDS = frozenset(
    word
    for line in (
        "password passwort passphrase parol parolparol пароль пароли сырсоз сырсөз jashyrun welcome hello privet salam",
        "привет салам саламатсызбы letmein iloveyou loveyou jaksykorom lubov lyubov любовь люблю махаббат жаным",
        "qwerty qwertyuiop qwertz azerty йцукен йцукенг йцукенгшщз asdfgh asdfghjkl фывапр фывапролдж zxcvbn zxcvbnm",
        "ячсмить admin administrator админ администратор root user test тест guest demo student студент trainer login",
        "sabak sabakdemo сабак окуу okuu ucheba учеба учёба lesson module certificate сертификат training academy",
        "academia академия coordinator координатор police politsiya militsia milisia полиция милиция court sud sudya",
        "судья сот judge advokat адвокат prokuror прокурор justice pravo право укук zakon закон myizam мыйзам",
        "extremism экстремизм ministry министерство kyrgyzstan кыргызстан киргизия kyrgyz кыргыз bishkek",
        "бишкек osh ош talas талас naryn нарын chuy чуй чүй batken баткен jalalabad жалалабад issykkul ысыккол ысыккөл",
        "karakol каракол manas манас semetey семетей alatoo алатоо monkey dragon football futbol футбол master shadow",
        "sunshine princess superman batman secret sekret секрет freedom svoboda свобода эркиндик family semya семья",
        "уйбуло үйбүлө mama papa мама папа апа ата balam балам spring summer autumn winter vesna leto osen zima весна",
        "лето осень зима жаз жай күз кыш january february march april june july august september october november",
        "december internet computer kompyuter компьютер samsung iphone android google yandex odnoklassniki instagram",
        "changeme default temporary new my your correcthorsebatterystaple",
    )
    for word in line.split()
)
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "abcdefghijklmnopqrstuvwxyz")
#: 0123456789 as they look once 0, 1, 3, 4 and 5 have been read as letters.
DIGITS = "oi2eas6789"
SHORTEST_WALK = 4

_TAIL = re.compile(rf"[{DIGITS}0-9]*")


def is_common(text: str) -> bool:
    """Whether the password is one a guesser tries early, however it was lengthened."""
    if len(set(text)) <= 3:  # noqa: PLR2004  (aaaa…, abab…, abcabc…)
        return True
    return _is_repeated(text) or _is_made_of_common_parts(text)


def _is_repeated(text: str) -> bool:
    """The same short piece again and again: ``bishkekbishkek``, ``2o262o262o26``."""
    return any(
        len(text) % size == 0 and text == text[:size] * (len(text) // size) and size <= len(text) // 2
        for size in range(1, len(text) // 2 + 1)
    )


def _is_made_of_common_parts(text: str) -> bool:
    """Nothing but common words, walks along the keyboard and digits, from the first letter to the last."""
    reached = {0}
    for start in range(len(text)):
        if start in reached:
            reached.update(_ends_of_parts(text, start))
    return len(text) in reached and _count_of_words(text) <= 2  # noqa: PLR2004  (three words are a phrase)


def _ends_of_parts(text: str, start: int) -> set[int]:
    ends = {end for end in range(start + 2, len(text) + 1) if text[start:end] in READ_WORDS}
    ends |= {end for end in range(start + SHORTEST_WALK, len(text) + 1) if _is_walk(text[start:end])}
    tail = _TAIL.match(text, start)
    if tail:
        ends |= set(range(start + 1, tail.end() + 1))
    return ends


def _count_of_words(text: str) -> int:
    """The fewest words it could be read as; digits and walks do not count."""
    least = {0: 0}
    for start in range(len(text)):
        if start not in least:
            continue
        for end in _ends_of_parts(text, start):
            cost = least[start] + (text[start:end] in READ_WORDS)
            least[end] = min(cost, least.get(end, cost))
    return least.get(len(text), len(text))


def _is_walk(piece: str) -> bool:
    return any(piece in row or piece in row[::-1] for row in (*ROWS, DIGITS * 2))


def _read(word: str) -> str:
    return word.translate(str.maketrans("01345", "oieas"))


READ_WORDS = frozenset(_read(word) for word in WORDS)
