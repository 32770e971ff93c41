"""Column types that mean the same on SQLite and PostgreSQL, and the declarative base."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeAlias

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    String,
    Text,
)
from sqlalchemy import Row as ResultRow
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime. SQLite gives naive ones back; a naive one is refused on the way in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @staticmethod
    def to_utc(value: datetime) -> datetime:
        """The instant in UTC; raises `ValueError` for a naive datetime."""
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else self.to_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


AnyRow: TypeAlias = ResultRow[*tuple[Any, ...]]
"""A row of a query's result, whatever its columns."""
AnySelect: TypeAlias = Select[*tuple[Any, ...]]

Id = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(JSONB, "postgresql")

PrimaryKey = Annotated[int, mapped_column(Id, primary_key=True, autoincrement=True)]
TenantId = Annotated[int, mapped_column(Id, nullable=False)]
"""Every table has one. The big tables carry no foreign key on it: on PostgreSQL each insert
would lock the one tenant row for share, which several runners feel (see docs/scale.md)."""
BigId = Annotated[int, mapped_column(Id)]
Instant = Annotated[datetime, mapped_column(UtcDateTime)]
Line = Annotated[str, mapped_column(String(500))]
Word = Annotated[str, mapped_column(String(32))]
LongText = Annotated[str, mapped_column(Text)]
JsonObject = Annotated[dict[str, Any], mapped_column(Json)]
JsonList = Annotated[list[Any], mapped_column(Json)]
Raw = Annotated[bytes, mapped_column(LargeBinary)]


class Row(DeclarativeBase):
    """Base of every table. Constraint names are fixed, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """The vocabulary of a column, as the database's own guard."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_word")
