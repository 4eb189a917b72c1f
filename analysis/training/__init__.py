"""Training: how the encoder is trained and everything is measured, with the coded tables. In a checkout alone."""
