"""Agency: how acts are told — in active verbs, in the passive with or without an agent, or as nouns."""

import functools

import pandas as pd

from analysis.article import SPAN
from analysis.grammar import VERB_TAGS, parse
from analysis.lexicon import column_of, lexicon, word_set

COLUMNS = ["paragraph", "sentence", "form", "verb", "agent", "patient", "undergoer", "loaded", *SPAN]
ACTS = ("active", "passive", "agentless", "nominal", "nominal agentless")
ON = {"against", "on", "upon", "in", "into"}  # before whom an act that is a noun is done to


def agency(article, mentions):
    """How the acts of an article are told: one row per act with an actor in it, or that is told as nobody's.

    Columns paragraph, sentence; form (`active`: *Oslo expelled two envoys*; `passive`: *were expelled by Oslo*;
    `agentless`: *were expelled*; `nominal`: *Oslo's expulsion of*; `nominal agentless`: *the expulsions*; `other`: an
    actor as subject of an active verb that is no act); verb (its lemma, or the noun); agent and patient (the parties
    that act and are acted upon, joined by "; "); undergoer (who or what is acted upon, in words); loaded (whether the
    verb is one against somebody, or shows someone in a bad light); the span columns of the verb group or noun. An act
    is a material process (Halliday 1994): no word of saying, thinking, being or having.
    Left out are what is denied, possible or demanded, and infinitives and gerunds, whose subject is not always told.
    Blind spot: an act whose doer stands in another sentence counts as told without one.

    >>> from analysis import actors
    >>> from analysis.article import from_text
    >>> article = from_text("Ukraine was attacked. Russia annexed Crimea.")
    >>> agency(article, actors.mentions(article))[["form", "agent", "verb"]].values.tolist()
    [['agentless', '', 'attack'], ['active', 'Russia', 'annex']]
    """
    rows = []
    mentioned = by_sentence(mentions)
    for line in article.sentences.itertuples():
        reader = _Sentence(article, line, mentioned.get(line.sentence, ()))
        rows += [*reader.verbs(), *reader.nouns()]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values(["start", "end"], kind="stable", ignore_index=True)


def by_sentence(mentions):
    """{the number of a sentence: its mentions, as named tuples}.

    >>> by_sentence(pd.DataFrame())
    {}
    """
    rows = {}
    for mention in mentions.itertuples():
        rows.setdefault(mention.sentence, []).append(mention)
    return rows


def by_party(table):
    """How often each party acts and is acted upon, in each form: columns party, active, passive, nominal (as agent),
    other (as subject of a verb that is no act), undergoes (as patient), unattributed (of these, acts that nobody does).

    >>> by_party(pd.DataFrame(columns=COLUMNS)).columns.tolist()
    ['party', 'active', 'passive', 'nominal', 'other', 'undergoes', 'unattributed']
    """
    rows = {}
    for act in table.itertuples():
        for party in filter(None, act.agent.split("; ")):
            rows.setdefault(party, dict.fromkeys(TALLY, 0))[act.form] += 1
        for party in filter(None, act.patient.split("; ")):
            tally = rows.setdefault(party, dict.fromkeys(TALLY, 0))
            tally["undergoes"] += 1
            tally["unattributed"] += act.form.endswith("agentless")
    summary = pd.DataFrame([{"party": party, **tally} for party, tally in rows.items()], columns=["party", *TALLY])
    return summary.sort_values(["active", "passive", "party"], ascending=[False, False, True], ignore_index=True)


TALLY = ["active", "passive", "nominal", "other", "undergoes", "unattributed"]


@functools.cache
def _done():
    """Verbs for what is said or done to somebody, for or against."""
    rows = [row for row in lexicon("predicates") if row["pos"] == "verb" and row["sign"] != "0" and not row["with"]]
    return {row["lemma"] for row in rows if "object" in row["target"] and not row["symmetric"]} | _loaded()


@functools.cache
def _loaded():
    """Verbs for deeds that show in a good or bad light whoever does them."""
    return {entry for row in lexicon("acts") for entry in row["entry"].split("/")}


@functools.cache
def _hard():
    """Verbs for what is said or done against somebody, and those that show someone in a bad light."""
    rows = [row for row in lexicon("predicates") if row["pos"] == "verb" and row["sign"] == "-1" and not row["with"]]
    judged = [row for row in lexicon("acts") if "-" in row["agent"] + row["patient"]]
    return {row["lemma"] for row in rows} | {entry for row in judged for entry in row["entry"].split("/")}


@functools.cache
def _speech():
    """Verbs of saying and thinking, without those that are deeds as well."""
    deeds = {row["lemma"] for row in lexicon("predicates") if row["pos"] == "verb" and row["expression"] == "material"}
    return {row["cue"] for row in lexicon("cues") if row["part"] == "verb"} - deeds - _loaded()


