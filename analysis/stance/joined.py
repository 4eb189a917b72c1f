"""Who stands for or against whom in an article: what the rules state and what the encoder reads, joined.

The clause says by which words and in which direction, the encoder which pairs are related at all, the quotation in
whose voice.
"""

import pandas as pd

from analysis import actors, grammar
from analysis.encoder import attention, available, encode, questions
from analysis.quotes import voices
from analysis.stance.likely import LEAST, likely
from analysis.stance.sentence import Finding, Place, predicates, read

COLUMNS = """paragraph sentence source target source_party target_party target_type stance expression intensity voice
    status counted hedge found_by probability rule start end text clean_text""".split()
# measured on articles of ordinary news that the encoder had not learned from
LEAST_LIKELY = 0.05  # how likely the encoder must find what a rule states
LIKELY_ALONE = 0.15  # from which probability on the encoder states a relation alone


def relations(article, mentions, quotes, *, encoder=True):
    """Who stands for or against whom, one row for a relation and sentence.

    Columns: paragraph, sentence, source, target, source_party, target_party, target_type (actor | issue), stance (-1 |
    1), expression (verbal | material), intensity (Goldstein scale, -10 to 10), voice (`author` or the actor it is
    attributed to), status (stated | denied | hypothetical | future), counted (stated, between different parties),
    hedge (the hedging word), found_by (rule | encoder | both), probability (the encoder's of this sign; missing where
    it was not asked), rule, and the evidence as start, end, text, clean_text.
    Blind spot: relations that no word states, and those told over several sentences. Categories after PLOVER (Halterman
    et al. 2023), intensity after Goldstein (1992).

    >>> from analysis.article import from_text
    >>> columns = ["start", "end", "actor", "party"]
    >>> mentions = pd.DataFrame([[0, 4, "Ukraine", "Ukraine"], [15, 20, "Belarus", "Belarus"]], columns=columns)
    >>> table = relations(from_text("Kiev condemned Minsk."), mentions, pd.DataFrame())
    >>> table[["source", "target", "stance", "voice"]].values.tolist()
    [['Ukraine', 'Belarus', -1, 'author']]
    """
    table = candidates(article, mentions, quotes, encoder=encoder)
    if not (encoder and available()) or table.empty:
        return table
    judged = table["counted"].astype(bool) & (table["target_type"] == "actor")
    return table[~judged | (likely(table, mentions) >= LEAST)].reset_index(drop=True)


def candidates(article, mentions, quotes, *, encoder=True):
    """Every relation that the rules state or the encoder thinks possible, with the columns of `relations`."""
    party = dict(zip(mentions["actor"], mentions["party"])) if len(mentions) else {}
    places = _places(article, mentions)
    ties = _ties(article, mentions, party) if encoder and available() else None
    stated = []  # (line, finding, by what)
    for line in article.sentences.itertuples():
        for finding in read(line.clean_text, places.get(line.sentence, ())):
            by = (
                "rule"
                if ties is None or finding.toward == "issue"
                else _confirmed(finding, ties.get(line.paragraph, {}))
            )
            stated += [(line, finding, by)] if by else []
    stated += _by_encoder(article, stated, ties or {}, party)
    voice = voices(quotes)
    rows = [_row(article, voice, party, ties or {}, *one) for one in stated]
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"probability": float})
    once = ["sentence", "source", "target", "stance", "voice", "status"]
    return table.sort_values("sentence", kind="stable").drop_duplicates(once).reset_index(drop=True)


def _places(article, mentions):
    """sentence -> places of its actors, in the sentence's own coordinates."""
    places, lines = {}, {line.sentence: line for line in article.sentences.itertuples()}
    for row in mentions.itertuples():
        start, end = article.to_clean(int(row.start), int(row.end))
        line = lines.get(article.sentence_at(start)[0])
        if line is not None and start < line.clean_end:
            place = Place(start - line.clean_start, end - line.clean_start, row.actor)
            places.setdefault(line.sentence, set()).add(place)
    return {n: tuple(sorted(some, key=lambda p: (p.start, p.end, str(p.key)))) for n, some in places.items()}


