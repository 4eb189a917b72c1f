"""Claims: statements on an article that carry their value, basis and words, and hedge themselves."""

import html
import itertools
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import cooccurrence, stance, uncertainty
from analysis.frames import FRAMES
from analysis.stance import issues
from analysis.uncertainty import Interval, short

SHOWN = 3  # pieces of evidence a claim quotes
WIDTH = 180  # characters of each
SAFE = 0.95  # share of resamples from which a lead is called safe
NAMED = ("name", "metonym", "demonym")


@dataclass(frozen=True)
class Evidence:
    """Words a claim rests on: paragraph number, the words as they stand in the raw text, and where."""

    paragraph: int
    text: str
    start: int
    end: int

    def __str__(self):
        words = " ".join(self.text.split())
        return f"¶{self.paragraph} “{words if len(words) <= WIDTH else words[: WIDTH - 1].rsplit(' ', 1)[0] + ' …'}”"


@dataclass(frozen=True, repr=False)
class Claim:
    """One statement about an article, bound to what it rests on.

    `says` is the sentence where the claim is met: `n` of what `counted` names reaches `threshold` and there is a
    `value` (a name, a tuple of names, or a figure). `question` completes "too few … to say …" where it is not. `sure`
    is the share of resamples of the paragraphs in which the same comes first, `interval` the interval of the figure it
    gives.
    """

    name: str
    question: str
    says: str
    value: object
    n: int
    counted: str
    threshold: int = 1
    sure: float | None = None
    interval: Interval | None = None
    evidence: tuple = ()

    @property
    def met(self):
        return self.n >= self.threshold and self.value not in (None, "", ())

    @property
    def statement(self):
        """The sentence to show: the finding with its hedge, or that there is too little to say."""
        if not self.n:
            return f"No {self.counted}: nothing to say on {self.question}."
        if self.n < self.threshold:
            return f"Too few {self.counted} (n = {self.n}, at least {self.threshold} needed) to say {self.question}."
        if not self.met:
            return f"Nothing found that would say {self.question} (n = {self.n} {self.counted})."
        if self.sure is not None and round(self.sure, 2) < SAFE:
            doubt = "The lead is not safe" if self.sure >= 0.5 else "The lead hangs on single paragraphs"
            return f"{self.says} {doubt}: it holds in {percent(self.sure)} of resamples of the paragraphs."
        return self.says

    @property
    def outcome(self):
        """The value in words, as a premise names it."""
        if not self.met:
            return "not enough to say"
        return _outcome(self.value)

    @property
    def basis(self):
        """What the claim rests on, in one line: n, the least that was asked for, interval, stability."""
        parts = [f"n = {self.n} {self.counted}, at least {self.threshold} asked for"]
        if self.interval is not None and not pd.isna(self.interval.low):
            parts.append(
                f"{percent(self.interval.level)} interval {short(self.interval.low)} to {short(self.interval.high)}"
            )
        if self.met and self.sure is not None and round(self.sure, 2) >= SAFE:
            parts.append(f"comes first in {percent(self.sure)} of resamples of the paragraphs")
        return "; ".join(parts)

    def __repr__(self):
        return "\n".join([self.statement, f"  [{self.basis}]", *(f"  {quote}" for quote in self.evidence[:SHOWN])])

    def _repr_markdown_(self):
        quotes = "".join(f"\n- {_markdown(str(quote))}" for quote in self.evidence[:SHOWN])
        return f"**{_markdown(self.statement)}**  \n<small>{_markdown(self.basis)}</small>\n{quotes}"

    def _repr_html_(self):
        return (
            '<div class="claim" style="border-left: 3px solid #888; padding: 0 0 0 .8em; margin: .6em 0">'
            f"<div><strong>{html.escape(self.statement)}</strong></div>"
            f'<div style="color: #555; font-size: 85%">{html.escape(self.basis)}</div>{_quotes_html(self)}</div>'
        )


