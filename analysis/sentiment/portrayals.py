"""How the paragraphs of an article portray its actors."""

from dataclasses import dataclass

import pandas as pd

from analysis import actors
from analysis.article import SPAN
from analysis.encoder import available, encode, questions
from analysis.quotes import voices
from analysis.sentiment.instruments import sign_of
from analysis.sentiment.standing import effects

PORTRAYAL = ["paragraph", "actor", "party", "valence", "score", "voice", "found_by", *SPAN]
BY_VOICE = ["actor", "favourable_author", "discredited_author", "favourable_quoted", "discredited_quoted", "speakers"]
# how much each kind of evidence weighs in a portrayal, and the sums that make one; chosen on coded articles
WEIGHT = {"act": 1.0, "deed": 0.3, "charge": 0.75, "trait": 0.75, "relation": 0.65, "encoder": 1.0}
HELPS = 0.6  # a deed that helps
ALONE = (-0.4, 0.5)  # from where on the rules' sum discredits or credits
# the rules' share beside the encoder, and from where on both together do; chosen on held-out passages and coded
# articles
BESIDE, TOGETHER = 0.45, (-0.45, 0.3)


def portrayal(article, mentions, quotes, relations, *, encoder=True):
    """How each paragraph portrays each actor it mentions, to a reader who takes no side: one row for the two.

    Columns paragraph, actor, party, valence (-1 to its discredit, 0, 1 favourably), score (-1 to 1), voice (`author`,
    or whose reported words the evidence stands in), found_by (`act`, `deed`, `charge`, `trait`, `relation`,
    `encoder`: what weighed most; empty where neutral), start, end, text, clean_text (the evidence; the first mention
    where there is none). What an actor does counts, what is done to it does not; it counts less for who speaks. Blind
    spot: irony, praise meant as blame, and acts that the reader must judge.

    >>> portrayal(None, pd.DataFrame(), pd.DataFrame(), pd.DataFrame()).empty
    True
    """
    if len(mentions) == 0:
        return pd.DataFrame([], columns=PORTRAYAL)
    indications = _of_mentions(article, mentions) + _of_relations(relations)
    if encoder and available():
        indications += _of_passages(article, mentions)
    by_actor = {}
    for item in indications:
        by_actor.setdefault((item.paragraph, item.actor), []).append(item)
    first_mentions = {}
    for mention in mentions.to_dict("records"):
        first_mentions.setdefault((mention["paragraph"], mention["actor"]), mention)
    rows, voice = [], voices(quotes)
    for (paragraph, actor), mention in sorted(first_mentions.items(), key=lambda item: item[0]):
        mine = by_actor.get((paragraph, actor), [])
        score = _weighed(mine)
        by_encoder = any(item.found_by == "encoder" for item in mine)
        valence = sign_of(score, *(TOGETHER if by_encoder else ALONE))
        first = {column: mention[column] for column in SPAN}
        main = _main(mine, score) if valence else Indication(paragraph, actor, 0.0, "", first, first)
        row = {"paragraph": paragraph, "actor": actor, "party": mention["party"], "valence": valence}
        row |= {"score": max(-1.0, min(1.0, score)), "found_by": main.found_by, **main.span}
        rows.append(row | {"voice": voice(main.spoken["start"], main.spoken["end"])})
    return pd.DataFrame(rows, columns=PORTRAYAL)


def by_voice(portrayal):
    """Who shows an actor in which light: one row an actor that is portrayed at all, those most portrayed first.

    Columns actor, then numbers of paragraphs: favourable_author, discredited_author (the article's own words),
    favourable_quoted, discredited_quoted (somebody's reported words), and speakers (whose). Blind spot: a paragraph
    counts once for an actor, by its weightiest evidence.

    >>> row = {"paragraph": 1, "actor": "Xi", "valence": -1, "voice": "Joe Biden"}
    >>> by_voice(pd.DataFrame([row]))[["discredited_author", "discredited_quoted", "speakers"]].values.tolist()
    [[0, 1, 'Joe Biden']]
    """
    shown, rows = portrayal[portrayal["valence"] != 0], []
    for actor, group in shown.groupby("actor", sort=False):
        quoted = group["voice"] != "author"
        counts = {
            f"{light}_{whose}": int(((group["valence"] == valence) & (quoted == said)).sum())
            for whose, said in (("author", False), ("quoted", True))
            for light, valence in (("favourable", 1), ("discredited", -1))
        }
        rows.append({"actor": actor, **counts, "speakers": ", ".join(dict.fromkeys(group.loc[quoted, "voice"]))})
    rows.sort(key=lambda row: -sum(count for count in row.values() if isinstance(count, int)))
    return pd.DataFrame(rows, columns=BY_VOICE)


# --- what speaks for or against an actor -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Indication:
    """One thing a paragraph says for or against an actor: a score from -1 to 1, how it was read, where.

    `spoken` is the span that tells whose voice it is.
    """

    paragraph: int
    actor: str
    score: float
    found_by: str
    span: dict
    spoken: dict


def _weighed(indications):
    """The strongest indication of each kind on each side, weighed and added up; beside the encoder they count less."""
    total = 0.0
    for kinds in (("act",), ("deed",), ("charge", "trait"), ("relation",)):
        scores = [item.score * WEIGHT[item.found_by] for item in indications if item.found_by in kinds]
        total += max([0.0, *scores]) + min([0.0, *scores])
    read = [item.score for item in indications if item.found_by == "encoder"]
    return max(read, key=abs) + BESIDE * total if read else total


def _main(indications, score):
    """The weightiest indication on the side of the score."""
    agreeing = [item for item in indications if item.score * score > 0]
    return max(agreeing, key=lambda item: abs(item.score) * WEIGHT[item.found_by])


def _of_mentions(article, mentions):
    out, sentences = [], {row.sentence: row for row in article.sentences.itertuples()}
    for mention in mentions.itertuples():
        sentence = sentences[mention.sentence]
        start, end = (max(0, at - sentence.clean_start) for at in article.to_clean(mention.start, mention.end))
        for effect in effects(sentence.clean_text):
            if effect.start < end and start < effect.end:
                span = article.span(*(sentence.clean_start + at for at in effect.evidence))
                out.append(Indication(mention.paragraph, mention.actor, effect.score, effect.found_by, span, span))
    return out


def _of_passages(article, mentions):
    """What the encoder reads of each actor in each paragraph, with the sentence of the mention that tells most."""
    out, lines = [], article.sentences.set_index("sentence")[SPAN].to_dict("index")
    for passage in actors.passages(article, mentions):
        for actor, (answer, telling) in questions.portrayals(encode(passage.text), passage.spans).items():
            start, end = (passage.start + at for at in passage.place(actor, telling))
            line = lines[article.sentence_at(start)[0]]
            out.append(Indication(passage.paragraph, actor, answer.score, "encoder", line, article.span(start, end)))
    return out


def _of_relations(relations):
    """Material acts count for who does them, charges for whom they are aimed at."""
    out = []
    for row in relations.to_dict("records"):
        span = {column: row[column] for column in SPAN}
        if not row["counted"] or row["target_type"] != "actor":
            continue
        if row["expression"] == "material":
            score = HELPS if row["stance"] > 0 else -1.0
            out.append(Indication(row["paragraph"], row["source"], score, "relation", span, span))
        elif row["stance"] < 0:
            out.append(Indication(row["paragraph"], row["target"], -0.5, "relation", span, span))
    return out
