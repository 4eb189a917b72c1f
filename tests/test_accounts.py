"""Several accounts of one event: what all tell, what one alone tells, and who is heard in which."""

import dataclasses

import pytest

from analysis import claims, framing
from analysis.article import from_text


def read(name, text):
    """An account all of whose rows are sure."""
    reading = framing.read(from_text(text, name=name), encoder=False)
    sure = {layer: getattr(reading, layer).assign(sure=1.0) for layer in ("quotes", "relations")}
    return dataclasses.replace(reading, **sure)


@pytest.fixture
def accounts():
    shared = 'Chile condemned Peru. "We will answer," Peru said.'
    return read("one", f"{shared}\n\nCuba attacked Haiti."), read("other", shared)


def test_what_one_account_alone_tells_is_named_with_its_paragraph(accounts):
    table = claims.opposition_compared(*accounts).set_index("who against whom")
    assert table.loc["Chile against Peru"].tolist() == [1, 1]
    assert table.loc["Cuba against Haiti"].tolist() == [1, 0]
    told = claims.opposition_told(*accounts)
    assert told[["account", "paragraph", "who against whom"]].values.tolist() == [["one", 2, "Cuba against Haiti"]]


def test_words_are_counted_for_each_account_and_silence_is_a_zero(accounts):
    one, other = accounts[0], read("other", "Chile condemned Peru.")
    table = claims.words_compared(one, other).set_index("party")
    assert table.loc["Peru", "one"] > 0 and table.loc["Peru", "other"] == 0


def test_accounts_with_nothing_in_them_say_so():
    nothing = read("a", ""), read("b", "It rained.")
    assert not any(claim.met for claim in claims.across(*nothing))
    assert claims.words_compared(*nothing).empty and claims.opposition_told(*nothing).empty


def test_the_three_accounts_of_the_summit_say_that_they_were_written_for_the_package():
    accounts = [framing.read(f"summit-{name}", encoder=False) for name in ("western", "chinese", "ukrainian")]
    assert claims.sources(*accounts)["source"].str.contains("written for this package").all()
