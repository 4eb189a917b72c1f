"""Who is in the story: sentences and the actors they name, and relations that must hold."""

import datetime

import pandas as pd
import pytest

from analysis import actors
from analysis.actors.roster import keys_of
from analysis.article import Article, from_text, read_article
from analysis.lexicon import lexicon

DATE = datetime.date(2010, 3, 1)


def found(text, *, date=None, kind=None, **options):
    """The (words, actor) of every mention, in order."""
    table = actors.mentions(from_text(text, date=date), **options)
    table = table if kind is None else table[table["kind"] == kind]
    return list(zip(table["text"], table["actor"]))


NAMED = [
    ("Russia condemned Ukraine.", [("Russia", "Russia"), ("Ukraine", "Ukraine")]),
    ("The U.S. and the UK refused.", [("U.S.", "United States"), ("UK", "United Kingdom")]),
    ("NATO warned the DPRK.", [("NATO", "NATO"), ("DPRK", "North Korea")]),
    ("British troops left.", [("British", "United Kingdom"), ("British troops", "British troops")]),
    ("The Korean Central News Agency was silent.", [("Korean Central News Agency", "KCNA")]),
    ("Hugo Chavez met Hugo Chávez.", [("Hugo Chavez", "Hugo Chávez"), ("Hugo Chávez", "Hugo Chávez")]),
    ("Anna Petrovic resigned. Petrovic is 52.", [("Anna Petrovic", "Anna Petrovic"), ("Petrovic", "Anna Petrovic")]),
    (
        "The World Chess Union (WCU) met. The WCU voted.",
        [("World Chess Union", "World Chess Union"), ("WCU", "World Chess Union"), ("WCU", "World Chess Union")],
    ),
    ("The Xi-Putin summit began.", [("Xi", "Xi Jinping"), ("Putin", "Vladimir Putin")]),
    ("Pro-Russian media agreed.", [("Russian", "Russia")]),
    ("Valeria Paris was born in Lyon.", [("Valeria Paris", "Valeria Paris")]),
    ("After Merkel left, Norway voted.", [("Merkel", "Angela Merkel"), ("Norway", "Norway")]),
    ("Hurricane Norman hit the coast.", []),
    ("Ana Sosa met Ana Susa. Ana left.", [("Ana Sosa", "Ana Sosa"), ("Ana Susa", "Ana Susa"), ("Ana", "Ana Sosa")]),
]


@pytest.mark.parametrize("text, expected", NAMED, ids=[t for t, _ in NAMED])
def test_names_are_found(text, expected):
    assert found(text) == expected


PLACES = [
    ("Moscow rejected the plan.", ["Russia"]),
    ("The minister spoke in Moscow.", []),
    ("Talks with Beijing failed.", ["China"]),
    ("The train from Beijing was late.", []),
    ("They put pressure on Beijing.", ["China"]),
    ("The Kremlin denied it.", ["Russia"]),
    ("They were born in Switzerland.", []),
    ("The crisis in Ukraine grew.", ["Ukraine"]),
    ("It stood in the German capital.", []),
    ("The letter was written in Chinese.", []),
]


@pytest.mark.parametrize("text, expected", PLACES, ids=[t for t, _ in PLACES])
def test_a_place_is_an_actor_only_where_it_acts(text, expected):
    named = [actor for _, actor in found(text) if actor in {"Russia", "China", "Ukraine", "Germany", "Switzerland"}]
    assert named == expected


REFERENCE = [
    ("Angela Merkel spoke. She left.", "She", ["Angela Merkel"]),
    ("Putin met Merkel. He praised her.", "her", ["Angela Merkel"]),
    ("Putin met Merkel. He praised her.", "He", ["Vladimir Putin"]),
    ("Russia said that it would attack.", "it", ["Russia"]),
    ("It is clear that Russia attacked.", "It", []),
    ("Russia and China agreed. Both countries signed.", "Both countries", ["Russia", "China"]),
    ("Merkel and Putin met. The two leaders talked.", "The two leaders", ["Angela Merkel", "Vladimir Putin"]),
    ("Russia and China agreed. They signed.", "They", ["Russia", "China"]),
    ("Medvedev praised his country.", "his country", ["Russia"]),
    ("NATO met. The alliance agreed.", "The alliance", ["NATO"]),
    ("Rebels attacked. The rebels fled.", "The rebels", ["rebels"]),
    ("Norway voted. The government resigned.", "The government", ["Norway"]),
    ("John Marlow, a spokesman, spoke. The spokesman left.", "The spokesman", ["John Marlow"]),
    ('"We will win," said Angela Merkel.', "We", ["Germany"]),
    ('"I will win," said Angela Merkel.', "I", ["Angela Merkel"]),
    ("Merkel thanked Putin for his help.", "his", ["Vladimir Putin"]),
    ("Norway said that it was ready.", "it", ["Norway"]),
    ("NATO met, but it has signed nothing.", "it", ["NATO"]),
    ("Protesters marched. Police used gas to disperse them.", "them", ["protesters"]),
    ("Protesters marched. Norway urged them to leave.", "them", ["protesters"]),
    ("The vote was won by the Reform Party. Its leader spoke.", "Its", ["Reform Party"]),
    ("Police praised Norway and Sweden for their help.", "their", ["Norway", "Sweden"]),
    ("Former president John Marlow met President Ana Sosa. The president spoke.", "The president", ["Ana Sosa"]),
    (
        "Former president John Marlow met President Ana Sosa. The ex-president spoke.",
        "The ex-president",
        ["John Marlow"],
    ),
    (
        "The prime minister of Norway, Ana Sosa, met John Marlow. The prime minister spoke.",
        "The prime minister",
        ["Ana Sosa"],
    ),
    ("Unions called a strike. They won.", "They", ["unions"]),
    ("Putin met Merkel. Two German diplomats watched.", "Two German diplomats", ["German diplomats"]),
    ('"Our country is safe," said Angela Merkel.', "Our", ["Germany"]),
    ("Ana Sosa of the Reform Party resigned. The party was shocked.", "The party", ["Reform Party"]),
    ("“It failed,” Merkel said. “It will fail again,” she added.", "she", ["Angela Merkel"]),
]


