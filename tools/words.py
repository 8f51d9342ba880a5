"""The words of the interface: gathered from the code, translated into Kyrgyz and Russian, compiled.

update    gather the texts into messages.pot, bring both catalogues up to date, compile
check     refuse a stale messages.pot, a missing or doubtful translation, a lost placeholder or tag
missing   print what is not translated yet, in the form that ``update --fill`` takes
compile   catalogues → .mo, where they changed

``update --fill FOLDER`` merges translations from JSON files: ``{text: {"ky": …, "ru": …}}``, for counts
``{text: {"plural": …, "ky": [one, other], "ru": [one, few, many]}}``, with ``"context"`` where the code gives one.
A translation that is there already stays, unless ``--replace`` is given.
"""

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "translations"
TEMPLATE = TRANSLATIONS / "messages.pot"
LOCALES = {"ky": "Kyrgyz", "ru": "Russian"}
KEYWORDS = ("_", "_l", "n_:1,2", "p_:1c,2")
HEADER = "# {title} of Sabak. `make words` keeps this file up to date.\n#"
#: Catalogues carry no time of their own: a date that changes with every run would hide what changed.
AGELESS = datetime(2026, 11, 1, tzinfo=UTC)
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%%|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
ENGLISH_FORMS = 2
#: A message is known by its context (most have none) and its English text.
Key = tuple[str | None, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("act", choices=("update", "check", "missing", "compile"))
    parser.add_argument("--fill", type=Path, metavar="FOLDER", help="merge the translations of its JSON files")
    parser.add_argument("--replace", action="store_true", help="the filled translation wins over the one there")
    arguments = parser.parse_args()
    if arguments.act == "update":
        update(arguments.fill, replace=arguments.replace)
    elif arguments.act == "check":
        check()
    elif arguments.act == "missing":
        print(json.dumps(untranslated(), ensure_ascii=False, indent=2))
    else:
        compile_all()


def update(fragments: Path | None, *, replace: bool) -> None:
    template = gathered()
    catalogues = {locale: read_catalogue(locale) for locale in LOCALES}
    for catalogue in catalogues.values():
        catalogue.update(deepcopy(template), no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
    if fragments:
        fill(catalogues, fragments, replace=replace)
    write(template, TEMPLATE)
    for locale, catalogue in catalogues.items():
        write(catalogue, po_file(locale))
    compile_all()
    for locale, title in LOCALES.items():
        left = sum(not is_translated(message) for message in messages_of(catalogues[locale]))
        print(f"{title}: {len(catalogues[locale]) - left} of {len(catalogues[locale])} texts translated.")


def check() -> None:
    problems = [*stale_template(), *(problem for locale in LOCALES for problem in catalogue_problems(locale))]
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(f"{len(problems)} problems with the words. `make words` gathers them again.")
    print("Words: every text is translated into Kyrgyz and Russian.")


def gathered() -> Catalog:
    """Every text marked in the code and the templates, found by the mapping in pyproject.toml."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.pot"
        keywords = [f"--keyword={keyword}" for keyword in KEYWORDS]
        command = ["extract", f"--mapping-file={ROOT / 'pyproject.toml'}", "--add-comments=i18n:", *keywords]
        CommandLineInterface().run(["pybabel", "--quiet", *command, f"--output-file={found}", str(ROOT / "lms")])
        with found.open("rb") as file:
            extracted = read_po(file)
    catalogue = empty_catalogue(None, "Texts")
    for message in messages_of(extracted):
        places = sorted({Path(name).relative_to(ROOT).as_posix() for name, _ in message.locations})
        catalogue.add(
            message.id,
            locations=[(place, None) for place in places],
            auto_comments=message.auto_comments,
            context=message.context,
            flags=message.flags,
        )
    return catalogue


def empty_catalogue(locale: str | None, title: str) -> Catalog:
    catalogue = Catalog(
        locale=locale,
        project="Sabak",
        version="1",
        header_comment=HEADER.format(title=title),
        creation_date=AGELESS,
        revision_date=AGELESS,
        last_translator="Sabak",
        language_team=title,
        fuzzy=False,
    )
    catalogue.msgid_bugs_address = "the issues of the repository"
    return catalogue


def read_catalogue(locale: str) -> Catalog:
    catalogue = empty_catalogue(locale, LOCALES[locale])
    if po_file(locale).exists():
        with po_file(locale).open("rb") as file:
            for message in messages_of(read_po(file, locale=locale)):
                catalogue[message.id] = message
    return catalogue


def po_file(locale: str) -> Path:
    return TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"


def write(catalogue: Catalog, path: Path) -> None:
    """Sorted by text, without line numbers: two people who add texts rarely touch the same lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)


def compile_all() -> None:
    for locale in LOCALES:
        source, target = po_file(locale), po_file(locale).with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns):
            continue
        part = target.with_suffix(".part")
        with part.open("wb") as file:
            write_mo(file, read_catalogue(locale))
        part.replace(target)


