"""Measurements; they stop by themselves and talk to this machine only."""
