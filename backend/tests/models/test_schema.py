"""What every table keeps, so that the schema explains itself and means the same on every database."""

import pytest
from sqlalchemy import Table

import backend.models
from backend.core.database import Base
from backend.tests.models.reserved_words import RESERVED_IN_MYSQL_8_4

pytestmark = pytest.mark.once  # of the models; the migrations make the tables
TABLES = list(Base.metadata.sorted_tables)
TENANT_ROOTS = {
    "reading_groups",
    "patients",
    "studies",
    "series",
    "instances",
    "stored_files",
    "jobs",
    "upload_jobs",
    "audit_entries",
    "regions",
    "extraction_presets",
    "extraction_runs",
    "extraction_tasks",
    "reading_sets",
    "samples",
    "sample_images",
    "invitations",
}

assert backend.models


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
class TestTable:
    def test_table_and_columns_are_explained(self, table: Table) -> None:
        assert table.comment
        assert [column.name for column in table.columns if not column.comment] == []

    def test_no_name_is_reserved(self, table: Table) -> None:
        names = {table.name, *(column.name for column in table.columns)}

        assert {name.upper() for name in names} & RESERVED_IN_MYSQL_8_4 == set()

    def test_every_reference_says_what_happens_on_delete(self, table: Table) -> None:
        assert [key.name for key in table.foreign_key_constraints if key.ondelete is None] == []

    def test_names_fit_mysql(self, table: Table) -> None:
        named = [constraint.name for constraint in table.constraints] + [index.name for index in table.indexes]

        assert [name for name in named if name and len(str(name)) > 64] == []


def test_tenant_roots_belong_to_an_organization() -> None:
    tables = Base.metadata.tables

    assert [name for name in TENANT_ROOTS if tables[name].c.organization_id.nullable] == []
