import pytest

from tests.tell import sample_report


@pytest.fixture(scope="session")
def rich():
    return sample_report.report(300)


@pytest.fixture(scope="session")
def small():
    return sample_report.small()


@pytest.fixture(scope="session")
def empty():
    return sample_report.empty()
