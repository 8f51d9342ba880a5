"""What somebody who makes a token says of it."""

from datetime import timedelta

from lms.core.i18n import _l
from lms.reporting.reports import Audience
from lms.ui.forms import Form, Option, Radios, TextField

LONGEST_NAME = 60


class TokenForm(Form):
    """Its name, what it opens and for how long."""

    name = TextField(
        _l("Name of the token"),
        hint=_l("What will read by it, for example: Workbook of the quarterly report"),
        missing=_l("Give it a name by which you will know it again."),
        max_length=LONGEST_NAME,
    )
    audience = Radios(
        _l("What it opens"),
        options=[
            Option(
                Audience.PUBLIC.value,
                _l("Tables with small numbers hidden"),
                _l("Choose this for whatever leaves the project team."),
            ),
            Option(
                Audience.TEAM.value,
                _l("Tables of the project team, with every number"),
                _l("Counts of a few people tell who they are. Keep the file where only the team can open it."),
            ),
        ],
    )
    lasts = Radios(
        _l("How long"),
        options=[Option("30", _l("30 days")), Option("90", _l("90 days")), Option("365", _l("One year"))],
    )

    def time(self) -> timedelta:
        return timedelta(days=int(self.lasts.data))
