"""Every router of the product, in the order of the documentation; what readers draw by comes first.

Routes are tried in their order, which every stroke would wait for.
"""

from fastapi import FastAPI

from backend.features.adjudication.controller import router as adjudication
from backend.features.agreement.controller import router as agreement
from backend.features.annotation_imports.controller import router as annotation_imports
from backend.features.auth.controller import router as auth
from backend.features.blinding.controller import router as blinding
from backend.features.comments.controller import router as comments
from backend.features.dicomweb.controller import router as dicomweb
from backend.features.dicomweb.pictures_controller import router as dicomweb_pictures
from backend.features.distribution.controller import router as distribution
from backend.features.examinations.controller import router as examinations
from backend.features.exports.controller import router as exports
from backend.features.groups.controller import router as groups
from backend.features.guidelines.controller import router as guidelines
from backend.features.health.controller import router as health
from backend.features.ingest.controller import router as ingest
from backend.features.invitations.controller import router as invitations
from backend.features.jobs.controller import router as jobs
from backend.features.jobs.events import router as events
from backend.features.labels.controller import router as labels
from backend.features.labels.exchange_controller import router as label_sets
from backend.features.organizations.controller import router as organizations
from backend.features.packages.controller import router as packages
from backend.features.preferences.controller import router as preferences
from backend.features.progress.controller import router as progress
from backend.features.radiomics.controller import router as radiomics
from backend.features.radiomics.presets_controller import router as presets
from backend.features.radiomics.results_controller import router as results
from backend.features.regions.controller import router as regions
from backend.features.releases.controller import router as releases
from backend.features.samples.controller import router as samples
from backend.features.sets.controller import router as sets
from backend.features.studies.controller import router as studies
from backend.features.tokens.controller import router as tokens
from backend.features.training.controller import router as training
from backend.features.users.controller import router as users
from backend.features.webhooks.controller import router as webhooks

API_PREFIX = "/api/v1"

API = (
    examinations,
    auth,
    preferences,
    tokens,
    users,
    organizations,
    groups,
    invitations,
    webhooks,
    sets,
    blinding,
    guidelines,
    labels,
    label_sets,
    samples,
    packages,
    distribution,
    progress,
    training,
    ingest,
    studies,
    regions,
    presets,
    radiomics,
    results,
    exports,
    annotation_imports,
    releases,
    agreement,
    adjudication,
    comments,
    jobs,
    events,
    health,
)


def include_routers(app: FastAPI) -> None:
    """Each by itself, not nested in another: a request is matched against every level of nesting once more."""
    for router in API:
        app.include_router(router, prefix=API_PREFIX)
    app.include_router(dicomweb)
    app.include_router(dicomweb_pictures)
