"""The fixture of golden pages, for all tables of answers."""

from tests.practice.test_pages import golden  # noqa: F401
