"""How a draft looks to a reader: the same Markdown and the same pages, with pictures only its authors may see."""

import re

from flask import url_for
from markupsafe import Markup  # noqa: TID251  (pieces made by lms.core.markdown are joined)

from lms.authoring.desks import Desk
from lms.catalogue.asking import MediaUrl
from lms.catalogue.citations import citation
from lms.core import markdown
from lms.core.glossary import glossary
from lms.core.i18n import _, speaking
from lms.lessons.reading import shown_file

IDS = re.compile(r'((?: id="| href="#| aria-labelledby="))')


def picture_url(slug: str) -> MediaUrl:
    """Where the pictures of a draft are shown."""
    return lambda file: url_for("authoring.send_picture", slug=slug, sha256=file.sha256, name=file.name)


def shelf_picture_url(slug: str) -> MediaUrl:
    """Where the pictures of what is published are shown. None of them is material for analysis."""
    return lambda file: url_for("lessons.send_media", slug=slug, sha256=file.sha256, name=file.name)


def draw_body(desk: Desk, text: str, language: str) -> Markup:
    """A lesson's text as readers see it; a check is named in its place."""
    document, url = desk.document, picture_url(desk.slug)
    with speaking(language):
        rendered = markdown.render(
            text,
            language=language,
            around=markdown.Around(
                cite=lambda key, place: citation(document, key, place, language),
                media=lambda address: shown_file(document, address, url, language, lite=False),
                check=lambda key: key in document.checks_by_key,
                explain=glossary().explain(language),
                has_scenario=document.scenario is not None,
            ),
            with_material=True,
        )
        named = _("Knowledge check: %(key)s")
        place = _("Here the lesson leads into the scenario.")
    pieces = [
        piece
        if isinstance(piece, Markup)
        else Markup("<p><em>{}</em></p>").format(
            named % {"key": piece.key} if isinstance(piece, markdown.CheckMark) else place
        )
        for piece in rendered.html
    ]
    # Three languages stand on one page of the studio, so that each needs ids of its own.
    return Markup(IDS.sub(rf"\1{language}-", str(Markup("").join(pieces))))  # noqa: S704  (clean already)
