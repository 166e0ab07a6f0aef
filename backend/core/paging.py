"""Every list is paged."""

from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict

T = TypeVar("T")
MAX_PAGE = 1_000_000


@dataclass(frozen=True)
class Page:
    """Which part of a list is wanted; pages count from one."""

    page: int = 1
    page_size: int = 50

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size


def page_of_query(
    page: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 1, page_size: Annotated[int, Query(ge=1, le=500)] = 50
) -> Page:
    return Page(page, page_size)


Paging = Annotated[Page, Depends(page_of_query)]


class Paged(BaseModel, Generic[T]):
    """One page of a list, and how long the whole list is."""

    model_config = ConfigDict(from_attributes=True)

    items: list[T]
    total: int
    page: int
    page_size: int


@dataclass(frozen=True)
class Listing(Generic[T]):
    """What a repository answers when asked for one page."""

    items: list[T]
    total: int
    page: int
    page_size: int
