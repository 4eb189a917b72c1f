"""Actors: who is in the story, by what words, and why those words are taken to mean them.

Names are found by a roster (states, organisations, people in office) and in the text itself; then descriptions and
pronouns are resolved in the order of the text by agreement, role, grammar and recency. What does not resolve stays
unresolved. Every mention names the rule that found it.
"""

import bisect
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from analysis.actors import affiliation, marks
from analysis.actors.affiliation import home, leads
from analysis.actors.census import Census, probabilities
from analysis.actors.chains import reread
from analysis.actors.draft import Draft
from analysis.actors.marks import FROM_RULES
from analysis.actors.names import find
from analysis.actors.pieces import LONGEST, pieces
from analysis.actors.reference import resolve
from analysis.actors.roster import KINDS, NAMED, RosterError, roster
from analysis.article import SPAN
from analysis.encoder import reads_cast, standins
from analysis.grammar import tokens

__all__ = [
    "COLUMNS",
    "LONGEST",
    "Census",
    "FROM_RULES",
    "KINDS",
    "NAMED",
    "Passage",
    "RosterError",
    "home",
    "leads",
    "lesson",
    "mentions",
    "passages",
    "probabilities",
    "roster",
    "summary",
]
__all__ += ["unresolved"]

COLUMNS = ["start", "end", "text", "clean_text", "paragraph", "sentence", "actor", "party", "kind", "type", "rule"]
COLUMNS += ["probability"]
MOST_WORDS = 20_000  # of an article, marks included, whose cast the encoder reads
SEVERAL, NEARLY_ALL = 3, 0.7  # states that an article among states has, and their share of all names


def mentions(article, known=None, *, places="apart", leaders="apart", encoder=False):
    """Every reference to an actor, one row per (span, actor), in the order of the text.

    Columns: start, end, text, clean_text (raw span and the words analysed); paragraph, sentence; actor (canonical
    name), party (the state or body it leads or speaks for, else itself; where an article tells of one state alone,
    people are sides of their own); kind (name, metonym, demonym, description, pronoun); type (person, state, territory,
    region, organisation, alliance, government, party, company, group); rule, why the words are taken to mean the actor;
    probability, the encoder's that they do (missing where the rules alone read them). `known`: another roster than the
    article's. `places="merged"` also counts a capital or state that is only a place as its government,
    `leaders="merged"` counts whoever leads or speaks for a party as that party. `encoder=True`: the encoder says which
    spans are mentions and which refer to one actor, shown what the rules take them for; an article that comes with its
    own aliases, or in which states of the roster and those who lead or speak for them are nearly all who is named, is
    read by the rules alone: these they know. So is one of more than 20,000 words, for want of memory.
    Blind spot: a person unknown to the roster whose name stands alone, without title, verb of speech or full form.

    >>> from analysis.article import from_text
    >>> mentions(from_text("Putin spoke. He praised China."))[["text", "actor", "kind"]].values.tolist()
    [['Putin', 'Vladimir Putin', 'name'], ['He', 'Vladimir Putin', 'pronoun'], ['China', 'China', 'name']]
    """
    draft = _by_rules(article, known)
    small = len(draft.words) <= MOST_WORDS
    if encoder and small and article.aliases.empty and not _among_states(draft) and reads_cast():
        reread(draft)
        draft.sort()
    affiliation.attach_arms(draft)
    affiliation.unseat(draft)
    rows = []
    for mention in draft.mentions:
        if mention.place and places != "merged":
            continue
        span = tuple(article.span(mention.start, mention.end).values())
        sentence, paragraph = article.sentence_at(mention.start)
        for referent in mention.referents:
            actor = referent.party if leaders == "merged" and referent.party else referent.name
            why = (mention.kind, referent.type, mention.rule, mention.probability)
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


def _among_states(draft):
    """Whether nearly everybody who is named is one of several states or alliances, or leads or speaks for one."""
    named = [mention for mention in draft.mentions if mention.kind in NAMED and not mention.place]
    bearers = [referent for mention in named for referent in mention.referents]
    states = {referent.name for referent in bearers if referent.type in ("state", "alliance")}
    among = [referent.party for referent in bearers if referent.party in states]
    return len(set(among)) >= SEVERAL and len(among) >= NEARLY_ALL * len(bearers)


def lesson(article, coded):
    """What the encoder is shown of an article, and the mentions that it should find there, for its training.

    `coded` are rows with start, end, actor and kind. Returns a dict: words, sentences (the number of each word's
    sentence), read (what is read at once, and the place of each word in it), marks, rules ({span: number of its kind}),
    spans (first word, word after the last, kind), actors (a set of names for each span), pairs and new (marks of the
    spans). Mentions that begin or end within a word are left out.
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
    rows, by_actor = [], {}
    for mention in mentions.itertuples():
        by_actor.setdefault(mention.actor, []).append(mention)
    for actor, group in by_actor.items():
        kinds = Counter(mention.kind for mention in group)
        words = Counter(mention.clean_text for mention in group if mention.kind != "pronoun")
        forms = " | ".join(sorted(words, key=lambda w: (-words[w], w)))
        first, counts = min(mention.start for mention in group), (kinds[kind] for kind in KINDS)
        rows.append((actor, group[0].party, group[0].type, len(group), *counts, forms, first))
    table = pd.DataFrame(rows, columns=["actor", "party", "type", "mentions", *KINDS, "forms", "first_start"])
    return table.sort_values(["mentions", "first_start"], ascending=[False, True], ignore_index=True, kind="stable")


@dataclass(frozen=True)
class Passage:
    """What the encoder reads at once: `text`, with stand-ins for names, and the `spans` of each actor in that text.

    It is a paragraph, or where that is long a piece of it: `clean_text`, which starts at `start` in the clean text of
    the article. `places` are the same mentions, in the same order, in the characters of `clean_text`.
    """

    paragraph: int
    start: int
    clean_text: str
    text: str
    spans: dict
    places: dict

    def place(self, actor, span):
        """Where in `clean_text` a mention stands that has this span in `text`."""
        return self.places[actor][self.spans[actor].index(span)]


def passages(article, mentions):
    """Every paragraph that mentions an actor, with stand-ins for the states and persons it names, as `Passage`s.

    So no name colours what the encoder reads. A paragraph of more than 400 words is read in pieces of whole sentences.
    Blind spot: names of organisations stay, and what two pieces tell together.

    >>> from analysis.article import from_text
    >>> text = from_text("Putin praised China.")
    >>> [passage.text for passage in passages(text, mentions(text))]
    ['Smith praised Norway.']
    """
    (parts, starts), placed = pieces(article), {}
    for row in mentions.itertuples():
        start, end = article.to_clean(int(row.start), int(row.end))
        number = max(0, bisect.bisect_right(starts, start) - 1)
        at, person = starts[number], getattr(row, "type", "") == "person" and row.kind == "name"
        placed.setdefault(number, []).append((start - at, end - at, row.actor, person))
    return [_passage(*parts[number], here) for number, here in placed.items()]


def _passage(paragraph, start, clean_text, placed):
    text, spans = standins.bare(clean_text, placed)
    places = {}
    for low, high, actor, _ in placed:
        places.setdefault(actor, []).append((low, high))
    return Passage(paragraph, start, clean_text, text, spans, places)


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
