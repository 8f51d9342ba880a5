"""The few words that rendering adds to an author's text."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from lms.core.i18n import UNBROKEN, _


@dataclass(frozen=True)
class Labels:
    """Words in the language of the text. `picture`, `as_of` and `applies` hold placeholders."""

    law_in_force: str
    case: str
    note: str
    practice: str
    sources: str
    terms: str
    back: str
    table: str
    sideways: str
    picture: str
    as_of: str
    applies: str
    sound: str
    film: str
    recording_text: str
    difficult: str
    changed: str
    material: str
    material_word: str
    material_left_out: str

    @classmethod
    def current(cls) -> "Labels":
        """In the language that is being spoken."""
        return cls(
            law_in_force=_("Law in force"),
            # i18n: above a story in a lesson; no person in it is real
            case=_("Fictional case"),
            # i18n: above a remark in a lesson
            note=_("Note"),
            # i18n: above advice on what to do at work
            practice=_("In practice"),
            # i18n: heading of the list of treaties, laws and reports at the end of a lesson
            sources=_("Sources"),
            # i18n: heading of the list of words with their meanings at the end of a lesson
            terms=_("Terms on this page"),
            # i18n: read aloud for the arrow that leads from a source or footnote to its place in the text
            back=_("Back to the text"),
            # i18n: read aloud for a table that can be scrolled sideways
            table=_("Table"),
            # i18n: under a diagram on a phone
            sideways=_("Move the picture sideways to see all of it."),
            # i18n: a link in place of a picture for who saves data; "Picture: injuries form (38 KB)"
            picture=_("Picture: %(what)s (%(size)s)", what="{what}", size="{size}"),
            # i18n: what kind of file it is: something to listen to
            sound=_("Sound"),
            # i18n: what kind of file it is: something to watch
            film=_("Film"),
            # i18n: opens the text of what is said in a sound or film file
            recording_text=_("Text of the recording"),
            # i18n: opens a part of a lesson that may distress; "Difficult content: what happened in the cell"
            difficult=_("Difficult content: %(what)s", what="{what}"),
            # i18n: opens a part of a lesson that shows, for example, a leaflet that calls for violence
            material=_("Material for analysis: %(what)s", what="{what}"),
            # i18n: first words inside; "basis" is an article of a law
            material_word=_(
                "Shown for analysis only. Legal basis: %(basis)s. Outside this lesson it may be unlawful to keep it or "
                "to pass it on. Nothing that follows asks you to have opened it.",
                basis="{basis}",
            ),
            material_left_out=_("This part can be seen on the platform only."),
            # i18n: above a sentence that says which law named in the text has changed
            changed=_("The law has changed"),
            # i18n: the law is described as it stood on this day
            as_of=_("As of %(date)s", date="{date}"),
            # i18n: what a provision of law covers, for example acts committed after a certain day
            applies=_("Applies to: %(what)s", what="{what}"),
        )

    def law_line(self, as_of: str, applies: str, language: str) -> str:
        """As of which day the law is described, and to what it applies; either may be missing."""
        parts = []
        if day := iso_day(as_of):
            said = format_date(day, "long", locale="en_GB" if language == "en" else language)
            parts.append(self.as_of.replace("{date}", said.translate(UNBROKEN)))
        if applies:
            parts.append(self.applies.replace("{what}", applies))
        return " · ".join(parts)


def iso_day(text: str) -> date | None:
    """The day that a text like 2026-11-01 names, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
