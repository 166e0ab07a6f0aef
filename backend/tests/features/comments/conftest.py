"""The set that agreement is tested on."""

from backend.tests.features.agreement.conftest import study

__all__ = ["study"]
