"""Stance: who supports or opposes whom, in words or in deeds, and in whose voice it is said.

The clause says by which words and in which direction (predicates.csv holds the words), the encoder says which pairs are
related at all, the quotation says in whose voice. Denied, hypothetical and future acts are marked and not counted.
"""

import functools
import itertools
import re
from dataclasses import dataclass, replace

import networkx as nx
import pandas as pd

from analysis import actors, grammar
from analysis import encoder as instrument
from analysis import quotes as reported
from analysis.article import from_text, split
from analysis.encoder import standins
from analysis.lexicon import lexicon, word_set
from analysis.stance import issues

COLUMNS = [
    "paragraph",
    "sentence",
    "source",
    "target",
    "source_party",
    "target_party",
    "target_type",
    "stance",
    "expression",
    "intensity",
    "voice",
    "status",
    "counted",
    "hedge",
    "found_by",
    "rule",
    "start",
    "end",
    "text",
    "clean_text",
]
HEDGES = word_set("hedge", "stance_words")
# what a verb of refusing does to the act it governs: "refused to support"
REFUSING = word_set("verb of refusing", "stance_words")
DENYING = word_set("verb of denying", "stance_words")
DENIAL_STEMS = ("den", "disput", "disclaim", "DEN", "DISPUT", "DISCLAIM")
WEIGHING = word_set("verb of weighing", "stance_words")
HYPOTHETICAL = {"would", "could", "may", "might", "if", "can"}
INNER = {"of", "from", "in", "within", "inside", "at", "near", "around", "across", "on", "into", "between"}
BE_LIKE = {"be", "become", "remain", "seem", "appear", "feel", "grow", "stay"}


@dataclass(frozen=True)
class Place:
    """Where an actor stands in a sentence: characters of the sentence, and a key that says who it is."""

    start: int
    end: int
    key: object


@dataclass(frozen=True)
class Finding:
    """A relation that one sentence states between two places, with the words that state it."""

    source: Place
    target: Place
    stance: int
    expression: str
    intensity: float
    status: str
    hedge: str
    rule: str
    start: int
    end: int
    hold: str = (
        "direct"  # direct: both are heads of arguments; within: one only stands within an argument; loose: behind it
    )


@dataclass(frozen=True)
class Relation:
    """What `between` answers: source and target are the spans given, evidence is a span of the text."""

    source: tuple
    target: tuple
    stance: int
    evidence: tuple
    status: str = "stated"
    found_by: str = "rule"
    hold: str = "direct"


@functools.cache
def _predicates(pos):
    """lemma -> rows of predicates.csv of one part of speech, those with a second word first."""
    rows = {}
    for row in lexicon("predicates"):
        if row["pos"] == pos:
            rows.setdefault(row["lemma"], []).append(row)
    return {word: sorted(found, key=lambda r: (not r["with"], r["target"] == "object")) for word, found in rows.items()}


# --- reading one sentence ------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=4096)
def read(sentence, places, *, loose=False):
    """The relations that a sentence states between places, as a tuple of Findings, by rules alone.

    `loose` takes an actor anywhere behind a predicate for its target where no argument names one.

    >>> found = read("Kiev condemned Minsk.", (Place(0, 4, "Ukraine"), Place(15, 20, "Belarus")))
    >>> [(f.source.key, f.target.key, f.stance, f.rule) for f in found]
    [('Ukraine', 'Belarus', -1, 'verb: condemn')]
    """
    if len({p.key for p in places}) < 2:
        return ()
    parsed = _Sentence(sentence, places)
    found = tuple(parsed.findings())
    return found if found or not loose else tuple(parsed.loose())


@functools.lru_cache(maxsize=4096)
def _disowned(sentence, places):
    """(who denies, from which character on): "Russia denied that it attacked Georgia" denies deeds of Russia's own."""
    parsed = _Sentence(sentence, places)
    found = []
    for n, denial in enumerate(parsed.clauses):
        content = next((c for c in parsed.clauses[n + 1 :] if c.first >= denial.last and c.subjects), None)
        if denial.predicate not in DENYING or denial.negated or denial.voice == "passive" or content is None:
            continue
        start = parsed.tokens[parsed.chunks[content.subjects[0]].first].start
        if denial.objects and denial.objects[0] not in content.subjects or content.kind != "finite":
            continue  # "denied the claims of Kiev that …" speaks of the claims
        found += [(place.key, start) for place in parsed.all_of(denial.subjects)]
    return tuple(found)


def _mark_denied(sentence, places, found, of):
    """The findings, those that their own doer denies with status denied."""
    denials = _disowned(sentence, places) if any(word in sentence for word in DENIAL_STEMS) else ()
    return [
        replace(f, status="denied")
        if any(of(f.source.key) == of(who) and f.target.start >= start for who, start in denials)
        else f
        for f in found
    ]


def _merely_addressed(sentence, places):
    """Do only requests, statements and what is not so pass between the places?"""
    parsed = _Sentence(sentence, places)
    found = tuple(parsed.findings())
    return (
        bool(parsed.neutral) and not found or bool(found) and all(f.status in {"denied", "hypothetical"} for f in found)
    )


