"""Every table, gathered so that the metadata is whole wherever it is used."""

from backend.models.adjudication import Adjudication
from backend.models.adjudication_parent import AdjudicationParent
from backend.models.agreement_run import AgreementRun
from backend.models.annotation import Annotation
from backend.models.annotation_import import AnnotationImport
from backend.models.annotation_operation import AnnotationOperation
from backend.models.api_token import ApiToken
from backend.models.audit_entry import AuditEntry
from backend.models.blinding_lift import BlindingLift
from backend.models.comment_thread import CommentThread
from backend.models.disagreement import Disagreement
from backend.models.distribution import Distribution
from backend.models.examination import Examination
from backend.models.export import Export
from backend.models.extraction_preset import ExtractionPreset
from backend.models.extraction_run import ExtractionRun
from backend.models.extraction_task import ExtractionTask
from backend.models.feature_schema import FeatureSchema
from backend.models.group import Group
from backend.models.guideline_image import GuidelineImage
from backend.models.instance import Instance
from backend.models.invitation import Invitation
from backend.models.job import Job
from backend.models.job_step import JobStep
from backend.models.join_request import JoinRequest
from backend.models.label import Label
from backend.models.mask import Mask
from backend.models.membership import Membership
from backend.models.organization import Organization
from backend.models.organization_membership import OrganizationMembership
from backend.models.overlap_decision import OverlapDecision
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.patient import Patient
from backend.models.refresh_token import RefreshToken
from backend.models.region import Region
from backend.models.release import Release
from backend.models.release_file import ReleaseFile
from backend.models.release_withdrawal import ReleaseWithdrawal
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.series import Series
from backend.models.series_uploader import SeriesUploader
from backend.models.stored_file import StoredFile
from backend.models.study import Study
from backend.models.thread_comment import ThreadComment
from backend.models.training import Training
from backend.models.training_answer import TrainingAnswer
from backend.models.training_result import TrainingResult
from backend.models.upload_item import UploadItem
from backend.models.upload_job import UploadJob
from backend.models.upload_part import UploadPart
from backend.models.user import User
from backend.models.user_preferences import UserPreferences
from backend.models.webhook import Webhook
from backend.models.webhook_delivery import WebhookDelivery

__all__ = [
    "Adjudication",
    "AdjudicationParent",
    "AgreementRun",
    "Annotation",
    "AnnotationImport",
    "AnnotationOperation",
    "ApiToken",
    "AuditEntry",
    "BlindingLift",
    "CommentThread",
    "Disagreement",
    "Distribution",
    "Examination",
    "Export",
    "ExtractionPreset",
    "ExtractionRun",
    "ExtractionTask",
    "FeatureSchema",
    "Group",
    "GuidelineImage",
    "Instance",
    "Invitation",
    "Job",
    "JobStep",
    "JoinRequest",
    "Label",
    "Mask",
    "Membership",
    "Organization",
    "OrganizationMembership",
    "OverlapDecision",
    "Package",
    "PackageItem",
    "Patient",
    "RefreshToken",
    "Region",
    "Release",
    "ReleaseFile",
    "ReleaseWithdrawal",
    "Sample",
    "SampleImage",
    "SampleSet",
    "Series",
    "SeriesUploader",
    "StoredFile",
    "Study",
    "ThreadComment",
    "Training",
    "TrainingAnswer",
    "TrainingResult",
    "UploadItem",
    "UploadJob",
    "UploadPart",
    "User",
    "UserPreferences",
    "Webhook",
    "WebhookDelivery",
]
