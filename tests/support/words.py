"""Words of the interface in the language of a page, for stories that are told in every language."""

from lms.core.i18n import _, n_, speaking


def said_in(language):
    """A function that gives a text of the interface as it is said in this language."""

    def say(text, **values):
        with speaking(language):
            return _(text, **values)

    return say


def counted_in(language):
    def count(one, many, number, **values):
        with speaking(language):
            return n_(one, many, number, **values)

    return count