class _Sentence:
    """One sentence with its grammar and the places of its actors."""

    def __init__(self, text, places):
        self.text, self.places = text, places
        self.parse = grammar.parse(text)
        self.tokens, self.chunks, self.clauses = self.parse.tokens, self.parse.chunks, self.parse.clauses
        self.chunk_at = {k: n for n, c in enumerate(self.chunks) for k in range(c.first, c.last)}
        self.place_at = {}
        for place in places:
            for k, token in enumerate(self.tokens):
                if token.start < place.end and place.start < token.end:
                    self.place_at.setdefault(k, []).append(place)
        self.open = []  # (sources, token after the predicate, maker): predicates whose target no argument names
        self.neutral = set()  # pairs between which only a request or a statement passes
        self.hedge = next((t.lemma for t in self.tokens if t.lemma in HEDGES), "")

    def findings(self):
        found = []
        for reader in (self.by_verb, self.by_noun, self.by_adjective, self.by_role, self.by_prefix):
            found += reader()
        seen = {}
        for f in found:
            if f.source.key != f.target.key:
                seen.setdefault((f.source, f.target, f.stance), f)
        return seen.values()

    # who a noun chunk speaks of

    def actors(self, c, *, depth=0):
        """The places a chunk refers to: its head's, else those within it, else those of the phrase that hangs on it."""
        chunk = self.chunks[c]
        heads = self.place_at.get(chunk.head, [])
        if heads:
            return self._widest(heads)
        inside = [p for k in range(chunk.first, chunk.last) for p in self.place_at.get(k, [])]
        if inside:
            return tuple(dict.fromkeys(inside))
        if depth < 3 and c + 1 < len(self.chunks):
            after = self.chunks[c + 1]
            if after.prep in INNER and self._touching(chunk, after):
                found = list(self.actors(c + 1, depth=depth + 1))
                for nxt in self._coordinated(c + 1):
                    found += self.actors(nxt, depth=3)
                return tuple(dict.fromkeys(found))
        return self._same_speaker(c)

    def _widest(self, heads):
        """Of places one within another the longest: "Kremlin critics", not "Kremlin"."""
        return tuple(
            p
            for p in dict.fromkeys(heads)
            if not any(
                q is not p and q.start <= p.start and p.end <= q.end and q.end - q.start > p.end - p.start
                for q in heads
            )
        )

    def _touching(self, chunk, after):
        return 0 < after.first - chunk.last <= 2

    def _coordinated(self, c):
        """Chunks joined by comma or *and* to the right of c."""
        found, k = [], c
        while k + 1 < len(self.chunks):
            gap = self.tokens[self.chunks[k].last : self.chunks[k + 1].first]
            if not gap or len(gap) > 2 or any(t.tag not in {",", "CC"} for t in gap):
                break
            found.append(k + 1)
            k += 1
        return found if any(t.tag == "CC" for t in self.tokens[self.chunks[c].last : self.chunks[k].first]) else []

    def _same_speaker(self, c):
        """The subject that a pronoun takes up in reported speech: "Kiev said it would join"."""
        if self.tokens[self.chunks[c].head].tag != "PRP":
            return ()
        for clause in reversed(self.clauses):
            if (
                clause.last <= self.chunks[c].first
                and clause.kind == "finite"
                and clause.predicate in grammar.REPORTING
            ):
                return tuple(p for s in clause.subjects if s != c for p in self.place_at.get(self.chunks[s].head, ()))
        return ()

    def all_of(self, chunks):
        return tuple(dict.fromkeys(p for c in chunks for p in self.actors(c)))

    def hanging(self, c, preps):
        """The places in phrases that hang on chunk c by one of the prepositions."""
        found, k = [], c
        while k + 1 < len(self.chunks):
            nxt = self.chunks[k + 1]
            gap = self.tokens[self.chunks[k].last : nxt.first]
            if (
                len(gap) > 3
                or any(t.tag in {",", ":", "."} or t.tag in grammar.VERB_TAGS - grammar.PARTICIPLE_TAGS for t in gap)
                or not (nxt.prep or nxt.time or k > c and len(gap) == 1)
            ):
                break
            if nxt.prep in preps:
                found += self.actors(k + 1)
                for other in self._coordinated(k + 1) or (self._and_after(k + 1) if nxt.prep == "between" else ()):
                    found += self.actors(other)
            k += 1
        return tuple(dict.fromkeys(found))

    def loose(self):
        """Findings of predicates whose target stands somewhere behind them in the same clause."""
        for sources, first, last, sign, row, status, rule in self.open:
            end = next((c.first for c in self.clauses if c.kind == "finite" and c.first > last), len(self.tokens))
            behind = tuple(
                dict.fromkeys(p for k in range(last, end) for p in self.place_at.get(k, []) if p not in sources)
            )
            for a in sources:
                for b in behind:
                    if self._is_head(a) and self._is_head(b):
                        yield self._finding(first, last, a, b, sign, row, status, f"{rule} …")

    def _and_after(self, c):
        """The second after *between*, past a phrase: "between the heir to the throne and Kiev"."""
        for k in range(self.chunks[c].last, min(len(self.tokens) - 1, self.chunks[c].last + 8)):
            if self.tokens[k].lemma == "and" and k + 1 in self.chunk_at:
                return (self.chunk_at[k + 1],)
        return ()

    # rules

    def by_verb(self):
        for c in self.clauses:
            for row in _predicates("verb").get(c.predicate, ()):
                if not self._with(c, row["with"]):
                    continue
                sources = self.all_of(c.agents if c.voice == "passive" else c.subjects)
                if int(row["sign"]) == 0:
                    self._pass_over(sources, c.last)
                    break
                targets = self._targets(c, row["target"])
                made = list(self._pairs(c, row, sources, targets))
                if made:
                    yield from made
                    break
                if sources and c.voice == "active":
                    status, sign = self._status(c, int(row["sign"]))
                    self.open.append(
                        (sources, c.first, c.last, sign, row, status, f"verb: {row['lemma']} {row['with']}".strip())
                    )

    def _pass_over(self, sources, last):
        for k in range(last, len(self.tokens)):
            for b in self.place_at.get(k, []):
                self.neutral |= {(a, b) for a in sources}

    def _with(self, c, word):
        """Does the clause have the second word of a predicate: a particle or the head of its object?"""
        if not word:
            return True
        after = self.tokens[c.verb + 1].lemma if c.verb + 1 < len(self.tokens) else ""
        return word in {c.particle, after} or any(self.tokens[self.chunks[o].head].lemma == word for o in c.objects)

    def _targets(self, c, slots):
        if slots == "object" and any(
            self.tokens[self.chunks[o].head].lemma.endswith(("self", "selves")) for o in c.objects
        ):
            return ()
        if slots == "object":
            objects = c.subjects if c.voice == "passive" else c.objects
            found = self.all_of(objects)
            return found or tuple(
                dict.fromkeys(
                    p for o in objects for p in self.hanging(o, {"against", "to", "by", "with", "for", "over"})
                )
            )
        preps = set(slots.split("|"))
        return self.all_of(tuple(chunk for prep, chunk in c.obliques if prep in preps))

    def _pairs(self, c, row, sources, targets):
        sign = int(row["sign"])
        status, sign = self._status(c, sign)
        if row["target"] != "object" and any(
            d.kind == "infinitive" and d.negated and d.governor is not None and self.clauses[d.governor] is c
            for d in self.clauses
        ):
            sign = -sign  # "lobbied for Kiev not to be admitted"
        rule = f"verb: {row['lemma']} {row['with']}".strip()
        if row["symmetric"] and not targets:
            for a, b in self._each_other(self.all_of(c.subjects)):
                yield self._finding(c.first, c.last, a, b, sign, row, status, rule)
            return
        for a in sources:
            for b in targets:
                yield self._finding(c.first, c.last, a, b, sign, row, status, rule)
                if row["symmetric"]:
                    yield self._finding(c.first, c.last, b, a, sign, row, status, rule)

    def _each_other(self, places):
        """Ordered pairs of places that do not stand on the same words."""
        return [(a, b) for a, b in itertools.permutations(places, 2) if a.end <= b.start or b.end <= a.start]

    def _status(self, c, sign):
        governor = self.clauses[c.governor] if c.governor is not None else None
        if governor and c.kind == "infinitive" and governor.predicate in REFUSING and not governor.negated and sign > 0:
            return "stated", -1
        if c.negated and c.modal in {"will", "would", "shall"} and sign > 0:
            return "stated", -1  # "will not recognise" refuses
        if governor and c.kind != "finite" and governor.predicate in WEIGHING:
            return "hypothetical", sign
        if c.negated or governor and c.kind != "finite" and governor.negated:
            return "denied", sign
        if c.modal in {"will", "shall"}:
            return "future", sign
        if c.modal in HYPOTHETICAL:
            return "hypothetical", sign
        if governor and c.kind == "infinitive" and governor.modal in HYPOTHETICAL | {"will"}:
            return "hypothetical", sign
        return "stated", sign

    def _finding(self, first, last, source, target, sign, row, status, rule):
        low, high = self.parse.span(first, last)
        start, end = min(low, source.start, target.start), max(high, source.end, target.end)
        intensity = abs(float(row["intensity"] or 0)) * sign
        return Finding(
            source,
            target,
            sign,
            row["expression"],
            intensity,
            status,
            self.hedge,
            rule,
            start,
            end,
            (
                "loose"
                if rule.endswith("…")
                else "direct"
                if self._is_head(source) and self._is_head(target)
                else "within"
            ),
        )

    def _is_head(self, place):
        return any(place in self.place_at.get(c.head, ()) for c in self.chunks)

    def by_noun(self):
        for n, chunk in enumerate(self.chunks):
            word = self.tokens[chunk.head].text.lower()
            last = re.split("[-‐]", word)[-1]  # "cyber-attack"
            names = dict.fromkeys((word, grammar.singular(word), grammar.singular(last)))
            for row in next((rows for rows in map(_predicates("noun").get, names) if rows), ()):
                yield from self._noun(n, chunk, row)

    def _noun(self, n, chunk, row):
        sign, status = int(row["sign"]), "stated"
        if any(t.lemma in {"no", "without"} for t in self.tokens[max(0, chunk.first - 1) : chunk.head]):
            status = "denied"
        preps = set(row["target"].split("|"))
        named = self.place_at.get(chunk.head, [])
        inside = tuple(
            dict.fromkeys(p for k in range(chunk.first, chunk.head) for p in self.place_at.get(k, []) if p not in named)
        )
        if self.tokens[chunk.head].text[0].isupper() and not row["symmetric"] and named:
            return
        targets = self.hanging(n, preps - {"by"})
        agents = self.hanging(n, {"by"} | ({"from"} - preps))
        governing = next((c for c in self.clauses if n in c.objects or c.voice == "passive" and n in c.subjects), None)
        lent = ()
        if governing is not None:
            obliques = tuple(chunk for prep, chunk in governing.obliques if prep in preps - {"of", "in"})
            targets = targets or self.all_of(obliques)
            lemma, light = governing.predicate, None
            if self._listed("reverse", governing):
                light, sign = True, -sign
            elif lemma in _predicates("light"):
                light = True
            if light:
                lent = self.all_of(governing.agents if governing.voice == "passive" else governing.subjects)
                status, sign = self._status(governing, sign) if status == "stated" else (status, sign)
        rule = f"noun: {row['lemma']}"
        if row["symmetric"]:
            if governing is not None and governing.voice == "active" and n in governing.subjects and len(targets) == 1:
                targets += self.all_of(governing.objects)  # "tension with Kiev brought Minsk and Moscow together"
            both = tuple(p for p in dict.fromkeys(inside + agents + lent + targets) if p not in named)
            if len(targets) + len(inside) >= 2 and not lent and not agents:
                both = tuple(p for p in dict.fromkeys(inside + targets) if p not in named)
            for a, b in self._each_other(both[:4]):
                yield self._finding(chunk.first, chunk.last, a, b, sign, row, status, rule)
            if len(both) == 1 and lent:
                self.open.append((lent, chunk.first, chunk.last, sign, row, status, rule))
            return
        if lent and not targets and not agents and not inside:
            self.open.append((lent, chunk.first, chunk.last, sign, row, status, rule))
        for a in agents or inside or lent:
            for b in targets:
                yield self._finding(chunk.first, chunk.last, a, b, sign, row, status, rule)

    def _listed(self, pos, c):
        return any(self._with(c, row["with"]) for row in _predicates(pos).get(c.predicate, ()))

    def by_adjective(self):
        for k, token in enumerate(self.tokens):
            for row in _predicates("adjective").get(token.text.lower(), ()):
                after = self.chunk_at.get(k + 2) if k + 1 < len(self.tokens) else None
                if (
                    after is None
                    or self.chunks[after].prep not in row["target"].split("|")
                    or k in self.chunk_at
                    and self.chunks[self.chunk_at[k]].head != k
                ):
                    continue
                targets = self.actors(after) + tuple(p for o in self._coordinated(after) for p in self.actors(o))
                copula = next(
                    (
                        c
                        for c in self.clauses
                        if c.last <= k and k - c.last < 4 and c.predicate in BE_LIKE or c.verb == k
                    ),
                    None,
                )
                status = "stated"
                if copula is not None:
                    sources = self.all_of(copula.subjects)
                    status = self._status(copula, 1)[0]
                else:
                    before = self.chunk_at.get(k - 1)
                    sources = self.actors(before) if before is not None else ()
                for a in sources:
                    for b in targets:
                        yield self._finding(k, k + 1, a, b, int(row["sign"]), row, status, f"adjective: {row['lemma']}")

    def by_role(self):
        for n, chunk in enumerate(self.chunks):
            for k in range(chunk.first, chunk.last):
                for row in _predicates("role").get(grammar.singular(self.tokens[k].lemma), ()):
                    yield from self._role(n, chunk, k, row)

    def _role(self, n, chunk, k, row):
        targets = tuple(
            dict.fromkeys(
                p for j in range(chunk.first, k) for p in self.place_at.get(j, []) if p.end <= self.tokens[k].start
            )
        )
        if k == chunk.head:
            targets = self.hanging(n, set(row["target"].split("|"))) or targets
        status, sources = "stated", ()
        holders = tuple(p for p in self.place_at.get(k, []) if p not in targets)
        copula = next((c for c in self.clauses if n in c.objects and c.predicate in BE_LIKE), None)
        if k != chunk.head:
            sources = tuple(p for p in self.place_at.get(chunk.head, []) if p not in targets)
        elif copula is not None:
            sources, status = self.all_of(copula.subjects), self._status(copula, 1)[0]
            if not targets and len(sources) > 1 and self.tokens[k].tag == "NNS":  # "Kiev and Minsk are rivals"
                for a, b in itertools.permutations(sources, 2):
                    yield self._finding(k, k + 1, a, b, int(row["sign"]), row, status, f"role: {row['lemma']}")
                return
        elif holders:
            sources = self._widest(holders)
        else:
            sources = self._apposed(n)
        for a in sources:
            for b in targets:
                yield self._finding(k, k + 1, a, b, int(row["sign"]), row, status, f"role: {row['lemma']}")

    def _apposed(self, n):
        """The actor that a description stands beside: "Merkel, an opponent of Minsk,"."""
        chunk = self.chunks[n]
        if n and self.tokens[chunk.first - 1].tag == "," and self.chunks[n - 1].last == chunk.first - 1:
            return self.actors(n - 1)
        return ()

    def by_prefix(self):
        """ "pro-Russian rebels", "an anti-American speech by …"."""
        for k, token in enumerate(self.tokens):
            match = re.match(r"(pro|anti)[-‐]", token.text, re.I)
            if not match or k not in self.chunk_at:
                continue
            targets = tuple(p for p in self.place_at.get(k, []) if p.start >= token.start)
            sources = tuple(p for p in self.place_at.get(self.chunks[self.chunk_at[k]].head, []) if p not in targets)
            sign = 1 if match[1].lower() == "pro" else -1
            row = {"expression": "verbal", "intensity": 3.5 if sign > 0 else 4}
            for a in sources:
                for b in targets:
                    yield self._finding(k, k + 1, a, b, sign, row, "stated", f"prefix: {match[1].lower()}-")


