"""Says where questions differ, instead of showing two pages of them."""

import msgspec


def differences(before, after):
    """Field, what it was and what it became, for every difference."""
    if len(before) != len(after):
        return [("number of questions", len(before), len(after))]
    return [
        (one.key, field, getattr(one, field), getattr(other, field))
        for one, other in zip(before, after, strict=True)
        for field in (known.name for known in msgspec.structs.fields(one))
        if getattr(one, field) != getattr(other, field)
    ]