class _Sentence:
    """The acts of one sentence."""

    def __init__(self, article, line, mentions):
        self.article, self.line, self.parsed = article, line, parse(line.clean_text)
        self.mentions = mentions

    def verbs(self):
        for clause in self.parsed.clauses:
            active = clause.voice == "active"
            done_by = clause.subjects if active else clause.agents
            done_to = clause.objects if active else clause.subjects
            agent, patient = self._parties(done_by), self._parties(done_to)
            form = self._form(clause, done_by)
            nobody = form == "agentless" and clause.predicate in _loaded()
            if form and (agent or nobody) or patient and form in ("passive", "agentless"):
                words = "; ".join(self.parsed.words(self.parsed.chunks[c]) for c in done_to)
                verb = f"{clause.predicate} {clause.particle}".rstrip()
                yield self._row(form, verb, agent, patient, words, (clause.first, clause.last + bool(clause.particle)))

    def _form(self, clause, done_by):
        """One of the forms of `agency`; "" for a passive that is no act."""
        if not self._is_act(clause):
            return "other" if clause.voice == "active" else ""
        return "active" if clause.voice == "active" else "passive" if done_by else "agentless"

    def _is_act(self, clause):
        lemma = clause.predicate
        bare = self.parsed.tokens[clause.first].text.lower() == "be"  # "asked that he be tried"
        if bare or clause.negated or clause.modal or lemma in word_set("verb of being and having", "agency_words"):
            return False
        if clause.voice == "active":
            return clause.kind == "finite" and bool(clause.objects) and lemma not in _speech()
        attribute = clause.kind == "participle" and clause.objects and not clause.agents  # "a frozen lake"
        return not attribute and (lemma not in _speech() or lemma in _done())

    def nouns(self):
        known, lent = column_of("act_nouns", "noun", "of"), self._lent()
        for number, chunk in enumerate(self.parsed.chunks):
            head = self.parsed.tokens[chunk.head]
            if head.lemma in known and head.tag not in VERB_TAGS and number not in lent:
                agent, patient, somebody = self._around(number, chunk, known[head.lemma])
                form = "nominal" if agent or somebody else "nominal agentless"
                after = self.parsed.chunks[number + 1] if patient else None
                words = f"{after.prep} {self.parsed.words(after)}" if after else ""
                yield self._row(form, head.lemma, agent, patient, words, (chunk.head, chunk.head + 1))

    def _lent(self):
        """The nouns that a verb gives its subject as doer: *put pressure on*."""
        light = word_set("verb that lends its subject to a noun", "agency_words")
        return {c for clause in self.parsed.clauses if clause.predicate in light for c in clause.objects}

    def _around(self, number, chunk, of):
        """Who does the act that a noun names, to whom, and whether somebody without a name does it."""
        agent, patient, doer = self._named(chunk.first, chunk.head), "", False
        after = self.parsed.chunks[number + 1 : number + 2]
        if after and after[0].first - chunk.last <= 2:
            there = self._named(after[0].first, after[0].last)
            doer = after[0].prep == "by" or after[0].prep == "of" and of == "agent"
            agent = agent or there if doer else agent
            patient = there if not doer and after[0].prep in ON | {"of"} else ""
        return agent, patient, doer

    def _parties(self, chunks):
        """The parties that head some noun phrases."""
        pieces = [self.parsed.chunks[c] for c in chunks]
        found = [self._named(p.first, p.last, head=p.head) for p in pieces]
        return "; ".join(dict.fromkeys(party for names in found for party in names.split("; ") if party))

    def _named(self, first, last, head=None):
        """The parties mentioned within tokens; with `head`, only those whose mention holds that token."""
        if last <= first:
            return ""
        low, high = self._raw(first, last)
        if head is not None:
            at = self._raw(head, head + 1)
            inside = [m for m in self.mentions if m.start <= at[0] and at[1] <= m.end]
        else:
            inside = [m for m in self.mentions if low <= m.start and m.end <= high]
        return "; ".join(dict.fromkeys(m.party or m.actor for m in inside))

    def _raw(self, first, last):
        start, end = self.parsed.span(first, last)
        return self.article.to_raw(self.line.clean_start + start, self.line.clean_start + end)

    def _row(self, form, verb, agent, patient, undergoer, span):
        start, end = self.parsed.span(*span)
        words = self.article.span(self.line.clean_start + start, self.line.clean_start + end)
        place = {"paragraph": self.line.paragraph, "sentence": self.line.sentence}
        told = {"form": form, "verb": verb, "agent": agent, "patient": patient, "undergoer": undergoer}
        return {**place, **told, "loaded": verb in _hard(), **words}
