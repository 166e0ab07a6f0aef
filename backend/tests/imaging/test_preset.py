"""Presets: what is read, what is refused and at which line, and that the tables are pyradiomics' own."""

import json
import pickle
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from backend.core.errors import Unprocessable
from backend.imaging.engine import engine_status, load_pyradiomics
from backend.imaging.itk import simple_itk
from backend.imaging.preset import (
    DEFAULT_PRESET,
    InvalidPreset,
    SourceError,
    canonical,
    has_section,
    preset_hash,
    read_preset,
    regions_rule,
    section_for,
    section_keys,
)
from backend.imaging.preset_pyradiomics import (
    BLOCKS,
    FEATURES,
    IMAGE_TYPES,
    INTERPOLATORS,
    SETTINGS,
    VOXEL_SETTINGS,
    WAVELETS,
)
from backend.imaging.preset_yaml import MOST_ENTRIES, read_yaml
from backend.imaging.reading import quietly

pytestmark = pytest.mark.once
pyradiomics_is_needed = pytest.mark.skipif(not engine_status().available, reason="pyradiomics could not be built here")

PRESET = """\
format: isocenter-preset/1
name: Ours
regions: combined
MR_T1:
  preprocessing:
    - z_score: {above: 0.001}
    - resample: {spacing_mm: [1, 1, 0]}
    - crop: {padding_mm: 5}
  mask_preprocessing:
    - resample: {order: 1}
  pyradiomics:
    imageType: {Wavelet: , Original: {}}
    featureClass: {glcm: [Idm], firstorder: }
    setting: {binWidth: 1e-1}
PT:
  intensity: suv
  pyradiomics: {}
"""


def errors_of(source: str) -> tuple[SourceError, ...]:
    with pytest.raises(InvalidPreset) as caught:
        read_preset(source)
    return caught.value.errors


def places_of(source: str) -> list[tuple[int, str]]:
    return [(error.line, error.path) for error in errors_of(source)]


def with_each_entry_replaced(value: Any, junk: Any) -> Iterator[Any]:
    yield junk
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from ({**value, key: changed} for changed in with_each_entry_replaced(entry, junk))
    if isinstance(value, list):
        for index, entry in enumerate(value):
            replaced = with_each_entry_replaced(entry, junk)
            yield from ([*value[:index], changed, *value[index + 1 :]] for changed in replaced)


def section(text: str) -> str:
    """A preset whose section CT begins in line 3."""
    lines = "".join(f"  {line}\n" for line in text.splitlines())
    return f"format: isocenter-preset/1\nCT:\n{lines}"


class TestReading:
    def test_a_preset_comes_in_normal_form(self) -> None:
        file = read_preset(PRESET)

        assert file.name == "Ours"
        assert file.preset["MR_T1"]["preprocessing"] == [
            {"z_score": {"above": 0.001}},
            {"resample": {"spacing_mm": [1, 1, 0], "order": 3}},
            {"crop": {"padding_mm": 5}},
        ]
        assert file.preset["MR_T1"]["mask_preprocessing"] == [{"resample": {"order": 1, "threshold": 0.5}}]
        assert file.preset["MR_T1"]["pyradiomics"]["setting"] == {"binWidth": 0.1}
        assert file.preset["PT"] == {
            "intensity": "suv",
            "preprocessing": [],
            "mask_preprocessing": [],
            "pyradiomics": {},
        }
        assert regions_rule(file.preset) == "combined"

    def test_the_order_of_keys_is_kept_and_counts(self) -> None:
        block = read_preset(PRESET).preset["MR_T1"]["pyradiomics"]

        assert list(block["imageType"]) == ["Wavelet", "Original"]
        assert list(block["featureClass"]) == ["glcm", "firstorder"]
        turned = read_preset(PRESET.replace("{Wavelet: , Original: {}}", "{Original: {}, Wavelet: }"))
        assert preset_hash(turned.preset) != preset_hash(read_preset(PRESET).preset)

    def test_what_it_is_called_does_not_count(self) -> None:
        renamed = read_preset(PRESET.replace("Ours", "Theirs"))

        assert preset_hash(renamed.preset) == preset_hash(read_preset(PRESET).preset)

    @pytest.mark.parametrize("indent", [None, 2, "\t"])
    def test_json_is_yaml(self, indent: Any) -> None:
        assert read_preset(json.dumps(DEFAULT_PRESET, indent=indent)).preset == DEFAULT_PRESET

    def test_the_normal_form_is_read_as_itself(self) -> None:
        preset = read_preset(PRESET).preset

        assert read_preset(canonical(preset)).preset == preset

    def test_a_parameter_file_of_pyradiomics_serves_any_modality(self) -> None:
        file = read_preset("imageType:\n  Original:\nsetting:\n  binWidth: 10\nvoxelSetting:\n  kernelRadius: 1\n")

        assert section_keys(file.preset) == ["any"]
        assert section_for(file.preset, "CT")["pyradiomics"] == {
            "imageType": {"Original": {}},
            "setting": {"binWidth": 10},
            "voxelSetting": {"kernelRadius": 1},
        }

    def test_an_alias_stands_for_what_it_names(self) -> None:
        source = "format: isocenter-preset/1\nCT: &all {pyradiomics: {setting: {binWidth: 5}}}\nPT: *all\n"

        preset = read_preset(source).preset

        assert preset["CT"] == preset["PT"]

    @pytest.mark.parametrize(
        ("text", "value"), [("1e-3", 0.001), ("012", 12), ("on", "on"), ("2001-01-01", "2001-01-01"), ("~", None)]
    )
    def test_scalars_are_those_of_yaml_1_2(self, text: str, value: Any) -> None:
        assert read_yaml(f"a: {text}").plain() == {"a": value}


