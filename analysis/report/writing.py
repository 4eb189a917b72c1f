"""Files of a report: made beside the old ones, which they replace together at the end."""

import contextlib
import os
import tempfile
from pathlib import Path

FIRST_PAGE = "index.html"


@contextlib.contextmanager
def replacing(out):
    """A folder to make a report in; at its end its files go into `out`, made if need be, each replacing its namesake.

    The old first page goes first and the new one comes last, so that there is never one over pages of another run; of
    two runs into one folder the later replaces the earlier. Where something fails or is interrupted, `out` stays as it
    was. An OSError names the file in `out` that could not be written.
    """
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=out, ignore_cleanup_errors=True) as folder:
        try:
            yield Path(folder)
            with _alone(out):
                _replace(Path(folder), out)
        except OSError as fault:
            named = str(fault.filename or folder).replace(folder, str(out))
            raise OSError(fault.errno, fault.strerror, named) from None


def save(path, text):
    """Write a text file; an OSError names it, also where the disk is full."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, str(path)) from None


def _replace(folder, out):
    files = [path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file()]
    (out / FIRST_PAGE).unlink(missing_ok=True)
    for file in sorted(files, key=lambda file: str(file) == FIRST_PAGE):
        (out / file).parent.mkdir(parents=True, exist_ok=True)
        os.replace(folder / file, out / file)


@contextlib.contextmanager
def _alone(out):
    """One run at a time, where the system can lock a folder (Windows cannot)."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
