"""Zip files of strangers: limits hold for what is really unpacked."""

import io
import struct
import zipfile

import pytest

from lms.core.zips import Limits, ZipProblem, ZipRefused, unpacked

LIMITS = Limits(files=3, total=10_000, small=100)


def zip_of(*files, method=zipfile.ZIP_STORED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return stream


def problem_of(stream, limits=LIMITS):
    with pytest.raises(ZipRefused) as refused:
        unpacked(stream, limits)
    return refused.value.problem


def link():
    member = zipfile.ZipInfo("a")
    member.external_attr = 0o120777 << 16
    return member


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ([(name, "x") for name in "abcd"], ZipProblem.TOO_MANY),
        ([("a", "x" * 6000), ("b", "x" * 6000)], ZipProblem.TOO_LARGE),
        ([("a", "1"), ("./a", "2")], ZipProblem.TWICE),
        ([("../a", "x")], ZipProblem.LEADS_OUT),
        ([("/etc/a", "x")], ZipProblem.LEADS_OUT),
        ([("a\\..\\b", "x")], ZipProblem.LEADS_OUT),
        ([("C:a", "x")], ZipProblem.LEADS_OUT),
        ([(link(), "/etc/passwd")], ZipProblem.LINK),
    ],
)
def test_what_is_refused(files, problem):
    assert problem_of(zip_of(*files)) is problem


def test_a_bomb_is_known_by_its_ratio():
    assert problem_of(zip_of(("a", "0" * 9000), method=zipfile.ZIP_BZIP2)) is ZipProblem.BOMB


def test_a_size_that_was_made_smaller_does_not_help():
    stream = zip_of(("a", "0123456789" * 200), method=zipfile.ZIP_DEFLATED)
    forged = stream.getvalue().replace(struct.pack("<L", 2000), struct.pack("<L", 5))

    with pytest.raises(ZipRefused) as refused:
        unpacked(io.BytesIO(forged), LIMITS)

    assert refused.value.problem in {ZipProblem.FORGED, ZipProblem.NO_ZIP}


def test_bytes_that_are_no_zip_are_refused():
    assert problem_of(io.BytesIO(b"PK\x03\x04 and then nothing")) is ZipProblem.NO_ZIP


def test_what_is_not_wanted_is_passed_over_unread():
    stream = zip_of(("a.xml", "x"), ("inner.zip", "y"))

    assert unpacked(stream, LIMITS, wanted=lambda path: path.endswith(".xml")) == {"a.xml": b"x"}


def test_a_file_without_a_name_is_refused():
    """The name in the list of contents begins with a nought, which ends it."""
    content = zip_of(("~", "x")).getvalue().replace(b"~", b"\x00")

    assert problem_of(io.BytesIO(content)) is ZipProblem.NO_ZIP