class TestSections:
    def test_a_modality_has_its_own_or_that_of_any(self) -> None:
        preset = {"format": "isocenter-preset/1", "CT": {"pyradiomics": {"setting": {}}}, "any": {"pyradiomics": {}}}

        assert section_for(preset, "CT") == preset["CT"]
        assert section_for(preset, "PT") == preset["any"]
        assert has_section(preset, "PT")

    @pytest.mark.parametrize("key", ["MR", "", "format", "regions"])
    def test_without_any_there_is_none(self, key: str) -> None:
        preset = read_preset(PRESET).preset

        assert not has_section(preset, key)
        with pytest.raises(Unprocessable, match="no section"):
            section_for(preset, key)


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("source", "line", "words"),
        [
            ("", 1, "nothing in it"),
            ("# only a comment", 1, "nothing in it"),
            ("a: [1\nb: 2\n", 2, "not YAML"),
            ("a: 1\n\tb: 2\n", 2, "not YAML"),
            ("a: 1\n---\nb: 2", 2, "another document"),
            ("a: 1\nb: \x07", 2, "not allowed"),
            ("- a\n- b", 1, "mapping"),
            ("just words", 1, "mapping"),
            ("a: *b", 1, "undefined alias"),
            ("a: 1\nb: 1\na: 2", 3, "twice"),
            ("a: 1\n3: 2", 2, "a word"),
            ("a: 1\nb: !include /etc/passwd", 2, "Tags"),
            ("a: 1\nb: !!python/object:os.system x", 2, "Tags"),
            ("a: 1\nb: .nan", 2, "finite"),
            ("a: &a [*a]", 1, "nested"),
            ("[" * 50_000, 1, "brackets"),
            ("[" * 1_000, 1, "nested"),
            ("- " * 1_000, 1, "nested"),
            ("format: isocenter-preset/2\nCT: {pyradiomics: {}}", 1, "isocenter-preset/1"),
            ("CT: {pyradiomics: {}}", 1, "missing"),
            ("general: {}\nfeature_extraction: {}", 1, "QuantImage"),
            ("format: isocenter-preset/1", 1, "no section"),
            ("format: isocenter-preset/1\nct: {pyradiomics: {}}", 2, "modality key"),
            ("format: isocenter-preset/1\nname: 3\nCT: {pyradiomics: {}}", 2, "text"),
            ("format: isocenter-preset/1\nregions: all\nCT: {pyradiomics: {}}", 2, "referenced, combined"),
            (f"format: isocenter-preset/1\nM{'R' * 32}: {{pyradiomics: {{}}}}", 2, "modality key"),
            ("imageType: {Original: }\nsettings: {}", 2, "no block settings"),
        ],
    )
    def test_says_at_which_line(self, source: str, line: int, words: str) -> None:
        error = errors_of(source)[0]

        assert error.line == line
        assert words in error.message

    @pytest.mark.parametrize(
        ("text", "path", "words"),
        [
            ("preprocessing: []", "CT", "no pyradiomics"),
            ("pyradiomics: {}\nvolume: 1", "CT.volume", "no volume"),
            ("intensity: suv\npyradiomics: {}", "CT.intensity", "PET"),
            ("intensity: hu\npyradiomics: {}", "CT.intensity", "stored, suv"),
            ("preprocessing: {crop: 1}\npyradiomics: {}", "CT.preprocessing", "dash"),
            ("preprocessing: [crop]\npyradiomics: {}", "CT.preprocessing[0]", "A step is"),
            ("preprocessing: [blur: {}]\npyradiomics: {}", "CT.preprocessing[0].blur", "no step blur"),
            ("preprocessing: [crop: ]\npyradiomics: {}", "CT.preprocessing[0].crop", "padding_mm"),
            ("preprocessing: [crop: {padding_mm: -1}]\npyradiomics: {}", "CT.preprocessing[0].crop.padding_mm", "0 to"),
            (
                "preprocessing: [crop: {padding_mm: '5'}]\npyradiomics: {}",
                "CT.preprocessing[0].crop.padding_mm",
                "0 to",
            ),
            ("preprocessing: [z_score: {above: true}]\npyradiomics: {}", "CT.preprocessing[0].z_score.above", "number"),
            (
                "preprocessing: [crop: {padding_mm: 1}, crop: {padding_mm: 2}]\npyradiomics: {}",
                "CT.preprocessing[1].crop",
                "twice",
            ),
            ("preprocessing: [resample: {spacing_mm: [1, 1, 1]}]\npyradiomics: {}", "CT.preprocessing", "mask must be"),
            (
                "preprocessing: [resample: {spacing_mm: [1, 1]}]\nmask_preprocessing: [resample: ]\npyradiomics: {}",
                "CT.preprocessing[0].resample.spacing_mm",
                "a list of 3",
            ),
            ("mask_preprocessing: [crop: {}]\npyradiomics: {}", "CT.mask_preprocessing[0].crop", "no step"),
            (
                "mask_preprocessing: [resample: {order: 6}]\npyradiomics: {}",
                "CT.mask_preprocessing[0].resample.order",
                "0 to 5",
            ),
            ("pyradiomics: {setting: {binwidth: 1}}", "CT.pyradiomics.setting.binwidth", "binWidth"),
            ("pyradiomics: {setting: {binWidth: 0}}", "CT.pyradiomics.setting.binWidth", "above 0"),
            ("pyradiomics: {setting: {binWidth: }}", "CT.pyradiomics.setting.binWidth", "above 0"),
            ("pyradiomics: {setting: 5}", "CT.pyradiomics.setting", "mapping"),
            ("pyradiomics: {imageType: [Original]}", "CT.pyradiomics.imageType", "mapping"),
            ("pyradiomics: {imageType: {original: }}", "CT.pyradiomics.imageType.original", "no image type"),
            ("pyradiomics: {imageType: {LoG: }}", "CT.pyradiomics.imageType.LoG", "sigma"),
            ("pyradiomics: {imageType: {LBP3D: }}", "CT.pyradiomics.imageType.LBP3D", "packages"),
            (
                "pyradiomics: {imageType: {Wavelet: {wavelet: morl}}}",
                "CT.pyradiomics.imageType.Wavelet.wavelet",
                "coif1",
            ),
            ("pyradiomics: {featureClass: }", "CT.pyradiomics.featureClass", "mapping"),
            ("pyradiomics: {featureClass: {texture: }}", "CT.pyradiomics.featureClass.texture", "no feature class"),
            ("pyradiomics: {featureClass: {glcm: Idm}}", "CT.pyradiomics.featureClass.glcm", "a list"),
            ("pyradiomics: {featureClass: {glcm: [IDM]}}", "CT.pyradiomics.featureClass.glcm[0]", "no feature IDM"),
            ("pyradiomics: {featureClass: {shape2D: }}", "CT.pyradiomics.featureClass.shape2D", "force2D"),
        ],
    )
    def test_says_in_which_entry(self, text: str, path: str, words: str) -> None:
        (error,) = errors_of(section(text))

        assert error.path == path
        assert words in error.message

    def test_says_all_at_once_from_the_top(self) -> None:
        source = section(
            "preprocessing:\n  - crop: {padding_mm: -1}\npyradiomics:\n  setting:\n    binWidth: x\n    level: 0"
        )

        assert places_of(source) == [
            (4, "CT.preprocessing[0].crop.padding_mm"),
            (7, "CT.pyradiomics.setting.binWidth"),
            (8, "CT.pyradiomics.setting.level"),
        ]

    @pytest.mark.parametrize(
        "junk", [None, True, -1, 2.5, "junk", [], {}, [[]], [{"crop": []}], {"sigma": {}}, {"a": 1}]
    )
    def test_whatever_stands_wherever_is_taken_or_refused_by_name(self, junk: Any) -> None:
        """Every entry of a preset replaced by something else."""
        for changed in with_each_entry_replaced(read_yaml(PRESET).plain(), junk):
            with suppress(InvalidPreset):
                section_for(read_preset(json.dumps(changed)).preset, "PT")

    def test_many_aliases_of_aliases_are_not_followed_for_ever(self) -> None:
        lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
        lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 15)]

        assert MOST_ENTRIES < 10**15
        assert "too many entries" in errors_of("\n".join(lines))[0].message

    def test_an_error_survives_the_way_back_from_a_process(self) -> None:
        with pytest.raises(InvalidPreset) as caught:
            read_preset("a: 1")

        again = pickle.loads(pickle.dumps(caught.value))
        assert (str(again), again.errors) == (str(caught.value), caught.value.errors)