@pytest.mark.parametrize("text, words, expected", REFERENCE, ids=[f"{w}: {t}" for t, w, _ in REFERENCE])
def test_what_refers_back_resolves(text, words, expected):
    assert [actor for span, actor in found(text, date=DATE) if span == words] == expected


def test_an_office_resolves_by_the_date_of_the_article():
    text = "The Russian president was absent."
    assert ("The Russian president", "Dmitry Medvedev") in found(text, date=datetime.date(2010, 3, 1))
    assert ("The Russian president", "Vladimir Putin") in found(text, date=datetime.date(2021, 3, 1))
    assert not {"Dmitry Medvedev", "Vladimir Putin"} & {actor for _, actor in found(text)}


PARTIES = [
    ("Russian deputy minister Pavel Sorokin agreed.", "Pavel Sorokin", "Russia"),
    ("Pavel Sorokin, Russian deputy minister, agreed.", "Pavel Sorokin", "Russia"),
    ("Venezuela's president Ana Sosa agreed.", "Ana Sosa", "Venezuela"),
    ("The novelist Ana Sosa agreed.", "Ana Sosa", "Ana Sosa"),
    ("NATO agreed.", "NATO", "NATO"),
    ("Xinhua reported it.", "Xinhua", "China"),
]


@pytest.mark.parametrize("text, actor, party", PARTIES, ids=[t for t, *_ in PARTIES])
def test_actors_roll_up_to_a_party(text, actor, party):
    table = actors.mentions(from_text(f"{text} Cuba and Peru heard of it."))
    assert table.loc[table["actor"] == actor, "party"].tolist()[:1] == [party]


def test_places_and_leaders_can_be_merged():
    text = "Putin spoke in Moscow. Cuba heard of it."
    cuba = [("Cuba", "Cuba")]
    assert found(text) == [("Putin", "Vladimir Putin"), *cuba]
    assert found(text, places="merged") == [("Putin", "Vladimir Putin"), ("Moscow", "Russia"), *cuba]
    assert found(text, places="merged", leaders="merged") == [("Putin", "Russia"), ("Moscow", "Russia"), *cuba]


ODD = [
    "",
    "word",
    "!?",
    "Nothing happened here.",
    "RUSSIA CONDEMNED UKRAINE. IT SAID THAT PUTIN WOULD ACT.",
    'He said "we',
    "“““ ’ ’s 's",
    "Mr.",
    "The",
    "the the the of of",
    "Putin\r\n\r\nsaid it.\r\n",
    "A " * 3000,
]


@pytest.mark.parametrize("text", ODD, ids=[t[:20] for t in ODD])
def test_odd_texts_are_read(text):
    article = from_text(text)
    table = actors.mentions(article)
    assert list(table.columns) == actors.COLUMNS
    assert all(article.raw[row.start : row.end] == row.text for row in table.itertuples())
    assert len(actors.summary(table)) == table["actor"].nunique()


def test_capitals_are_read():
    assert {"Russia", "Ukraine"} <= {actor for _, actor in found("RUSSIA CONDEMNED UKRAINE. THE KREMLIN DENIED IT.")}


def test_every_row_of_an_article_is_traced_and_has_a_rule():
    article = read_article("xi-putin-2021")
    table = actors.mentions(article)
    assert all(article.raw[row.start : row.end] == row.text for row in table.itertuples())
    assert set(table["kind"]) == set(actors.KINDS)
    assert (table["rule"].str.len() > 3).all()
    assert not table.duplicated(["start", "end", "actor"]).any()
    assert table["start"].is_monotonic_increasing
    assert table.equals(actors.mentions(read_article("xi-putin-2021")))


def test_swapped_states_swap_their_mentions():
    text = "Russia condemned Norway. Moscow said that it would act. The Norwegian government refused."
    swap = {"Russia": "Norway", "Norway": "Russia"}
    mirrored = "Norway condemned Russia. Oslo said that it would act. The Russian government refused."
    assert [swap[a] for _, a in found(text)] == [a for _, a in found(mirrored)]