@dataclass(frozen=True, repr=False)
class Findings:
    """Several claims, shown as a table; `findings["main_actors"]` gives the one of that name."""

    claims: tuple

    def __iter__(self):
        return iter(self.claims)

    def __len__(self):
        return len(self.claims)

    def __getitem__(self, name):
        return {claim.name: claim for claim in self.claims}[name]

    def table(self):
        """One row a claim: name, statement, outcome, n, counted, threshold, met, sure, low, high, paragraphs."""
        rows = [
            {
                "name": c.name,
                "statement": c.statement,
                "outcome": c.outcome,
                "n": c.n,
                "counted": c.counted,
                "threshold": c.threshold,
                "met": c.met,
                "sure": c.sure,
                "low": c.interval and c.interval.low,
                "high": c.interval and c.interval.high,
                "paragraphs": ", ".join(str(p) for p in sorted({e.paragraph for e in c.evidence})),
            }
            for c in self.claims
        ]
        return pd.DataFrame(
            rows,
            columns=[
                "name",
                "statement",
                "outcome",
                "n",
                "counted",
                "threshold",
                "met",
                "sure",
                "low",
                "high",
                "paragraphs",
            ],
        )

    def __repr__(self):
        return "\n".join(f"{claim.name}: {claim.statement} [n = {claim.n} {claim.counted}]" for claim in self.claims)

    def _repr_markdown_(self):
        lines = [
            f"| {c.name} | {_markdown(c.statement)} | {c.n} {c.counted} | {_markdown(_first(c))} |" for c in self.claims
        ]
        return "\n".join(["| | what we find | rests on | for example |", "|---|---|---|---|", *lines])

    def _repr_html_(self):
        cells = "".join(
            '<tr style="vertical-align: top"><td style="text-align:'
            f' left"><code>{c.name.replace("_", "_<wbr>")}</code></td><td style="text-align:'
            f' left">{html.escape(c.statement)}</td><td style="text-align: left">{c.n} {html.escape(c.counted)}</td><td'
            f' style="text-align: left">{html.escape(_first(c))}</td></tr>'
            for c in self.claims
        )
        head = "".join(
            f'<th style="text-align: left">{title}</th>' for title in ("", "what we find", "rests on", "for example")
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table>"


@dataclass(frozen=True)
class Premise:
    """What a passage of a close reading takes for granted: a claim, the outcome expected of it, the one found."""

    claim: str
    expected: str
    found: str
    held: bool


@dataclass(frozen=True, repr=False)
class Passage:
    """A passage of interpretation with its premises; where one fails, it shows which in place of its words."""

    title: str
    text: str
    premises: tuple

    @property
    def held(self):
        return bool(self.premises) and all(premise.held for premise in self.premises)

    def _repr_markdown_(self):
        if self.held:
            rests = "; ".join(f"{premise.claim} is {premise.found}" for premise in self.premises)
            return f"**{self.title}**\n\n{self.text}\n\n<small>Interpretation. It rests on: {_markdown(rests)}.</small>"
        failed = "; ".join(
            f"*{p.claim}* should be {p.expected}, found: {_markdown(p.found)}" for p in self.premises if not p.held
        )
        return (
            f"**{self.title}** — this passage is not shown, since what it takes for granted does not hold."
            f" {failed or 'No premise given'}."
        )

    def __repr__(self):
        return re.sub(r"</?small>|\*", "", self._repr_markdown_())


@dataclass(frozen=True, repr=False)
class Reading:
    """The passages of an article's close reading, each checked; empty where the article has none."""

    passages: tuple

    def __iter__(self):
        return iter(self.passages)

    def __len__(self):
        return len(self.passages)

    def _repr_markdown_(self):
        if not self.passages:
            return "*There is no close reading for this article.*"
        return "\n\n".join(passage._repr_markdown_() for passage in self.passages)

    def __repr__(self):
        return "\n\n".join(map(repr, self.passages)) or "There is no close reading for this article."


# --- a close reading and its premises --------------------------------------------------------------------------------


def check(path, claims):
    """Read a close reading (reading.md) and check what each passage takes for granted against the claims.

    The file is Markdown: `## title`, a line `premises:`, one line `- claim_name: expected outcome` each, then the
    passage. An expected outcome is a name (`Russia`), names that must all be among those found (`Georgia, Moldova`), a
    pair in any order (`China–Russia`), two camps (`China, Russia | Ukraine`), a figure to compare with (`> 0.5`), `met`
    (there is enough to say), `not` before any of these, or several with `or` between. A claim that is not met fails
    every premise, those with `not` too: nothing is known. A file that is not there gives an empty Reading. Blind spot:
    a premise that nobody wrote down is not checked.

    >>> check("no/such/reading.md", ())
    There is no close reading for this article.
    """
    path = Path(path)
    if not path.is_file():
        return Reading(())
    known = {claim.name: claim for claim in claims}
    return Reading(tuple(_passage(part, known) for part in re.split(r"(?m)^## ", path.read_text(encoding="utf-8"))[1:]))


def _passage(part, known):
    title, _, body = part.partition("\n")
    premises, text = [], []
    listing = False
    for line in body.splitlines():
        row = re.match(r"\s*[-*] `?(\w+)`?: *(.+)", line)  # "- most_named: Russia"
        if line.strip().casefold() == "premises:":
            listing = True
        elif listing and row:
            premises.append(_premise(row[1], row[2].strip(), known))
        else:
            listing = listing and not line.strip() and not premises
            text.append(line)
    return Passage(title.strip(), "\n".join(text).strip(), tuple(premises))


def _premise(name, expected, known):
    if name not in known:
        return Premise(name, expected, "no such claim", False)
    claim = known[name]
    return Premise(name, expected, claim.outcome, claim.met and holds(claim.value, expected))


def holds(value, expected):
    """Whether the value of a claim is what a premise expects of it (the forms are listed under `check`).

    >>> holds(("Georgia", "Moldova", "Taiwan"), "Moldova, Georgia"), holds("China–Russia", "Russia–China")
    (True, True)
    """
    if " or " in expected:
        return any(holds(value, part) for part in expected.split(" or "))
    if expected.startswith("not "):
        return not holds(value, expected[4:])
    if expected == "met":
        return True
    compared = re.fullmatch(r"([<>]=?|=) *(-?[\d.]+)", expected)
    if compared:
        try:
            value, bound = float(value), float(compared[2])
        except (TypeError, ValueError):
            return False
        return {
            "<": value < bound,
            ">": value > bound,
            "<=": value <= bound,
            ">=": value >= bound,
            "=": value == bound,
        }[compared[1]]
    if "|" in expected:
        sides = [_atoms(part) for part in expected.split("|")]
        camps = [_atoms(camp) for camp in value] if isinstance(value, tuple) else []
        return any(
            all(side <= camp for side, camp in zip(sides, order)) for order in itertools.permutations(camps, len(sides))
        )
    return _atoms(expected) <= _atoms(value)


def _atoms(value):
    names = value.split(",") if isinstance(value, str) else value if isinstance(value, tuple) else [str(value)]
    flat = [name for part in names for name in (part if isinstance(part, tuple) else [part])]
    plain = lambda name: " ".join(str(name).casefold().split()).removeprefix("the ")
    return {"–".join(sorted(plain(end) for end in re.split(r"\s*[-–—]\s*", str(name)))) for name in flat}


# --- words -----------------------------------------------------------------------------------------------------------


def percent(share):
    """A share in words.

    >>> percent(0.666), percent(float("nan"))
    ('67%', 'an unknown share')
    """
    return "an unknown share" if pd.isna(share) else f"{share:.0%}"


_ARTICLE = re.compile(
    r"(?:United|European|African|Arab|Soviet|Central"
    r" African|Czech|Dominican|World|International|Supreme|Democratic|Security)\s|"
    r".*\b(?:Union|States|Nations|Emirates|Kingdom|Republic|Council|Commission|Court|Bank|Party|Agency|Netherlands|"
    r"Philippines|Bahamas|Maldives|Gambia|Organi[sz]ation|Authority|Army|Navy|Taliban|League|"
    r"Government|Parliament|Senate|"
    r"Congress|rebels)$"
)


def named(actor):
    """An actor's name as it stands inside a sentence.

    >>> named("United States"), named("Russia")
    ('the United States', 'Russia')
    """
    return f"the {actor}" if _ARTICLE.match(actor) and not actor.casefold().startswith("the ") else actor


def listed(words):
    """Words in a row.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    words = list(words)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _are(actors):
    return f"{_upper(listed(map(named, actors)))} {'is' if len(actors) == 1 else 'are'}"


def _several(names, most=5):
    """The first of some names, and how many more there are."""
    shown = [named(name) for name in names[:most]]
    return listed([*shown, _count(len(names) - most, "others")] if len(names) > most else shown)


def _count(number, noun):
    return f"{number} {noun}" if number != 1 else f"1 {noun.removesuffix('s')}"


def _upper(text):
    return text[:1].upper() + text[1:]


def _ranked(ranking, most=3):
    return listed(f"{named(name)} ({total:g})" for name, total in ranking[:most])


def _outcome(value):
    if isinstance(value, tuple):
        nested = any(isinstance(part, tuple) for part in value)
        return (" | " if nested else ", ").join(_outcome(part) for part in value)
    return short(value) if isinstance(value, float) else str(value)


def _markdown(text):
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text)


def _first(claim):
    return str(claim.evidence[0]) if claim.evidence else ""


def _quotes_html(claim):
    items = "".join(f"<li>{html.escape(str(quote))}</li>" for quote in claim.evidence[:SHOWN])
    return f'<ul style="margin: .2em 0 0; font-size: 90%">{items}</ul>' if items else ""


def _evidence(rows):
    """Evidence from rows with a span; the same words once."""
    seen = {}
    for row in rows.itertuples():
        seen.setdefault((row.start, row.end), Evidence(int(row.paragraph), row.text, int(row.start), int(row.end)))
    return tuple(seen.values())


def _sentences(framing, rows):
    """The sentences in which rows stand, as evidence."""
    sentences = framing.article.sentences
    order = {number: place for place, number in enumerate(pd.unique(rows["sentence"]))}
    found = sentences[sentences["sentence"].isin(list(order))]
    return _evidence(found.assign(place=found["sentence"].map(order)).sort_values("place"))


def _openings(framing, numbers):
    """The first sentence of each of some paragraphs, as evidence."""
    sentences = framing.article.sentences.drop_duplicates("paragraph").set_index("paragraph", drop=False)
    return _evidence(sentences.loc[[number for number in numbers if number in sentences.index]].reset_index(drop=True))


def _partied(mentions):
    return mentions.assign(party=mentions["party"].where(mentions["party"] != "", mentions["actor"]))


def _ties(framing):
    """The counted relations between two actors of different parties, each with its unordered pair."""
    rows = framing.relations
    rows = rows[rows["counted"].astype(bool) & (rows["target_type"] == "actor")]
    rows = rows[
        (rows["source_party"] != rows["target_party"]) & (rows["source_party"] != "") & (rows["target_party"] != "")
    ]
    plain = {end: rows[end].str.replace("–", "-") for end in ("source_party", "target_party")}  # the dash joins a pair
    return rows.assign(
        **plain, pair=["–".join(sorted(ends)) for ends in zip(plain["source_party"], plain["target_party"])]
    )


# --- the standard findings -------------------------------------------------------------------------------------------


def main_actors(framing):
    """The parties mentioned most, each with all who lead it or speak for it; value: up to three names, in order."""
    mentions = _partied(framing.mentions)
    lead = uncertainty.lead(mentions, "party")
    top = lead.ranking[:3]
    share = sum(total for _, total in top) / max(1, len(mentions))
    says = (
        f"Counted with everybody who leads or speaks for them, {_ranked(top)} are mentioned most: {percent(share)} of"
        f" all {len(mentions)} mentions."
        if len(top) > 1
        else f"{_upper(_ranked(top))} is the only party mentioned."
        if top
        else ""
    )
    first = [mentions[mentions["party"] == name].head(1) for name, _ in top]
    return Claim(
        "main_actors",
        "who the main actors are",
        says,
        tuple(name for name, _ in top),
        len(mentions),
        "mentions",
        5,
        sure=lead.stability,
        evidence=_sentences(framing, pd.concat(first)) if first else (),
    )


def most_named(framing):
    """The actor that names, capitals and demonyms stand for most often; value: the actor, or those that draw."""
    mentions = framing.mentions[framing.mentions["kind"].isin(NAMED)]
    lead = uncertainty.lead(mentions, "actor")
    then = f", then {_ranked(lead.ranking[len(lead.first) :], 2)}" if lead.ranking[len(lead.first) :] else ""
    says = f"{_are(lead.first)} named most: {_count(lead.ranking[0][1], 'times')}{then}." if lead.first else ""
    rows = mentions[mentions["actor"].isin(lead.first)]
    return Claim(
        "most_named",
        "who is named most",
        says,
        lead.first,
        len(mentions),
        "names",
        5,
        sure=lead.stability,
        evidence=_sentences(framing, rows),
    )


def naming_shares(framing):
    """How the most mentioned party is called; value: the share of metonyms (the Kremlin) in its mentions, 0 to 1."""
    mentions = _partied(framing.mentions)
    lead = uncertainty.lead(mentions, "party")
    mine = mentions[mentions["party"].isin(lead.first[:1])]
    kinds = mine["kind"].value_counts()
    metonyms = mine[mine["kind"] == "metonym"]
    interval = uncertainty.mean(mine["kind"] == "metonym", by=mine["paragraph"]) if len(mine) else None
    shares = listed(
        f"{percent(kinds[kind] / len(mine))} {word}"
        for kind, word in (
            ("name", "by name"),
            ("metonym", "by a capital or seat of power"),
            ("demonym", "by a national adjective or noun"),
            ("description", "by description"),
            ("pronoun", "by pronoun"),
        )
        if kinds.get(kind)
    )
    called = listed(
        f"{word} ({count})"
        for word, count in (
            metonyms["text"]
            .str.replace(r"^[Tt]he ", "", regex=True)
            .value_counts(sort=False)
            .sort_index()
            .sort_values(ascending=False, kind="stable")
            .head(3)
            .items()
        )
    )
    says = (
        f"{_upper(named(lead.first[0]))} is called {shares}" + (f"; as seat of power: {called}." if called else ".")
        if lead.first
        else ""
    )
    if _translated(framing.article):
        says += " The wording is the translator's as much as the author's."
    return Claim(
        "naming_shares",
        "how the main party is called",
        says,
        interval and interval.value,
        len(mine),
        "mentions",
        5,
        interval=interval,
        evidence=_sentences(framing, metonyms if len(metonyms) else mine),
    )


def _translated(article):
    return article.about.get("translated_from", "unknown") not in ("", "unknown", "no", "none")


def cooccurrence_top(framing, *, unit="sentence"):
    """The two parties most surely put together in one sentence (or paragraph); value: the pair, or `none`."""
    whole = framing.article.sentences if unit == "sentence" else framing.article.sentences.drop_duplicates("paragraph")
    table = cooccurrence.pairs(_partied(framing.mentions), unit=unit, level="party", total=len(whole))
    above = table[(table["observed"] > table["expected"]) & (table["q"] < 0.05)].sort_values(
        ["q", "observed", "first", "second"], ascending=[True, False, True, True]
    )
    n = int(table["total"].iloc[0]) if len(table) else 0
    question = "which parties stand together more often than chance"
    if above.empty:
        most = table.head(1)
        says = "".join(
            f"No two parties stand in one {unit} more often than chance would put them there (q < .05); most often it"
            f" is {named(row.first)} and {named(row.second)}, in {row.observed} of {n} {unit}s, {row.expected:.1f}"
            " expected."
            for row in most.itertuples()
        )
        evidence = _sentences_of(framing, most, unit)
        return Claim(
            "cooccurrence_top", question, says, "none" if len(table) else None, n, f"{unit}s", 10, evidence=evidence
        )
    row = next(above.itertuples())
    others = (
        f"so do {len(above) - 1} more of the {len(table)} pairs"
        if len(above) > 1
        else f"no other of the {len(table)} pairs does"
    )
    says = (
        f"{_upper(named(row.first))} and {named(row.second)} stand in one {unit} {row.observed} times, where chance"
        f" would give {row.expected:.1f} (q = {row.q:.3f}); {others}."
    )
    return Claim(
        "cooccurrence_top",
        question,
        says,
        f"{row.first}–{row.second}",
        n,
        f"{unit}s",
        10,
        evidence=_sentences_of(framing, above.head(1), unit),
    )


def _sentences_of(framing, pairs, unit):
    numbers = [number for units in pairs["units"] for number in units]
    table = framing.article.sentences if unit == "sentence" else framing.article.paragraphs
    return _evidence(table[table[unit].isin(numbers)])


def share_of_voice(framing):
    """Whose words the article reports at most length; value: the party (of a speaker unknown: none)."""
    quotes = framing.quotes[framing.quotes["speaker"] != ""]
    quotes = quotes.assign(
        words=quotes["text"].str.split().str.len(),
        party=quotes["party"].where(quotes["party"] != "", quotes["speaker"]),
    )
    lead = uncertainty.lead(quotes, "party", weight="words")
    total = sum(words for _, words in lead.ranking)
    others = f", then {_ranked(lead.ranking[len(lead.first) :], 2)}" if lead.ranking[len(lead.first) :] else ""
    mine = quotes[quotes["party"].isin(lead.first)]
    says = (
        f"{_upper(listed(map(named, lead.first)))} {'has' if len(lead.first) == 1 else 'have'} most of the reported"
        f" words: {lead.ranking[0][1]} of {total} ({percent(lead.ranking[0][1] / total)}) in"
        f" {_count(len(mine), 'reports')}{others}."
        if total
        else ""
    )
    return Claim(
        "share_of_voice",
        "who gets to speak most",
        says,
        lead.first,
        len(quotes),
        "reports of speech or thought",
        3,
        sure=lead.stability,
        evidence=_evidence(mine),
    )


def quoted_directly(framing):
    """How much of the reported speech is quoted; value: the share of direct and mixed reports, 0 to 1."""
    quotes = framing.quotes.drop_duplicates(["start", "end"])
    direct = quotes["type"].isin(["direct", "mixed"])
    interval = uncertainty.mean(direct, by=quotes["paragraph"]) if len(quotes) else None
    says = (
        f"{percent(direct.mean())} of the reported speech and thought stands at least partly in quotation marks; the"
        " rest is in the article's own wording."
        if len(quotes)
        else ""
    )
    return Claim(
        "quoted_directly",
        "how much is quoted word for word",
        says,
        interval and interval.value,
        len(quotes),
        "reports of speech or thought",
        5,
        interval=interval,
        evidence=_evidence(quotes[direct]),
    )


def unquoted_actors(framing):
    """Who is talked about and never talks; value: parties of five mentions or more without a word, or `none`."""
    mentions = _partied(framing.mentions)
    counts = mentions["party"].value_counts()
    known = sorted((name for name in counts.index if counts[name] >= 5), key=lambda name: (-counts[name], name))
    speakers = set(framing.quotes["party"]) | set(framing.quotes["speaker"])
    silent = tuple(name for name in known if name not in speakers)
    says = (
        f"Mentioned five times or more and never given a word: {_ranked([(name, counts[name]) for name in silent], 8)}."
        if silent
        else (
            "Everyone mentioned five times or more is given a word:"
            f" {_ranked([(name, counts[name]) for name in known], 8)}."
        )
    )
    rows = [mentions[mentions["party"] == name].head(1) for name in silent]
    return Claim(
        "unquoted_actors",
        "who is never given a word",
        says,
        silent or "none",
        len(known),
        "parties mentioned five times or more",
        evidence=_sentences(framing, pd.concat(rows)) if rows else (),
    )


def strongest_positive_tie(framing):
    """The two parties the article shows most in support or cooperation; value: the pair, or those that draw."""
    return _strongest(framing, 1, "strongest_positive_tie", "which tie is the most friendly", "support or cooperation")


def strongest_negative_tie(framing):
    """The two parties the article shows most in opposition; value: the pair, or those that draw."""
    return _strongest(framing, -1, "strongest_negative_tie", "which tie is the most hostile", "opposition")


def _strongest(framing, sign, name, question, meaning):
    rows = _ties(framing).drop_duplicates(["paragraph", "pair", "stance"])
    lead = uncertainty.lead(rows.assign(net=rows["stance"] * sign), "pair", weight="net")
    n = int((rows["stance"] == sign).sum())
    if not lead.first or lead.ranking[0][1] <= 0:
        return Claim(name, question, "", None, n, f"paragraphs with {meaning}", 2)
    count = lambda pair, which: int(((rows["pair"] == pair) & (rows["stance"] == which)).sum())
    pair = lead.first[0]
    against = count(pair, -sign)
    contrary = {1: "opposition", -1: "support or cooperation"}[sign]
    drawn = len(lead.first) > 1
    ends = lambda pair: " and ".join(named(end) for end in pair.split("–"))
    says = (
        f"{'One' if drawn else 'The'} tie with most {meaning} is that of {ends(pair)}: "
        f"in {_count(count(pair, sign), 'paragraphs')}"
        + (f", against {contrary} in {against}" if against else "")
        + (
            f"; it draws with {_count(len(lead.first) - 1, 'others')}, first that of {ends(lead.first[1])}"
            if drawn
            else ""
        )
        + (
            f"; next comes that of {ends(lead.ranking[1][0])}"
            if len(lead.first) == 1 and len(lead.ranking) > 1 and lead.ranking[1][1] > 0
            else ""
        )
        + "."
    )
    mine = rows[rows["pair"].isin(lead.first) & (rows["stance"] == sign)]
    mine = mine.sort_values(
        "pair", key=lambda pairs: pairs != pair, kind="stable"
    )  # the pair that is named comes first
    value = pair if len(lead.first) == 1 else lead.first
    return Claim(
        name,
        question,
        says,
        value,
        count(pair, sign),
        f"paragraphs with {meaning} of this pair",
        2,
        sure=None if drawn else lead.stability,
        evidence=_evidence(mine),
    )


def most_hostile_source(framing):
    """Who is shown most often in opposition to others; value: the party, or those that draw."""
    return _hostile(
        framing, "source_party", "most_hostile_source", "who opposes others most", "shown most often opposing others"
    )


def most_opposed_target(framing):
    """Who is shown most often as the one opposed; value: the party, or those that draw."""
    return _hostile(
        framing, "target_party", "most_opposed_target", "who is opposed most", "shown most often as the one opposed"
    )


def _hostile(framing, end, name, question, meaning):
    rows = _ties(framing)
    rows = rows[rows["stance"] == -1].drop_duplicates(["paragraph", "source_party", "target_party"])
    lead = uncertainty.lead(rows, end)
    mine = rows[rows[end].isin(lead.first)]
    reported = int((mine["voice"] != "author").sum())
    voices = "all in the article's own voice" if not reported else f"{reported} of them in the words of others"
    then = f"; then {_ranked(lead.ranking[len(lead.first) :], 2)}" if lead.ranking[len(lead.first) :] else ""
    says = f"{_are(lead.first)} {meaning}: {_count(lead.ranking[0][1], 'times')}, {voices}{then}." if lead.first else ""
    return Claim(
        name,
        question,
        says,
        lead.first,
        len(rows),
        "statements of opposition",
        3,
        sure=lead.stability,
        evidence=_evidence(mine),
    )


def author_vs_reported_hostility(framing):
    """Whose voice is the more hostile; value: `author`, `reported` or `no clear difference`."""
    rows = _ties(framing).drop_duplicates(["paragraph", "source_party", "target_party", "stance", "voice"])
    own, reported = rows[rows["voice"] == "author"], rows[rows["voice"] != "author"]
    gap = uncertainty.difference(
        own["stance"] == -1, reported["stance"] == -1, first_by=own["paragraph"], second_by=reported["paragraph"]
    )
    value = "author" if gap.low > 0 else "reported" if gap.high < 0 else "no clear difference"
    tail = {
        "author": "The article's own voice is the more hostile.",
        "reported": "The reported voices are the more hostile.",
        "no clear difference": "The difference is within what chance may give.",
    }[value]
    says = (
        f"In the article's own voice {percent((own['stance'] == -1).mean())} of {len(own)} relations are opposition, in"
        f" the words of others {percent((reported['stance'] == -1).mean())} of {len(reported)}. {tail}"
    )
    evidence = _evidence(reported[reported["stance"] == -1])
    return Claim(
        "author_vs_reported_hostility",
        "whose voice is the more hostile",
        says,
        value,
        min(len(own), len(reported)),
        "relations in the rarer of the two voices",
        3,
        interval=gap,
        evidence=evidence,
    )


def balance_camps(framing):
    """The division of the parties in two that fewest ties go against; value: the two camps."""
    rows = _ties(framing)
    found = stance.balance(rows)
    first, second = found.camps
    tied = Counter(end for row in rows.itertuples() for end in (row.source_party, row.target_party))
    side = lambda camp: _several(sorted(camp, key=lambda name: (-tied[name], name)))
    against = f"with {found.frustration} of {_count(found.ties, 'ties')} against the grain"
    says = (
        f"The ties divide the parties into {side(first)} on the one side and {side(second)} on the other, {against}"
        if second
        else f"The ties put all parties into one camp, {against}"
    )
    balanced = sum(even for _, even, _ in found.triads)
    says += (
        f"; {balanced} of {_count(len(found.triads), 'closed triangles')} "
        f"{'is' if len(found.triads) == 1 else 'are'} balanced"
        if found.triads
        else "; no three of them form a triangle"
    )
    says += "." if found.unique else ". Another division does as well."
    camps = tuple(camp for camp in found.camps if camp)
    return Claim(
        "balance_camps",
        "which camps the ties form",
        says,
        camps or None,
        found.ties,
        "ties between parties",
        3,
        evidence=_evidence(rows),
    )


def tone_overall(framing):
    """Whether the situation the article describes is bad or good; value: `negative`, `positive` or `mixed`."""
    tone = framing.tone
    interval = uncertainty.mean(tone["tone"], by=tone["paragraph"])
    value = "negative" if interval.high < 0 else "positive" if interval.low > 0 else "mixed"
    shares = (
        listed(
            f"{percent((tone['tone'] == sign).mean())} {word}"
            for sign, word in (
                (-1, "of conflict, threat or harm"),
                (0, "neutral or mixed"),
                (1, "of cooperation, relief or success"),
            )
        )
        if len(tone)
        else ""
    )
    says = f"Of the paragraphs {shares}: the tone is {value} on the whole (mean {short(interval.value)})."
    order = tone.sort_values("score", ascending=value != "positive", kind="stable")["paragraph"]
    return Claim(
        "tone_overall",
        "how the situation is described on the whole",
        says,
        value,
        len(tone),
        "paragraphs",
        3,
        interval=interval,
        evidence=_openings(framing, order.tolist()[:SHOWN]),
    )


def most_negative_portrayal(framing):
    """Who comes off worst; value: the actor with the lowest mean portrayal whose interval stays below 0, or `nobody`.

    Blind spot: each interval stands for itself, so that of twenty actors one may seem clear by chance.
    """
    return _portrayed(framing, -1, "most_negative_portrayal", "who comes off worst")


def most_positive_portrayal(framing):
    """Who comes off best; value: the actor of the highest mean portrayal if its interval is above 0, or `nobody`."""
    return _portrayed(framing, 1, "most_positive_portrayal", "who comes off best")


def _portrayed(framing, sign, name, question):
    rows = framing.portrayal
    counts = rows["actor"].value_counts()
    known = [
        (
            actor,
            uncertainty.mean(
                rows.loc[rows["actor"] == actor, "valence"], by=rows.loc[rows["actor"] == actor, "paragraph"]
            ),
        )
        for actor in sorted(counts.index)
        if counts[actor] >= 3
    ]
    known.sort(key=lambda pair: (-sign * pair[1].value, -pair[1].n, pair[0]))
    n = len(known)
    counted = "actors portrayed in three paragraphs or more"
    if not known:
        return Claim(name, question, "", None, 0, counted)
    actor, interval = known[0]
    clear = interval.high < 0 if sign < 0 else interval.low > 0
    word = "unfavourably" if sign < 0 else "favourably"
    mean = f"mean {short(interval.value)}, {short(interval.low)} to {short(interval.high)}, {interval.n} paragraphs"
    also = [other for other, its in known[1:] if (its.high < 0 if sign < 0 else its.low > 0)]
    says = (
        (
            f"{_upper(named(actor))} is portrayed most {word} ({mean})"
            + (f"; also {word}: {listed(map(named, also))}." if also else ".")
        )
        if clear
        else (
            f"Nobody is portrayed clearly {word}; nearest to it is {named(actor)} ({mean})."
            if interval.value * sign > 0
            else f"Nobody is portrayed {word} on the whole."
        )
    )
    mine = rows[(rows["actor"] == actor) & (rows["valence"] == sign)]
    evidence = (
        _evidence(mine) if {"start", "end", "text"} <= set(mine) else _openings(framing, mine["paragraph"].tolist())
    )
    return Claim(name, question, says, actor if clear else "nobody", n, counted, interval=interval, evidence=evidence)


def portrayal_gap(framing):
    """Which of the two actors portrayed most often comes off better; value: that actor, or `no clear difference`."""
    rows = framing.portrayal
    counts = rows["actor"].value_counts()
    top = sorted(counts.index, key=lambda actor: (-counts[actor], actor))[:2]
    n = int(counts[top[1]]) if len(top) == 2 else 0
    question = "which of the two main actors comes off better"
    if not n:
        return Claim("portrayal_gap", question, "", None, 0, "second actor to compare with")
    first, second = (rows[rows["actor"] == actor] for actor in top)
    gap = uncertainty.difference(
        first["valence"], second["valence"], first_by=first["paragraph"], second_by=second["paragraph"]
    )
    value = top[0] if gap.low > 0 else top[1] if gap.high < 0 else "no clear difference"
    means = f"{named(top[0])} {short(first['valence'].mean())}, {named(top[1])} {short(second['valence'].mean())}"
    verdict = "the difference may be chance" if value == "no clear difference" else f"{named(value)} comes off better"
    says = (
        f"Of the two actors portrayed most often ({means}), {verdict}: difference {short(gap.value)}, {short(gap.low)}"
        f" to {short(gap.high)}."
    )
    return Claim("portrayal_gap", question, says, value, n, "paragraphs of the rarer of the two", 3, interval=gap)


def disputed_issues(framing):
    """Which issues have somebody for and somebody else against them; value: those issues, or `none`."""
    table = issues.table(framing.relations)
    rows = issues.counted(framing.relations)
    disputed = tuple(table.loc[(table["for"] != "") & (table["against"] != ""), "issue"])
    against = percent((rows["stance"] == -1).mean()) if len(rows) else ""
    first = next(table.itertuples(), None)
    both = zip(("for", "against"), first[3:5] if first else ())
    sides = [f"{word} it {_sides(names)}" for word, names in both if names]
    heard = f"Both sides are heard on {listed(f'“{name}”' for name in disputed)}." if disputed else ""
    says = (
        f"The article states {_count(len(rows), 'stances')} on {_count(len(table), 'issues')}, {against} of them in"
        f" opposition. Most is said on “{first.issue}”: {' and '.join(sides)}. "
        + (heard or "On no issue are both sides stated.")
        if first
        else ""
    )
    return Claim(
        "disputed_issues",
        "which issues divide the actors",
        says,
        disputed or "none",
        len(rows),
        "stances on issues",
        3,
        evidence=_evidence(rows),
    )


def _sides(names):
    return listed(map(named, names.split("; ")))


def dominant_frame(framing):
    """The news frame present in most paragraphs; value: the frame, or those that draw."""
    table = framing.frames
    rows = table.melt(id_vars="paragraph", value_vars=FRAMES, var_name="frame")
    rows = rows[rows["value"] >= 0.5]
    lead = uncertainty.lead(rows, "frame")
    if not lead.first:
        return Claim("dominant_frame", "which frame is built", "", None, len(table), "paragraphs", 3)
    name = lambda frame: frame.replace("_", " ")
    interval = uncertainty.mean(table[lead.first[0]] >= 0.5)
    then = listed(f"{name(frame)} ({total})" for frame, total in lead.ranking[len(lead.first) :])
    says = (
        f"The {listed(map(name, lead.first))} frame is present in {lead.ranking[0][1]} of {len(table)} paragraphs"
        f" ({percent(interval.value)})" + (f"; less often {then}." if then else "; no other is.")
    )
    order = table.sort_values(lead.first[0], ascending=False, kind="stable")["paragraph"]
    return Claim(
        "dominant_frame",
        "which frame is built",
        says,
        lead.first,
        len(table),
        "paragraphs",
        3,
        sure=lead.stability,
        interval=interval,
        evidence=_openings(framing, order.tolist()[:SHOWN]),
    )


def antagonists(framing):
    """Whom the telling casts as antagonist; value: the actors, or `nobody`."""
    return _cast(framing, "antagonist", "antagonists")


def protagonists(framing):
    """Whom the telling casts as protagonist; value: the actors, or `nobody`."""
    return _cast(framing, "protagonist", "protagonists")


def innocents(framing):
    """Whom the telling casts as the one acted upon; value: the actors, or `nobody`."""
    return _cast(framing, "innocent", "innocents")


def _cast(framing, role, name):
    roles = framing.roles.drop_duplicates("actor")
    actors = tuple(roles.loc[roles["role"] == role, "actor"])
    meaning = {"antagonist": "as antagonist", "protagonist": "as protagonist", "innocent": "as the one acted upon"}[
        role
    ]
    says = (
        f"The telling casts {listed(map(named, actors))} {meaning}."
        if actors
        else f"The telling casts nobody {meaning}."
    )
    rows = framing.relations
    rows = rows[rows["counted"].astype(bool) & (rows["target_type"] == "actor")]
    end, sign = {"antagonist": ("source", -1), "protagonist": ("source", 1), "innocent": ("target", -1)}[role]
    return Claim(
        name,
        f"who is cast {meaning}",
        says,
        actors or "nobody",
        len(roles),
        "actors with three mentions or more",
        evidence=_evidence(rows[rows[end].isin(actors) & (rows["stance"] == sign)]),
    )


def side_by_side(sets):
    """The same findings in several readings: one row a finding, one column a reading, and whether all agree.

    `sets` maps a name to the Findings of that reading. Blind spot: an outcome that is equal may rest on other words.
    """
    tables = {name: found.table().set_index("name")["outcome"] for name, found in sets.items()}
    joined = pd.DataFrame(tables).reset_index(names="finding")
    return joined.assign(same=joined[list(tables)].nunique(axis=1) == 1)


STANDARD = (
    main_actors,
    most_named,
    naming_shares,
    tone_overall,
    cooccurrence_top,
    share_of_voice,
    quoted_directly,
    unquoted_actors,
    strongest_positive_tie,
    strongest_negative_tie,
    most_hostile_source,
    most_opposed_target,
    author_vs_reported_hostility,
    balance_camps,
    dominant_frame,
    most_negative_portrayal,
    most_positive_portrayal,
    portrayal_gap,
    antagonists,
    protagonists,
    innocents,
)


def findings(framing, *, only=STANDARD):
    """Every standard finding on one article, each with its hedge; `only` names the functions to ask.

    `framing` is what `framing.read` gives, or a reference coding (`agreement.reference`): the same questions to both.
    """
    return Findings(tuple(ask(framing) for ask in only))
