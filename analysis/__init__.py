"""Read a news article: who is in it, how it sounds, who is put together with whom, who speaks, who stands against whom."""

from analysis.article import Article, ArticleError, read_article

__all__ = ["Article", "ArticleError", "read_article"]
__version__ = "1.0.0"
