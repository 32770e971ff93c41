"""A database that one test has used is given to the next only if it is as good as new."""

import psycopg
import pytest
from sqlalchemy import make_url, text

from crm_core.domain.permissions import Role
from crm_core.services import Services
from crm_core.storage.engine import Storage
from crm_core.storage.workspace import first_workspace_id
from crm_core.usecases.access import add_user, command_line_actor
from tests import databases
from tests.conftest import MakeServices

ONLY_POSTGRESQL = pytest.mark.parametrize("storage_url", ["postgresql"], indirect=True)
PASSWORD = "correct horse battery"


def user_number(services: Services) -> int:
    """The number that the first user of a database gets."""
    with services.storage.read() as session:
        actor = command_line_actor(first_workspace_id(session))
    return add_user(
        services, actor=actor, email="ada@example.com", password=PASSWORD, role=Role.MANAGER
    )


@ONLY_POSTGRESQL
def test_rows_are_gone_and_numbers_begin_again(
    storage_url: str, make_services: MakeServices
) -> None:
    first = make_services(storage_url)
    number = user_number(first)
    first.close()

    assert databases.emptied(make_url(storage_url))

    with psycopg.connect(databases.dsn(make_url(storage_url))) as connection:
        assert connection.execute(databases.WRITTEN).fetchall() == []
    assert user_number(make_services(storage_url)) == number


@ONLY_POSTGRESQL
def test_somebody_who_is_still_connected_is_noticed(storage_url: str) -> None:
    with psycopg.connect(databases.dsn(make_url(storage_url))):
        assert not databases.emptied(make_url(storage_url))
    assert databases.emptied(make_url(storage_url))


@ONLY_POSTGRESQL
@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE parties ADD COLUMN extra integer",
        "ALTER TABLE parties ALTER COLUMN name SET DEFAULT 'nobody'",
        "DROP INDEX {index}",
        "ALTER SEQUENCE tenants_id_seq INCREMENT BY 2",
        "CREATE TABLE more (id integer)",
        "UPDATE alembic_version SET version_num = '0000'",
        "CREATE FUNCTION one() RETURNS integer LANGUAGE sql RETURN 1",
    ],
)
def test_tables_that_were_changed_are_noticed(storage_url: str, change: str) -> None:
    storage = Storage(storage_url)
    with storage.engine.begin() as connection:
        index = connection.scalar(text("SELECT indexname FROM pg_indexes WHERE indexname ~ '^ix_'"))
        connection.execute(text(change.format(index=index)))
    storage.close()

    assert not databases.emptied(make_url(storage_url))
