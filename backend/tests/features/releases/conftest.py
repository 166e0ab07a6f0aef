"""The set of the tests of exports: read by one reader, led by somebody who does not read."""

from backend.tests.features.exports.conftest import read_set

__all__ = ["read_set"]
