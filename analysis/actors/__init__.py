"""Actors: who is in the story, by what words, and why those words are taken to mean them.

Names are found by a roster (states, organisations, people in office) and in the text itself; then descriptions and
pronouns are resolved in the order of the text by agreement, role, grammar and recency. What does not resolve stays
unresolved. Every mention names the rule that found it.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.actors import affiliation, marks
from analysis.actors.chains import reread
from analysis.actors.draft import Draft
from analysis.actors.marks import FROM_RULES
from analysis.actors.names import find
from analysis.actors.reference import resolve
from analysis.actors.roster import KINDS, RosterError, roster
from analysis.article import SPAN
from analysis.encoder import reads_cast, standins
from analysis.grammar import tokens

__all__ = [
    "COLUMNS",
    "FROM_RULES",
    "KINDS",
    "Passage",
    "RosterError",
    "lesson",
    "mentions",
    "passages",
    "roster",
    "summary",
]
__all__ += ["unresolved"]

COLUMNS = ["start", "end", "text", "clean_text", "paragraph", "sentence", "actor", "party", "kind", "type", "rule"]


def mentions(article, known=None, *, places="apart", leaders="apart", encoder=False):
    """Every reference to an actor, one row per (span, actor), in the order of the text.

    Columns: start, end, text, clean_text (raw span and the words analysed); paragraph, sentence; actor (canonical
    name), party (the state or body it leads or speaks for, else itself); kind (name, metonym, demonym, description,
    pronoun); type (person, state, territory, region, organisation, alliance, government, party, company, group); rule,
    why the words are taken to mean the actor. `known`: another roster than the article's. `places="merged"` also counts
    a capital or state that is only a place as its government, `leaders="merged"` counts whoever leads or speaks for a
    party as that party. `encoder=True`: the encoder says which spans are mentions and which refer to one actor, shown
    what the rules take them for; an article that comes with its own aliases is read by the rules alone.
    Blind spot: a person unknown to the roster whose name stands alone, without title, verb of speech or full form.

    >>> from analysis.article import from_text
    >>> mentions(from_text("Putin spoke. He praised China."))[["text", "actor", "kind"]].values.tolist()
    [['Putin', 'Vladimir Putin', 'name'], ['He', 'Vladimir Putin', 'pronoun'], ['China', 'China', 'name']]
    """
    draft = _by_rules(article, known)
    if encoder and article.aliases.empty and reads_cast():
        reread(draft)
        draft.sort()
    rows = []
    for mention in draft.mentions:
        if mention.place and places != "merged":
            continue
        span = tuple(article.span(mention.start, mention.end).values())
        sentence, paragraph = article.sentence_at(mention.start)
        for referent in mention.referents:
            actor = referent.party if leaders == "merged" and referent.party else referent.name
            why = (mention.kind, referent.type, mention.rule)
            rows.append((*span, paragraph, sentence, actor, referent.party, *why))
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.drop_duplicates(["start", "end", "actor"]).reset_index(drop=True)


def _by_rules(article, known=None):
    draft = Draft(article, known or roster(article))
    find(draft)
    draft.sort()
    affiliation.settle(draft)
    affiliation.guess(draft)
    resolve(draft)
    draft.sort()
    return draft


def lesson(article, coded):
    """What the encoder is shown of an article, and the mentions that it should find there, for its training.

    `coded` are rows with start, end, actor and kind. Returns a dict: words, sentences (the number of each word's
    sentence), marks, rules ({span: number of its kind}), spans (first word, word after the last, kind), actors (a set
    of names for each span), pairs and new (marks of the spans). Mentions that begin or end within a word are left out.
    """
    draft = _by_rules(article)
    return marks.lesson(draft, coded)


def summary(mentions):
    """One row per actor, the most mentioned first.

    Columns: actor, party, type, mentions, a count for each kind, forms, first_start.

    `mentions` counts spans; `forms` are the words it goes by other than pronouns, the most frequent first, joined by
    " | ".

    >>> from analysis.article import from_text
    >>> table = mentions(from_text("Russia rejected it. Moscow was wary."))
    >>> summary(table)[["actor", "mentions", "forms"]].values.tolist()
    [['Russia', 2, 'Moscow | Russia']]
    """
    rows = []
    for actor, group in mentions.groupby("actor", sort=False) if len(mentions) else ():
        first, words = group.iloc[0], group.loc[group["kind"] != "pronoun", "clean_text"].value_counts()
        forms = " | ".join(sorted(words.index, key=lambda w: (-words[w], w)))
        kinds = [int((group["kind"] == kind).sum()) for kind in KINDS]
        rows.append((actor, first["party"], first["type"], len(group), *kinds, forms, int(group["start"].min())))
    table = pd.DataFrame(rows, columns=["actor", "party", "type", "mentions", *KINDS, "forms", "first_start"])
    return table.sort_values(["mentions", "first_start"], ascending=[False, True], ignore_index=True, kind="stable")


@dataclass(frozen=True)
class Passage:
    """A paragraph as the encoder reads it, with stand-ins for names: `text`, and `spans` of each actor in that text.

    `places` are the same mentions, in the same order, in the characters of the paragraph as it was analysed.
    """

    text: str
    spans: dict
    places: dict

    def place(self, actor, span):
        """Where in the paragraph a mention stands that has this span in `text`."""
        return self.places[actor][self.spans[actor].index(span)]


def passages(article, mentions):
    """Every paragraph that mentions an actor, with stand-ins for the states and persons it names: {paragraph: Passage}.

    So no name colours what the encoder reads. Blind spot: names of organisations stay.

    >>> from analysis.article import from_text
    >>> text = from_text("Putin praised China.")
    >>> passages(text, mentions(text))[1].text
    'Smith praised Norway.'
    """
    blocks, placed = {block.paragraph: block for block in article.paragraphs.itertuples()}, {}
    for row in mentions.itertuples() if len(mentions) else ():
        start, end = article.to_clean(int(row.start), int(row.end))
        number = article.sentence_at(start)[1]
        at = blocks[number].clean_start
        person = getattr(row, "type", "") == "person" and row.kind == "name"
        placed.setdefault(number, []).append((start - at, end - at, row.actor, person))
    return {number: _passage(blocks[number].clean_text, here) for number, here in placed.items()}


def _passage(paragraph, placed):
    text, spans = standins.bare(paragraph, placed)
    places = {}
    for start, end, actor, _ in placed:
        places.setdefault(actor, []).append((start, end))
    return Passage(text, spans, places)


POINTING = frozenset("he him his himself she her hers herself they them their theirs themselves its itself".split())


def unresolved(article, mentions):
    """The pronouns that point to somebody and that no rule resolved, one row each, in the order of the text.

    Columns paragraph, sentence, start, end, text, clean_text, and context (the sentence). *It* is left out: it points
    to nobody as often as not. Blind spot: descriptions that were not seen to refer to an actor are not listed.

    >>> from analysis.article import from_text
    >>> text = from_text("It rained on them.")
    >>> unresolved(text, mentions(text))["text"].tolist()
    ['them']
    """
    known = set(zip(mentions["start"], mentions["end"]))
    rows = []
    for line in article.sentences.itertuples():
        for token in tokens(line.clean_text):
            span = article.span(line.clean_start + token.start, line.clean_start + token.end)
            if token.text.casefold() in POINTING and (span["start"], span["end"]) not in known:
                rows.append({"paragraph": line.paragraph, "sentence": line.sentence, **span, "context": line.text})
    return pd.DataFrame(rows, columns=["paragraph", "sentence", *SPAN, "context"])
