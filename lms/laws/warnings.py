"""What learners are told at a text that names law which has changed since."""

from collections.abc import Iterable
from datetime import date

from lms.catalogue.citations import place_in
from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import _, speaking
from lms.laws.articles import articles_in, concerns
from lms.laws.queries import Standing
from lms.ui.filters import long_date


def warning_at(standing: Iterable[Standing], document: ModuleDocument, act: str, at: str, language: str) -> str | None:
    """The sentence for one citation; None if nothing of it has changed."""
    cited = articles_in(at)
    days = [one.changed_on for one in standing if one.act == act and concerns(one.articles, cited)]
    return _sentence(document, act, at, max(days), language) if days else None


def warnings_for(standing: Iterable[Standing], document: ModuleDocument, place: str, language: str) -> list[str]:
    """The sentences for a question or a scenario as a whole, one for each act."""
    days: dict[str, date] = {}
    for one in standing:
        if one.place == place:
            days[one.act] = max(one.changed_on, days.get(one.act, one.changed_on))
    return [_sentence(document, act, "", day, language) for act, day in days.items()]


def _sentence(document: ModuleDocument, act: str, at: str, day: date, language: str) -> str:
    source = document.sources_by_key.get(act)
    title = (source.title.get(language) or next(iter(source.title.values()), act)) if source else act
    named = f"{title}, {place_in(at, language)}" if at else title
    with speaking(language):
        return _(
            "The law named here has changed on %(date)s (%(law)s). This text is being reviewed.",
            date=long_date(day),
            law=named,
        )
