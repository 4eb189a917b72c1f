"""Issues: which plans, acts and states of affairs an actor supports or opposes, read off one sentence.

A predicate says who is for or against something (issues.csv, and of predicates.csv those that take more than actors);
an issue is what a noun of doing, planning or holding names (issue_nouns.csv, or its ending).
"""

import functools
import re
from dataclasses import dataclass

import pandas as pd

from analysis import grammar
from analysis.lexicon import lexicon

# of predicates.csv: what is said, or marched, for or against something
FITTING = {("ACCUSE", "verbal"), ("REJECT", "verbal"), ("SUPPORT", "verbal"), ("PROTEST", "material")}
ENDINGS = ("tion", "sion", "ment", "ism", "ship", "ance", "ence", "ency", "ancy", "ity", "ing", "ness", "hood")
LONGEST = 8  # words of an issue; a phrase that would make it longer is left out
UNDEFINING = {"DT", "PDT", "PRP$", "RB", "RBR", "RBS", "CD", "JJS", "CC"}  # what an issue does not begin with
VAGUE = set("such other own mixed sharp strong further full recent many more several few".split())
NAMING = set("call describe see view regard label brand consider deem declare term find denounce".split())
BE_LIKE = {"be", "remain", "seem", "become", "stay"}
COLUMNS = ["issue", "paragraphs", "for", "against", "voice", "words"]


@dataclass(frozen=True)
class Issue:
    """An actor for or against an issue: the actor's place, the issue's characters, and start to end the evidence."""

    source: object
    stance: int
    expression: str
    intensity: float
    status: str
    rule: str
    issue: tuple
    start: int
    end: int


def find(parsed, who, status):
    """Who in a sentence is for or against which issue: a list of Issues, by rules alone.

    `parsed` is what `grammar.parse` gives; `who(chunks)` gives the places of the actors that noun chunks stand for
    (a place has `start` and `end`), `status(clause, sign)` the status and sign of what a clause states. Blind spot:
    issues told by a clause (*demanded that troops leave*), and those that no noun of doing or planning names.

    >>> from collections import namedtuple
    >>> kiev, parsed = namedtuple("Place", "start end")(0, 4), grammar.parse("Kiev rejected the expansion of NATO.")
    >>> found = find(parsed, lambda chunks: [kiev] if 0 in chunks else [], lambda clause, sign: ("stated", sign))
    >>> [(parsed.text[slice(*f.issue)], f.stance) for f in found]
    [('expansion of NATO', -1)]
    """
    sentence = _Sentence(parsed, who, status)
    found = {}
    for reader in (
        sentence.by_verb,
        sentence.by_experience,
        sentence.by_noun,
        sentence.by_adjective,
        sentence.by_preposition,
        sentence.by_role,
        sentence.by_verdict,
    ):
        for f in reader():
            found.setdefault((f.source, f.issue), f)
    return list(found.values())


@functools.cache
def _predicates(pos):
    """lemma -> rows of one part of speech: this module's own, then those of predicates.csv that fit."""
    own = [row for row in lexicon("issues") if row["pos"] == pos]
    passed_over = [row for row in lexicon("issues") if row["sign"] == "0" or row["pos"] == "experience"]
    unfit = {row["lemma"] for row in passed_over} if pos == "verb" else set()
    shared = [
        row | {"only": ""}
        for row in lexicon("predicates")
        if row["pos"] == pos
        and (row["category"], row["expression"]) in FITTING
        and not row["symmetric"]
        and row["lemma"] not in unfit
    ]
    rows = {}
    for row in sorted([*own, *shared], key=lambda row: not row["with"]):
        if row["sign"] != "0":
            rows.setdefault(row["lemma"], []).append(row)
    return rows


@functools.cache
def _nouns():
    """noun -> (whether it names an issue, the prepositions whose phrases define it)."""
    return {row["noun"]: (row["issue"] == "yes", set(row["takes"].split("|")) - {""}) for row in lexicon("issue_nouns")}


