"""Figures: a table in, matplotlib Axes out, each with an alternative text; they lay out and count, no more.

Sign, direction and voice are told apart by shape, line and label as well as by colour (Okabe & Ito's palette).
"""

from analysis.figures.basics import alternative, png, show, style
from analysis.figures.blocs import BLOC_COLOURS, blocs
from analysis.figures.charts import frames_grid, mentions_along, naming_bars, portrayal_grid, tone_arc, voice_share
from analysis.figures.matrices import cooccurrence_heatmap, stance_matrix
from analysis.figures.networks import network, stance_network
from analysis.figures.tables import Table, note, table
from analysis.figures.text import marked_text
from analysis.figures.trust import agreement_bars, specification_curve, survival_bars
