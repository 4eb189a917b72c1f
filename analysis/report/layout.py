"""The frame of every page: its style, its contents, and what turns into a link."""

import functools
import re
from pathlib import Path

import jinja2
from markupsafe import Markup

from analysis.figures import COLOURS

PLACES = re.compile(r"¶ ?\d+(?:(?:, | and |–)\d+)*")  # ¶2, 12 and 22


@functools.cache
def _templates():
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"places": places, "worded": worded}
    return environment


def render(template, **values):
    """A template of this folder filled in; what is not marked as safe is escaped."""
    style = _templates().get_template("report.css").render(colours=COLOURS)
    return _templates().get_template(template).render(style=Markup(style), **values)


def worded(drawing):
    """A drawing whose links have the name that stands on them; those with a number on them are called paragraph 9."""
    return Markup(re.sub(r' aria-label="paragraph \d+"(>\s*<text[^>]*>)(?!\s*\d+\s*<)', r"\1", drawing))


def places(words, page=""):
    """Words in which every paragraph number links to its paragraph on a page; everything else is escaped.

    >>> places("so ¶2 & 3")
    Markup('so <a href="#p2">¶2</a> &amp; 3')
    """
    return replaced(PLACES, words, lambda found: _linked(found[0], page))


def replaced(pattern, words, made):
    """Words in which `made` gives the markup for what a pattern finds; everything else is escaped."""
    parts, last = [], 0
    for found in pattern.finditer(words):
        parts += [Markup.escape(words[last : found.start()]), made(found)]
        last = found.end()
    return Markup("").join([*parts, Markup.escape(words[last:])])


def _linked(numbers, page):
    link = lambda number: f'<a href="{page}#p{number[2]}">{number[1]}{number[2]}</a>'
    return Markup(re.sub(r"(¶ ?)?(\d+)", lambda found: link(("", found[1] or "", found[2])), numbers))
