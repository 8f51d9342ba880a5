"""A document without any problem, for tests that change one thing in it."""

import msgspec

from lms.catalogue.documents import Handout, HandoutText, ModuleDocument
from tests.support.packs import pack


def sound_pack(**changes):
    """The shared pack, with two decisions on every path of its scenario."""
    raw = pack(**changes)
    if "scenario" not in changes:
        raw["scenario"]["nodes"][0]["choices"][2]["next"] = "n2"
    for lesson in raw["lessons"]:
        for text in lesson["texts"].values():
            text["body"] = text["body"].strip("\n") + "\n"
    return raw


def sound_document(**changes):
    return msgspec.convert(sound_pack(**changes), ModuleDocument)


BODY = "For work.\n\n## Before\n\nWhat law asks [@iccpr art. 17].\n"


def handout(key, **bodies):
    """The same body in each language but for those given."""
    texts = {code: HandoutText(f"Page {key} {code}", bodies.get(code, BODY)) for code in ("ky", "ru", "en")}
    return Handout(key, {code: text for code, text in texts.items() if text.body})


def with_handouts(document, *handouts):
    """With a job aid and a facilitator pack, or with these."""
    given = handouts or (handout("facilitator"), handout("job-aid"))
    return msgspec.structs.replace(document, handouts=given)
