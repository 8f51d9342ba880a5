"""Lesson Markdown drawn as it is in English, beside two sources and three pictures."""

from lms.core.markdown import Around, CitationText, Labels, MediaFile, render

SOURCES = {
    "iccpr": CitationText("International Covenant on Civil and Political Rights"),
    "rabat-plan": CitationText("Rabat Plan of Action", link="https://example.org/rabat"),
}
PICTURES = {"media/steps.svg": MediaFile("/media/ab12.svg", 640, 480), "media/plain.png": MediaFile("/media/cd34.png")}
PICTURES["media/photo.jpg"] = MediaFile("/media/ef56.jpg", 1200, 800)
ENGLISH = Labels(
    "Law in force", "Fictional case", "Note", "In practice", "Sources", "Terms on this page", "Back to the text",
    "Table", "Move it sideways.", "Picture: {what} ({size})", "As of {date}", "Applies to: {what}", "Sound", "Film",
    "Text of the recording", "Difficult content: {what}", "The law has changed", "Material for analysis: {what}",
    "Legal basis: {basis}.", "On the platform only.",
)  # fmt: skip


def cite(key, place):
    source = SOURCES.get(key)
    return source and CitationText(source.title, place, source.link)


def rendered(text, language="en", **options):
    others = {name: options.pop(name) for name in ("with_material", "warn") if name in options}
    around = Around(**{"cite": cite, "media": PICTURES.get} | options)
    return render(text, language=language, labels=ENGLISH, around=around, **others)


def html(text, **options) -> str:
    return str(rendered(text, **options).whole)
