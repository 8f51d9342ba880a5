"""What synthetic people say of a module and, months later, what came of it: sentences and how often they are said."""

from random import Random

#: Few agree with everything, and nobody finds all modules equally good.
RATINGS, WEIGHTS = (1, 2, 3, 4, 5), (1, 3, 12, 44, 40)
WRITES, SAYS_SEX = 0.22, 0.75
#: used, not yet, no occasion
OUTCOMES = (("used", 52), ("not_yet", 31), ("no_occasion", 17))

COMMENTS = (
    "Мисалдар биздин ишке жакын, рахмат.",
    "Суроолор кыйла оор, бирок түшүндүрмөлөрү пайдалуу.",
    "Телефондон окуганга ыңгайлуу болду.",
    "Гендердик бөлүк боюнча көбүрөөк мисал болсо жакшы болмок.",
    "Убакыт жетишсиз болду, жумуш ордунда окуу оңой эмес.",
    "Тапшырмаларды аткаруу кызыктуу болду.",
    "Практические примеры полезны, особенно разбор экспертизы.",
    "Хотелось бы больше примеров из судебной практики.",
    "Итоговый тест соответствует материалу.",
    "Текст местами длинный, таблицы читать легче.",
    "Связь с международными нормами объяснена понятно.",
    "Не хватает обратной связи от преподавателя.",
    "Удобно, что можно остановиться и продолжить позже.",
    "The case made the questions concrete.",
)
EXAMPLES = (
    "Октябрда коргоо кат жазганда сөз эркиндигинин критерийлерин колдондум.",
    "Экспертке суроолорду укуктук баасыз түзүп жөнөттүк.",
    "Кесиптештерим менен бөлүмдө кыска талкуу өткөрдүм.",
    "Жаңы келген кызматкерлерге нускаманы өзгөртүп бердик.",
    "При рассмотрении дела проверил контекст и намерение по каждому признаку.",
    "Подготовила памятку для отдела по уважительному обращению с родственниками.",
    "В постановлении отдельно оценил необходимость и соразмерность меры.",
    "На встрече с местным сообществом пригласили женский совет.",
    "Переделали вопросы эксперту: убрали правовые.",
)


def ratings(rng: Random, items: tuple[str, ...]) -> dict[str, int]:
    return dict(zip(items, rng.choices(RATINGS, WEIGHTS, k=len(items)), strict=True))


def comment(rng: Random) -> str | None:
    return rng.choice(COMMENTS) if rng.random() < WRITES else None


def outcome(rng: Random) -> dict[str, str | None]:
    said = rng.choices([name for name, _weight in OUTCOMES], [weight for _name, weight in OUTCOMES])[0]
    return {"outcome": said, "example": rng.choice(EXAMPLES) if said == "used" else None}
