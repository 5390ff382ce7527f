"""What every test may rely on: a home of its own, and the real programs that some tests need.

A test that needs PostgreSQL, LibreOffice, poppler, Chromium, nginx or axe-core asks for the fixture of that
name. Where the program is missing the test is skipped; with ``RRSA_REQUIRE_ALL=1`` it fails instead, so that
nothing passes unseen.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# Whoever runs the tests behind a shell may have interruptions ignored; what is tested is how they end a run.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    with contextlib.suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile(
    "rrsa", deadline=None, database=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("rrsa"), max_examples=1000)
settings.register_profile("alike", settings.get_profile("rrsa"), derandomize=True)  # a landing is no lottery
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "rrsa"))


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Names a case of bytes by its argument: a document made a second later has other bytes."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two workers must give every test the same name; a set or an address in it is named differently."""
    for item in items:
        if any(trace in item.nodeid for trace in ("frozenset(", "{<", " at 0x", "PK\\x03")):
            raise pytest.UsageError(
                f"{item.nodeid[:150]}: give its cases ids that are alike in every process"
            )


def require(available: object, what: str) -> None:
    """Skips the test where ``what`` is missing; fails it where everything must be there."""
    if available:
        return
    if os.environ.get("RRSA_REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is needed (RRSA_REQUIRE_ALL=1)", pytrace=False)
    pytest.skip(f"{what} is not installed")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own; nothing of the user's is read or written."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("RRSA_DATABASE", "RRSA_AUTHOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RRSA_HOME", str(folder))
    monkeypatch.setenv("RRSA_LANGUAGE", "en_GB")
    return folder


def script(name: str) -> ModuleType:
    """A module of ``scripts/``, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def postgres_servers() -> ModuleType:
    """What makes servers of a test's own, to be stopped, filled up and asked for passwords: ``server()``."""
    throw_away = script("postgres")
    require(importlib.util.find_spec("psycopg"), "psycopg")
    try:
        throw_away.binaries()
    except throw_away.NoPostgres:
        require(False, "PostgreSQL")
    return throw_away


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server for this run: the one that is named, or one of our own."""
    named = os.environ.get("RRSA_TEST_POSTGRES")
    if named:
        yield named
        return
    throw_away = script("postgres")
    try:
        throw_away.binaries()
    except throw_away.NoPostgres:
        require(False, "PostgreSQL")
    with throw_away.cluster() as url:
        yield url


PLAIN = "rrsa_plain"
"""A role without any right of its own but to connect, as a school's database on a server has one."""


@pytest.fixture(scope="session")
def postgres_plain(postgres_server: str) -> str:
    """The name of a role that is no superuser, so that no rule of the database is passed over."""
    require(importlib.util.find_spec("psycopg"), "psycopg")
    import psycopg

    with (
        psycopg.connect(postgres_server, autocommit=True) as admin,
        contextlib.suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation),
    ):
        admin.execute(f"CREATE ROLE {PLAIN} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
    return PLAIN


@pytest.fixture
def postgres_url(postgres_server: str, postgres_plain: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database that belongs to this test, for a plain role."""
    import psycopg

    name = f"t_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} OWNER {postgres_plain} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield as_role(f"{postgres_server.rpartition('/')[0]}/{name}", postgres_plain)
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def as_role(url: str, role: str) -> str:
    """The same address for another role."""
    scheme, _colon, rest = url.partition("://")
    return f"{scheme}://{role}@{rest.rpartition('@')[2]}"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once for each engine."""
    if request.param == "sqlite":
        return str(tmp_path / "rrsa.db")
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def posix() -> None:
    """Rights, signals and limits as Linux and macOS have them."""
    require(os.name == "posix", "a POSIX system")


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """LibreOffice's command."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    require(found, "LibreOffice")
    return str(found)


@pytest.fixture(scope="session")
def exceljs() -> Path:
    """exceljs, which writes workbooks too, as ``npm ci`` in ``tests/foreign`` puts it there; run by node."""
    found = ROOT / "tests" / "foreign" / "node_modules" / "exceljs"
    require(found.is_dir() and shutil.which("node"), "exceljs (npm ci in tests/foreign)")
    return found


@pytest.fixture(scope="session")
def poppler() -> str:
    """poppler's ``pdftoppm``; ``pdftotext`` and ``pdfinfo`` lie beside it."""
    found = shutil.which("pdftoppm")
    require(found, "poppler-utils")
    return str(found)


@pytest.fixture(scope="session")
def chromium() -> str:
    """A browser's command: Chromium, or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    require(found, "Chromium")
    return str(found)


@pytest.fixture(scope="session")
def nginx() -> str:
    """nginx's command, with openssl beside it for a certificate and passwords."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    require(found and shutil.which("openssl"), "nginx and openssl")
    return str(found)


@pytest.fixture(scope="session")
def axe_core() -> Path:
    """axe-core, the accessibility checker, as ``npm ci`` in ``tests/browser`` puts it there."""
    found = ROOT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
    require(found.is_file(), "axe-core (npm ci in tests/browser)")
    return found


@pytest.fixture(scope="session")
def liberation_sans() -> dict[bool, Path]:
    """Liberation Sans, by whether it is bold: of the same measures as Arial, and printed in its place."""
    fonts = Path("/usr/share/fonts")
    names = {False: "LiberationSans-Regular.ttf", True: "LiberationSans-Bold.ttf"}
    found = {bold: next(fonts.rglob(name), None) for bold, name in names.items()}
    require(all(found.values()), "Liberation Sans")
    return {bold: path for bold, path in found.items() if path}
