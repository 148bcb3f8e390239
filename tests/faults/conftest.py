"""Programmes whose workers are killed."""

from tests.runtime.conftest import club, spaces

__all__ = ["club", "spaces"]
