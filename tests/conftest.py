"""What all tests share: regenerating golden pages, and refusing to skip where everything must be there."""

import os
import shutil

import pytest
from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None, print_blob=False)
settings.register_profile("searching", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate-golden", action="store_true", help="write the golden pages anew; then read every difference by eye")


@pytest.fixture
def program():
    """The path of a program; without it the test is skipped, or fails where CHAINRULE_NO_SKIP is set."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            assert not os.environ.get("CHAINRULE_NO_SKIP"), f"{name} is not installed"
            pytest.skip(f"{name} is not installed")
        return path

    return find
