"""Moodle XML: the questions of a Moodle, with pictures inside, and ours for a Moodle."""

from lms.exchange.moodle_xml.reader import read
from lms.exchange.moodle_xml.writer import write

__all__ = ["read", "write"]
