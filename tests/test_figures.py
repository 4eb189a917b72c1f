import itertools
import re

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import agreement, cooccurrence, figures, uncertainty
from analysis.article import SEEDS, from_text, read_article
from analysis.figures.basics import nothing


@pytest.fixture(scope="module")
def seed():
    return agreement.coding(SEEDS / "xi-putin-2021" / "coding", read_article("xi-putin-2021"))


def arcs(length):
    rows = pd.DataFrame({"sentence": range(1, length + 1), "score": [(-1) ** i * 0.5 for i in range(length)]})
    return uncertainty.arcs(pd.concat([rows.assign(instrument=name) for name in ("textblob", "tone")]))


def specifications():
    rows = itertools.product(("tone_overall", "main_actors"), ("sentence", "paragraph"), (True, False))
    return pd.DataFrame(
        [
            {"finding": f, "unit": u, "repairs": r, "value": 0.1 * (r + 1), "same": r, "default": r and u == "sentence"}
            for f, u, r in rows
        ]
    )


def drawn(seed):
    """Every figure of the module, by name."""
    pairs = cooccurrence.pairs(seed.mentions, level="party")
    return {
        "naming_bars": figures.naming_bars(seed.mentions),
        "tone_arc": figures.tone_arc(arcs(12)),
        "cooccurrence_heatmap": figures.cooccurrence_heatmap(pairs),
        "frames_grid": figures.frames_grid(seed.frames),
        "portrayal_grid": figures.portrayal_grid(seed.portrayal),
        "specification_curve": figures.specification_curve(specifications(), finding="tone_overall"),
        "agreement_bars": figures.agreement_bars(agreement.score(seed, seed, resamples=10)),
    }


@pytest.fixture(scope="module")
def gallery(seed):
    return drawn(seed)


def test_every_figure_says_what_it_shows(gallery):
    for name, ax in gallery.items():
        alt = figures.alternative(ax)
        assert len(alt) > 60 and re.search(r"\d", alt) and "nan" not in alt, name


def test_the_text_names_the_leading_figures(gallery):
    assert "conflict 20" in figures.alternative(gallery["frames_grid"])


def test_the_same_table_gives_the_same_bytes(seed, gallery):
    again = figures.frames_grid(seed.frames)
    assert figures.png(again, dpi=40) == figures.png(gallery["frames_grid"], dpi=40)


EMPTY = from_text("")


@pytest.mark.parametrize(
    "draw",
    [
        lambda c: figures.naming_bars(c.mentions),
        lambda c: figures.tone_arc(pd.DataFrame()),
        lambda c: figures.cooccurrence_heatmap(cooccurrence.pairs(c.mentions)),
        lambda c: figures.frames_grid(c.frames),
        lambda c: figures.portrayal_grid(c.portrayal),
        lambda c: figures.specification_curve(specifications()[:0], finding="x"),
        lambda c: figures.agreement_bars(pd.DataFrame(columns=["measure", "value", "low", "high", "base", "n"])),
    ],
)
def test_nothing_to_draw_is_said(tmp_path, draw):
    ax = draw(agreement.coding(tmp_path, EMPTY))
    assert figures.png(ax, dpi=40) and len(figures.alternative(ax)) > 20


def test_one_of_everything(tmp_path):
    for name, text in {
        "mentions": "paragraph,text,actor,kind\n1,Peru,Peru,name",
        "actors": "actor,party\nPeru,Peru\nChile,Chile",
        "stance": "paragraph,source,target,stance,expression,voice,evidence\n1,Peru,Chile,-1,verbal,author,Peru",
        "quotes": "paragraph,speaker,cue,type,content\n1,Peru,said,direct,no",
    }.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    coding = agreement.coding(tmp_path, from_text("Peru said no to Chile."))
    for ax in (figures.naming_bars(coding.mentions), figures.tone_arc(arcs(1))):
        assert figures.png(ax, dpi=40)


def test_shown_as_html_with_its_text(gallery, monkeypatch):
    shown = []
    monkeypatch.setattr(figures.picture, "display", lambda data, raw: shown.append(data))
    figures.show(gallery["frames_grid"], alt='A "grid" <of> frames')
    assert (
        'alt="A &quot;grid&quot; &lt;of&gt; frames"' in shown[0]["text/html"]
        and "data:image/svg+xml;base64," in shown[0]["text/html"]
    )
    assert shown[0]["text/plain"] == '[figure: A "grid" <of> frames]'


def test_a_figure_without_a_text_is_not_shown():
    with pytest.raises(ValueError, match="alternative text"):
        figures.show(Figure())


def test_the_style_is_left_behind_nowhere(seed):
    import matplotlib

    before = dict(matplotlib.rcParams)
    figures.frames_grid(seed.frames)
    assert dict(matplotlib.rcParams) == before


MARKS = pd.DataFrame(
    [
        {
            "start": 4,
            "end": 21,
            "paragraph": 1,
            "actor": "Dr <No>",
            "party": "Peru",
            "kind": "description",
            "rule": 'role & "name"',
        },
        {"start": 8, "end": 12, "paragraph": 1, "actor": "Peru", "party": "Peru", "kind": "name", "rule": "roster"},
    ]
)


def test_marked_text_escapes_and_nests():
    article = from_text("the old Peru & friend met <b>Chile</b>.")
    page = figures.marked_text(article, MARKS, 1).data
    assert "&lt;b&gt;Chile&lt;/b&gt;" in page and "<b>" not in page
    assert "Dr &lt;No&gt; (description: role &amp; &quot;name&quot;)" in page
    assert re.search(r'<span title="Dr [^>]*>old <span title="Peru [^>]*>Peru</span> &amp; ', page)
    assert page.count("<span") == page.count("</span>")


def test_marked_text_keeps_every_character(seed):
    import html

    for paragraph in seed.article.paragraphs.itertuples():
        page = figures.marked_text(seed.article, seed.mentions, paragraph.paragraph).data
        body = page.split("</small> ", 1)[1].split('</div><div style="font-size', 1)[0]
        assert html.unescape(re.sub(r"<[^>]+>", "", body)) == paragraph.text


def test_no_such_paragraph():
    assert "no paragraph 9" in figures.marked_text(from_text("Peru."), MARKS, 9).data
    assert "no paragraph 1" in figures.marked_text(from_text(""), MARKS[:0]).data


def test_without_a_number_the_paragraph_with_most_mentions_is_marked():
    page = figures.marked_text(from_text("Cuba.\n\nthe old Peru & friend"), MARKS.assign(paragraph=2)).data
    assert "¶2" in page


def test_a_table_shows_twelve_rows_in_plain_words_and_the_rest_on_a_click():
    rows = pd.DataFrame({"found_by": ["rule"] * 20, "stance": [1, -1] * 10, "reason": "split_sentence"})
    page = figures.table(rows)._repr_html_()
    first, rest = page.split("<details><summary>… and 8 more rows</summary>")
    assert first.count("<tr>") == 13 and rest.count("<tr>") == 9
    assert ">found by<" in first and ">against<" in first and ">split sentence<" in first and "_" not in page


@pytest.mark.parametrize("rows", [[], ["one"]])
def test_a_short_table_has_nothing_to_unfold(rows):
    assert "<details>" not in figures.table(pd.DataFrame({"words": rows}))._repr_html_()


def test_a_name_with_two_dollar_signs_is_no_mathematics():
    with figures.style():
        ax = nothing("A$AP and Ke$ha_{", r"$\frac{1}{ and $")
    assert figures.png(ax)
