"""Why a document was not made."""

from collections.abc import Sequence


class DocumentRefused(RuntimeError):
    """The typesetter refused, failed, or went over its limits; the message is for the log, not for people."""


class UnprintableText(ValueError):
    """A text holds letters that the fonts of documents do not have."""

    def __init__(self, text: str, letters: Sequence[str]) -> None:
        """Keep both, so that a form can name the letters."""
        self.text = text
        self.letters = list(letters)
        named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in self.letters)
        super().__init__(f"The fonts of documents lack {named}")
