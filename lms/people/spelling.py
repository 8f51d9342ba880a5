"""What a written name may be. Asked by every form in which one is typed."""

FEWEST_LETTERS = 2
SIGNS = " -'’ʼ."
#: Where the blocks of Latin letters end.
LATIN_END = 0x250


def has_only_letters(name: str) -> bool:
    """Letters of any alphabet. A ``?`` or a digit is what a broken copy leaves behind, and would be printed."""
    return all(letter.isalpha() or letter in SIGNS for letter in name)


def is_long_enough(name: str) -> bool:
    return sum(letter.isalpha() for letter in name) >= FEWEST_LETTERS


def is_latin(name: str) -> bool:
    return not any(letter.isalpha() and ord(letter) >= LATIN_END for letter in name)
