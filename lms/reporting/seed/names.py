"""Names for people who do not exist: common given and family names of the country, combined by chance."""

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FAMILY = _words("""
    Асанов Абдырахманов Акматов Алыбаев Асылбеков Бакиров Байышев Бейшеналиев Бекмуратов Боронбаев Доолотов
    Дүйшөев Жакыпов Жумабаев Жээнбаев Исаков Исмаилов Калыбеков Касымов Качкынов Кадыров Кенжебаев Кожомкулов
    Кулматов Мамбетов Маматов Молдобаев Мусаев Назаров Ниязов Өмүров Орозбаев Осмонов Сагынбаев Садыков
    Сапарбаев Сатыбалдиев Султанов Сыдыков Таштанов Токтогулов Төлөгөнов Турдубаев Үсөнов Чокморов Шаршенов
    Шералиев Эгембердиев Эсенов Юсупов Рахимов Каримов Иванов Ким Петренко Маслов
""")
UNCHANGED = ("Ким", "Петренко")
"""Family names that are the same for women and men."""

MEN = _words("""
    Азамат Айбек Акыл Алмаз Арген Бакыт Болот Данияр Жолдош Калыс Кубанычбек Кылычбек Максат Марат Медер
    Мирлан Нурбек Нурлан Руслан Сыймык Талант Тилек Төлөгөн Улан Эмил Эрлан Өмүрбек Рустам Сергей Виталий
""")
WOMEN = _words("""
    Айбийке Айгүл Айжан Айнура Айсулуу Бермет Бүбүсара Бурул Венера Гүлзат Гүлмира Жамиля Жылдыз Зарина
    Каныкей Кызжибек Мээрим Назгүл Наргиза Нуржан Перизат Рахат Салтанат Тазагүл Үмүт Чолпон Элмира Өмүркан
    Ольга Марина
""")
FATHERS = _words("""
    Абдылда Акмат Асан Бакыт Бейшен Дөөлөт Жапар Жумабек Исмаил Кадыр Касым Мамбет Мамат Молдо Мурат Осмон
    Сагын Садык Сапар Сулайман Таштан Токтогул Турдубек Эсен
""")

_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ү": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
    "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip


def family_name(rng: Random, *, is_woman: bool) -> str:
    name = rng.choice(FAMILY)
    return f"{name}а" if is_woman and name not in UNCHANGED else name


def full_name(rng: Random, *, is_woman: bool) -> str:
    """Family name, given name and mostly a patronymic, in the Russian or the Kyrgyz manner."""
    family, given = family_name(rng, is_woman=is_woman), rng.choice(WOMEN if is_woman else MEN)
    manner, father = rng.random(), rng.choice(FATHERS)
    if manner < 0.15:  # noqa: PLR2004  (shares of a made-up population)
        return f"{family} {given}"
    if manner < 0.4:  # noqa: PLR2004
        return f"{given} {father} {'кызы' if is_woman else 'уулу'}"
    return f"{family} {given} {patronymic(father, is_woman=is_woman)}"


def patronymic(father: str, *, is_woman: bool) -> str:
    stem = father.rstrip("аоиөүу") if father[-1] in "аои" else father
    return stem + ("овна" if is_woman else "ович")


def latin(name: str) -> str:
    """The name in Latin letters, as in a passport."""
    return " ".join(
        "".join(_LATIN.get(letter, letter) for letter in word.lower()).capitalize() for word in name.split()
    )
