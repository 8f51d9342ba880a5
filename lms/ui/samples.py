"""Pseudo content for the page that shows every component in every state. Nothing here is stored or taught."""

from collections.abc import Mapping
from typing import Any

from wtforms.validators import Length

from lms.core.i18n import in_language
from lms.ui.forms import (
    Checkbox,
    Checkboxes,
    ContactField,
    DateField,
    FileField,
    Form,
    Group,
    Option,
    PasswordField,
    Picker,
    Radios,
    Select,
    TextArea,
    TextField,
    ThreeLanguageField,
    YearField,
)

Words = Mapping[str, str]


def words(ky: str, ru: str, en: str) -> str:
    """A sample in the language of the page."""
    return in_language({"ky": ky, "ru": ru, "en": en})


def design_samples() -> dict[str, Any]:
    """Everything the page of samples draws."""
    return {
        "text": texts(),
        "thread_items": thread_items(),
        "options": answer_options(),
        "feedback": answer_feedback(),
        "requirements": requirements(),
        "columns": columns(),
        "rows": rows(),
        "total": {"place": words("Бардыгы", "Всего", "All"), "women": "178", "men": "222", "all": "400"},
        "map_items": map_items(),
        "form": sample_form(),
        "good": good_form(),
    }


def map_items() -> list[dict[str, Any]]:
    """Twelve questions: the first answered, the second answered and to be looked at again, the rest open."""
    return [{"number": place, "answered": place in {1, 2}, "flagged": place in {2, 3}} for place in range(1, 13)]


def texts() -> dict[str, str]:
    return {
        "module": words("Сөз жана иш", "Слово и дело", "Words and acts"),
        "purpose": words(
            "Ишенимди кылмыштан айырмалап, чечимди негиздөө.",
            "Отличать убеждение от деяния и обосновывать решение.",
            "Tell a belief from an act, and give reasons for the decision.",
        ),
        "lesson": words("Далилдерди баалоо", "Оценка доказательств", "Weighing the evidence"),
        "audience": words("Судьялар, тергөөчүлөр", "Судьи, следователи", "Judges, investigators"),
        "sentence": words(
            "Бул жерде көрсөтүү үчүн жазылган кыска текст турат.",
            "Здесь стоит короткий текст для показа.",
            "A short text stands here for show.",
        ),
        "long_name": words(
            "Абдырахманова Жылдызкан Токтогуловна",
            "Константинопольская-Преображенская Александра Вячеславовна",
            "Abdyrakhmanova-Preobrazhenskaya Zhyldyzkan Toktogulovna",
        ),
        "law": words(
            "Пикир билдирүү эркиндиги жана анын чектери.",
            "Свобода выражения мнения и её пределы.",
            "Freedom of expression and its limits.",
        ),
        "source": words("Үлгү булак", "Источник для примера", "Sample source"),
        "stem": words("Адегенде эмне каралат?", "Что рассматривается в первую очередь?", "What is examined first?"),
        "case": words(
            "Китеп табылды. Анын ээси эч кимге эч нерсе айткан эмес.",
            "Найдена книга. Её владелица никому ничего не говорила.",
            "A book was found. Its owner said nothing to anybody.",
        ),
    }


def thread_items() -> list[dict[str, str]]:
    titles = (
        words("Баштапкы тест", "Входной тест", "Pre-test"),
        words("1. Эмне жөнүндө сөз", "1. О чём речь", "1. What this is about"),
        words("2. Далилдерди баалоо", "2. Оценка доказательств", "2. Weighing the evidence"),
        words("3. Кырдаал", "3. Ситуация", "3. Scenario"),
        words("Жыйынтыктоочу тест", "Итоговый тест", "Final quiz"),
    )
    states = ("done", "done", "now", "ahead", "locked")
    notes = (
        words("Аяктады", "Завершено", "Completed"),
        words("Аяктады · 8 мүн", "Завершено · 8 мин", "Completed · 8 min"),
        words("Сиз ушул жердесиз · 12 мүн", "Вы здесь · 12 мин", "You are here · 12 min"),
        words("15 мүн", "15 мин", "15 min"),
        words("Сабактардан кийин ачылат", "Откроется после всех уроков", "Opens after all lessons"),
    )
    return [
        {"title": title, "state": state, "note": note, "url": f"#{place}"}
        for place, (title, state, note) in enumerate(zip(titles, states, notes, strict=True))
    ]


def answer_options() -> list[dict[str, str]]:
    return [
        {"key": "a", "text": words("Адамдын көз карашы", "Взгляды человека", "What the person believes")},
        {"key": "b", "text": words("Адамдын аракети", "Действия человека", "What the person did")},
        {"key": "c", "text": words("Адамдын сырткы көрүнүшү", "Внешний вид человека", "What the person looks like")},
    ]


def answer_feedback() -> dict[str, dict[str, Any]]:
    source = [words("Үлгү булак, 19-берене", "Источник для примера, ст. 19", "Sample source, art. 19")]
    return {
        "a": {
            "correct": False,
            "text": words("Көз караш жазаланбайт.", "За взгляды не наказывают.", "Nobody is punished for a belief."),
            "sources": source,
        },
        "b": {
            "correct": True,
            "text": words("Аракет текшерилет.", "Проверяются действия.", "Acts are what is examined."),
            "sources": source,
        },
    }


