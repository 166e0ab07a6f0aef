"""The peer of extraction: what one writes first with SimpleITK and pyradiomics, case after case, in one process.

Started by the benchmark as a process of its own: `python plain_script.py cases.json`. Prints JSON: the seconds from the
first read to the last feature, and the features of each case.
"""

# SimpleITK is typed by half:
# mypy: disable-error-code="no-untyped-call"

import json
import logging
import sys
from pathlib import Path
from time import perf_counter

import SimpleITK as sitk
from radiomics.featureextractor import RadiomicsFeatureExtractor


def main() -> None:
    logging.getLogger("radiomics").setLevel(logging.ERROR)
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    extractor = RadiomicsFeatureExtractor(plan["parameters"])
    results = {}
    began = perf_counter()
    for case in plan["cases"]:
        reader = sitk.ImageSeriesReader()
        reader.SetFileNames(reader.GetGDCMSeriesFileNames(case["folder"]))
        found = extractor.execute(reader.Execute(), sitk.ReadImage(case["mask"]))
        results[case["key"]] = {
            name: float(value) for name, value in found.items() if not name.startswith("diagnostics_")
        }
    print(json.dumps({"seconds": perf_counter() - began, "results": results}))


if __name__ == "__main__":
    main()
