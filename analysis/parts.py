"""One module of a large package, without the rest that the package loads."""

import importlib
import importlib.util
import sys


def part(name):
    """The module of this dotted name, its package left as it was: not loaded, and free to be loaded whole later.

    NLTK loads scipy.stats, and TextBlob NLTK, which is most of a cold start; neither the sentence splitter nor the
    tagger needs it. Blind spot: a module that asks its package for more than its submodules.

    >>> part("textblob.en").__name__
    'textblob.en'
    """
    package = name.partition(".")[0]
    if package in sys.modules:
        return importlib.import_module(name)
    sys.modules[package] = importlib.util.module_from_spec(importlib.util.find_spec(package))
    try:
        return importlib.import_module(name)
    finally:
        for known in [known for known in sys.modules if known.partition(".")[0] == package]:
            del sys.modules[known]
