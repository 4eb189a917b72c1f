"""The article in an HTML page that was saved from a browser, taken out of it by trafilatura."""

from importlib.metadata import version

from analysis.article.files import ArticleError

ENDINGS = {".html", ".htm", ".xhtml"}
INSTEAD = "or save the words of the article as UTF-8 text"


def page(file):
    """(the text of the article in an HTML page, what is known about it): its paragraphs with blank lines between them.

    ArticleError where trafilatura is not installed, or finds no article. Blind spot: captions and teasers within it.
    """
    try:
        import trafilatura
    except ImportError as fault:
        missing = f"pip install trafilatura lxml_html_clean ({fault.name or 'a part of it'} is missing)"
        raise ArticleError(f"{file.name}: to read an HTML page, {missing}, {INSTEAD}") from None
    found = trafilatura.bare_extraction(file.read_bytes(), include_comments=False, with_metadata=True)
    if found is None or not (found.text or "").strip():
        raise ArticleError(f"{file.name}: trafilatura finds no article in this page; save its words as UTF-8 text")
    known = {"title": found.title, "source": found.sitename or found.hostname}
    about = {name: value for name, value in known.items() if value}
    return found.text.replace("\n", "\n\n"), about | {"taken_out_by": f"trafilatura {version('trafilatura')}"}