def _row(article, voices, party, ties, line, finding, by):
    source, target = finding.source.key, finding.target.key
    tie, _ = ties.get(line.paragraph, {}).get((source, target), (None, None))
    parties = party.get(source, source), party.get(target, target)
    span = article.span(line.clean_start + finding.start, line.clean_start + finding.end)
    voice = voices(span["start"], span["end"])
    if party.get(voice, voice) == parties[0] and finding.expression == "verbal":
        voice = "author"
    return {
        **{
            column: getattr(finding, column)
            for column in ("stance", "expression", "intensity", "status", "hedge", "rule")
        },
        **{"paragraph": line.paragraph, "sentence": line.sentence, "source": source, "target": target},
        **{"source_party": parties[0], "target_party": parties[1], "target_type": finding.toward, "voice": voice},
        **{"counted": finding.status == "stated" and parties[0] != parties[1], "found_by": by, **span},
        "probability": tie.probability[finding.stance] if tie else float("nan"),
    }


# --- the encoder beside the rules ------------------------------------------------------------------------------------


def _ties(article, mentions, party):
    """{paragraph: {(source, target): (Tie, the Passage it was read in)}} of actors of different parties, the likeliest.

    Stand-ins are read in place of the names, so that no name decides who stands against whom.
    """
    ties, apart = {}, lambda one, other: party[one] != party[other]
    for passage in actors.passages(article, mentions):
        there = ties.setdefault(passage.paragraph, {})
        for tie in questions.ties(encode(passage.text), passage.spans, apart=apart):
            before = there.get((tie.source, tie.target))
            if before is None or tie.probability[0] < before[0].probability[0]:
                there[tie.source, tie.target] = tie, passage
    return ties


def _confirmed(finding, ties):
    """By what a finding is stated: `rule`, `both`, or "" where the encoder rules it out."""
    tie, _ = ties.get((finding.source.key, finding.target.key), (None, None))
    likely = tie.probability[finding.stance] if tie else 0.0
    if finding.status == "stated" and likely < LEAST_LIKELY:
        return ""
    return "both" if likely >= LIKELY_ALONE else "rule"


def _by_encoder(article, stated, ties, party):
    """(line, finding, "encoder") of what the encoder alone reads between two actors of a paragraph."""
    of = lambda name: party.get(name, name)
    known = {(line.paragraph, of(f.source.key), of(f.target.key)) for line, f, _ in stated}
    lines = {line.sentence: line for line in article.sentences.itertuples()}
    for number, there in ties.items():
        signs = {}  # two actors of a party do not stand on two sides of another in one paragraph
        for tie, _ in sorted(there.values(), key=lambda found: found[0].probability[found[0].stance]):
            signs[of(tie.source), of(tie.target)] = tie.stance
        for tie, passage in there.values():
            pair = of(tie.source), of(tie.target)
            if (number, *pair) in known or tie.stance != signs[pair]:
                continue
            if tie.probability[tie.stance] >= LIKELY_ALONE:
                places = [passage.place(tie.source, tie.source_span), passage.place(tie.target, tie.target_span)]
                line = lines[article.sentence_at(passage.start + places[1][0])[0]]
                yield line, _finding_of(passage, places, line, tie), "encoder"


def _finding_of(passage, places, line, tie):
    """A tie as a Finding of the sentence of its target: from one mention to the other, where that sentence has both."""
    offset, length = line.clean_start - passage.start, line.clean_end - line.clean_start
    spans = [(start - offset, end - offset) for start, end in places]
    words = attention(encode(passage.clean_text), "stance", *places, within=(offset, offset + length))
    evidence = spans if 0 <= spans[0][0] < length else [(0, length)]
    evidence = [*evidence, *((start - offset, end - offset) for start, end in words)]
    said = ", ".join(passage.clean_text[start:end] for start, end in words)
    return Finding(
        Place(*spans[0], tie.source),
        Place(*spans[1], tie.target),
        tie.stance,
        *_manner(said, tie.stance),
        "stated",
        "",
        f"encoder: {said}",
        min(start for start, _ in evidence),
        max(end for _, end in evidence),
    )


def _manner(words, stance):
    """(expression, intensity) of the first listed predicate of that sign among words; verbal and mild where none is.

    >>> _manner("border, invaded", -1)[0], _manner("unsure", -1)
    ('material', ('verbal', -2.0))
    """
    for token in grammar.tokens(words):
        for row in (*predicates("verb").get(token.lemma, ()), *predicates("noun").get(token.lemma, ())):
            if int(row["sign"]) == stance and not row["with"] and row["toward"] != "issue":
                return row["expression"], abs(float(row["intensity"] or 0)) * stance
    return "verbal", 3.5 if stance > 0 else -2.0
