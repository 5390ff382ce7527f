"""The file that carries a snapshot, or the withdrawal of one: ``NAME.rrsa-share``, JSON with a signature."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rrsa.errors import BadInput, EnvironmentFailed
from rrsa.exchange.sharing.signing import KEY, SIGNATURE, fits, sign
from rrsa.exchange.target import check_place, fault
from rrsa.i18n import _
from rrsa.store.shared import AHEAD, Keys, SharedRow, Signed

if TYPE_CHECKING:
    from rrsa.guide.shared import Shared

ENDING = ".rrsa-share"
MOST_BYTES = 8 * 1024 * 1024
"""The largest file that is read, and that is written."""


class Opened(NamedTuple):
    """A file that is one of ours: what it carries, and the snapshot, absent where it is a withdrawal."""

    signed: Signed
    shared: Shared | None
    name: str
    """What the setting is called; its id where it is a withdrawal."""


# -- out -------------------------------------------------------------------------------------------------


def signed_snapshot(shared: Shared, keys: Keys) -> Signed:
    """A snapshot with its signature, ready to be kept or written."""
    text = shared.to_json()
    return Signed(_row(shared, keys.public), text, sign(keys, text))


def _row(shared: Shared, key: str, taken_at: str | None = None) -> SharedRow:
    from rrsa.guide.shared import parts_text
    from rrsa.portfolio.changes import now_utc

    return SharedRow(
        setting_id=shared.setting,
        at=shared.at,
        taken_at=taken_at or now_utc(),
        withdrawn=False,
        key=key,
        name=shared.name,
        kind=shared.kind.value,
        area=shared.area,
        framework=shared.framework,
        held=shared.held,
        aim=shared.aim,
        accredited_on=shared.accredited_on,
        expires_on=shared.expires_on,
        wants=shared.wants,
        offers=shared.offers,
        parts=parts_text(shared.parts),
    )


def snapshot_file(signed: Signed) -> bytes:
    """The file of a snapshot. Raises :class:`BadInput` for one that nobody could read again."""
    assert signed.content is not None
    return _file(signed.row.key, signed.content, signed.signature or "")


def withdrawal_file(setting_id: str, at: str, keys: Keys) -> bytes:
    """The file of a withdrawal: whose, when, and a signature; nothing else is in it."""
    from rrsa.guide.shared_json import dumped
    from rrsa.guide.strict_json import FORMAT

    text = dumped({"rrsa": "withdrawn", "format": FORMAT, "setting": setting_id, "at": at})
    return _file(keys.public, text, sign(keys, text))


def _file(key: str, text: str, signature: str) -> bytes:
    from rrsa.guide.shared_json import dumped
    from rrsa.guide.strict_json import FORMAT

    outer = {"rrsa": "share", "format": FORMAT, "key": key, "signature": signature, "content": text}
    made = (dumped(outer) + "\n").encode()
    if len(made) > MOST_BYTES:
        raise BadInput(_("there is too much in it for a file"), _("share fewer parts"))
    return made


def place_for(to: Path, setting_id: str) -> Path:
    """The file that ``to`` means: itself, or one named after the setting where it is a folder.

    Raises :class:`BadInput` where nothing can be written there, or where what is there is not ours.
    """
    try:
        path = to / f"{setting_id}{ENDING}" if to.is_dir() else to
    except OSError as problem:  # a name that is far too long
        raise fault(to, problem) from None
    if path.suffix.lower() != ENDING:
        name = path.name or str(path)
        if not path.suffix:
            raise BadInput(
                _("there is no folder “{folder}”").format(folder=path), _("make it first, or choose another")
            )
        raise BadInput(
            _("“{name}” does not end in {ending}").format(name=name, ending=ENDING),
            _("call it “{name}”, or name a folder that is there").format(name=f"{path.stem}{ENDING}"),
        )
    check_place(path, ENDING, lambda file: _ours(file, setting_id))
    return path


def _ours(path: Path, setting_id: str) -> tuple[bool, bool]:
    """Whether a file that is there is an earlier one of this setting; another's is left alone."""
    try:
        return read_share(path).signed.row.setting_id == setting_id, True
    except (BadInput, EnvironmentFailed):
        return False, False


