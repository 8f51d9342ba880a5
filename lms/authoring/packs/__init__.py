"""Packages: a training module as a folder or a zip file, in the format of ``content/README.md``.

``files`` reads bytes and refuses what is dangerous, ``reading`` makes one typed document of them, ``checks`` names
everything that is wrong with it, ``writing`` makes a package of a document again.
"""

from lms.authoring.packs.checks import Known, check_document
from lms.authoring.packs.files import PackFiles, Refused, open_pack
from lms.authoring.packs.problems import Level, Located, Problem, Report
from lms.authoring.packs.reading import Pack, read_pack, read_unchecked
from lms.authoring.packs.writing import write_pack, write_pack_to

__all__ = [
    "Known",
    "Level",
    "Located",
    "Pack",
    "PackFiles",
    "Problem",
    "Refused",
    "Report",
    "check_document",
    "open_pack",
    "read_pack",
    "read_unchecked",
    "write_pack",
    "write_pack_to",
]
