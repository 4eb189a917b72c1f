"""What lies beside the pages of a report: tables, findings with their words, a paragraph on method; and less text."""

import html
import itertools
import re

import pandas as pd

from analysis import certainty, claims, framing
from analysis.report.about import accuracy
from analysis.report.writing import save
from analysis.uncertainty import short

WORD, TAG = re.compile(r"\w+"), re.compile(r"(<[^>]*>)")
LONGEST, KEPT = 15, 12  # words of the article in a row that a report without its text may show, and keeps of more
TEXTS = ["text", "clean_text"]


def export(reading, folder, *, version, text=True):
    """Write tables/ (every table of a reading and the findings as CSV), findings.md and methods.md into a folder.

    Without `text` no cell and no quotation holds more than 15 words of the article in a row.
    """
    tables = folder / "tables"
    paths = [*framing.write(reading, tables), tables / "findings.csv"]
    claims.write(reading, paths[-1])
    for path in [] if text else paths:
        _cut_table(path, reading.article)
    appendix = findings(reading)
    save(folder / "findings.md", appendix if text else without_text(appendix, reading.article))
    save(folder / "methods.md", methods(reading, version=version))


def findings(reading):
    """The findings that are stated, as Markdown for an appendix: each with its basis and the words it rests on."""
    parts = [f"# Findings on {_title(reading.article)}\n"]
    for claim in claims.findings(reading):
        if claim.met:
            words = [f"- {quote}" for quote in claim.quotes]
            told = f"{claim.statement} {claim.machine_alone}\n\n*{claim.reliability}; {claim.basis}.*\n"
            parts.append("\n".join([f"## {claim.heading}\n", told, *words]))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def methods(reading, *, version):
    """A paragraph on method to paste into a paper, in Markdown: what read it, who reviewed that, how accurate it is."""
    article, review = reading.article, reading.review
    source, date = article.about.get("source", "unknown"), article.date or "unknown"
    told = f"T{_title(article)[1:]} (source: {source}; date: {date})"
    counts = f"{len(article.body)} paragraphs and {len(article.sentences)} sentences"
    repaired = f" {len(article.repairs)} broken spans were repaired before reading." if len(article.repairs) else ""
    by = f"Its rows were then reviewed by {review.coder}." if review else "No person reviewed its rows."
    least = short(certainty.SURE)
    return f"""# Method

{told}, {counts}, was read with framing-notebooks {version} ({framing.versions()}).
The package marks who is mentioned, whose words are reported, who stands for or against whom, how each paragraph sounds
and shows each actor, and which news frames it uses; every row points to the words it was read from.{repaired} {by}
A row that nobody reviewed counts in a finding only where its estimated chance of being right is at least {least}.
Intervals and the stability of what comes first are from resampling the article's paragraphs; of other articles they say
nothing.

{accuracy()} The codings were made by language-model coders, so these figures are upper bounds.
"""


def _title(article):
    title = article.about.get("title", "unknown")
    return "the article" if title == "unknown" else f"the article “{title}”"


def without_text(page, article):
    """A page, or any text, with no more than 15 words of the article in a row: of longer runs the first 12 stay.

    Words are compared across markup, without regard to case; what stands within a tag is left as it is.

    >>> from analysis.article import from_text
    >>> words = " ".join(f"word{n}" for n in range(20))
    >>> without_text(f"<p>See: {words}!</p>", from_text(words))
    '<p>See: word0 word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 …!</p>'
    """
    parts = TAG.split(page)
    texts = {number: html.unescape(part) for number, part in enumerate(parts) if not part.startswith("<")}
    words = [(number, match) for number, text in texts.items() for match in WORD.finditer(text)]
    cut = _beyond([match[0].casefold() for _, match in words], article)
    for number, group in itertools.groupby(sorted(cut), key=lambda place: words[place][0]):
        parts[number] = _shortened(texts[number], [words[place][1].span() for place in group])
    return re.sub(r"…(?:\s*…)+", "…", "".join(parts)) if cut else page


def _beyond(words, article):
    """The places of the words that go: those of a run in the article that is too long, but for its first."""
    known = set()
    for text in (article.raw, article.clean):
        own = WORD.findall(text.casefold())
        known |= {tuple(own[i : i + LONGEST + 1]) for i in range(len(own) - LONGEST)}
    held = set()
    for place in range(len(words) - LONGEST):
        if tuple(words[place : place + LONGEST + 1]) in known:
            held.update(range(place, place + LONGEST + 1))
    return {place for place in held if all(place - back in held for back in range(1, KEPT + 1))}


def _shortened(text, spans):
    """A stretch of text without some of its words, each gap shown; escaped again for a page."""
    out, done = [], 0
    for start, end in spans:
        joined = done and not WORD.search(text[done:start])
        out.append("" if joined else html.escape(text[done:start], quote=False) + "…")
        done = end
    return "".join(out) + html.escape(text[done:], quote=False)


def _cut_table(path, article):
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    for column in [name for name in (*TEXTS, "statement") if name in table]:
        table[column] = [html.unescape(without_text(html.escape(cell, quote=False), article)) for cell in table[column]]
    table.to_csv(path, index=False)
