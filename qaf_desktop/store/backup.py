"""A backup is one file: the key file as it was, and the encrypted database, with their hash. Nothing in it is bare."""

import glob
import hashlib
import os
import secrets
from pathlib import Path

import msgspec

from qaf_desktop.clock import Clock
from qaf_desktop.errors import Damaged, NotFound, Refused
from qaf_desktop.files import in_words, replace
from qaf_desktop.store import database, keys
from qaf_desktop.store.workspace import Workspace, is_workspace, open_workspace

MAGIC = b"QAF-BACKUP-1\n"
STAGED, READY = ".restoring", ".ready"
_CHUNK = 1 << 20


class _Preface(msgspec.Struct, frozen=True):
    keys: bytes
    size: int
    sha256: str


def back_up(workspace: Workspace, target: Path) -> None:
    """Writes a backup of the workspace to `target`, wholly or not at all."""
    copy = target.with_name(f".~{secrets.token_hex(8)}.tmp")
    whole = target.with_name(f".~{secrets.token_hex(8)}.tmp")
    try:
        _copy(workspace, copy)
        preface = _Preface((workspace.folder / keys.FILE_NAME).read_bytes(), copy.stat().st_size, _hash(copy))
        with whole.open("xb") as out, copy.open("rb") as source:
            out.write(MAGIC + msgspec.json.encode(preface) + b"\n")
            while chunk := source.read(_CHUNK):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        replace(whole, target)
    except OSError as error:
        raise in_words(error, target) from error
    finally:
        copy.unlink(missing_ok=True)
        whole.unlink(missing_ok=True)


def _copy(workspace: Workspace, copy: Path) -> None:
    """A consistent copy under the same key; VACUUM runs outside any transaction, so below SQLAlchemy."""
    bare = workspace.engine.raw_connection()
    try:
        bare.cursor().execute("VACUUM INTO ?", (str(copy),))
    except Exception as error:
        said = database.in_words(error)
        if said is None:
            raise
        raise said from error
    finally:
        bare.close()


def restore(source: Path, folder: Path, passphrase: str, clock: Clock) -> Workspace:
    """The workspace of a backup, in `folder`. What was there before is set aside beside it, never deleted.

    Raises NotFound, Damaged and WrongPassphrase, having changed nothing.
    """
    preface, start = _read_preface(source)
    try:
        file = keys.parse(preface.keys)
    except Damaged as error:
        raise Damaged(f"{source.name} is damaged. Nothing was restored: use another backup.") from error
    keys.unlock(file, passphrase)
    for left in folder.parent.glob(f"{glob.escape(folder.name)}.*"):  # of a restore that was cut off
        if left.suffix in (STAGED, READY) and left.is_dir():
            _remove(left)
    staged = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}{STAGED}")
    try:
        staged.mkdir(parents=True)
        with source.open("rb") as stream, (staged / database.FILE_NAME).open("xb") as out:
            stream.seek(start)
            while chunk := stream.read(_CHUNK):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        if _hash(staged / database.FILE_NAME) != preface.sha256:
            raise Damaged(f"{source.name} is damaged or incomplete. Nothing was restored: use another backup.")
        keys.write(staged, file)
        open_workspace(staged, passphrase, clock).close()
        ready = staged.with_suffix(READY)
        replace(staged, ready)
        _put_in_place(ready, folder)
    except OSError as error:
        raise in_words(error, folder) from error
    finally:
        _remove(staged)
    return open_workspace(folder, passphrase, clock)


def finish(folder: Path) -> None:
    """Finishes a restore that was cut off between setting aside what was there and putting the backup in its place."""
    if folder.exists() or not folder.parent.is_dir():
        return
    for ready in sorted(folder.parent.glob(f"{glob.escape(folder.name)}.*{READY}")):
        if is_workspace(ready) and not folder.exists():
            replace(ready, folder)


def _put_in_place(ready: Path, folder: Path) -> None:
    aside = None
    try:
        aside = set_aside(folder, "before-restore")
        replace(ready, folder)
    except (OSError, Refused):
        if aside is not None and not folder.exists():
            replace(aside, folder)
        _remove(ready)
        raise


def _remove(staged: Path) -> None:
    for left in staged.glob("*") if staged.exists() else ():
        left.unlink()
    if staged.exists():
        staged.rmdir()


def set_aside(folder: Path, why: str) -> Path | None:
    """Moves the workspace of this folder beside it, under a name that says why; where, or None where there was none.

    Raises Refused where the folder holds something else.
    """
    if not folder.exists():
        return None
    if not is_workspace(folder) and any(folder.iterdir()):
        raise Refused(f"{folder} holds other files. Choose a folder that is empty, or one that is not there yet.")
    if not any(folder.iterdir()):
        folder.rmdir()
        return None
    number = 1
    while (aside := folder.with_name(f"{folder.name}.{why}-{number}")).exists():
        number += 1
    replace(folder, aside)
    return aside


def _read_preface(source: Path) -> tuple[_Preface, int]:
    if not source.is_file():
        raise NotFound(f"There is no file {source}. Name a backup of a workspace.")
    with source.open("rb") as stream:
        if stream.readline(64) != MAGIC:
            raise Damaged(f"{source.name} is no backup of a workspace. Nothing was restored.")
        line = stream.readline(65536)
        try:
            return msgspec.json.decode(line, type=_Preface), stream.tell()
        except msgspec.DecodeError as error:
            raise Damaged(f"{source.name} is damaged. Nothing was restored: use another backup.") from error


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
