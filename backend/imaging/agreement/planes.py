"""Shapes on planes through a volume, so that those of several readers can be laid over one another."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from backend.imaging.planes import Pixels, onto, plane_of

FINE_MM = 0.25  # areas are counted in squares of this side
DIGITS = 2  # of a plane's distance in mm, and of its directions: readers' clients compute them a little differently


def on_its_plane(geometry: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """What names the plane to all who draw on it, and a shape in its fine squares."""
    plane = plane_of(values)
    height = float(np.dot(plane.origin, plane.normal))
    named = [plane.frame_of_reference_uid, *np.round([height, *plane.u, *plane.v], DIGITS) + 0.0]
    foot = height * plane.normal  # readers' planes may have different origins
    return json.dumps(named), onto(geometry, plane, Pixels(foot, plane.u, plane.v, FINE_MM, FINE_MM))
