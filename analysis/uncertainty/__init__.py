"""Uncertainty: how far a figure would move had the article held other paragraphs, or had we counted otherwise."""

from analysis.uncertainty.choices import CHOICES, INSTRUMENTS, NOT_A_CHOICE, STABLE, specifications, trusted
from analysis.uncertainty.formulas import constant_macro_f1, f1, f1_cells, label_cells, macro_f1, moments, pearson
from analysis.uncertainty.intervals import Interval, Lead, arc, arcs, difference, interval, lead, mean, short
from analysis.uncertainty.powered import PredictionPowered, prediction_powered
from analysis.uncertainty.together import ALMOST_SURE, at_least, chance_of_each
