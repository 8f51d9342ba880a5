"""What the form library says, said as we would say it, in our catalogue.

WTForms has no Kyrgyz, and its sentences name the fault instead of the remedy. Our own fields bring their own
sentences; these stand in wherever a validator of the library is used. A sentence we do not know is replaced by a
general one rather than shown in English.
"""

from flask_babel import LazyString

from lms.core.i18n import _, _l, n_

CHECK_FIELD = _l("Check what you entered here.")
CHOOSE = _l("Choose an answer from the list.")
START_AGAIN = _l("This page was open for too long. Send the form again.")

SENTENCES: dict[str, LazyString] = {
    "This field is required.": _l("Fill in this field."),
    "Field must be equal to %(other_name)s.": _l("The two entries are not the same. Enter them again."),
    "Number must be at least %(min)s.": _l("Enter a number that is at least %(min)s."),
    "Number must be at most %(max)s.": _l("Enter a number that is at most %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Enter a number between %(min)s and %(max)s."),
    "Date must be at least %(min)s.": _l("Enter a date that is not before %(min)s."),
    "Date must be at most %(max)s.": _l("Enter a date that is not after %(max)s."),
    "Date must be between %(min)s and %(max)s.": _l("Enter a date between %(min)s and %(max)s."),
    "Field must be between %(min)d and %(max)d characters long.": _l("Enter between %(min)d and %(max)d characters."),
    "Invalid email address.": _l("Enter an e-mail address in the form name@example.org."),
    "Invalid URL.": _l("Enter a web address that begins with https://."),
    "Not a valid choice.": CHOOSE,
    "Invalid Choice: could not coerce.": CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": CHOOSE,
    "Invalid value, must be one of: %(values)s.": CHOOSE,
    "Not a valid integer value.": _l("Enter a whole number."),
    "Not a valid decimal value.": _l("Enter a number."),
    "Not a valid float value.": _l("Enter a number."),
    "Not a valid date value.": _l("There is no such day. Check the day, the month and the year."),
    "Not a valid datetime value.": _l("Enter a date and a time."),
    "Not a valid time value.": _l("Enter a time in the form 14:30."),
    "CSRF token missing.": START_AGAIN,
    "CSRF token expired.": START_AGAIN,
    "CSRF failed.": START_AGAIN,
    "Invalid CSRF Token.": START_AGAIN,
}


class HouseTranslations:
    """Stands where WTForms looks for its translations."""

    def gettext(self, string: str) -> str:
        """Our sentence for one of the library's."""
        return str(SENTENCES.get(string, CHECK_FIELD))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Our sentence for one that counts; the library fills in ``min`` or ``max`` afterwards."""
        if "at least" in singular:
            return n_("Enter at least %(num)d character.", "Enter at least %(num)d characters.", n)
        if "exactly" in singular:
            return n_("Enter exactly %(num)d character.", "Enter exactly %(num)d characters.", n)
        if "longer than" in singular:
            return n_("Use no more than %(num)d character.", "Use no more than %(num)d characters.", n)
        return _("Choose an answer from the list.")
