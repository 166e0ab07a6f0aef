"""What pyradiomics says of features it could not compute: it logs the reason and gives NaN."""

import logging
from types import TracebackType
from typing import Self

_UNNAMED = "It is not defined for this region (for example, a division by zero in a uniform one)."


class FailedFeatures(logging.Handler):
    """Collects pyradiomics' errors while it works, by feature class."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.reasons: dict[str, str] = {}
        self._logger = logging.getLogger("radiomics")

    def __enter__(self) -> Self:
        self._logger.addHandler(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._logger.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        lines = record.getMessage().strip().splitlines()
        if not lines:
            return
        called = [line.rsplit(" in get", 1)[1] for line in lines if " in get" in line]
        feature = called[0].removesuffix("FeatureValue") if called else ""
        self.reasons[f"{record.name.rsplit('.', 1)[-1]}_{feature}"] = lines[-1]

    def reason(self, name: str) -> str:
        """Give the reason for a feature, named as pyradiomics does: image type, class, feature."""
        feature_class_and_name = "_".join(name.split("_")[-2:])
        return self.reasons.get(feature_class_and_name, _UNNAMED)
