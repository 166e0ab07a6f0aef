"""How much two readings are alike: by labels, by matching objects, by areas."""

import pytest

from backend.imaging.agreement.areas import Overlap, overlap
from backend.imaging.agreement.likeness import likeness
from backend.imaging.agreement.matching import MatchBy, Rule, iou, match
from backend.tests.imaging.agreement.marks import box, ellipse, point, polygon, whole

pytestmark = pytest.mark.once


class TestLikeness:
    @pytest.mark.parametrize("task", ["classification", "detection", "segmentation"])
    def test_two_empty_readings_are_the_same(self, task: str) -> None:
        assert likeness(task, [], []) == 1.0

    @pytest.mark.parametrize("task", ["classification", "detection", "segmentation"])
    def test_something_and_nothing_have_nothing_in_common(self, task: str) -> None:
        mark = whole("benign") if task == "classification" else box(0, 0)

        assert likeness(task, [mark], []) == likeness(task, [], [mark]) == 0.0

    def test_classification_counts_labels_in_common(self) -> None:
        first, second = [whole("a"), whole("b")], [whole("b"), whole("c")]

        assert likeness("classification", first, second) == pytest.approx(1 / 3)

    def test_the_same_label_on_another_image_is_another_answer(self) -> None:
        assert likeness("classification", [whole("a", image_key="left")], [whole("a", image_key="right")]) == 0.0

    def test_detection_counts_objects_that_match(self) -> None:
        first = [box(0, 0), box(50, 50)]
        second = [box(1, 0), box(100, 100), box(200, 200)]

        assert likeness("detection", first, second) == pytest.approx(2 * 1 / 5)

    def test_an_object_with_another_label_is_no_match(self) -> None:
        assert likeness("detection", [box(0, 0, label="a")], [box(0, 0, label="b")]) == 0.0

    def test_an_object_on_another_slice_is_no_match(self) -> None:
        first, second = box(0, 0, sop_instance_uid="1.2"), box(0, 0, sop_instance_uid="1.3")

        assert likeness("detection", [first], [second]) == 0.0

    def test_segmentation_is_the_mean_dice_over_labels(self) -> None:
        first = [box(0, 0, label="liver"), box(50, 50, label="spleen")]
        second = [box(5, 0, label="liver"), box(50, 50, label="spleen")]

        assert likeness("segmentation", first, second) == pytest.approx((0.5 + 1) / 2)

    def test_segmentation_counts_pixels_over_all_slices_together(self) -> None:
        first = [box(0, 0, 10, 10, sop_instance_uid="1"), box(0, 0, 10, 30, sop_instance_uid="2")]
        second = [box(0, 0, 10, 10, sop_instance_uid="1")]

        assert likeness("segmentation", first, second) == pytest.approx(2 * 100 / (400 + 100))

    def test_overlapping_shapes_of_one_label_count_once(self) -> None:
        assert likeness("segmentation", [box(0, 0), box(0, 0)], [box(0, 0)]) == 1.0

    def test_marks_without_area_count_in_a_segmentation_too(self) -> None:
        first, second = [box(0, 0, label="liver"), point(5, 5, label="tip")], [box(0, 0, label="liver")]

        assert likeness("segmentation", first, second) == pytest.approx((1 + 0) / 2)

    def test_areas_without_a_pixel_centre_say_nothing(self) -> None:
        assert likeness("segmentation", [box(0.6, 0.6, 0.1, 0.1)], [box(0.7, 0.7, 0.1, 0.1)]) is None


class TestMatch:
    def test_pairs_are_chosen_over_everything_not_one_by_one(self) -> None:
        # The first likes the one in the middle best; then the second would be left alone.
        first, second = [box(0, 0, 100), box(30, 0, 100)], [box(10, 0, 100), box(-20, 0, 100)]

        pairs = match(first, second, Rule(iou_at_least=0.5))

        assert [(pair.first, pair.second) for pair in pairs] == [(0, 1), (1, 0)]

    def test_an_overlap_of_exactly_the_threshold_matches(self) -> None:
        assert len(match([box(0, 0, 10)], [box(0, 0, 5)], Rule(iou_at_least=0.5))) == 1
        assert match([box(0, 0, 10)], [box(0, 0, 4.99)], Rule(iou_at_least=0.5)) == []

    def test_a_point_matches_the_area_it_lies_in(self) -> None:
        assert len(match([point(5, 5)], [ellipse(0, 0)], Rule())) == 1
        assert match([point(0.6, 0.6)], [ellipse(0, 0)], Rule()) == []

    def test_points_match_by_distance(self) -> None:
        assert len(match([point(0, 0)], [point(6, 8)], Rule(centres_within_px=10))) == 1
        assert match([point(0, 0)], [point(6, 8.1)], Rule(centres_within_px=10)) == []

    def test_by_centre_areas_need_not_overlap(self) -> None:
        first, second = [box(0, 0, 2, 2)], [box(4, 0, 2, 2)]

        assert match(first, second, Rule()) == []
        assert len(match(first, second, Rule(by=MatchBy.CENTRE, centres_within_px=4))) == 1

    def test_labels_may_be_left_out_of_it(self) -> None:
        assert len(match([box(0, 0, label="a")], [box(0, 0, label="b")], Rule(same_label=False))) == 1

    def test_a_whole_image_is_matched_by_its_label_alone(self) -> None:
        assert len(match([whole("a"), box(0, 0, label="a")], [whole("a")], Rule())) == 1


class TestAreas:
    def test_boxes_overlap_exactly_not_by_pixels(self) -> None:
        assert iou(box(0, 0, 1.5, 1), box(0.5, 0, 1.5, 1)) == pytest.approx(1 / 2)

    def test_shapes_overlap_by_pixels(self) -> None:
        square = polygon((0, 0), (10, 0), (10, 10), (0, 10))
        triangle = polygon((0, 0), (10, 0), (0, 10))

        found = overlap([square], [triangle])

        assert (found.first, found.common) == (100, found.second)
        assert found.second in range(45, 56)
        assert iou(square, triangle) == found.iou == found.common / 100

    def test_places_beyond_the_origin_count(self) -> None:
        assert overlap([polygon((-5, -5), (5, -5), (5, 5), (-5, 5))], [box(0, 0, 5, 5)]) == Overlap(100, 25, 25)

    def test_what_is_larger_than_memory_allows_is_counted_in_bands(self, monkeypatch: pytest.MonkeyPatch) -> None:
        first, second = [ellipse(3, 3, 40, 30)], [polygon((0, 0), (37.2, 3), (22, 39.5))]
        at_once = overlap(first, second)

        monkeypatch.setattr("backend.imaging.agreement.areas.PIXELS_AT_ONCE", 90)

        assert overlap(first, second) == at_once
