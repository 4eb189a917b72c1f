"""Notebooks executed: each in a kernel of its own, several at once, none stopped by another's failure."""

import os
from concurrent.futures import ThreadPoolExecutor

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from analysis.article import SEEDS, ArticleError

NOTEBOOKS = SEEDS.parent / "notebooks"
KERNELS_AT_ONCE = 2
SECONDS_A_CELL = 300


def series():
    """The notebooks in order; raises ArticleError where the package was installed without them."""
    paths = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
    if not paths:
        raise ArticleError(f"{NOTEBOOKS.name}/: no notebooks there; run from a checkout of the project")
    return paths


def executed(paths, environment):
    """Execute notebook files, two at a time: (path, the notebook with its outputs, what failed) for each, in order."""

    def one(path):
        notebook = nbformat.read(path, as_version=4)
        return path, notebook, execute(notebook, environment)

    with ThreadPoolExecutor(KERNELS_AT_ONCE) as pool:
        yield from pool.map(one, paths)


def execute(notebook, environment=None, folder=None):
    """Execute a notebook in place in a kernel of its own; returns "" or, where a cell failed, one line saying why."""
    here = {"metadata": {"path": str(folder or NOTEBOOKS)}}
    options = {"timeout": SECONDS_A_CELL, "kernel_name": "python3", "record_timing": False, "resources": here}
    client = NotebookClient(notebook, **options)
    try:
        client.execute(env=environment or dict(os.environ))
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as fault:
        name, value = getattr(fault, "ename", type(fault).__name__), getattr(fault, "evalue", str(fault))
        return f"{name}: {value.strip().splitlines()[0] if value.strip() else 'no message'}"
    return ""
