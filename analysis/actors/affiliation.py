"""Affiliation: whom a person speaks for, as the words beside the name say.

Four phrasings: "X, *leader of the party*", "X, *who runs the agency*", "*the party's leader*, X", "X *of the party*".
A minister of no named state belongs to the state that the article is about. Who holds no office of a state is a side of
his own: a candidate, a senator, a judge, a former president.
"""

import re
from collections import Counter

from analysis.actors.draft import FINITE, MARKS, OWNER
from analysis.actors.roster import STATES, actor_nouns, keys_of, roster, titles_by_word
from analysis.lexicon import word_set

AT_HOME = 0.8  # share of the mentions of states and alliances from which on an article tells of one state alone
REACH = 12  # words that an apposition may be long
VOICES = ("office of a state", "voice of a state", "office", "head of a body")  # sets of who may speak for a state
NOMINAL = {"NN", "NNP", "JJ", "VBN", "CD"}


def settle(draft):
    """Tell every person of `draft` the body that a name or description beside his own says he speaks for.

    A state becomes his party too. Blind spot: a body that no rule took for an actor.
    """
    bodies = _Bodies(draft)
    for mention in [m for m in draft.mentions if m.kind == "name" and m.referents[0].type == "person"]:
        person, body = mention.referents[0], bodies.after(mention) or bodies.before(mention)
        person.roles |= bodies.offices(mention)
        person.body = person.body or body
        state = draft.referents.get(body.party) if body is not None else None
        if person.party == person.name and state is not None and state.type in STATES:
            person.party = state.name


def guess(draft):
    """Give ministers and the like of no named state the state last named in their paragraph, else the main one."""
    states = Counter(r for m in draft.mentions if not m.place for r in m.referents if r.type == "state")
    main = states.most_common(1)[0][0].name if states else ""
    last, paragraph = "", 0
    for mention in draft.mentions:
        person, here = mention.referents[0], draft.words[mention.first].paragraph
        last, paragraph = last if here == paragraph else "", here
        if person.type == "state":
            last = person.name
        elif person.type == "person" and person.party == person.name and person.roles & word_set("office of a state"):
            person.party = last or main or person.name


def attach_arms(draft):
    """Give bodies that only a state has to the state in their names: "*Afghan* government", "*Trump* administration".

    Blind spot: "officials", "police" of no named state stay sides of their own.
    """
    leaders = {r.keys[-1]: r.party for r in draft.referents.values() if r.type == "person" and r.keys}
    for body in draft.referents.values():
        words = keys_of(body.name)
        if body.type == "person" or body.name in draft.roster.actors or not _only_a_state_has(words):
            continue
        named = (alias.actor for word in words for alias in draft.roster.single(word))
        states = [name for name in named if draft.roster.actors[name].type in STATES]
        states += [leaders[word] for word in words if draft.type_of(leaders.get(word)) == "state"]
        body.party = states[0] if body.party == body.name and states else body.party


def _only_a_state_has(words):
    """Whether the first noun before "of", or else the last word, is that of a state's own body."""
    head = words[words.index("of") - 1] if "of" in words[1:] else "".join(words[-1:])
    return head.lower() in word_set("arm of a state")


def unseat(draft):
    """Make everybody a side of his own whose state he neither leads nor speaks for.

    Where an article tells of one state alone, all its people are: at home nobody is the country. Blind spot: without a
    date, somebody out of office whom the article nowhere calls so, and nobody else by his office.
    """
    named = (r.name for m in draft.mentions for r in m.referents if r.type == "person" and r.party != r.name)
    people = [draft.referents[name] for name, _ in Counter(named).most_common()]
    offices = _Offices(draft.roster, draft.article.date, people)
    sides = Counter(r.party for m in draft.mentions if not m.place for r in m.referents)
    alone = home(sides, {name: draft.type_of(name) for name in sides})
    for person in people:
        if draft.type_of(person.party) == "state" and (person.party == alone or not offices.speaks(person)):
            person.party = person.name


def leads(name, date=None):
    """The state that somebody holds an office of on a date (without one, ever), as the roster knows; else the name.

    >>> import datetime
    >>> leads("Donald Trump", datetime.date(2020, 3, 1)), leads("Joe Biden", datetime.date(2020, 3, 1))
    ('United States', 'Joe Biden')
    """
    held = (term for term in roster().terms.get(name, ()) if not date or term.held_on(date))
    return next((term.party for term in held if _of_state(term.office)), name)


def home(sides, kinds):
    """The one state that an article tells of, by itself and by its people; "" where it tells of none or of several.

    `sides` counts the mentions of each party, `kinds` has the type of each.

    >>> home(Counter(Cuba=9, Peru=1), dict(Cuba="state", Peru="state"))
    'Cuba'
    """
    among = Counter({name: total for name, total in sides.items() if kinds.get(name) in ("state", "alliance")})
    states = [name for name, _ in among.most_common() if kinds[name] == "state"]
    return states[0] if states and among[states[0]] >= AT_HOME * among.total() else ""