# -- in --------------------------------------------------------------------------------------------------


def read_share(path: Path) -> Opened:
    """What a file carries. Raises :class:`BadInput` for one that is not ours, was cut short or changed, or
    says more than it may, and :class:`EnvironmentFailed` where the machine is in the way."""
    return _opened(_text(path))


def _text(path: Path) -> str:
    try:
        # A pipe or a device is not opened: that could wait for ever.
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _not_one()
        if status.st_size > MOST_BYTES:
            raise BadInput(_("it is far too large to be a shared snapshot"), _("take it out of the folder"))
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as problem:
        raise EnvironmentFailed(
            _("it cannot be read: {why}").format(why=problem.strerror or problem), _("copy it here once more")
        ) from None
    if len(content) > MOST_BYTES:
        raise BadInput(_("it is far too large to be a shared snapshot"), _("take it out of the folder"))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise _not_one() from None


def _not_one() -> BadInput:
    return BadInput(
        _("it is not a shared snapshot"),
        _("a setting makes one with: rrsa share SETTING --to FOLDER --yes"),
    )


def _opened(text: str) -> Opened:
    from rrsa.guide.shared import Shared
    from rrsa.guide.strict_json import Reader, check_format, loaded

    if not text.lstrip().startswith("{"):
        raise _not_one()
    outer = Reader(loaded(text, MOST_BYTES), "")
    if outer.given.pop("rrsa", None) != "share":
        raise _not_one()
    check_format(outer.given.pop("format", None))
    key = outer.matching("key", KEY)
    signature = outer.matching("signature", SIGNATURE)
    content = outer.given.pop("content", None)
    outer.done()
    if not isinstance(content, str):
        raise outer.odd("content")
    if not fits(key, content, signature):
        raise BadInput(
            _("what it says does not fit its signature: it was changed after it was shared"),
            _("ask the setting to share again"),
        )
    if loaded(content).get("rrsa") == "withdrawn":
        row = _withdrawal(content, key)
        return Opened(Signed(row, None, signature), None, row.setting_id)
    shared = Shared.from_json(content)
    _not_ahead(shared.at)
    return Opened(Signed(_row(shared, key), content, signature), shared, shared.name)


def _withdrawal(content: str, key: str) -> SharedRow:
    from rrsa.guide.shared_json import SETTING
    from rrsa.guide.strict_json import Reader, check_format, loaded
    from rrsa.portfolio.changes import now_utc

    said = Reader(loaded(content), "")
    said.given.pop("rrsa", None)
    check_format(said.given.pop("format", None))
    row = SharedRow(said.matching("setting", SETTING), said.moment("at"), now_utc(), True, key)
    said.done()
    _not_ahead(row.at)
    return row


def _not_ahead(at: str) -> None:
    if datetime.fromisoformat(at) > datetime.now(UTC) + AHEAD:
        raise BadInput(
            _("it says that it was made on {day}, which is still to come").format(day=at[:10]),
            _("the clock where it was made is wrong; put it right there and share again"),
        )


class Writing:
    """A file that is complete on the disk before anything is recorded, and gets its name afterwards.

    Used around the commit: where either goes wrong nothing is left, and what is recorded as shared is
    never still to be written.
    """

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path
        self._content = content

    def __enter__(self) -> Path:
        from uuid import uuid4

        self._beside = self.path.with_name(f".{self.path.stem[:40]}.{uuid4().hex[:8]}.part")
        try:
            with self._beside.open("xb") as stream:
                stream.write(self._content)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as problem:
            self._beside.unlink(missing_ok=True)
            raise fault(self.path, problem) from None
        return self.path

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        try:
            if kind is None:
                self._beside.replace(self.path)
        except OSError as problem:
            raise fault(self.path, problem) from None
        finally:
            self._beside.unlink(missing_ok=True)
