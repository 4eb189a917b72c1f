"""Accounts: several articles on one event, what each tells and what only one of them tells."""

import pandas as pd

from analysis import frames, quotes
from analysis.claims.blame import causes
from analysis.claims.claim import Claim, Findings
from analysis.claims.evidence import origin_of, passages, stated, ties
from analysis.claims.words import listed, named, names, percent, places, upper

MOST = 3  # of what one account alone tells, as much stands in a sentence


def label(framing):
    """What to call an account: the `label` of its about.toml, else its title, else its name."""
    known = framing.article.about
    given = [known[key] for key in ("label", "title") if known.get(key, "unknown") != "unknown"]
    return (given or [framing.article.name])[0]


def words_compared(*framings):
    """How many reported words each party has in each account: one row a party, one column an account.

    A word that several parties are said to speak counts for each. What somebody thinks or wants is no speech. Blind
    spot: accounts differ in length, and the words of a report are mostly the account's own.
    """
    return _table({label(framing): _words(framing) for framing in framings}, "party")


def opposition_compared(*framings):
    """In how many paragraphs each party is set against another: one row a pair, source first, one column an account."""
    counts = {name: part.groupby("pair")["paragraph"].nunique() for name, part in _against(framings).items()}
    return _table(counts, "who against whom")


def opposition_told(*framings):
    """The words of what not all accounts tell: columns account, paragraph, who against whom, told by, words."""
    parts = _against(framings)
    tellers = _tellers(parts)
    table = pd.concat([part.assign(account=name) for name, part in parts.items()])
    table = table[table["pair"].map(lambda pair: len(tellers[pair]) < len(parts)).astype(bool)]
    columns = {"pair": "who against whom", "voice": "told by", "text": "words"}
    table = table.rename(columns=columns)[["account", "paragraph", *columns.values()]]
    return table.assign(**{"told by": table["told by"].replace("author", "the account itself")}).reset_index(drop=True)


def sources(*framings):
    """What is known of each account: columns account, title, source, date, words."""
    columns = ("title", "source", "date")
    known = lambda framing: [str(framing.article.about.get(column, "unknown")) for column in columns]
    rows = [(label(framing), *known(framing), len(framing.article.clean.split())) for framing in framings]
    return pd.DataFrame(rows, columns=["account", *columns, "words"])


def across(*framings):
    """What several accounts of one event tell alike and what only one tells: findings on opposition, words and causes.

    Blind spot: a handful of paragraphs each; what differs here differs between these texts, and says nothing of the
    papers.
    """
    return Findings((_told_once(framings), _heard(framings), _blamed(framings)))


def _table(columns, name):
    table = pd.DataFrame(columns).fillna(0).astype(int).rename_axis(name)
    order = table.sum(axis=1).sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index()


def _words(framing):
    """How many reported words each party of an account has."""
    reports = stated(framing.quotes[framing.quotes["speaker"] != ""])
    words = quotes.told(framing.article, reports)
    parties = words.loc[words["voice"] == "speech", "parties"].explode().dropna()
    return parties.value_counts().rename_axis(None)


def _against(framings):
    """{account: its stated rows of one party against another, with the pair in words}."""
    rows = {label(framing): stated(ties(framing, -1)) for framing in framings}
    return {name: part.assign(pair=_in_words(part)) for name, part in rows.items()}


def _in_words(rows):
    return [
        f"{named(source)} against {named(target)}" for source, target in zip(rows["source_party"], rows["target_party"])
    ]


def _reviewed(framings):
    """Who reviewed the accounts, in words."""
    return listed(sorted({framing.review.coder for framing in framings if framing.review}))


def _told_once(framings):
    """Who is set against whom in one account alone, and who in all; value: the pairs that one alone tells."""
    parts = _against(framings)
    every = pd.concat(parts.values())
    tellers = _tellers(parts)
    alone = {
        name: part[part["pair"].map(lambda pair: tellers[pair] == {name}).astype(bool)] for name, part in parts.items()
    }
    shared = [pair for pair, accounts in tellers.items() if len(accounts) == len(parts) > 1]
    says = [_alone(name, rows) for name, rows in alone.items() if len(rows)]
    if shared:
        says.append(f"All set {listed(shared[:MOST])}{_more(shared)}.")
    told = pd.concat(alone.values())
    facts = {"origin": origin_of(every), "title": "What one account alone tells", "evidence": passages(told)}
    facts["reviewer"] = _reviewed(framings)
    question, value = "which opposition one account alone tells", tuple(told["pair"].unique())
    return Claim("told_once", question, " ".join(says), value, len(every), "relations", 3, **facts)


def _tellers(parts):
    """{pair: the accounts that tell it}, the pairs that stand in most rows first."""
    order = pd.concat(parts.values())["pair"].value_counts(sort=True).index
    return {pair: {name for name, part in parts.items() if (part["pair"] == pair).any()} for pair in order}


def _more(things):
    return f", and {len(things) - MOST} more" if len(things) > MOST else ""


def _alone(name, rows):
    """What one account alone tells, what stands in most paragraphs first."""
    where = rows.groupby("pair")["paragraph"].apply(lambda part: sorted(set(part)))
    order = sorted(where.items(), key=lambda item: (-len(item[1]), item[1][0], item[0]))
    told = listed(f"{pair} ({places(paragraphs)})" for pair, paragraphs in order[:MOST])
    return f"{upper(name)} alone sets {told}{_more(order)}."


def _heard(framings):
    """Who has most of the reported words in each account, and who is heard in some of them only; value: the latter."""
    table = words_compared(*framings).set_index("party")
    total = table.sum()
    first = table.index[0] if len(table) else ""
    shares = [f"{percent(table.at[first, name] / total[name])} by {name}" for name in table if total[name]]
    says = f"Of the reported words {upper(named(first))} is given {listed(shares)}." if first else ""
    some = [party for party in table.index if 0 < (table.loc[party] > 0).sum() < table.shape[1]][:MOST]
    for party in some:
        by, silent = (listed(name for name in table if bool(table.at[party, name]) is heard) for heard in (True, False))
        says += f" {upper(named(party))} is given words by {by} and none by {silent}."
    n, value = sum(len(framing.quotes) for framing in framings), (first, *some) if first else ()
    facts = {"title": "Who is given words", "origin": origin_of(*(framing.quotes for framing in framings))}
    facts["reviewer"] = _reviewed(framings)
    return Claim("heard", "who is given words in which account", says, value, n, "reports", 3, **facts)


def _blamed(framings):
    """Who is made the cause of something in which account; value: the parties."""
    known = {label(framing): frames.ascribed(causes(framing)) for framing in framings}
    told = {name: table["party"].unique().tolist() for name, table in known.items() if len(table)}
    says = [
        f"{upper(name)} makes {names(parties, most=MOST)} the cause of something." for name, parties in told.items()
    ]
    every = pd.concat(known.values())
    facts = {"title": "Who is made a cause", "evidence": passages(every)}
    question, value = "whom which account makes the cause of what", tuple(every["party"].unique())
    return Claim("made_causes", question, " ".join(says), value, len(every), "stated causes", 3, **facts)
