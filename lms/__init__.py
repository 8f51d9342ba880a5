"""Sabak, a training platform. Start reading at lms.app."""