# --- articles ------------------------------------------------------------------------------------------------------


def relations(article, mentions, quotes, *, encoder=True):
    """Who stands for or against whom, one row for a relation and sentence.

    Columns: paragraph, sentence, source, target, source_party, target_party, target_type (actor | issue), stance (-1 |
    1), expression (verbal | material), intensity (Goldstein scale, -10 to 10), voice (`author` or the actor it is
    attributed to), status (stated | denied | hypothetical | future), counted (stated, between different parties),
    hedge (the hedging word), found_by (rule | encoder | both), rule, and the evidence as start, end, text, clean_text.
    Blind spot: relations that no word states, and those told over several sentences. Categories after PLOVER (Halterman
    et al. 2023), intensity after Goldstein (1992).

    >>> article = from_text("Kiev condemned Minsk.")
    >>> columns = ["start", "end", "actor", "party"]
    >>> mentions = pd.DataFrame([[0, 4, "Ukraine", "Ukraine"], [15, 20, "Belarus", "Belarus"]], columns=columns)
    >>> relations(article, mentions, pd.DataFrame())[["source", "target", "stance", "voice"]].values.tolist()
    [['Ukraine', 'Belarus', -1, 'author']]
    """
    party = dict(zip(mentions["actor"], mentions["party"])) if len(mentions) else {}
    said, places = _contents(article, quotes), _places(article, mentions)
    ties = _ties_read(article, mentions, party) if encoder and instrument.available() else None
    rows = []
    for line in article.sentences.itertuples():
        here, offset = places.get(line.sentence, ()), line.clean_start
        found = _mark_denied(line.clean_text, here, read(line.clean_text, here), lambda name: party.get(name, name))
        if ties is None:
            rows += [_row(article, line, f, "rule", said, party) for f in found]
            rows += _spoken(article, line, offset, here, found, said, party)
        else:
            rows += _weighed_rows(article, line, found, said, party, ties)
        rows += _on_issues(article, line, here, said, party)
    if ties is not None:
        rows += _told_by_encoder(article, rows, said, party, ties)
    table = pd.DataFrame(rows, columns=COLUMNS)
    if len(table):
        table = table.sort_values("sentence", kind="stable").drop_duplicates(
            ["sentence", "source", "target", "stance", "voice", "status"]
        )
    return table.reset_index(drop=True)


# --- rules and encoder together --------------------------------------------------------------------------------------

# measured on held-out passages and three coded articles
LEAST_LIKELY = 0.03  # how likely the encoder must find what a rule states
LIKELY_ALONE = 0.4  # from which probability on the encoder states a relation alone


def _ties_read(article, mentions, party):
    """{paragraph: {(source, target): Tie}} of actors of different parties, in the characters of the paragraph.

    Stand-ins are read in place of the names, so that no name decides who stands against whom.
    """
    found = {}
    for number, passage in actors.passages(article, mentions).items():
        if len({party[name] for name in passage.spans}) > 1:
            asked = instrument.ties(instrument.encode(passage.text), passage.spans)
            found[number] = {
                (t.source, t.target): _placed(t, passage) for t in asked if party[t.source] != party[t.target]
            }
    return found


def _placed(tie, passage):
    """A tie with its mentions where they stand in the paragraph."""
    return replace(
        tie,
        source_span=passage.place(tie.source, tie.source_span),
        target_span=passage.place(tie.target, tie.target_span),
    )


def _weighed_rows(article, line, found, said, party, ties):
    """What the rules state in a sentence and the encoder does not rule out."""
    rows, asked = [], ties.get(line.paragraph, {})
    for f in found:
        tie = asked.get((f.source.key, f.target.key))
        likely = tie.probability[f.stance] if tie else 0.0
        if f.status != "stated" or likely >= LEAST_LIKELY:
            rows.append(_row(article, line, f, "both" if likely >= LIKELY_ALONE else "rule", said, party))
    return rows


