"""The only fixture that starts a Prefect server: one, for all tests of flows."""

import pytest


@pytest.fixture(scope="session")
def prefect_server():
    """Run flows against a server of their own, in a temporary home."""
    # Imported here because it takes seconds, and the quick tests never start a server.
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield
