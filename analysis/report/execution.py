"""Notebooks executed: one in a kernel of its own, or many in turn in two kernels, none stopped by another's failure."""

import contextlib
import os
import queue
import threading

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from analysis.article import SEEDS, ArticleError

NOTEBOOKS = SEEDS.parent / "notebooks"
KERNELS_AT_ONCE = 2
SECONDS_A_CELL, SECONDS_TO_END = 300, 5
QUIET = ["--log-level=ERROR"]  # a kernel warns on the terminal that its ports are not encrypted
# what a notebook finds in a kernel that another has used: no names and no pictures, as in a new one
EMPTIED = "%reset -f\nimport matplotlib.pyplot\nmatplotlib.pyplot.close('all')\n%reset -f"


def series():
    """The notebooks in order; raises ArticleError where the package was installed without them."""
    paths = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
    if not paths:
        raise ArticleError(f"{NOTEBOOKS.name}/: no notebooks there; run from a checkout of the project")
    return paths


def execute(notebook, environment=None, folder=None):
    """Execute a notebook in place in a kernel of its own; returns "" or, where a cell failed, one line saying why."""
    return _fault(_client(notebook, folder), env=environment or dict(os.environ))


def executed(paths, environment):
    """Execute notebook files, two at a time: (path, the notebook with its outputs, what failed) for each, in order.

    Two kernels execute one notebook after another and forget all names in between, so that what takes long to load is
    loaded twice and not for each; after a notebook that fails comes a new kernel. Whoever stops asking ends them.
    """
    waiting, done, clients = queue.SimpleQueue(), queue.SimpleQueue(), []
    for path in paths:
        waiting.put(path)
    job = lambda: _work(waiting, done, clients, environment)
    threads = [threading.Thread(target=job, daemon=True) for _ in range(min(KERNELS_AT_ONCE, len(paths)))]
    for thread in threads:
        thread.start()
    try:
        yield from _ordered(paths, done)
    except BaseException:
        _kill(waiting, clients)
        raise
    finally:
        for thread in threads:
            thread.join(timeout=SECONDS_TO_END)


def _ordered(paths, done):
    ended = {}
    for path in paths:
        while path not in ended:
            result = done.get()
            if isinstance(result, BaseException):
                raise result
            ended[result[0]] = result
        yield ended[path]


def _work(waiting, done, clients, environment):
    try:
        with contextlib.suppress(queue.Empty):
            while True:
                _in_turn(waiting, done, clients, environment)
    except BaseException as fault:  # told in the other thread, which waits for it
        done.put(fault)


def _in_turn(waiting, done, clients, environment):
    """Execute waiting notebooks in one kernel until one fails, or raise queue.Empty where none is left."""
    path, fault = waiting.get_nowait(), ""
    client = _client(nbformat.v4.new_notebook())
    clients.append(client)
    with client.setup_kernel(env=environment):
        while not fault:
            notebook = client.nb = nbformat.read(path, as_version=4)
            fault = _fault(client, cleanup_kc=False)
            done.put((path, notebook, fault))
            client.nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(EMPTIED)])
            fault = fault or _fault(client, cleanup_kc=False)
            path = path if fault else waiting.get_nowait()


def _kill(waiting, clients):
    """Stop what still runs: nothing is waiting any more, and the kernels are killed."""
    with contextlib.suppress(queue.Empty):
        while True:
            waiting.get_nowait()
    for client in clients:
        with contextlib.suppress(AttributeError, OSError):  # it has ended by itself
            client.km.provisioner.process.kill()


def _client(notebook, folder=None):
    here = {"metadata": {"path": str(folder or NOTEBOOKS)}}
    options = {"timeout": SECONDS_A_CELL, "kernel_name": "python3", "record_timing": False, "resources": here}
    return NotebookClient(notebook, extra_arguments=[*QUIET], shutdown_kernel="immediate", **options)


def _fault(client, **options):
    """Execute a client's notebook; returns "" or one line that says what failed."""
    try:
        client.execute(**options)
    except (CellExecutionError, RuntimeError, TimeoutError) as fault:
        name, value = getattr(fault, "ename", type(fault).__name__), getattr(fault, "evalue", str(fault))
        return f"{name}: {value.strip().splitlines()[0] if value.strip() else 'no message'}"
    return ""