def _told_by_encoder(article, told, said, party, ties):
    """What the encoder alone reads between two actors of a paragraph."""
    of = lambda name: party.get(name, name)
    known = {(row["paragraph"], row["source_party"], row["target_party"]) for row in told}
    blocks = {block.paragraph: block for block in article.paragraphs.itertuples()}
    lines = {line.sentence: line for line in article.sentences.itertuples()}
    rows = []
    for number, asked in ties.items():
        for tie in asked.values():
            if (number, of(tie.source), of(tie.target)) in known or tie.probability[tie.stance] < LIKELY_ALONE:
                continue
            place = blocks[number].clean_start + tie.target_span[0]
            line = lines[article.sentence_at(place)[0]]
            rows.append(_row(article, line, _finding_of(blocks[number], line, tie), "encoder", said, party))
    return rows


def _finding_of(block, line, tie):
    """A tie as a Finding of the sentence of its target: from one mention to the other, where that sentence has both."""
    spans = [tuple(block.clean_start + at for at in span) for span in (tie.source_span, tie.target_span)]
    together = line.clean_start <= spans[0][0] < line.clean_end
    low, high = (min(spans)[0], max(s[1] for s in spans)) if together else (line.clean_start, line.clean_end)
    within = (line.clean_start - block.clean_start, line.clean_end - block.clean_start)
    words = instrument.attention(
        instrument.encode(block.clean_text), "stance", tie.source_span, tie.target_span, within=within
    )
    low = min([low, *(block.clean_start + start for start, _ in words)])
    high = max([high, *(block.clean_start + end for _, end in words)])
    told = ", ".join(block.clean_text[s:e] for s, e in words)
    moved = [(s - line.clean_start, e - line.clean_start) for s, e in spans]
    return Finding(
        Place(*moved[0], tie.source),
        Place(*moved[1], tie.target),
        tie.stance,
        *_manner(told, tie.stance),
        "stated",
        "",
        f"encoder: {told}",
        low - line.clean_start,
        high - line.clean_start,
    )


def _manner(words, stance):
    """(expression, intensity) of the first listed predicate of that sign among words; verbal and mild where none is.

    >>> _manner("border, invaded", -1)[0], _manner("unsure", -1)
    ('material', ('verbal', -2.0))
    """
    for token in grammar.tokens(words):
        for row in (*_predicates("verb").get(token.lemma, ()), *_predicates("noun").get(token.lemma, ())):
            if int(row["sign"]) == stance and not row["with"]:
                return row["expression"], abs(float(row["intensity"] or 0)) * stance
    return "verbal", 3.5 if stance > 0 else -2.0


@dataclass(frozen=True)
class _Content:
    start: int
    end: int
    speaker: str
    party: str
    cue: str


def _contents(article, quotes):
    """The contents of reported speech in clean coordinates."""
    found = []
    for row in quotes.itertuples() if len(quotes) else ():
        start, end = article.to_clean(int(row.start), int(row.end))
        found.append(_Content(start, end, row.speaker, getattr(row, "party", row.speaker), getattr(row, "cue", "")))
    return found


def _places(article, mentions):
    """sentence -> places of its actors, in the sentence's own coordinates."""
    found = {}
    lines = list(article.sentences.itertuples())
    starts = {line.sentence: line for line in lines}
    for row in mentions.itertuples() if len(mentions) else ():
        start, end = article.to_clean(int(row.start), int(row.end))
        sentence = article.sentence_at(start)[0]
        line = starts.get(sentence)
        if line is not None and start < line.clean_end:
            found.setdefault(sentence, []).append(Place(start - line.clean_start, end - line.clean_start, row.actor))
    return {
        sentence: tuple(sorted(set(places), key=lambda p: (p.start, p.end, str(p.key))))
        for sentence, places in found.items()
    }


def _voice(said, start, end):
    """The speaker whose reported words hold the span, else `author`."""
    holding = [c for c in said if c.start <= start + 1 and end <= c.end + 1 and c.speaker]
    if not holding:
        return "author"
    return min(holding, key=lambda c: (c.end - c.start, c.start)).speaker


