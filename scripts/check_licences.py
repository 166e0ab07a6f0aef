"""Refuse what is not permissive among the packages that run with Isocenter or are shipped inside its frontend.

Python packages are asked for what they declare as installed; npm packages as package-lock.json (or, where it is silent,
node_modules) has it. What only builds and tests is free to be otherwise.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

REQUIREMENTS = [Path("requirements/base.txt"), Path("requirements/radiomics.txt")]
FRONTEND = Path("frontend")

PERMISSIVE = {
    "0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "ISC", "MIT", "MIT-0",
    "MIT-CMU", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib",
}  # fmt: skip
# What older packages write instead of an SPDX expression.
SPOKEN = {
    "Apache": "Apache-2.0",
    "Apache 2": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
# Package -> licence, with the reason why it is no harm.
EXCEPTIONS = {
    "certifi": "MPL-2.0",  # a file of certificates, unchanged; MPL reaches no further than its own files
    "@fontsource-variable/inter": "OFL-1.1",  # a font may be bundled with any software
    "@fontsource/jetbrains-mono": "OFL-1.1",  # a font may be bundled with any software
    "caniuse-lite": "CC-BY-4.0",  # data of a build tool that a dependency names; nothing of it is shipped
}
# Development dependencies by name, but the build copies them into what is served.
SHIPPED_BY_THE_BUILD = {"swagger-ui-dist"}


def main() -> int:
    complaints = [
        f"{name}: {licence or 'no licence stated'}"
        for name, licence in [*python_packages(), *npm_packages()]
        if EXCEPTIONS.get(name, "") != licence and not is_permissive(licence)
    ]
    if complaints:
        print("Not permissive, or not known to be (scripts/check_licences.py):", *complaints, sep="\n  ")
        return 1
    print("Licences of what runs and ships: all permissive.")
    return 0


def is_permissive(expression: str) -> bool:
    """Whether every AND part of an SPDX expression leaves us a permissive choice; strict with nested ones."""
    parts = re.sub(r"[()]", "", expression).split(" AND ")
    return all(any(choice.strip() in PERMISSIVE for choice in part.split(" OR ")) for part in parts)


def python_packages() -> Iterator[tuple[str, str]]:
    for path in REQUIREMENTS:
        for name in re.findall(r"^([\w.-]+)==", path.read_text(encoding="utf-8"), re.MULTILINE):
            try:
                yield name, declared_licence(name)
            except PackageNotFoundError:
                if path.stem != "radiomics":  # may be absent: it is built where there is a compiler
                    yield name, "not installed, so not known"


def declared_licence(name: str) -> str:
    """Tell the SPDX expression; failing that, what the classifiers say; failing that, the licence field's words."""
    declared = metadata(name)
    if expression := declared.get_all("License-Expression"):
        return str(expression[0])
    classifiers = [line.rsplit(" :: ", 1)[-1] for line in declared.get_all("Classifier") or [] if "License ::" in line]
    words = classifiers or [line.split("\n", 1)[0] for line in declared.get_all("License") or []]
    return " AND ".join(SPOKEN.get(word, word) for word in words)


def npm_packages() -> Iterator[tuple[str, str]]:
    lock = FRONTEND / "package-lock.json"
    for path, entry in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
        name = path.rpartition("node_modules/")[2]
        if not name or (entry.get("dev") and name not in SHIPPED_BY_THE_BUILD):
            continue
        yield name, entry.get("license") or installed_licence(FRONTEND / path / "package.json")


def installed_licence(manifest: Path) -> str:
    """Tell what an old package wrote before `license` was one word: `licenses`, a list of {type, url}."""
    if not manifest.is_file():
        return ""
    package = json.loads(manifest.read_text(encoding="utf-8"))
    return " AND ".join(licence["type"] for licence in package.get("licenses", []))


if __name__ == "__main__":
    sys.exit(main())
