"""A real SMB share on this machine's loopback, mounted as a drive, which can go away and come back.

Samba serves a folder to 127.0.0.1 alone; smbnetfs mounts it through FUSE. Only one can run at a time: it listens on
port 445. It needs root, and Debian's packages samba, smbnetfs and fuse3.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

PROGRAMS: Final = ("smbd", "smbnetfs", "fusermount3")
PORT: Final = 445
PATIENCE: Final = 20.0
CONFIGURATION: Final = """\
[global]
  interfaces = 127.0.0.1
  bind interfaces only = yes
  smb ports = {port}
  private dir = {base}/private
  pid directory = {base}/run
  lock directory = {base}/run
  state directory = {base}/run
  cache directory = {base}/run
  ncalrpc dir = {base}/run/ncalrpc
  log file = {base}/log/%m
  map to guest = Bad User
  guest account = root
  server role = standalone server
  disable netbios = yes
  load printers = no
[qaf]
  path = {base}/served
  guest ok = yes
  read only = no
  force user = root
"""


def missing() -> str:
    """Why no share can run here; "" where one can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "a share of this machine's own needs root"
    lacking = [one for one in PROGRAMS if _program(one) is None]
    if lacking:
        return f"{', '.join(lacking)} not installed: apt-get install samba smbnetfs fuse3"
    if not Path("/dev/fuse").exists():
        return "this machine has no /dev/fuse"
    return "another program listens on port 445" if _answers() else ""


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def _answers() -> bool:
    with socket.socket() as tried:
        tried.settimeout(1)
        return tried.connect_ex(("127.0.0.1", PORT)) == 0


def _until(done: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > end:
            raise TimeoutError(otherwise)
        time.sleep(0.05)


class Share:
    """The server and the mount, in one folder."""

    def __init__(self, base: Path) -> None:
        self._base, self._mount = base, base / "mount"
        for name in ("served", "private", "run", "log", "mount", "home/.smb"):
            (base / name).mkdir(parents=True)
        self._settings = base / "smb.conf"
        self._settings.write_text(CONFIGURATION.format(base=base, port=PORT), "utf-8")
        shutil.copy(self._settings, base / "home" / ".smb" / "smb.conf")
        own = base / "home" / ".smb" / "smbnetfs.conf"
        own.touch(mode=0o600)
        self._serve()
        where = {**os.environ, "HOME": str(base / "home")}
        command = [_program("smbnetfs") or "", str(self._mount)]
        subprocess.run(command, env=where, start_new_session=True, capture_output=True, check=True)
        _until(self._reachable, "The share cannot be reached.")

    @property
    def drive(self) -> Path:
        """The share as a laptop sees it."""
        return self._mount / "127.0.0.1" / "qaf"

    def pause(self) -> None:
        """The server goes away, as when a laptop leaves the office."""
        file = self._base / "run" / "smbd.pid"
        if file.exists():
            os.kill(int(file.read_text()), signal.SIGTERM)
            _until(lambda: not _answers(), "The server does not end.")
            file.unlink(missing_ok=True)

    def resume(self) -> None:
        """The server comes back; the mount takes some seconds to notice."""
        self._serve()
        _until(self._reachable, "The share does not come back.")

    def stop(self) -> None:
        """Unmounts, and ends both processes."""
        subprocess.run([_program("fusermount3") or "", "-u", "-z", str(self._mount)], capture_output=True, check=False)
        self.pause()

    def _serve(self) -> None:
        # A session of its own: a server that stops signals its whole process group.
        command = [_program("smbd") or "", "-s", str(self._settings), "-D"]
        subprocess.run(command, start_new_session=True, capture_output=True, check=True)
        _until(_answers, "The server does not answer.")

    def _reachable(self) -> bool:
        try:
            next(self.drive.iterdir(), None)
        except OSError:
            return False
        return True
