"""The anatomy of artificial patients, as formulas on coordinates in mm."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.imaging.geometry import FloatArray

Coordinates = tuple[FloatArray, FloatArray, FloatArray]
Vector = tuple[float, float, float]

NODULE_CENTRE_MM: Vector = (-78.0, 8.0, 15.0)
NODULE_RADIUS_MM = 12.0
HEART_CENTRE_MM: Vector = (24.0, -24.0, -6.0)
HEART_RADII_MM: Vector = (48.0, 40.0, 36.0)
SPINE_CENTRE_MM: Vector = (0.0, 78.0, 0.0)
SPINE_RADIUS_MM = 17.0
LESION_CENTRE_MM: Vector = (30.0, -18.0, 12.0)
LESION_RADII_MM: Vector = (14.0, 11.0, 13.0)
VENTRICLE_RADII_MM: Vector = (9.0, 24.0, 14.0)


def inside(at: Coordinates, centre: Vector, radii: Vector) -> NDArray[np.bool_]:
    squares = [((axis - middle) / radius) ** 2 for axis, middle, radius in zip(at, centre, radii, strict=True)]
    return np.asarray(squares[0] + squares[1] + squares[2] <= 1.0)


def chest_hu(at: Coordinates, random: np.random.Generator) -> NDArray[np.int16]:
    """A chest in Hounsfield units: skin and fat, muscle, lungs with vessels, heart, spine, a nodule, the table."""
    shape = np.broadcast_shapes(*(axis.shape for axis in at))
    hu = np.full(shape, -1000.0)
    endless = 1e6
    hu[inside(at, (0, 150, 0), (160, 5, endless))] = -650.0
    hu[inside(at, (0, 0, 0), (165, 118, endless))] = -95.0
    hu[inside(at, (0, 0, 0), (150, 104, endless))] = 48.0
    for side in (-1, 1):
        lung = inside(at, (side * 70.0, 2, 0), (54, 80, 130))
        hu[lung] = -840.0
        for depth in range(5):
            vessel = inside(at, (side * 66.0, -44 + 22.0 * depth, 0), (3.0, 3.0, 90)) & lung
            hu[vessel] = 20.0
    hu[inside(at, HEART_CENTRE_MM, HEART_RADII_MM)] = 42.0
    hu[inside(at, SPINE_CENTRE_MM, (SPINE_RADIUS_MM, SPINE_RADIUS_MM, endless))] = 380.0
    hu[inside(at, (0, 84, 0), (7, 7, endless))] = 30.0
    hu[inside(at, NODULE_CENTRE_MM, (NODULE_RADIUS_MM,) * 3)] = 35.0
    hu += random.normal(0, 14, shape) * (hu > -1000)  # noqa: PLR2004 - air outside is read as air
    return np.asarray(np.rint(hu.clip(-1024, 3071)), dtype=np.int16)


def head_t1(at: Coordinates, random: np.random.Generator) -> NDArray[np.uint16]:
    """A head in the arbitrary units of a T1-weighted MR: scalp, skull, white and grey matter, ventricles, a lesion."""
    shape = np.broadcast_shapes(*(axis.shape for axis in at))
    signal = np.full(shape, 12.0)
    for radii, value in (((78, 98, 84), 620.0), ((73, 93, 79), 60.0), ((68, 88, 74), 330.0), ((58, 78, 64), 460.0)):
        signal[inside(at, (0, 0, 0), radii)] = value
    signal[ventricles(at)] = 110.0
    signal[lesion(at)] = 720.0
    x, y, _ = at
    bias = 1.0 + 0.08 * np.broadcast_to(x / 100 + y / 140, shape)
    noise = np.hypot(signal * bias + random.normal(0, 9, shape), random.normal(0, 9, shape))
    return np.asarray(np.rint(noise.clip(0, 4095)), dtype=np.uint16)


def lesion(at: Coordinates) -> NDArray[np.bool_]:
    return inside(at, LESION_CENTRE_MM, LESION_RADII_MM)


def ventricles(at: Coordinates) -> NDArray[np.bool_]:
    return inside(at, (-12, 6, 4), VENTRICLE_RADII_MM) | inside(at, (12, 6, 4), VENTRICLE_RADII_MM)


def chest_projection(rows: int, columns: int, random: np.random.Generator) -> NDArray[np.uint16]:
    """A frontal chest radiograph with 12 bits, dense tissue high (shown white as MONOCHROME2)."""
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float64)
    across, down = (x - columns / 2) / columns * 400, (y - rows / 2) / rows * 480

    def thickness(centre: tuple[float, float], radii: tuple[float, float], depth: float) -> FloatArray:
        rest = 1 - ((across - centre[0]) / radii[0]) ** 2 - ((down - centre[1]) / radii[1]) ** 2
        return np.asarray(depth * np.sqrt(rest.clip(0)))

    density = thickness((0, 60), (180, 330), 110)
    for side in (-1, 1):
        density -= thickness((side * 78, 0), (62, 150), 72)
    density += thickness((28, 70), (62, 74), 50) + thickness((0, 0), (16, 400), 34)
    for rib in range(9):
        curve = down + 170 - rib * 38 - 0.0016 * across**2
        density += 11 * np.exp(-((curve / 5) ** 2)) * (np.abs(across) < 140)  # noqa: PLR2004
    density += thickness((-80, 30), (11, 11), 26)
    exposed = 300 + density.clip(0) * 22 + random.normal(0, 16, density.shape)
    return np.asarray(np.rint(exposed.clip(0, 4095)), dtype=np.uint16)


def skin_photograph(rows: int, columns: int, random: np.random.Generator) -> NDArray[np.uint8]:
    """A skin lesion as through a dermatoscope: an uneven brown patch on pink skin, a few hairs, a dark rim."""
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float64)
    from_centre = np.hypot(x - columns * 0.52, (y - rows * 0.48) * 1.15)
    angle = np.arctan2(y - rows * 0.48, x - columns * 0.52)
    edge = rows * (0.26 + 0.03 * np.sin(3 * angle + 0.6) + 0.02 * np.sin(7 * angle) + 0.012 * np.cos(13 * angle))
    inside_lesion = 1 / (1 + np.exp((from_centre - edge) / 5))
    network = 0.5 + 0.5 * np.sin(x / 5.5 + 2 * np.sin(y / 21)) * np.sin(y / 5.1 + 2 * np.sin(x / 17))
    skin = np.array([226.0, 178.0, 160.0])
    mole = np.array([118.0, 72.0, 52.0]) - 34 * network[..., None] * np.array([1.0, 0.8, 0.6])
    picture: NDArray[Any] = skin * (1 - inside_lesion[..., None]) + mole * inside_lesion[..., None]
    for number in range(6):
        course = y - rows * (0.1 + 0.15 * number) - 34 * np.sin(x / 90 + number) - 0.1 * x * (number % 3 - 1)
        picture *= (1 - 0.62 * np.exp(-((course / 1.3) ** 2)))[..., None]
    rim = 1 / (1 + np.exp((np.hypot(x - columns / 2, y - rows / 2) - rows * 0.56) / 9))
    picture = picture * rim[..., None] + random.normal(0, 3.5, picture.shape)
    return np.asarray(np.rint(picture.clip(0, 255)), dtype=np.uint8)