def fill(catalogues: dict[str, Catalog], folder: Path, *, replace: bool) -> None:
    known = {locale: by_key(catalogue) for locale, catalogue in catalogues.items()}
    for path in sorted(folder.glob("*.json")):
        for text, entry in json.loads(path.read_text(encoding="utf-8")).items():
            for locale, messages in known.items():
                key = (entry.get("context"), text)
                message = messages.get(key) or next((m for k, m in messages.items() if k[1] == text), None)
                if message is None:
                    print(f"{path.name}: no longer in the code: {text!r}")
                    break
                if locale in entry and (replace or not is_translated(message)):
                    given = entry[locale]
                    message.string = tuple(given) if isinstance(given, list) else given
                    message.flags.discard("fuzzy")


def untranslated() -> dict[str, dict[str, object]]:
    """What ``--fill`` would still need: text → the languages that lack it, with empty places to write in."""
    wanted: dict[str, dict[str, object]] = {}
    for locale in LOCALES:
        catalogue = read_catalogue(locale)
        catalogue.update(gathered(), no_fuzzy_matching=True)
        for message in messages_of(catalogue):
            if is_translated(message):
                continue
            entry = wanted.setdefault(english(message)[0], {})
            if message.context:
                entry["context"] = message.context
            if message.pluralizable:
                entry["plural"] = message.id[1]
            entry[locale] = [""] * catalogue.num_plurals if message.pluralizable else ""
    return wanted


def stale_template() -> Iterator[str]:
    if not TEMPLATE.exists():
        yield f"{TEMPLATE.relative_to(ROOT)} is missing."
        return
    with TEMPLATE.open("rb") as file:
        kept = by_key(read_po(file))
    found = by_key(gathered())
    for key in sorted(found.keys() - kept.keys(), key=str):
        yield f"messages.pot is stale: the code has a new text: {key[1]!r}"
    for key in sorted(kept.keys() - found.keys(), key=str):
        yield f"messages.pot is stale: the code no longer has: {key[1]!r}"
    for key in sorted(found.keys() & kept.keys(), key=str):
        if found[key].id != kept[key].id:
            yield f"messages.pot is stale: another plural of {key[1]!r}"


def catalogue_problems(locale: str) -> Iterator[str]:
    with TEMPLATE.open("rb") if TEMPLATE.exists() else tempfile.TemporaryFile() as file:
        expected = by_key(read_po(file))
    catalogue = read_catalogue(locale)
    translated = by_key(catalogue)
    for key in expected.keys() - translated.keys():
        yield f"{locale}: missing: {key[1]!r}"
    for key in translated.keys() - expected.keys():
        yield f"{locale}: no longer in the code: {key[1]!r}"
    for key in sorted(expected.keys() & translated.keys(), key=str):
        for problem in message_problems(translated[key], catalogue.num_plurals):
            yield f"{locale}: {problem}: {key[1]!r}"


def message_problems(message: Message, forms_wanted: int) -> Iterator[str]:
    if message.fuzzy:
        yield "marked as doubtful"
    if not is_translated(message):
        yield "not translated"
        return
    forms = message.string if message.pluralizable else (message.string,)
    if message.pluralizable and len(forms) != forms_wanted:
        yield f"{len(forms)} forms of the plural where the language has {forms_wanted}"
    for form in forms:
        for name, pattern in (("placeholders", PLACEHOLDER), ("tags", TAG)):
            # "One day" may leave the figure out in English and Kyrgyz; the Russian form also says 21.
            models = english(message)[-1:] if len(forms) > ENGLISH_FORMS else english(message)
            allowed = [Counter(pattern.findall(text)) for text in models]
            if Counter(pattern.findall(form)) not in allowed:
                yield f"other {name} than the English"
        if form.strip() != form and english(message)[0].strip() == english(message)[0]:
            yield "space at an edge"


def is_translated(message: Message) -> bool:
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms) and not message.fuzzy


def english(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if message.pluralizable else (str(message.id),)


def messages_of(catalogue: Catalog) -> list[Message]:
    """Without the header, which the library keeps as a message with an empty text."""
    return [message for message in catalogue if message.id]


def by_key(catalogue: Catalog) -> dict[Key, Message]:
    return {(message.context, english(message)[0]): message for message in messages_of(catalogue)}


if __name__ == "__main__":
    main()
