"""A part of a whole: of a line with 40 people of whom 37 are something, the 3 who are not are known as well."""


def is_small(part: int, whole: int, *, k: int) -> bool:
    """Whether the part or what remains of the whole is a few people."""
    return 0 < part < k or 0 < whole - part < k