@pyradiomics_is_needed
class TestTablesArePyradiomicsOwn:
    """Of the installed library: its schema file and what it says of itself."""

    def schema(self) -> dict[str, Any]:
        spec = find_spec("radiomics")
        assert spec is not None
        assert spec.submodule_search_locations
        path = Path(spec.submodule_search_locations[0]) / "schemas" / "paramSchema.yaml"
        schema = read_yaml(path.read_text().replace("regex;(.+)", "'regex;(.+)'")).plain()
        mapping: dict[str, Any] = schema["mapping"]
        return mapping

    def test_blocks_and_settings(self) -> None:
        schema = self.schema()

        assert set(BLOCKS) == set(schema)
        assert set(SETTINGS) == set(schema["setting"]["mapping"])
        assert set(VOXEL_SETTINGS) == set(schema["voxelSetting"]["mapping"])

    def test_classes_features_and_image_types(self) -> None:
        load_pyradiomics()
        import radiomics

        classes = {name: set(of.getFeatureNames()) for name, of in radiomics.getFeatureClasses().items()}
        assert {name: set(features) for name, features in FEATURES.items()} == classes
        assert set(IMAGE_TYPES) == set(radiomics.getImageTypes())

    def test_wavelets_and_interpolators(self) -> None:
        wavelets: Any = import_module("pywt")

        assert set(wavelets.wavelist(kind="discrete")) == WAVELETS
        assert all(hasattr(simple_itk(), name) for name in INTERPOLATORS)

    @pytest.mark.parametrize(
        "source",
        [
            PRESET,
            json.dumps(DEFAULT_PRESET),
            section("pyradiomics: {voxelSetting: {initValue: nan, maskedKernel: true, voxelBatch: 10}}"),
            section("pyradiomics: {imageType: {LoG: {sigma: [1]}, Wavelet: {wavelet: db2, level: 2, start_level: 0}}}"),
            section("pyradiomics: {setting: {resampledPixelSpacing: [0, 1, 2.5], interpolator: 3, padDistance: 4}}"),
            section("pyradiomics: {setting: {resegmentRange: [-3, 3], resegmentMode: sigma, weightingNorm: }}"),
            section("pyradiomics: {setting: {force2D: true}, featureClass: {shape2D: , glcm: []}}"),
        ],
    )
    def test_the_library_takes_what_passes(self, source: str) -> None:
        library = load_pyradiomics()

        preset = read_preset(source).preset

        with quietly():
            for key in section_keys(preset):
                library.RadiomicsFeatureExtractor(preset[key]["pyradiomics"])

    @pytest.mark.parametrize(
        "setting",
        [
            *(f"{name}: nonsense" for name in SETTINGS),
            *("binWidth: 0", "binCount: 0", "distances: [0]", "sigma: [-1]", "force2Ddimension: 3", "interpolator: 11"),
            *("minimumROIDimensions: 4", "resampledPixelSpacing: [-1, 1, 1]", "resegmentRange: [a]", "normalize: 1"),
        ],
    )
    def test_what_the_library_refuses_does_not_pass(self, setting: str) -> None:
        source = section(f"pyradiomics: {{setting: {{{setting}}}}}")

        with quietly(), pytest.raises(Exception):  # noqa: B017 - of several kinds
            load_pyradiomics().RadiomicsFeatureExtractor(read_yaml(source).plain()["CT"]["pyradiomics"])

        assert errors_of(source)
