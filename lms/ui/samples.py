"""Samples for the design page."""


def design_samples() -> dict[str, object]:
    return {}
