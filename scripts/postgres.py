"""A throw-away PostgreSQL on the loopback, for tests and demos: made, used and gone within a second or two.

    python scripts/postgres.py run [--scram] [--tls] [--set NAME=VALUE]… -- COMMAND…
    python scripts/postgres.py start FOLDER [--scram] [--tls] [--set NAME=VALUE]…
    python scripts/postgres.py stop FOLDER

``run`` runs COMMAND with ``RRSA_TEST_POSTGRES=postgresql://…`` set and stops the server afterwards. ``start``
makes a server in FOLDER, or starts the one that is there, and prints its address; ``stop`` stops it, and what
is in it stays until FOLDER is removed. With ``--scram`` a password is asked for (it stands in
FOLDER/password, and ``run`` sets PGPASSWORD); with ``--tls`` connections are encrypted.

PostgreSQL must be installed (Debian: ``apt-get install postgresql``). It refuses to run as root, so root
runs it as the user ``postgres``. Nothing is synced to disk, and without ``--scram`` anybody on this machine
may connect: no place for anything real.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

USER = "postgres"
VARIABLE = "RRSA_TEST_POSTGRES"
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "32MB",
}


class NoPostgres(RuntimeError):
    """PostgreSQL is not installed, or would not start."""


def binaries() -> Path:
    """The folder that holds ``initdb``: the newest of Debian's, or the one on the path."""
    found = list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return max(found, key=lambda p: [int(n) for n in re.findall(r"\d+", p.parts[4])]).parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise NoPostgres("PostgreSQL is not installed — apt-get install postgresql")
    return Path(on_path).resolve().parent


def _as_its_user() -> list[str]:
    """What goes before a command so that the server does not run as root."""
    if os.name == "nt" or os.geteuid() != 0:
        return []
    for program in ("runuser", "setpriv"):
        if shutil.which(program):
            user = ["-u", USER, "--"] if program == "runuser" else ["--reuid", USER, "--clear-groups", "--"]
            return [program, *user]
    raise NoPostgres("root cannot start PostgreSQL without runuser or setpriv")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A server in a folder of its own. ``password`` is the superuser's, empty where none is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"

    @property
    def port(self) -> int:
        return int((self.folder / "port").read_text(encoding="utf-8"))

    @property
    def password(self) -> str:
        file = self.folder / "password"
        return file.read_text(encoding="utf-8").strip() if file.exists() else ""

    @property
    def url(self) -> str:
        """The address of the database ``postgres``, as its superuser and without the password."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"

    def make(
        self, settings: Mapping[str, str] | None = None, *, scram: bool = False, tls: bool = False
    ) -> None:
        """Makes the cluster. ``settings`` are lines for ``postgresql.conf``, before our own."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if _as_its_user():
            shutil.chown(self.folder, USER)
        how = ["-A", "trust"]
        if scram:
            self._keep("password", secrets.token_urlsafe(12))
            how = ["-A", "scram-sha-256", "--pwfile", str(self.folder / "password")]
        sizes = ["--wal-segsize=1", "-E", "UTF8", "--locale=C", "-N"]
        self._run([binaries() / "initdb", "-D", self.data, "-U", USER, *how, *sizes])
        lines = {**_SETTINGS, **(settings or {})}
        if tls:
            self._make_certificate()
            lines |= {"ssl": "on", "ssl_cert_file": "../server.crt", "ssl_key_file": "../server.key"}
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in lines.items())
        self._keep("port", str(_free_port()))

    def start(self, *, largest_file: int | None = None) -> None:
        """Starts it. No file of its can grow beyond ``largest_file`` bytes: as on a disk that is full."""
        options = f"-p {self.port} -k {self.folder}"
        log = self.folder / "log"
        start: list[str | Path] = [
            binaries() / "pg_ctl",
            "-D",
            self.data,
            "-l",
            log,
            "-w",
            "-o",
            options,
            "start",
        ]
        try:
            self._run(start, before=None if largest_file is None else lambda: _limit_files(largest_file))
        except NoPostgres as problem:
            said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
            raise NoPostgres(f"{problem}\n{said[-2000:]}") from None

    def stop(self, mode: str = "immediate") -> None:
        """Stops it: ``immediate`` as when its machine is switched off, ``fast`` in order."""
        self._run([binaries() / "pg_ctl", "-D", self.data, "-m", mode, "-w", "stop"])

    @property
    def runs(self) -> bool:
        """Whether it runs; what one that was killed has left behind does not count."""
        try:
            self._run([binaries() / "pg_ctl", "-D", self.data, "status"])
        except NoPostgres:
            return False
        return True

    def set(self, **settings: str) -> None:
        """Changes settings; they hold from the next start."""
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def _keep(self, name: str, text: str) -> None:
        file = self.folder / name
        file.touch(mode=0o600)
        file.write_text(text + "\n", encoding="utf-8")
        if _as_its_user():
            shutil.chown(file, USER)

    def _make_certificate(self) -> None:
        """A certificate for 127.0.0.1 that nobody has signed but itself."""
        import ipaddress
        from datetime import UTC, datetime, timedelta

        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
                critical=False,
            )
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, hashes.SHA256())
        )
        pem = serialization.Encoding.PEM
        private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self._keep("server.crt", certificate.public_bytes(pem).decode())
        self._keep("server.key", private.decode())

    def _run(self, command: Sequence[str | Path], before: Callable[[], None] | None = None) -> None:
        done = subprocess.run(
            [*_as_its_user(), *map(str, command)],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            preexec_fn=before,
        )
        if done.returncode:
            raise NoPostgres(f"{Path(command[0]).name} failed: {done.stdout.strip()[-2000:]}")