def test_a_summary_counts_kinds():
    table = actors.summary(actors.mentions(from_text("Russia agreed. Moscow said that it would sign.")))
    row = table.iloc[0]
    assert (row["actor"], row["mentions"], row["name"], row["metonym"], row["pronoun"], row["forms"]) == (
        "Russia",
        3,
        1,
        1,
        1,
        "Moscow | Russia",
    )


def with_aliases(rows, text="The bear growled."):
    plain = from_text(text)
    table = pd.DataFrame(rows, columns=["alias", "actor", "kind", "party"])
    return Article(**{**{name: getattr(plain, name) for name in plain.__dataclass_fields__}, "aliases": table})


def test_aliases_of_an_article_are_used():
    article = with_aliases([("The bear", "Russia", "description", "Russia")])
    assert actors.mentions(article)["actor"].tolist() == ["Russia"]


def test_a_name_within_a_description_is_a_mention_of_its_own():
    rows = [("pro-Norwegian Kremlin bears", "bears", "description", "Norway")]
    table = actors.mentions(with_aliases(rows, "The pro-Norwegian Kremlin bears growled."))
    assert table["actor"].tolist() == ["bears", "Norway", "Russia"]


FAULTS = [
    (
        [("the bear", "Russia", "description", "Russia"), ("The bear", "Bolivia", "description", "Bolivia")],
        "line 3, column alias",
    ),
    ([("the bear", "Russia", "description", "Ruritania")], "line 2, column party: unknown party 'Ruritania'"),
    ([("the bear", "Russia", "nickname", "Russia")], "line 2, column kind"),
    ([("the bear", "", "name", "Russia")], "line 2, column actor"),
]


@pytest.mark.parametrize("rows, message", FAULTS, ids=[m for _, m in FAULTS])
def test_a_faulty_roster_is_named(rows, message):
    with pytest.raises(actors.RosterError, match="aliases.csv") as fault:
        actors.roster(with_aliases(rows))
    assert message in str(fault.value)


def test_every_state_is_named_by_its_own_words():
    for row in lexicon("states"):
        known = actors.roster()
        for form in [row["actor"], *filter(None, row["names"].split("|"))]:
            keys = keys_of(form)
            assert any(
                a.actor == row["actor"]
                for first in (0, 1)
                for a in known.aliases.get(keys[min(first, len(keys) - 1)], ())
            ), form


@pytest.mark.parametrize("row", lexicon("seats"), ids=lambda row: row["name"])
def test_a_seat_of_power_fires_on_its_example_only(row):
    assert row["actor"] in {actor for _, actor in found(row["example"])}
    assert row["actor"] not in {actor for _, actor in found(row["counter_example"])}


def test_nouns_for_actors_fire_on_their_examples():
    silent = [
        row["noun"]
        for row in lexicon("actor_nouns")
        if row["class"] == "people" and row["example"] and not found(row["example"], kind="description")
    ]
    assert silent == []


def test_titles_make_a_name_of_the_word_after_them():
    silent = [
        row["title"] for row in lexicon("titles") if not any("Marlow" in actor for _, actor in found(row["example"]))
    ]
    assert silent == []


@pytest.mark.xfail(strict=True, reason="an epithet for a person needs knowledge of the world")
def test_an_epithet_resolves():
    assert ("the devil", "George W. Bush") in found(
        "Bush spoke. Chavez said that the devil had spoken.", date=datetime.date(2006, 9, 21)
    )


def test_a_pronoun_nobody_explains_is_listed_and_not_counted():
    text = from_text("It rained on them. Merkel praised Macron and thanked him.")
    found = actors.mentions(text)
    left = actors.unresolved(text, found)
    assert left["text"].tolist() == ["them"] and text.raw[left["start"].item() : left["end"].item()] == "them"
    assert "them" not in found["text"].tolist()


def test_the_encoder_is_not_told_which_states_and_persons_are_meant():
    texts = ("Russia accused Ukrainian troops. Kiev denied it.", "Ukraine accused Russian troops. Moscow denied it.")
    read = [actors.passages(article, actors.mentions(article))[0] for article in map(from_text, texts)]
    assert read[0].text == read[1].text == "Norway accused Peruvian troops. Lima denied it."
    assert read[0].places["Russia"] == [(0, 6)] and read[0].place("Ukraine", (15, 23)) == (15, 24)


def test_a_long_paragraph_is_read_in_pieces_that_lose_no_mention():
    article = from_text(" ".join(f"Russia met China in hall {n}." for n in range(300)) + " Peru" + " and Chile" * 900)
    found = actors.mentions(article)
    pieces = actors.passages(article, found)
    assert len(pieces) > 4 and all(len(piece.clean_text.split()) <= actors.LONGEST for piece in pieces)
    assert sum(len(spans) for piece in pieces for spans in piece.places.values()) == len(found)
    words = {piece.clean_text[slice(*span)] for piece in pieces for span in piece.places.get("Chile", ())}
    assert words == {"Chile"}
