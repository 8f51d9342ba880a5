"""What stands in the way of a report."""


class DraftExists(Exception):
    """There is a draft for this period already; ``draft_id`` leads to it."""

    def __init__(self, draft_id: object) -> None:
        """Keep where it is."""
        super().__init__("There is a draft for this period.")
        self.draft_id = draft_id


class AlreadyFrozen(Exception):
    """This period was reported; only a new version may take the place of the report. ``report_id`` leads to it."""

    def __init__(self, report_id: object) -> None:
        """Keep where it is."""
        super().__init__("The period was reported.")
        self.report_id = report_id


class OnItsWay(Exception):
    """The draft was submitted; nothing of it may change until it is frozen."""


class ChangedMeanwhile(Exception):
    """Somebody saved this text after it was opened."""


class DataMoved(Exception):
    """The data changed while it was counted; count again."""


class Changed(Exception):
    """A frozen report is not what was frozen: somebody changed it in the database."""

    def __init__(self, report_id: object) -> None:
        """Keep whose."""
        super().__init__(f"Frozen report {report_id} is not what was frozen.")
        self.report_id = report_id
