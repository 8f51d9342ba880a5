"""A document without any problem, for tests that change one thing in it."""

import msgspec

from lms.catalogue.documents import ModuleDocument
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
