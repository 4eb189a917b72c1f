"""Figures: a reading in, a Picture with its finding as title out; or a table in, matplotlib Axes out.

Each has an alternative text. Sign, direction and voice are told apart by shape, line and label as well as by colour.
"""

from analysis.figures.accounts import compared
from analysis.figures.basics import alternative, png, style
from analysis.figures.blame import blame
from analysis.figures.blocs import BLOC_COLOURS, blocs, colours
from analysis.figures.charts import frames_grid, naming_bars, portrayal_grid, tone_arc
from analysis.figures.corpus import calendar, leading, points, squares, three_ways
from analysis.figures.deeds import agency
from analysis.figures.marked import article, finding_anchor
from analysis.figures.matrices import cooccurrence_heatmap
from analysis.figures.opposition import opposition
from analysis.figures.picture import COLOURS, Picture, inlined, save, show
from analysis.figures.strip import paragraph_strip
from analysis.figures.tables import Table, note, table
from analysis.figures.text import marked_text
from analysis.figures.trust import agreement_bars, specification_curve, stability
from analysis.figures.voices import reported_words
