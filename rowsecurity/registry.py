"""What each database role may do with each table. A table that is not declared here is refused to everybody but its owner.

An app declares its tables in `<app>/policies.py`, imported by its `AppConfig.ready`; `rowsecurity.apply` writes them to the
database after each migration.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rowsecurity import roles

ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Policy:
    """One policy for one command. `using` says which rows are seen, `check` which rows may be written; both are SQL."""

    command: str
    using: str | None = None
    check: str | None = None
    role: str = roles.WEB

    def __post_init__(self) -> None:
        if self.command not in ALL:
            raise ValueError(f"one policy for one command, not {self.command!r}")
        if self.using is None and self.check is None:
            raise ValueError("a policy states what it shows or what it lets through")


@dataclass(frozen=True)
class Table:
    """A table's grants (role to privileges, a privilege may name columns: `UPDATE (read_at)`) and, if personal, policies."""

    name: str
    grants: Mapping[str, Sequence[str]]
    policies: tuple[Policy, ...] = ()
    personal: bool = True


@dataclass(frozen=True)
class Function:
    """A helper of the policies: security definer with an empty search path, run by the roles named."""

    signature: str
    sql: str
    roles: tuple[str, ...] = (roles.WEB,)


@dataclass
class Registry:
    tables: dict[str, Table] = field(default_factory=dict)
    restrictions: dict[str, list[str]] = field(default_factory=dict)
    shown: dict[str, list[str]] = field(default_factory=dict)
    unwritten: dict[str, list[str]] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    definer_reads: dict[str, None] = field(default_factory=dict)


registry = Registry()


def declare(table: str, *, grants: Mapping[str, Sequence[str]], policies: Sequence[Policy]) -> None:
    """Declare a table that holds anything about a person: row-level security is enabled and forced on it."""
    if not policies:
        raise ValueError(f"{table} is personal and has no policy")
    registry.tables[table] = Table(table, dict(grants), tuple(policies), personal=True)


def restrict(table: str, *, using: str) -> None:
    """Narrow what the web role sees of a table, whatever its other policies show: an app above narrows a table below it."""
    stated = registry.restrictions.setdefault(table, [])
    if using not in stated:
        stated.append(using)


def also_show(table: str, *, using: str) -> None:
    """Let the web role read more of a table than its own policies show, and nothing else: an app above opens one below."""
    stated = registry.shown.setdefault(table, [])
    if using not in stated:
        stated.append(using)


def keep_unwritten(table: str, *, rows: str) -> None:
    """Keep the web role from adding, changing or deleting these rows, whatever other policies let it: they may only be read."""
    stated = registry.unwritten.setdefault(table, [])
    if rows not in stated:
        stated.append(rows)


def declare_impersonal(table: str, *, grants: Mapping[str, Sequence[str]]) -> None:
    """Declare a table that holds nothing about a child or family: grants alone."""
    registry.tables[table] = Table(table, dict(grants), personal=False)


def declare_directory(table: str, *, writes: Sequence[str], where: str, sweep_writes: Sequence[str] = ()) -> None:
    """Declare a table that every login reads whole and web may change (`writes`) only in the rows of which `where` is true.

    The sweep may do with any row what `sweep_writes` names. Row-level security is enabled and not forced: the owner loads the
    directory.
    """
    reads = [Policy("SELECT", using="true", role=role) for role in (roles.WEB, roles.SYSTEM)]
    changes = [_write(command, where, roles.WEB) for command in writes]
    swept = [_write(command, "true", roles.SYSTEM) for command in sweep_writes]
    grants = {roles.WEB: ("SELECT", *writes), roles.SYSTEM: ("SELECT", *sweep_writes)}
    registry.tables[table] = Table(table, grants, (*reads, *changes, *swept), personal=False)


def _write(command: str, where: str, role: str) -> Policy:
    using = None if command == "INSERT" else where
    command = command.partition(" ")[0]  # a privilege may name columns
    return Policy(command, using=using, check=None if command == "DELETE" else where, role=role)


def declare_function(signature: str, sql: str, *, to: Sequence[str] = (roles.WEB,)) -> None:
    """Declare a definer function: `sql` is the whole `create or replace function …` statement."""
    registry.functions[signature] = Function(signature, sql, tuple(to))


def definer_may_read(*tables: str) -> None:
    """Let the definer role read these tables, past their policies, for the functions it owns."""
    registry.definer_reads.update(dict.fromkeys(tables))
