"""Divides."""
from __future__ import annotations


result = statistics.mean([1, 2])
