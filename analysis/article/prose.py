"""Whether a text is English prose: formats that are refused, and what a reader of the tables is to be told."""

import json
import re

from analysis.article.sentences import FUNCTION_WORDS, LONGEST

SAVE = "save its words as UTF-8 text"
FORMATS = {  # what a file of a format begins with, and what to do
    "an HTML page": (r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|div|p)\b", "name it .html and it is read"),
    "an RTF document": (r"\s*\{\\rtf", SAVE),
    "a PDF document": (r"\s*%PDF-", SAVE),
    "XML": (r"\s*<\?xml", SAVE),
}
ENOUGH, ENGLISH = 30, 0.22  # words that a text needs, and the share of function words that English has at least
ROWS, CELLS = 4, 3  # lines that a table has at least, and cells of each
LONG = 15  # sentences that make a paragraph a whole article


def format_of(text):
    """(the format that a text is written in, what to do), None where it is written in none.

    >>> format_of("<html><p>Xi met Putin.</p></html>")[0], format_of('{"text": "Xi met Putin."}')[0]
    ('an HTML page', 'JSON')
    >>> format_of("Xi met Putin.")
    """
    for name, (beginning, remedy) in FORMATS.items():
        if re.match(beginning, text, re.IGNORECASE | re.DOTALL):
            return name, remedy
    line = text.strip() if "\n" not in text.strip() else text.strip().partition("\n")[0].rstrip(" \r,")
    return ("JSON", SAVE) if _is_json(text) or line.startswith("{") and _is_json(line) else None


def _is_json(text):
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        return isinstance(json.loads(text), (dict, list))
    except (ValueError, RecursionError):
        return False


def cautions(article):
    """What a reader is to be told of an article that may be no English prose, a sentence each; mostly nothing.

    Blind spot: a short text in another language that has our letters.

    >>> from analysis.article import from_text
    >>> cautions(from_text("Xi met Putin.")), cautions(from_text(""))
    ([], ['The text holds no sentence.'])
    """
    rules = (_taken_out, _empty, _letters, _language, _table, _paragraphs, _cut, _long)
    return [words for rule in rules for words in rule(article)]


def _taken_out(article):
    if "taken_out_by" in article.about:
        by = article.about["taken_out_by"]
        yield f"The text was taken out of an HTML page by {by}; places are those in the text that was taken out."


def _empty(article):
    if article.sentences.empty:
        yield "The text holds no sentence."
    elif not any(character.isalpha() for character in article.clean):
        yield "The text holds no words."


def _letters(article):
    letters = [character for character in article.clean if character.isalpha()]
    ours = sum(character < "\u0250" for character in letters)
    if letters and ours < len(letters) / 2:
        yield f"Only {ours} of {len(letters)} letters are Latin: the text is read as if it were English."


def _language(article):
    words = re.findall(r"[^\W\d_]+", article.clean.lower())
    known = sum(word in FUNCTION_WORDS for word in words)
    if len(words) >= ENOUGH and known < ENGLISH * len(words):
        share = f"{known} of {len(words)} words"
        yield f"Only {share} are English function words: this may be another language, a list or a table."


def _table(article):
    lines = article.raw.strip().splitlines()
    for mark in ",;\t":
        marks = {line.count(mark) for line in lines} if len(lines) >= ROWS else set()
        if len(marks) == 1 and marks.pop() >= CELLS - 1:
            yield "Every line has as many cells as the others: this looks like a table and is read as prose."
            return


def _paragraphs(article):
    lines, paragraphs = len(re.findall(r".*\S.*", article.raw)), len(article.paragraphs)
    if paragraphs > 1 and lines == paragraphs and not re.search(r"\n\s*\n", article.raw.strip()):
        yield "There are no blank lines: each line is read as a paragraph."
    elif paragraphs == 1 and len(article.sentences) >= LONG:
        yield "There are no blank lines: the whole text is read as one paragraph."


def _cut(article):
    cut = len(re.findall(r"[^\W\d_]-\r?\n[^\W\d_]", article.raw))
    if cut > 1:
        yield f"{cut} lines end within a word, as in text copied from a PDF: these words are read in two parts."


def _long(article):
    words, paragraph = article.sentences["clean_text"], article.sentences["paragraph"]
    goes_on = paragraph.eq(paragraph.shift(-1)) & ~words.str.contains(r"[.!?…][\"”’»)\]]*$")
    cut = goes_on & (words.str.len() >= LONGEST // 2) | (words.str.len() == LONGEST)  # as the parts of `split` are
    if cut.any():
        yield f"Sentences of more than {LONGEST:,} characters are read in parts of that length at most."