def _row(article, line, f, by, said, party):
    offset = line.clean_start
    source, target = f.source.key, f.target.key
    source_party, target_party = party.get(source, source), party.get(target, target)
    voice = _voice(said, offset + f.start, offset + f.end)
    if voice != "author" and party.get(voice, voice) == source_party and f.expression == "verbal":
        voice = "author"
    return {
        "paragraph": line.paragraph,
        "sentence": line.sentence,
        "source": source,
        "target": target,
        "source_party": source_party,
        "target_party": target_party,
        "target_type": "actor",
        "stance": f.stance,
        "expression": f.expression,
        "intensity": f.intensity,
        "voice": voice,
        "status": f.status,
        "counted": f.status == "stated" and source_party != target_party,
        "hedge": f.hedge,
        "found_by": by,
        "rule": f.rule,
        **article.span(offset + f.start, offset + f.end),
    }


def _spoken(article, line, offset, places, found, said, party):
    """Without the encoder, a speaker's own stance toward the actors of what he says, in the author's voice.

    Who reports a hostile act speaks against its doer; where no predicate tells, the tone of what he says does.
    """
    rows, of = [], lambda name: party.get(name, name)
    for c in said:
        low, high = max(c.start, offset), min(c.end, line.clean_end)
        if not c.speaker or low >= high:
            continue
        inside = [
            p for p in places if low <= offset + p.start and offset + p.end <= high + 1 and of(p.key) != of(c.speaker)
        ]
        known = {of(f.target.key) for f in found if of(f.source.key) == of(c.speaker)}
        hostile = [f for f in found if f.source in inside and f.stance < 0]
        speaker = lambda at: Place(at, at, c.speaker)
        for f in hostile:
            if f.status == "stated" and of(f.source.key) not in known:
                own = replace(
                    f,
                    source=speaker(f.start),
                    target=f.source,
                    expression="verbal",
                    intensity=-2.0,
                    rule=f"speaks of {f.rule}",
                )
                rows.append(_row(article, line, own, "rule", [], party))
                known.add(of(f.source.key))
        value = _colour(article.clean[low:high])
        if AGAINST <= value <= IN_FAVOUR or value < 0 and hostile or c.cue.lower().startswith(("den", "disput")):
            continue
        sign = 1 if value > 0 else -1
        span = low - offset, high - offset
        for p in {p.key: p for p in reversed(inside) if of(p.key) not in known}.values():
            intensity = 3.5 if sign > 0 else -2.0
            own = Finding(speaker(span[0]), p, sign, "verbal", intensity, "stated", "", "speaks of", *span)
            rows.append(_row(article, line, own, "rule", [], party))
    return rows


def _on_issues(article, line, places, said, party):
    """The rows of a sentence that say who is for or against an issue; the target is the issue's words."""
    parsed, rows = _Sentence(line.clean_text, places), []
    for f in issues.find(parsed.parse, parsed.all_of, parsed._status) if places else ():
        target = Place(*f.issue, line.clean_text[slice(*f.issue)])
        found = Finding(
            f.source, target, f.stance, f.expression, f.intensity, f.status, parsed.hedge, f.rule, f.start, f.end
        )
        rows.append(_row(article, line, found, "rule", said, party) | {"target_type": "issue"})
    return rows


AGAINST, IN_FAVOUR = -0.1, 0.25  # measured on seven coded articles


@functools.cache
def _tones():
    exact, stems = {}, {}
    for row in lexicon("tone"):
        entry = row["entry"].lower()
        (stems if entry.endswith("*") else exact)[entry.rstrip("*")] = float(row["score"])
    return exact, stems


@functools.lru_cache(maxsize=4096)
def _colour(words):
    """The mean of what the word list of tone says of the words, -1 to 1; 0 where it knows none."""
    exact, stems = _tones()
    found = []
    for token in grammar.tokens(words):
        low = token.text.lower()
        stem = next((low[:k] for k in range(len(low), 3, -1) if low[:k] in stems), None)
        if low in exact or stem:
            found.append(exact.get(low, stems.get(stem, 0)))
    return sum(found) / len(found) if found else 0.0


# --- two spans -----------------------------------------------------------------------------------------------------


def between(text, first, second, *, encoder=True):
    """How two spans of a text stand toward each other: a list of Relations, empty where the text states none.

    `first` and `second` are (start, end) in characters; each Relation has `.source` and `.target` (one of the two
    spans), `.stance` (-1 | 1), `.evidence` (start, end), `.status` and `.found_by`. Blind spot: spans in different
    sentences.

    >>> between("Kiev condemned Minsk.", (0, 4), (15, 20))[0].stance
    -1
    >>> between("Kiev did not condemn Minsk.", (0, 4), (21, 26))
    []
    """
    spans, found = (tuple(first), tuple(second)), []
    for low, high in split(text):
        if all(low <= start and end <= high for start, end in spans):
            found += _in_sentence(text[low:high], low, spans, encoder=encoder)
    return list(dict.fromkeys(found))


def _in_sentence(sentence, low, spans, *, encoder):
    """The Relations of two spans of a text in its sentence that begins at character `low`."""
    places = [Place(start - low, end - low, number) for number, (start, end) in enumerate(spans)]
    places = tuple(sorted(places, key=lambda p: (p.start, p.end)))
    found = _mark_denied(sentence, places, read(sentence, places, loose=True), lambda key: key)
    said = [
        Relation(
            spans[f.source.key], spans[f.target.key], f.stance, (low + f.start, low + f.end), f.status, hold=f.hold
        )
        for f in found
        if f.status in {"stated", "future"}
    ]
    return _weighed(sentence, low, spans, said, places) if encoder and instrument.available() else said


# up to which probability of no relation a rule stands, and from which probability of any the encoder speaks alone
# measured on held-out pairs of directed_sentiment and on the CAMEO sentences
RULED_OUT = {"direct": 0.96, "within": 0.7, "loose": 0.4}
LIKELY = 0.4
SENTENCE_HEAD = 0.7  # the share of the head that learned from single sentences; the rest is that for passages
LABELS = {
    (0, 1, 1): "first_for_second",
    (1, 0, 1): "second_for_first",
    (0, 1, -1): "first_against_second",
    (1, 0, -1): "second_against_first",
}