def _limit_files(size: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@contextmanager
def server(
    settings: Mapping[str, str] | None = None,
    *,
    scram: bool = False,
    tls: bool = False,
    largest_file: int | None = None,
) -> Iterator[Server]:
    """A running server; stopped and removed at the end. See :meth:`Server.make` and :meth:`Server.start`."""
    made = Server(Path(tempfile.mkdtemp(prefix="rrsa-postgres-")))
    try:
        made.make(settings, scram=scram, tls=tls)
        made.start(largest_file=largest_file)
        try:
            yield made
        finally:
            if made.runs:
                made.stop()
    finally:
        shutil.rmtree(made.folder, ignore_errors=True)


@contextmanager
def cluster() -> Iterator[str]:
    """A running server's address; stopped and removed at the end."""
    with server() as made:
        yield made.url


def _options(words: Sequence[str]) -> tuple[dict[str, bool], dict[str, str]]:
    """What ``--scram``, ``--tls`` and ``--set NAME=VALUE`` say. Raises ValueError for anything else."""
    how = {"scram": False, "tls": False}
    settings: dict[str, str] = {}
    left = iter(words)
    for word in left:
        name, equals, value = next(left, "").partition("=") if word == "--set" else ("", "", "")
        if equals:
            settings[name] = value
        elif word in ("--scram", "--tls"):
            how[word.removeprefix("--")] = True
        else:
            raise ValueError(word)
    return how, settings


def _run_beside(command: Sequence[str], how: Mapping[str, bool], settings: Mapping[str, str]) -> int:
    with server(settings, **how) as made:
        env = {**os.environ, VARIABLE: made.url}
        if made.password:
            env["PGPASSWORD"] = made.password
        return subprocess.run(list(command), env=env, check=False).returncode


def _start(made: Server, how: Mapping[str, bool], settings: Mapping[str, str]) -> int:
    if not made.data.exists():
        made.make(settings, **how)
    if not made.runs:
        made.start()
    print(made.url)
    return 0


def main(arguments: Sequence[str]) -> int:
    """The command; returns what COMMAND returned."""
    words = list(arguments)
    try:
        match words:
            case ["run", *rest] if "--" in rest and rest[-1] != "--":
                at = rest.index("--")
                return _run_beside(rest[at + 1 :], *_options(rest[:at]))
            case ["start", folder, *rest]:
                return _start(Server(Path(folder).absolute()), *_options(rest))
            case ["stop", folder]:
                made = Server(Path(folder).absolute())
                if made.runs:
                    made.stop("fast")
                return 0
    except ValueError:
        pass
    except NoPostgres as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 3
    print((__doc__ or "").strip(), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
