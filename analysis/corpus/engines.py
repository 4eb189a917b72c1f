"""Engines: the processes that read the articles, on this machine or on a Dask cluster; the results come in order."""

import collections
import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from analysis.corpus.sources import CorpusError

AHEAD = 4  # articles a worker that wait to be read or fetched; more would only fill the memory
DIED = "the process that read it died (out of memory?)"
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")  # a process each is all they need


def in_order(work, entries, engine):
    """(entry, what `work` makes of it) for each entry in order; an entry with a fault is passed through with None."""
    waiting = collections.deque()
    for entry in entries:
        waiting.append((entry, None if entry.fault else engine.submit(work, entry)))
        if len(waiting) > engine.ahead:
            yield _fetched(work, engine, *waiting.popleft())
    while waiting:
        yield _fetched(work, engine, *waiting.popleft())


def _fetched(work, engine, entry, future):
    return entry, None if future is None else engine.result(work, entry, future)


class Here:
    """This process alone: each article is read when its turn comes."""

    ahead = 0

    def submit(self, work, entry):
        return lambda: work(entry)

    def result(self, work, entry, future):
        return future()

    def close(self):
        pass


class Processes:
    """A pool of processes on this machine; where one dies, the articles that waited are read each by itself."""

    def __init__(self, workers):
        self.workers, self.ahead = workers, AHEAD * workers
        self.pool = _pool(workers)

    def submit(self, work, entry):
        try:
            return self.pool.submit(work, entry)
        except BrokenProcessPool:
            self.pool = _pool(self.workers)
            return self.pool.submit(work, entry)

    def result(self, work, entry, future):
        try:
            return future.result()
        except BrokenProcessPool:  # which article it was is not known, so each that waited gets a process to itself
            with _pool(1) as own:
                try:
                    return own.submit(work, entry).result()
                except BrokenProcessPool:
                    return None, DIED

    def close(self):
        self.pool.shutdown(cancel_futures=True)


def _pool(workers):
    context = multiprocessing.get_context("spawn")
    with _one_thread():
        pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent)
        pool.submit(int).result()  # the processes start while the environment says how many threads they have
        return pool


@contextmanager
def _one_thread():
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _end_with_parent():
    """In a worker: end when the process that started it does, even if that is killed."""
    parent = multiprocessing.parent_process()
    threading.Thread(target=lambda: (parent.join(), os._exit(1)), daemon=True).start()


class Dask:
    """The workers of a Dask cluster that runs already; the package has to be installed on them."""

    def __init__(self, scheduler):
        try:
            from distributed import Client, KilledWorker
        except ImportError:
            raise CorpusError("Dask is not installed: pip install 'framing-notebooks[scale]'") from None
        try:
            self.client = Client(scheduler, timeout=10, set_as_default=False)
        except (OSError, ValueError):
            raise CorpusError(f"{scheduler}: no Dask scheduler answers; start one, or check the address") from None
        self.died = KilledWorker
        threads = sum(self.client.nthreads().values())
        self.ahead = AHEAD * max(1, threads)

    def submit(self, work, entry):
        return self.client.submit(work, entry, pure=False)

    def result(self, work, entry, future):
        try:
            return future.result()
        except self.died:
            return None, DIED

    def close(self):
        self.client.close()


def engine(name, *, workers=None, scheduler=None):
    """The engine of a name: `processes` with so many workers (default: a processor each), or `dask` at an address."""
    if name == "dask":
        if not scheduler:
            raise CorpusError("the engine dask needs the address of a scheduler, such as --scheduler tcp://host:8786")
        return Dask(scheduler)
    number = workers or os.cpu_count() or 1
    return Here() if number == 1 else Processes(number)