@functools.cache
def _actor_nouns():
    names = {row["word"].lower() for row in lexicon("name_words")}
    return names | {row["noun"].lower() for row in lexicon("actor_nouns")}


def names_issue(noun):
    """Whether a common noun in the singular names something done, planned or held.

    >>> [names_issue(noun) for noun in ("expansion", "treaty", "minister", "city")]
    [True, True, False, False]
    """
    listed = _nouns().get(noun)
    if listed:
        return listed[0]
    return noun.endswith(ENDINGS) and len(noun) > 5 and noun not in _actor_nouns()


class _Sentence:
    """One sentence with its grammar, and the two questions on it that its reader answers."""

    def __init__(self, parsed, who, status):
        self.parsed, self.who, self.status = parsed, who, status
        self.tokens, self.chunks, self.clauses = parsed.tokens, parsed.chunks, parsed.clauses
        self.chunk_at = {k: n for n, c in enumerate(self.chunks) for k in range(c.first, c.last)}

    # the words of an issue

    def issue(self, n):
        """The tokens (first, last) of the issue that chunk n names, or None."""
        chunk = self.chunks[n]
        head = self.tokens[chunk.head]
        if chunk.time or head.tag not in {"NN", "NNS"} or not names_issue(grammar.singular(head.lemma)):
            return None
        if any(place.start <= head.start < place.end for place in self.who((n,))):
            return None
        first, last = self._opening(chunk), chunk.head + 1
        bare = last - chunk.first == 1 and head.lemma not in _nouns() and head.text.endswith("ing")
        for _ in range(2):
            longer = self._defined(last)
            if longer is None or self._length(first, longer) > LONGEST:
                break
            last = longer
        return None if bare and last == chunk.head + 1 else (first, last)  # "planning" alone is a verb

    def _opening(self, chunk):
        first = chunk.first
        while first < chunk.head and self._undefining(first, chunk.head):
            first += 1
        while self._length(first, chunk.head + 1) > LONGEST - 2:
            first += 1
        return first

    def _undefining(self, k, head):
        """Does the word before the head only point, count or stress; or is it a quotation mark that is not closed?"""
        token = self.tokens[k]
        if token.tag == "''":
            return sum(t.tag == "''" for t in self.tokens[k:head]) % 2 == 1
        return token.tag in UNDEFINING or token.lemma in VAGUE

    def _length(self, first, last):
        return sum(token.tag not in {"''", "POS", ","} for token in self.tokens[first:last])

    def _defined(self, last):
        """The token after the phrase that defines the noun before `last`: "of NATO", "to raise taxes"; or None."""
        if last + 1 >= len(self.tokens):
            return None
        noun, word, after = self.tokens[last - 1], self.tokens[last].text.lower(), self.tokens[last + 1]
        takes = _nouns().get(grammar.singular(noun.lemma), (False, set()))[1] | {"of"}
        verb = word == "to" and "to" in takes and after.tag == "VB" or word == "of" and after.tag == "VBG"
        n = self.chunk_at.get(last + 2 if verb and last + 1 not in self.chunk_at else last + 1)
        if n is None or not verb and word not in takes:
            return None
        chunk = self.chunks[n]
        if chunk.time or self.tokens[chunk.head].tag == "PRP" or word == "in" and self.tokens[chunk.head].tag != "NNP":
            return None
        return chunk.head + 1

    def made(self, sources, n, row, rule, first, last, status, sign):
        """The findings of sources on the issue of chunk n, stated by the tokens first to last."""
        words = self.issue(n)
        if words is None:
            return
        issue, cue = self.parsed.span(*words), self.parsed.span(first, last)
        intensity = abs(float(row["intensity"])) * sign
        for source in sources:
            if source.start < issue[1] and issue[0] < source.end and not self._owns(source, issue):
                continue
            start, end = min(cue[0], source.start, issue[0]), max(cue[1], source.end, issue[1])
            yield Issue(source, sign, row["expression"], intensity, status, rule, issue, start, end)

    def _owns(self, source, issue):
        return source.start == issue[0] and source.end < issue[1]

    # rules

    def by_verb(self):
        """ "Kiev rejected the plan", "Kiev protested against the plan", "Kiev criticised Minsk for the plan"."""
        for c in self.clauses:
            for row in (*_predicates("verb").get(c.predicate, ()), *_predicates("deed").get(c.predicate, ())):
                if not self._completed(c, row["with"]):
                    continue
                sources = self.who(c.agents if c.voice == "passive" else c.subjects)
                status, sign = self.status(c, int(row["sign"]))
                rule = f"verb: {row['lemma']} {row['with']}".strip()
                for n in self._slots(c, row):
                    if self._allowed(n, row["only"]):
                        yield from self.made(sources, n, row, rule, c.first, c.last, status, sign)

    def by_experience(self):
        """ "The plan angered Kiev": the issue acts upon the actor."""
        for c in self.clauses:
            for row in _predicates("experience").get(c.predicate, ()):
                causes, sources = (c.agents, c.subjects) if c.voice == "passive" else (c.subjects, c.objects)
                status, sign = self.status(c, int(row["sign"]))
                rule = f"verb: {row['lemma']}"
                for n in causes:
                    yield from self.made(self.who(sources), n, row, rule, c.first, c.last, status, sign)

    def by_noun(self):
        """ "Kiev voiced opposition to the plan", "Kiev's opposition to the plan"."""
        for n, chunk in enumerate(self.chunks):
            for row in _predicates("noun").get(grammar.singular(self.tokens[chunk.head].lemma), ()):
                target = self._next(n, row["target"].split("|"))
                if target is None:
                    continue
                c = next((c for c in self.clauses if n in c.objects), None)
                sources, status, sign = self._owner(chunk), "stated", int(row["sign"])
                if not sources and c is not None and c.predicate in _light():
                    sources = self.who(c.subjects)
                    status, sign = self.status(c, sign)
                if any(t.lemma in {"no", "without"} for t in self.tokens[max(0, chunk.first - 1) : chunk.head]):
                    status = "denied"
                rule = f"noun: {row['lemma']}"
                yield from self.made(sources, target, row, rule, chunk.head, chunk.head + 1, status, sign)

    def by_adjective(self):
        """ "Kiev is wary of the plan", "Kiev, opposed to the plan"."""
        for k, token in enumerate(self.tokens):
            for row in _predicates("adjective").get(token.text.lower(), ()):
                n = self._behind(k + 1, row["target"].split("|"))
                if n is None:
                    continue
                c = self._copula(k)
                sources = self.who(c.subjects) if c else self._described(k)
                status, sign = self.status(c, int(row["sign"])) if c else ("stated", int(row["sign"]))
                yield from self.made(sources, n, row, f"adjective: {row['lemma']}", k, k + 1, status, sign)

    def by_preposition(self):
        """ "Kiev is against the plan", "Kiev is in favour of the plan"."""
        for c in self.clauses:
            after = [token.text.lower() for token in self.tokens[c.last : c.last + 3]]
            for row in [row for rows in _predicates("preposition").values() for row in rows]:
                words = [row["lemma"]] if row["target"] == row["lemma"] else ["in", row["lemma"], row["target"]]
                last = c.last + len(words)
                if c.predicate not in BE_LIKE or after[: len(words)] != words or last not in self.chunk_at:
                    continue
                status, sign = self.status(c, int(row["sign"]))
                n, rule = self.chunk_at[last], " ".join(words)
                yield from self.made(self.who(c.subjects), n, row, rule, c.last, last, status, sign)

    def by_role(self):
        """ "Kiev is a critic of the plan", "Kiev, an opponent of the plan,"."""
        for n, chunk in enumerate(self.chunks):
            for row in _predicates("role").get(grammar.singular(self.tokens[chunk.head].lemma), ()):
                target = self._next(n, row["target"].split("|"))
                if target is None:
                    continue
                c = next((c for c in self.clauses if n in c.objects and c.predicate in BE_LIKE), None)
                apposed = n and self.tokens[chunk.first - 1].tag == "," and self.chunks[n - 1].last == chunk.first - 1
                sources = self.who(c.subjects) if c else self.who((n - 1,)) if apposed else self._itself(n)
                status, sign = self.status(c, int(row["sign"])) if c else ("stated", int(row["sign"]))
                rule = f"role: {row['lemma']}"
                yield from self.made(sources, target, row, rule, chunk.head, chunk.head + 1, status, sign)

    def by_verdict(self):
        """ "Kiev called the plan illegal", "Kiev said the plan was illegal"."""
        for k, token in enumerate(self.tokens):
            for row in _predicates("verdict").get(token.text.lower(), ()):
                first = self._complement(k)
                c = next((c for c in reversed(self.clauses) if first is not None and c.last <= first), None)
                judge, issues = self._judged(c, first) if c else (None, ())
                if judge is None or c.negated:
                    continue
                sources = self.who(judge.agents if judge.voice == "passive" else judge.subjects)
                status, sign = self.status(judge, int(row["sign"]))
                for n in (n for n in issues if n != self.chunk_at.get(k)):
                    yield from self.made(sources, n, row, f"verdict: {row['lemma']}", k, k + 1, status, sign)

    # what the rules ask

    def _completed(self, c, word):
        """Has the clause the second word of its predicate: a particle, or the head of its object?"""
        after = self.tokens[c.verb + 1].lemma if c.verb + 1 < len(self.tokens) else ""
        heads = {self.tokens[self.chunks[o].head].lemma for o in c.objects}
        return not word or word in {c.particle, after} | heads

    def _slots(self, c, row):
        """The chunks in the place where a verb's row has its issue."""
        if row["target"] == "object":
            return c.subjects if c.voice == "passive" else c.objects
        if row["pos"] == "verb" and c.objects and not row["with"]:
            return ()  # the phrase may hang on the object
        return tuple(n for prep, n in c.obliques if prep in row["target"].split("|"))

    def _allowed(self, n, only):
        return not only or grammar.singular(self.tokens[self.chunks[n].head].lemma) in only.split("|")

    def _next(self, n, preps):
        """The chunk right after chunk n, where it hangs on it by one of the prepositions."""
        after = n + 1
        if after == len(self.chunks) or self.chunks[after].first - self.chunks[n].last != 1:
            return None
        return after if self.chunks[after].prep in preps else None

    def _owner(self, chunk):
        """The actors that stand within a chunk before its head: "Kiev's opposition", "Ukrainian opposition"."""
        low, high = self.parsed.span(chunk.first, chunk.last)
        head = self.tokens[chunk.head].start
        return tuple(p for p in self.who((self.chunk_at[chunk.head],)) if low <= p.start and p.end <= head)

    def _itself(self, n):
        head = self.tokens[self.chunks[n].head]
        return tuple(p for p in self.who((n,)) if p.start <= head.start < p.end)

    def _behind(self, k, preps):
        """The chunk behind a preposition at k, past *such*: "of the plan", "of such an act"; or None."""
        if k + 2 >= len(self.tokens) or self.tokens[k].text.lower() not in preps:
            return None
        return self.chunk_at.get(k + 2 if self.tokens[k + 1].lemma == "such" else k + 1)

    def _described(self, k):
        """The actors that an adjective at k follows: "Kiev, wary of", "diplomats in Kiev wary of"."""
        before = k - 2 if self.tokens[k - 1].tag == "," else k - 1
        n = self.chunk_at.get(before)
        while n and self.chunks[n].prep and self.chunks[n].first - 2 in self.chunk_at:
            n -= 1
        together = [n] if n is not None else []
        while n and self.tokens[self.chunks[n].first - 1].tag == "CC" and self.chunks[n].first - 2 in self.chunk_at:
            n -= 1
            together.append(n)
        return self.who(tuple(reversed(together)))

    def _copula(self, k):
        """The clause whose complement is the word at k: "is wary", "seemed deeply wary"; "was opposed"."""
        return next(
            (
                c
                for c in self.clauses
                if c.verb == k and c.kind == "finite" or c.last <= k and k - c.last < 3 and c.predicate in BE_LIKE
            ),
            None,
        )

    def _complement(self, k):
        """Where the phrase that ends at k begins: "unfair", "a grave mistake"; None within another or negated."""
        chunk = self.chunks[self.chunk_at[k]] if k in self.chunk_at else None
        first = chunk.first if chunk else k
        denied = {grammar.plain(t.text).lower() for t in self.tokens[max(0, first - 1) : k]} & grammar.NEGATIONS
        return None if denied or chunk and chunk.head != k else first

    def _judged(self, c, k):
        """(the clause that judges, the chunks it judges) for a verdict at k behind clause c; else (None, ())."""
        if c.predicate in NAMING and k - self._end(c) < 3:
            return c, c.subjects if c.voice == "passive" else c.objects[:1]
        if c.predicate in BE_LIKE and k - c.last < 3:
            said = next(
                (
                    d
                    for d in reversed(self.clauses)
                    if d.last <= c.first
                    and d.predicate in grammar.REPORTING
                    and d.kind == "finite"
                    and d.voice == "active"
                    and d.subjects
                ),
                None,
            )
            return said, c.subjects
        return None, ()

    def _end(self, c):
        objects = () if c.voice == "passive" else c.objects[:1]
        return max([c.last, *(self.chunks[n].last for n in objects)])


@functools.cache
def _light():
    return {row["lemma"] for row in lexicon("predicates") if row["pos"] == "light"}


# --- issues of an article ------------------------------------------------------------------------------------------


def counted(relations):
    """The counted rows of a table of relations whose target is an issue."""
    return relations[relations["counted"].astype(bool) & (relations["target_type"] == "issue")]


def table(relations):
    """Who is for and who is against each issue: one row an issue, those with most statements first.

    Columns issue, paragraphs (numbers), for, against, voice (each names joined by "; ") and words (the evidence).
    A shorter wording counts with the one longer wording that contains it (*the operation*, *the military operation*).
    Blind spot: one issue in other words is two.

    >>> columns = ["paragraph", "source", "target", "target_type", "stance", "voice", "counted", "clean_text"]
    >>> rows = [[1, "Kiev", "the war", "issue", -1, "author", True, "Kiev condemned the war"]]
    >>> table(pd.DataFrame(rows, columns=columns))[["issue", "for", "against", "words"]].values.tolist()
    [['the war', '', 'Kiev', '¶1 Kiev condemned the war']]
    """
    rows = counted(relations)
    names = _one_name(rows["target"])
    found = []
    for issue, group in rows.groupby(rows["target"].map(names), sort=False):
        joined = lambda values: "; ".join(dict.fromkeys(map(str, values)))
        words = group["paragraph"].map("¶{}".format) + " " + group["clean_text"].str.split().str.join(" ")
        sides = [joined(group.loc[group["stance"] == sign, "source"]) for sign in (1, -1)]
        found.append([issue, joined(group["paragraph"]), *sides, joined(group["voice"]), joined(words), len(group)])
    found.sort(key=lambda row: -row[-1])
    return pd.DataFrame([row[:-1] for row in found], columns=COLUMNS)


def _one_name(targets):
    """wording -> the name its issue goes by: the one longer wording that contains all its words, else itself."""
    words = {t: frozenset(grammar.singular(word) for word in re.findall(r"\w+", t.lower())) for t in targets}
    names = {}
    for target, mine in words.items():
        longer = [other for other, its in words.items() if mine < its]
        same = next(other for other, its in words.items() if its == mine)
        names[target] = longer[0] if len({words[other] for other in longer}) == 1 else same
    return names
