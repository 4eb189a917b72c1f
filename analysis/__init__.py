"""Read a news article: who is in it, how it sounds, who is put together with whom, who speaks, who opposes whom."""

from analysis.article import Article, ArticleError, from_text, read_article
from analysis.corpus import read_many
from analysis.framing import Framing, read, versions

__all__ = ["Article", "ArticleError", "Framing", "from_text", "read", "read_article", "read_many", "versions"]
__version__ = "1.0.0"