class _Offices:
    """Who of some people holds an office of a state on a date.

    Without a date, while he is in office whom the article calls by one: the first of the people so called.
    """

    def __init__(self, roster, date, people):
        self.terms, self.date = roster.terms, date
        self.now = next(filter(None, map(self._called, people)), [])

    def speaks(self, person):
        """Whether a person speaks for a state: by what the article calls him, else by the roster."""
        if self._called(person) or any(map(_of_state, person.roles)):
            return True
        if person.name in self.terms and not any(map(_lost_or_sought, person.roles)):
            return self._in_office(person)
        return person.name not in self.terms and not person.roles - word_set("courtesy title")

    def _in_office(self, person):
        held = [term for term in self.terms[person.name] if _of_state(term.office)]
        if self.date:
            return any(term.held_on(self.date) for term in held)
        return bool(held) and (not self.now or _meet(held, self.now))

    def _called(self, person):
        """The terms of the offices that an article calls somebody by."""
        terms = self.terms.get(person.name, ())
        return [term for term in terms if term.office in person.roles and _of_state(term.office)]


def _of_state(role):
    """Whether who is called so may speak for a state."""
    if role in word_set("no voice of a state") or _lost_or_sought(role):
        return False
    return any(word in word_set(name) for name in VOICES for word in (role, *re.split("[ -]", role)))


def _lost_or_sought(role):
    return role.startswith("former ") or role.endswith("-elect") or role in word_set("candidate")


def _meet(some, others):
    """Whether one of some terms of office and one of others are at one time."""
    return any(
        (b.until is None or a.since < b.until) and (a.until is None or b.since < a.until) for a in some for b in others
    )


class _Bodies:
    """The states, organisations and groups of a draft by the words that name them."""

    def __init__(self, draft):
        self.draft, self.words = draft, draft.words
        self.begins, self.ends = {}, {}
        for mention in draft.mentions:
            body = self._spoken_for(mention.referents[0])
            if body is not None:
                self.begins.setdefault(mention.first, body)
                self.ends.setdefault(mention.last, body)

    def _spoken_for(self, referent):
        """The body that an owner is or stands for: "*the president*'s spokesman" speaks for the state."""
        if referent.type != "person":
            return referent
        return referent.body or (self.draft.referents.get(referent.party) if referent.party != referent.name else None)

    def after(self, name):
        """The body in what follows a name: an apposition, a relative clause or "of"."""
        line, k = self.draft.line(name.first), name.last
        if self.draft.low(k) == "of":
            body = self._first(k + 1, k + 3)
            return body if body is not None and body.type not in STATES else None
        if self.draft.low(k) not in {",", "("}:
            return None
        leads = self.draft.low(k + 1) == "who" and self.words[k + 2].lemma in word_set("verb of leading")
        first = k + 3 if leads else k + 1
        stops = (i for i in range(first, min(line.last, first + REACH)) if self._stops(i))
        last = next(stops, min(line.last, first + REACH))
        return self._first(first, last) if leads or any(map(self._official, range(first, last))) else None

    def before(self, name):
        """The body in what precedes a name: "the party's leader", "the leader of the party,"."""
        line, k = self.draft.line(name.first), name.first - 1
        while k > line.first and self.words[k].low in titles_by_word():
            k -= 1
        if self.draft.low(k) != ",":
            return self._owner(k, line)
        office = any(self.words[i].low == "of" and self._official(i - 1) for i in range(max(line.first, k - REACH), k))
        return (self.ends[k] if office else None) if k in self.ends else self._owner(k - 1, line)

    def offices(self, name):
        """The office in an apposition before a name: "the *prime minister* of Norway, X"."""
        line, last = self.draft.line(name.first), name.first - 1
        if self.draft.low(last) != ",":
            return set()
        start = max((k + 1 for k in range(line.first, last) if self.words[k].text == ","), default=line.first)
        k = next(filter(self._official, range(start, last)), None)
        if k is None or any(self.words[i].tag in FINITE for i in range(start, last)):
            return set()
        before, low = self.draft.low(k - 1), self.words[k].low
        portfolios = {"prime", "deputy", "vice", *(word.lower() for word in word_set("portfolio"))}
        return {f"{before} {low}" if before in portfolios else low}

    def _owner(self, head, line):
        """The owner of an office whose noun is the word `head`: "*the party*'s new leader"."""
        k = head
        while k > line.first and self.words[k].tag in NOMINAL and k not in self.begins:
            k -= 1
        if not any(map(self._official, range(k, head + 1))):
            return None
        return self.ends.get(k) if self.draft.low(k) in OWNER else self.begins.get(k)

    def _first(self, first, last):
        return next((self.begins[k] for k in range(first, last) if k in self.begins), None)

    def _stops(self, k):
        return self.words[k].text in MARKS or self.words[k].tag in FINITE

    def _official(self, k):
        word = self.words[k].low
        return word in word_set("office") | word_set("head of a body") and self._personal(word)

    def _personal(self, word):
        return actor_nouns().get(word, {"class": "person"})["class"] == "person"