def _weighed(sentence, low, spans, said, places):
    """The rules' relations that the encoder does not rule out; else the encoder's where it is sure enough."""
    likely = _likelihoods(sentence, [(start - low, end - low) for start, end in spans])
    none = 1 - sum(likely.values())
    said = [r for r in said if none < RULED_OUT[r.hold]]
    if said:
        label = lambda r: (spans.index(r.source), spans.index(r.target), r.stance)
        best = max(said, key=lambda r: likely[label(r)])
        return [replace(best, found_by="both" if label(best) == max(likely, key=likely.get) else "rule")]
    if 1 - none < LIKELY or _disowned(sentence, places) or _merely_addressed(sentence, places):
        return []
    a, b, stance = max(likely, key=likely.get)
    first, second = sorted(spans)
    return [Relation(spans[a], spans[b], stance, (first[0], second[1]), "stated", "encoder")]


def _likelihoods(sentence, spans):
    """{(source, target, stance): probability} of the relations between two spans, by both heads of the encoder."""
    bare, spans = standins.unnamed(sentence, spans)
    encoding = instrument.encode(bare)
    told = instrument.relation(encoding, *spans)
    found = {relation: told[label] for relation, label in LABELS.items()}
    asked = instrument.ties(encoding, dict(enumerate([[span] for span in spans])))
    ties = {(t.source, t.target): t.probability for t in asked}
    if not ties:
        return found
    stated = {(a, b, sign): ties[a, b][sign] for a, b, sign in LABELS}
    any_tie = 1 - ties[0, 1][0] * ties[1, 0][0]
    scale = any_tie / sum(stated.values())
    return {r: SENTENCE_HEAD * found[r] + (1 - SENTENCE_HEAD) * scale * stated[r] for r in LABELS}


# --- the network and its balance -------------------------------------------------------------------------------------


def network(relations, *, level="party", voice=None):
    """The directed, signed graph of the counted relations between actors: a networkx DiGraph.

    Nodes are parties, or actors with `level="actor"`. An edge has `weight` (supporting minus opposing paragraphs),
    `sign` (-1, 0, 1), `support` and `oppose` (numbers of paragraphs) and `sentences` (those that state it).
    `voice="author"` keeps what the article asserts itself, another name what that speaker is reported to say. Blind
    spot: several readings of one relation in a paragraph count once.

    >>> rows = pd.DataFrame([dict(paragraph=1, sentence=1, source_party="A", target_party="B", target_type="actor",
    ...                           stance=-1, voice="author", counted=True)])
    >>> network(rows)["A"]["B"]["sign"]
    -1
    """
    graph = nx.DiGraph()
    if not len(relations):
        return graph
    rows = relations[relations["counted"].astype(bool) & (relations["target_type"] == "actor")]
    if voice is not None:
        rows = rows[rows["voice"] == voice]
    ends = ["source", "target"] if level == "actor" else ["source_party", "target_party"]
    for (source, target), group in rows.groupby(ends, sort=True):
        if source == target:
            continue
        support = group.loc[group["stance"] > 0, "paragraph"].nunique()
        oppose = group.loc[group["stance"] < 0, "paragraph"].nunique()
        weight = int(support - oppose)
        graph.add_edge(
            source,
            target,
            weight=weight,
            sign=(weight > 0) - (weight < 0),
            support=int(support),
            oppose=int(oppose),
            sentences=tuple(sorted({int(n) for n in group["sentence"]})),
        )
    return graph


@dataclass(frozen=True)
class Balance:
    """How near a signed network is to two camps that are at peace within and at odds between.

    `frustration` is the least number of ties against the grain, `ties` their number, `camps` the two camps that reach
    it (the larger first), `against` those ties, `unique` whether no other division does as well. `triads` lists every
    closed triangle (actors, balanced, sentences). `stability` gives for each actor the share of leave-one-sentence-out
    networks in which it stays in its camp; it is empty where no sentences are known or the
    network has more than 14 actors.
    """

    frustration: int
    ties: int
    camps: tuple
    against: tuple
    unique: bool
    triads: tuple
    stability: dict


MOST_ACTORS = 20
MOST_LEFT_OUT = 14  # a division of twenty is exact but slow; it is not repeated for each sentence


def balance(relations, *, level="party", voice=None):
    """The structural balance of the network of relations: exact frustration, the best two camps, unbalanced triads.

    Ties are undirected: the sign of the sum of both directions; ties that cancel out are left out. Above 20 actors the
    20 with most ties are kept. Every division into two camps is tried, so the answer is exact. Returns a Balance.
    Source: Cartwright & Harary 1956; Doreian & Mrvar 2009; Aref & Wilson 2018. Blind spot: three mutually hostile
    camps count as frustration.

    >>> signs = [("A", "B", 1), ("B", "C", -1), ("A", "C", -1)]
    >>> rows = pd.DataFrame([dict(paragraph=n, sentence=n, source_party=a, target_party=b, target_type="actor",
    ...                           stance=s, voice="author", counted=True) for n, (a, b, s) in enumerate(signs)])
    >>> found = balance(rows)
    >>> found.frustration, found.camps
    (0, (('A', 'B'), ('C',)))
    """
    graph = network(relations, level=level, voice=voice)
    ties = _ties(graph)
    names = sorted({name for pair in ties for name in pair})
    camps, cost, unique = _camps(names, ties)
    side = {name: n for n, camp in enumerate(camps) for name in camp}
    against = tuple(pair for pair, sign in ties.items() if (side[pair[0]] == side[pair[1]]) != (sign > 0))
    return Balance(
        cost, len(ties), camps, against, unique, _triads(graph, ties), _stability(relations, level, voice, names, camps)
    )


def _ties(graph):
    """(a, b) in alphabetical order -> sign, of the actors with most ties."""
    weights = {}
    for a, b, data in graph.edges(data=True):
        pair = tuple(sorted((a, b)))
        weights[pair] = weights.get(pair, 0) + data["weight"]
    signs = {pair: (w > 0) - (w < 0) for pair, w in sorted(weights.items()) if w}
    degree = {}
    for pair in signs:
        for name in pair:
            degree[name] = degree.get(name, 0) + 1
    kept = set(sorted(degree, key=lambda name: (-degree[name], name))[:MOST_ACTORS])
    return {pair: sign for pair, sign in signs.items() if set(pair) <= kept}


