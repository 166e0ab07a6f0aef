"""The set that exports are tested on."""

from backend.tests.features.exports.conftest import read_set

__all__ = ["read_set"]
