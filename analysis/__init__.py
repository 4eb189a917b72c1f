"""Read a news article: who is in it, how it sounds, who is put together with whom, who speaks, who opposes whom."""

from analysis.article import Article, ArticleError, from_text, read_article
from analysis.framing import Framing, read, versions

__all__ = ["Article", "ArticleError", "Framing", "from_text", "read", "read_article", "read_many", "versions"]
__version__ = "1.0.0"


def __getattr__(name):
    """What reads many articles is loaded when it is asked for: it brings libraries that one article does not need."""
    if name != "read_many":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from analysis.corpus import read_many

    return read_many