def _camps(names, ties):
    """The division with fewest ties against the grain, by trying all of each connected part."""
    graph = nx.Graph(list(ties))
    sides, cost, unique = {}, 0, True
    for part in sorted((sorted(c) for c in nx.connected_components(graph)), key=lambda c: (-len(c), c)):
        best, least, ways = _divide(part, [(a, b, s) for (a, b), s in ties.items() if a in part])
        sides.update(best)
        cost += least
        unique &= ways == 1
    unique &= nx.number_connected_components(graph) <= 1 if len(graph) else True
    camps = tuple(tuple(name for name in names if sides[name] == n) for n in (0, 1))
    return tuple(sorted(camps, key=lambda camp: (-len(camp), camp))), cost, unique


def _divide(part, ties):
    """Branch and bound over the members of one connected part; the first is fixed, for camps have no order."""
    order = {name: n for n, name in enumerate(part)}
    back = [[] for _ in part]
    for a, b, sign in ties:
        low, high = sorted((order[a], order[b]))
        back[high].append((low, sign))
    side, best = [0] * len(part), {"cost": len(ties) + 1, "side": None, "ways": 0}

    def place(n, cost):
        if cost > best["cost"]:
            return
        if n == len(part):
            if cost < best["cost"]:
                best.update(cost=cost, side=list(side), ways=0)
            best["ways"] += 1
            return
        for choice in (0, 1) if n else (0,):
            side[n] = choice
            place(n + 1, cost + sum((side[m] == choice) != (sign > 0) for m, sign in back[n]))

    place(0, 0)
    return dict(zip(part, best["side"])), best["cost"], best["ways"]


def _triads(graph, ties):
    names, found = sorted({name for pair in ties for name in pair}), []
    for trio in itertools.combinations(names, 3):
        pairs = list(itertools.combinations(trio, 2))
        if all(pair in ties for pair in pairs):
            product = ties[pairs[0]] * ties[pairs[1]] * ties[pairs[2]]
            sentences = sorted(
                {
                    n
                    for a, b in pairs
                    for x, y in ((a, b), (b, a))
                    if graph.has_edge(x, y)
                    for n in graph[x][y]["sentences"]
                }
            )
            found.append((trio, product > 0, tuple(sentences)))
    return tuple(found)


def _stability(relations, level, voice, names, camps):
    """actor -> share of the networks without one sentence in which it is on the same side as most of its camp."""
    if not names or len(names) > MOST_LEFT_OUT:
        return {}
    sentences = sorted(set(relations.loc[relations["counted"].astype(bool), "sentence"]))
    divided = {}  # most sentences change no tie's sign, so few divisions have to be found anew
    stays = dict.fromkeys(names, 0)
    for sentence in sentences:
        ties = _ties(network(relations[relations["sentence"] != sentence], level=level, voice=voice))
        key = tuple(ties.items())
        if key not in divided:
            left = sorted({name for pair in ties for name in pair})
            divided[key] = _camps(left, ties)[0] if left else ((), ())
        for name in names:
            home = set(next(camp for camp in camps if name in camp))
            now = next((set(camp) for camp in divided[key] if name in camp), {name})
            away = set(names) - home
            stays[name] += len(now & home) >= len(now & away)
    return {name: stays[name] / len(sentences) for name in names} if sentences else {}


# --- what should change, and what should not -------------------------------------------------------------------------

CHANGES = [
    ("swap the parties", "{b} {past} {a}.", lambda a, b, s: {(b, a, s, "author")}),
    ("active to passive", "{b} was {participle} by {a}.", lambda a, b, s: {(a, b, s, "author")}),
    ("negate", "{a} has not {participle} {b}.", lambda a, b, s: set()),
    ("quote", "Egypt said that {a} {past} {b}.", lambda a, b, s: {(a, b, s, "Egypt")}),
    ("hedge", "{a} reportedly {past} {b}.", lambda a, b, s: {(a, b, s, "author")}),
    ("move the sentence", "It had rained. {a} {past} {b}.", lambda a, b, s: {(a, b, s, "author")}),
    ("suppose", "{a} would have {participle} {b}.", lambda a, b, s: set()),
]
VERBS = [("condemned", "condemned", -1), ("invaded", "invaded", -1), ("praised", "praised", 1), ("helped", "helped", 1)]


def metamorphic(*, encoder=True):
    """What the reading of a sentence does when the sentence is changed, one row for a verb and change.

    Columns: change, before, after, expected, found, held. Relations are written *France → Canada −1 (voice)*; only
    those between the two are compared. Blind spot: sentences of one simple form.

    >>> table = metamorphic(encoder=False)
    >>> bool(table["held"].all()), len(table)
    (True, 28)
    """
    rows, a, b = [], "France", "Canada"
    for past, participle, sign in VERBS:
        for change, pattern, rule in CHANGES:
            after = pattern.format(a=a, b=b, past=past, participle=participle)
            article = from_text(after)
            mentions = actors.mentions(article)
            table = relations(article, mentions, reported.quotes(article, mentions), encoder=encoder)
            found = {
                (r.source, r.target, r.stance, r.voice)
                for r in table.itertuples()
                if r.counted and {r.source, r.target} == {a, b}
            }
            expected = rule(a, b, sign)
            rows.append(
                {
                    "change": change,
                    "before": f"{a} {past} {b}.",
                    "after": after,
                    "expected": _written(expected),
                    "found": _written(found),
                    "held": found == expected,
                }
            )
    return pd.DataFrame(rows)


def _written(found):
    signs = {1: "+1", -1: "−1"}
    return "; ".join(f"{s} → {t} {signs[sign]} ({voice})" for s, t, sign, voice in sorted(found)) or "none"
