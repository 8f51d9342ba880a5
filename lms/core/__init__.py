"""Foundations: what every room stands on and nothing of the domain."""
