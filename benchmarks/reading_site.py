"""A set with one reader's region on a CT, in versions; and presets that say the same in other words."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from backend.imaging.reading import quietly, read_dataset
from backend.tests.production import Production

# Crops, resamples and standardises. What differs changes no value, but nothing that was computed before is taken over.
PRESET = """\
format: isocenter-preset/1
CT:
  preprocessing:
    - crop: {{padding_mm: 12}}
    - resample: {{spacing_mm: [1.4, 1.4, 2], order: 3}}
    - z_score: {{above: -900}}
  mask_preprocessing:
    - resample: {{order: 1, threshold: 0.5}}
  pyradiomics:
    imageType: {{Original: {{}}}}
    featureClass: {{shape: , firstorder: , glcm: , glrlm: }}
    setting: {{binWidth: 0.1, geometryTolerance: {tolerance}}}
"""
# Left and right of the middle, by their corners in parts of the image's side.
VERSIONS = (((0.30, 0.40), (0.45, 0.40), (0.45, 0.60), (0.30, 0.60)), ((0.52, 0.40), (0.70, 0.44), (0.60, 0.62)))
SLICES_DRAWN = 3


class ReadingSite:
    def __init__(self, cluster: Production, side: int) -> None:
        self.cluster, self.side = cluster, side
        group = cluster.post("/groups", name="Kills")
        made = cluster.post(f"/groups/{group['id']}/sets", name="Kills", task="segmentation")
        self.set_id: str = made["id"]
        self.label_id: str = cluster.post(f"/sets/{self.set_id}/labels", name="Drawn", color="#E69F00")["id"]

    def begin(self, images: list[Path]) -> None:
        """Once the images are in the set: a reading of them."""
        package = self.cluster.post(f"/sets/{self.set_id}/packages/claim")
        (item,) = self.cluster.get(f"/packages/{package['id']}/items")["items"]
        sample = item["sample"]
        self.image_id = sample["images"][0]["id"]
        begun = self.cluster.post(f"/packages/{package['id']}/samples/{sample['id']}/examination")
        self.examination_id: str = begun["id"]
        self.uids = _middle_uids(images)

    def draw(self, version: int) -> None:
        """Put one of the versions in place of what was drawn."""
        address = f"/examinations/{self.examination_id}"
        reading = self.cluster.get(address)
        if reading["state"] == "done":
            operation = {"id": str(uuid4()), "kind": "set_state", "state": "open"}
            self.cluster.post(f"{address}/operations", base_version=reading["version"], operations=[operation])
            reading = self.cluster.get(address)
        points = [{"x": x * self.side, "y": y * self.side} for x, y in VERSIONS[version]]
        body = {
            "base_version": reading["version"],
            "state": "done",
            "annotations": [self._polygon(uid, points) for uid in self.uids],
        }
        self.cluster.client.put(address, json=body).raise_for_status()

    def preset(self, number: int) -> str:
        source = PRESET.format(tolerance=1e-6 + number * 1e-9)
        made: str = self.cluster.post("/extraction-presets", name=f"Kills {number}", source=source)["id"]
        return made

    def _polygon(self, uid: str, points: list[dict[str, float]]) -> dict[str, Any]:
        return {
            "id": str(uuid4()),
            "label_id": self.label_id,
            "image_id": self.image_id,
            "kind": "polygon",
            "sop_instance_uid": uid,
            "geometry": {"kind": "polygon", "points": points},
        }


@quietly()
def _middle_uids(images: list[Path]) -> list[str]:
    headers = [read_dataset(path) for path in images]
    slices = sorted(
        (float(header.ImagePositionPatient[2]), str(header.SOPInstanceUID))
        for header in headers
        if "ImagePositionPatient" in header
    )
    start = (len(slices) - SLICES_DRAWN) // 2
    return [uid for _, uid in slices[start : start + SLICES_DRAWN]]
