"""Every kind of job, and how it is done."""

from backend.core.jobs import StepKind
from backend.features.adjudication.jobs import COMPARISON
from backend.features.agreement.jobs import AGREEMENT
from backend.features.annotation_imports.jobs import ANNOTATION_IMPORT
from backend.features.exports.jobs import EXPORT
from backend.features.ingest.jobs import IMPORT
from backend.features.radiomics.jobs import EXTRACTION
from backend.features.releases.jobs import RELEASE
from backend.models.job import JobKind

KINDS: dict[JobKind, StepKind] = {
    JobKind.IMPORT: IMPORT,
    JobKind.EXTRACTION: EXTRACTION,
    JobKind.RELEASE: RELEASE,
    JobKind.EXPORT: EXPORT,
    JobKind.ANNOTATION_IMPORT: ANNOTATION_IMPORT,
    JobKind.AGREEMENT: AGREEMENT,
    JobKind.COMPARISON: COMPARISON,
}
