"""Chapters: executed notebooks as pages of the report."""

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, NavigableString
from markupsafe import Markup
from nbconvert import HTMLExporter

from analysis import figures
from analysis.report.about import plain
from analysis.report.layout import PLACES, places, render, worded

FIRST = "index.html"
PLAIN = ["a", "code", "pre", "svg", "style", "script", "h1", "h2", "h3"]  # where a paragraph number is no link
CELLS = """
{%- extends 'basic/index.html.j2' -%}
{%- block input_group -%}<details class="code"><summary>the code</summary>{{ super() }}</details>{%- endblock -%}
"""


@dataclass(frozen=True)
class Chapter:
    """One notebook of the series: its file name without ending, the notebook as executed, and what failed in it."""

    name: str
    notebook: object = field(repr=False)
    fault: str = ""

    @property
    def title(self):
        return question(self.notebook)

    @property
    def page(self):
        return f"{self.name}.html"


def question(notebook):
    """The notebook's title without its number: the question it asks."""
    prose = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    titles = (re.search(r"^#\s+(?:\d+\W+)?(.+)$", text, re.M) for text in prose)
    return next((title[1].strip() for title in titles if title), "A chapter without a title")


def chapter(this, chapters):
    """An executed notebook as a self-contained page: its code folded, its links those of the report.

    What leads to a notebook leads to its page, and under the title of that page; a paragraph number leads to that
    paragraph of the article on the first page, unless a cell tagged `other-articles` says that it is none of it.
    """
    soup = BeautifulSoup(_cells(this.notebook), "html.parser")
    _headings(soup)
    if _of_others(this.notebook):
        for link in soup.select('a[href^="#p"]'):
            link.unwrap()
    _links(soup, chapters)
    if not _of_others(this.notebook):
        _paragraph_numbers(soup)
        _rows_to_words(soup)
    _tables(soup)
    sections = [(heading["id"], heading.get_text(" ", strip=True)) for heading in soup.find_all("h2")]
    at = [one.name for one in chapters].index(this.name)
    around = {"before": chapters[at - 1] if at else None, "after": chapters[at + 1] if at + 1 < len(chapters) else None}
    body = Markup(soup.decode_contents())
    return render(
        "chapter.html.j2", this=this, chapters=chapters, sections=sections, number=at + 1, body=body, **around
    )


def _of_others(notebook):
    return any("other-articles" in cell.metadata.get("tags", []) for cell in notebook.cells)


def _cells(notebook):
    exporter = HTMLExporter(raw_template=CELLS, embed_images=True, exclude_anchor_links=True)
    exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
    return worded(figures.inlined(exporter.from_notebook_node(notebook)[0]))


def _headings(soup):
    """The page has its own title; every section is an anchor of its own."""
    for heading in soup.find_all("h1")[:1]:
        heading.decompose()
    for number, heading in enumerate(soup.find_all(["h2", "h3"]), start=1):
        heading["id"] = f"section-{number}"


def _links(soup, chapters):
    """Links to notebooks lead to their pages; anchors that are not on this page are on the first."""
    titles = {one.name: one.title for one in chapters}
    here = {tag["id"] for tag in soup.find_all(id=True)}
    for link in soup.find_all("a", href=True):
        name, _, anchor = link["href"].partition("#")
        stem = re.fullmatch(r"(?:\./)?([\w-]+)\.ipynb", name)
        if stem and stem[1] in titles:
            link["href"] = f"{stem[1]}.html" + (f"#{anchor}" if anchor else "")
            if re.fullmatch(r"[\d\s]+", link.get_text()):
                link.string = titles[stem[1]]
                link["class"] = "chapter"
        elif not name and anchor and anchor not in here:
            link["href"] = f"{FIRST}#{anchor}"


def _paragraph_numbers(soup):
    for words in soup.find_all(string=re.compile(f"{PLACES.pattern}|language-model-")):
        if not words.find_parent(PLAIN) and type(words) is NavigableString:
            words.replace_with(BeautifulSoup(places(plain(words), FIRST), "html.parser"))


def _rows_to_words(soup):
    """In a table with a column of paragraphs each number leads to its paragraph."""
    for table in soup.find_all("table"):
        heads = [head.get_text() for head in table.select("thead th")]
        for row in table.select("tbody tr") if "paragraph" in heads else []:
            cell = row.find_all(["td", "th"])[heads.index("paragraph")]
            if cell.get_text().isdigit():
                link = soup.new_tag("a", href=f"{FIRST}#p{cell.get_text()}")
                link.string = cell.get_text()
                cell.string = ""
                cell.append(link)


def _tables(soup):
    """A table may be wider than its page: it is in a box of its own, which scrolls."""
    for number, table in enumerate(soup.find_all("table"), start=1):
        scrolls = {"class": "table", "tabindex": "0", "role": "region", "aria-label": f"Table {number}"}
        table.wrap(soup.new_tag("div", attrs=scrolls))
