"""Sound and film in a text: what it is stands before anything is fetched, and what it says can be read."""

import re

from markupsafe import escape

from lms.core.i18n import NATIVE_NAMES
from lms.core.markdown.labels import Labels
from lms.core.markdown.results import MediaFile, Recording

PARAGRAPHS = re.compile(r"\n\s*\n")


def recording_link(file: MediaFile, recording: Recording, title: str) -> str:
    """The title as a link, with the language in which it speaks if that is one."""
    spoken = recording.languages
    language = f' hreflang="{escape(spoken[0])}"' if len(spoken) == 1 else ""
    return f'<a href="{escape(file.url)}"{language}>{escape(title)}</a>'


def recording_block(file: MediaFile, recording: Recording, title: str, caption: object, labels: Labels) -> str:
    """The whole block; who saves data gets no player, only the link and the text."""
    kind = labels.film if recording.is_film else labels.sound
    names = ", ".join(NATIVE_NAMES.get(code, code) for code in recording.languages)
    facts = " · ".join(filter(None, (kind, recording.length, recording.size, names)))
    below = f"<p>{escape(caption)}</p>\n" if caption else ""
    player = "" if file.weight and not file.is_guarded else _player(file, recording, title)
    named = str(escape(title)) if file.is_guarded else recording_link(file, recording, title)
    return (
        f'<div class="media-block"><p>{named}'
        f' <span class="meta">{escape(facts)}</span></p>\n'
        f"{below}{player}{_text(recording, labels)}</div>\n"
    )


def _player(file: MediaFile, recording: Recording, title: str) -> str:
    tag = "video" if recording.is_film else "audio"
    kept = ' controlslist="nodownload"' if file.is_guarded else ""
    tracks = "".join(_track(file, recording, code) for code in recording.captions)
    source = f'src="{escape(file.url)}" aria-label="{escape(title)}"'
    return f'<{tag} controls{kept} preload="none" {source}>{tracks}</{tag}>\n'


def _track(file: MediaFile, recording: Recording, code: str) -> str:
    shown = " default" if code == recording.reader else ""
    address, label = escape(f"{file.url}/{code}.vtt"), escape(NATIVE_NAMES.get(code, code))
    return f'<track kind="captions" src="{address}" srclang="{escape(code)}" label="{label}"{shown}>'


def _text(recording: Recording, labels: Labels) -> str:
    if not recording.text.strip():
        return ""
    paragraphs = "".join(
        f"<p>{'<br>'.join(str(escape(line)) for line in part.splitlines())}</p>\n"
        for part in PARAGRAPHS.split(recording.text.strip())
    )
    return f"<details><summary>{escape(labels.recording_text)}</summary>\n{paragraphs}</details>"
