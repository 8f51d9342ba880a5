"""Refusals of the studio and of loading."""

from collections.abc import Sequence


class LoadRefused(Exception):
    """Nothing was loaded; the sentences say why, one for each problem."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = list(sentences)


class NotReady(Exception):
    """Something that must be done before review or publication is not done."""


class ReviewOpen(Exception):
    """The draft is with the reviewers already."""


class NotYourReview(Exception):
    """The person wrote the text, asked for the review, holds no role for the checklist or has signed its opposite."""


class NotYoursToSay(Exception):
    """That translations are checked or approved is said by reviewers who did not write them, and by nobody else."""


class MustChangeOpen(Exception):
    """Something marked “must change” is not settled, so the text cannot be approved."""


class ChangeUnsaid(Exception):
    """A text is returned without a word on what its author has to change."""


class VersionNotRaised(Exception):
    """A checklist of the content folder differs from what was loaded under its version; the argument is its key."""


class LanguagesNotReady(Exception):
    """Some translated texts are not as far as they must be to be published."""


class WordsOpen(Exception):
    """A trace of a real person, or a word that must change, is neither changed nor kept with a reason."""


class NotApproved(Exception):
    """The draft as it stands has not been approved by both reviewers."""


class KeyTaken(Exception):
    """There is already something with this key, address or code."""


class InUse(Exception):
    """It cannot be deleted while something else refers to it."""


class SourceDiffers(Exception):
    """Two modules call different sources by the same key; the argument is the key."""
