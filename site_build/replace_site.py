"""Build beside the published folder and put the new site in its place at the end.

Whatever ends a build – an error, a full disk, a signal, another build – the last good site stays whole.
"""

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from site_build.errors import SiteError

#: ``renameat2(2)``: exchange two names in one step.
RENAME_EXCHANGE = 2
AT_FDCWD = -100


class NewSite:
    """A folder in which a site is built, beside the one that it will replace."""

    def __init__(self, site: Path) -> None:
        self.site = site.resolve()
        self.site.parent.mkdir(parents=True, exist_ok=True)
        self._prefix = f".{self.site.name}-new-"
        # One build after the other: a folder that is made and not yet locked would look abandoned.
        with _locked(self.site.parent):
            self._remove_abandoned()
            self.folder = Path(tempfile.mkdtemp(dir=self.site.parent, prefix=self._prefix))
            self.folder.chmod(0o755)
            # Held until this process ends, however it ends: so another build knows an abandoned folder.
            self._lock = _lock(self.folder)

    def take_place(self) -> None:
        """Put the new site in the old one's place and remove the old one; raises SiteError where that fails."""
        try:
            with _locked(self.site.parent):
                if self.site.exists():
                    _exchange(self.folder, self.site)
                else:
                    self.folder.rename(self.site)
        except OSError as error:
            raise SiteError(f"{self.site} cannot be replaced: {error.strerror}; it is as it was") from error
        finally:
            self.discard()

    def discard(self) -> None:
        """Remove what lies in the folder of the new site: an unfinished site, or the one that was replaced."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _remove_abandoned(self) -> None:
        """Remove folders of builds that were killed: nobody holds their lock."""
        for folder in self.site.parent.glob(f"{self._prefix}*"):
            lock = _lock(folder)
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)


def _lock(folder: Path) -> int | None:
    """Return a descriptor that holds the folder's lock; None where another process holds it."""
    descriptor = None
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if descriptor is not None:
            os.close(descriptor)
        return None
    return descriptor


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let one build after the other replace the site: wait for the folder's lock and hold it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _exchange(new: Path, old: Path) -> None:
    """Exchange two folders: in one step where the system can, else in two renames."""
    if sys.platform == "linux":
        library = ctypes.CDLL(None, use_errno=True)
        if hasattr(library, "renameat2"):
            done = library.renameat2(AT_FDCWD, os.fsencode(new), AT_FDCWD, os.fsencode(old), RENAME_EXCHANGE)
            if done == 0:
                return
            if ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS, errno.EXDEV):
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    aside = Path(tempfile.mkdtemp(dir=new.parent, prefix=f"{new.name}-old-"))
    old.rename(aside / "site")
    try:
        new.rename(old)
    except OSError:
        (aside / "site").rename(old)
        raise
    shutil.rmtree(aside, ignore_errors=True)
