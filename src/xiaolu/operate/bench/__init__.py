"""Measurements against the bare database in the same run. Timings are printed as ratios; none of them is a test."""
