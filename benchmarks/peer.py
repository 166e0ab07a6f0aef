"""The peer of the saves: an endpoint that takes the same body, checks it as strictly, and keeps nothing."""

from uuid import UUID

from fastapi import FastAPI
from pydantic import BaseModel

from backend.features.examinations.schemas import AnnotationWrite, OperationBatch, PutAnnotation

app = FastAPI()


class Answer(BaseModel):
    version: int
    annotations: list[AnnotationWrite]
    acknowledged: list[UUID]


@app.post("/api/v1/examinations/{examination_id}/operations", response_model=Answer)
async def apply_operations(examination_id: UUID, body: OperationBatch) -> Answer:
    return Answer(
        version=body.base_version + len(body.operations),
        annotations=[one.annotation for one in body.operations if isinstance(one, PutAnnotation)],
        acknowledged=[one.id for one in body.operations],
    )
