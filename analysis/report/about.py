"""What a page says of itself: which article, who reviewed it, what is wanting, how it was made, how sure it is."""

import re

from analysis import actors, certainty, review, scorecard
from analysis.claims import count
from analysis.uncertainty import short

LAYERS = {"mentions": "mentions", "quotes": "reported speech", "relations": "relations", "portrayal": "portrayals"}
FEW = 3  # paragraphs below which an article is short
MEASURED = {  # what of the scorecard a page tells, in words
    "mentions.all, F1": "mentions of actors, F1",
    "quotes.content@0.3, F1": "reported speech, F1",
    "quotes.speaker_accuracy, accuracy": "its speaker, accuracy",
    "stance.paragraph, F1": "who stands for or against whom, F1",
    "tone, macro-F1": "tone of a paragraph, macro-F1",
    "portrayal, macro-F1": "portrayal of an actor, macro-F1",
    "frames.micro, F1": "news frames, F1",
}


def kicker(article):
    """What the article is, in a few words each: title, date, translation, source, as far as they are known."""
    facts = {key: str(value) for key, value in article.about.items() if str(value) not in ("", "unknown")}
    date = f"{article.date.day} {article.date:%B} {article.date.year}" if article.date else ""
    title = f"“{_clip(facts['title'], 90)}”" if "title" in facts else ""
    translated = f"translated from {_first(facts['translated_from'])}" if "translated_from" in facts else ""
    source = _first(facts.get("source", ""))
    length = f"{count(len(article.body), 'paragraphs')}, {count(len(article.clean.split()), 'words')}"
    return [words for words in ("One article, read closely", title, date, translated, source, length) if words]


def reviewed(reading):
    """Who has reviewed the reading, in a sentence."""
    if reading.review is None:
        return "Read by machine alone. Nobody has reviewed this; the page states only what the machine is sure of."
    people = "" if not _models(reading) else " No person has reviewed it yet."
    return plain(f"Reviewed by {reading.review.coder}.") + people


def _models(reading):
    """Is everybody who reviewed the reading a language-model coder?"""
    coders = reading.review.coder.split(" and ") if reading.review else [""]
    return all(coder.startswith("language-model") for coder in coders)


def plain(words):
    """Words in which coders have no names of files.

    >>> plain("reviewed by language-model-A; n = 3")
    'reviewed by language-model coder A; n = 3'
    """
    words = re.sub(r"language-model-(\w+) and language-model-(\w+)", r"language-model coders \1 and \2", words)
    return re.sub(r"language-model-(\w+)", r"language-model coder \1", words)


def wanting(reading):
    """What the reading lacks to say much, in a sentence; empty where it lacks nothing."""
    if not len(reading.article.sentences):
        return "The article is empty: there is no sentence to read."
    if not len(reading.mentions):
        return "The article names nobody whom the package knows or recognises, so there is nobody to be framed."
    if len(reading.article.body) <= FEW:
        return "The article is short: most questions need more paragraphs than it has, and stay open."
    return ""


def made(reading):
    """How the page was made, for its last sections."""
    article = reading.article
    return {
        "name": article.name,
        "source": _known(article, "source"),
        "licence": _known(article, "licence"),
        "translated": _known(article, "translated_from"),
        "repairs": len(article.repairs),
        "pieces": int((article.paragraphs["clean_text"].str.split().str.len() > actors.LONGEST).sum()),
        "omission": article.omission(),
        "trail": plain(review.summary(reading)),
        "models": _models(reading),
        "accuracy": accuracy(),
        "layers": [(word, *_grades(getattr(reading, layer))) for layer, word in LAYERS.items()],
    }


def _grades(table):
    """How many rows of a layer a person has seen, the machine is sure of, and it is not."""
    seen = table["origin"] != "machine"
    sure = certainty.grades(table) == "stated"
    return int(seen.sum()), int((sure & ~seen).sum()), int((~sure).sum())


def accuracy():
    """How well the package does on coded news kept back, in a sentence."""
    table = scorecard.committed()
    kept = table[table["tuned_on"].eq("kept back") & table["instrument"].eq("rules and encoder")]
    rows = [(kept[kept["measure"] == name], words) for name, words in MEASURED.items()]
    told = [f"{words} {short(part['value'].iloc[0])} (n = {part['n'].iloc[0]})" for part, words in rows if len(part)]
    return f"On coded articles of ordinary news kept back from tuning the package alone reaches: {'; '.join(told)}."


def _known(article, key):
    words = str(article.about.get(key, "unknown"))
    return "" if words == "unknown" else words


def _first(words):
    """The first clause of some words.

    >>> _first("probably a daily, since paragraph 6 says so")
    'probably a daily'
    """
    return _clip(re.split(r"[;:]|, (?=since|probably|by way)", words)[0].strip(), 60)


def _clip(words, width):
    return words if len(words) <= width else f"{words[:width].rsplit(' ', 1)[0]} …"
