"""What this room does with news: a new edition is looked through for law that has changed."""

from lms.catalogue.events import EditionPublished
from lms.catalogue.queries import document_of
from lms.core import events
from lms.laws import services


@events.on(EditionPublished)
def look_for_changed_law(news: EditionPublished) -> None:
    services.flag_new_texts(news.module_id, document_of(news.edition_id))