def requirements() -> list[dict[str, str]]:
    return [
        {"text": words("5 сабакты окуу", "Прочитать 5 уроков", "Read the 5 lessons"), "state": "done"},
        {
            "text": words("Жыйынтыктоочу тесттен өтүү", "Сдать итоговый тест", "Pass the final quiz"),
            "state": "open",
            "detail": words("12 суроонун 9у", "9 из 12 вопросов", "9 of 12 questions"),
            "url": "#quiz",
        },
        {"text": words("Атын ырастоо", "Подтвердить имя", "Confirm the name"), "state": "waiting"},
        {"text": words("Баштапкы тест", "Входной тест", "Pre-test"), "state": "not_needed"},
    ]


def columns() -> list[dict[str, Any]]:
    return [
        {"key": "place", "title": words("Аймак", "Регион", "Region"), "kind": "text", "sortable": True},
        {"key": "women", "title": words("Аялдар", "Женщины", "Women"), "kind": "number", "sortable": True},
        {"key": "men", "title": words("Эркектер", "Мужчины", "Men"), "kind": "number"},
        {"key": "all", "title": words("Бардыгы", "Всего", "All"), "kind": "number"},
    ]


def rows() -> list[dict[str, str]]:
    return [
        {"place": words("Бишкек шаары", "Город Бишкек", "Bishkek city"), "women": "61", "men": "58", "all": "119"},
        {"place": words("Нарын", "Нарын", "Naryn"), "women": "·", "men": "·", "all": "24"},
        {"place": words("Талас", "Талас", "Talas"), "women": "28", "men": "41", "all": "69"},
    ]


def place_groups() -> list[Group]:
    return [
        Group(
            words("Нарын облусу", "Нарынская область", "Naryn oblast"),
            [
                Option(f"n{place}", words(f"Үлгү мекеме {place}", f"Учреждение {place}", f"Sample institution {place}"))
                for place in range(1, 6)
            ],
        ),
        Group(
            words("Ош облусу", "Ошская область", "Osh oblast"),
            [
                Option("o1", words("Өзгөн райондук мекемеси", "Узгенское учреждение", "Uzgen institution")),
                Option("o2", words("Ноокат мекемеси", "Ноокатское учреждение", "Nookat institution")),
                Option("other", words("Тизмеде жок", "Нет в списке", "It is not in the list")),
            ],
        ),
    ]


def sexes() -> list[Option]:
    return [
        Option("female", words("Аял", "Женский", "Female")),
        Option("male", words("Эркек", "Мужской", "Male")),
        Option("unsaid", words("Көрсөтпөөнү каалайм", "Не хочу указывать", "Prefer not to say")),
    ]


class SampleForm(Form):
    """One field of each kind."""

    name = TextField("", letters=True, autocomplete="name", spellcheck=False)
    contact = ContactField("")
    password = PasswordField("", new=True)
    sex = Radios("", options=sexes)
    topics = Checkboxes("", options=sexes)
    born = YearField("")
    day = DateField("")
    place = Picker("", groups=place_groups)
    region = Select("", options=sexes)
    words = TextArea("", [Length(max=200)], limit=200, letters=True)
    file = FileField("", endings=(".xlsx", ".csv"))
    title = ThreeLanguageField("", source="ru")
    agreed = Checkbox("")


def labelled(form: SampleForm) -> SampleForm:
    labels = {
        "name": words("Толук аты-жөнү", "Полное имя", "Full name"),
        "contact": words("Электрондук почта же телефон", "Электронная почта или телефон", "E-mail or phone"),
        "password": words("Сырсөз", "Пароль", "Password"),
        "sex": words("Жыныс", "Пол", "Sex"),
        "topics": words("Темалар", "Темы", "Topics"),
        "born": words("Туулган жылы", "Год рождения", "Year of birth"),
        "day": words("Күнү", "Дата", "Date"),
        "place": words("Мекеме", "Учреждение", "Institution"),
        "region": words("Аймак", "Регион", "Region"),
        "words": words("Түшүндүрмө", "Пояснение", "Explanation"),
        "file": words("Файл", "Файл", "File"),
        "title": words("Аталышы", "Название", "Title"),
        "agreed": words("Макулмун", "Я соглашаюсь", "I agree"),
    }
    for field in form:
        field.label.text = labels[field.short_name]
    form.name.hint = words(
        "Сертификатта кандай жазылса, ошондой", "Как в сертификате", "As it must appear on the certificate"
    )
    return form


def sample_form() -> SampleForm:
    """Sent empty: every field with its error."""
    form = labelled(SampleForm(formdata=None, prefix="bad"))
    form.validate()
    return form


def good_form() -> SampleForm:
    """As it is first seen, with a few values."""
    return labelled(
        SampleForm(
            formdata=None,
            prefix="good",
            data={"name": texts()["long_name"], "sex": "female", "place": "o1", "title": {"ru": texts()["module"]}},
        )
    )
