"""The authority whose files the loads are measured with."""

COUNCIL = """
name = "benchmark"
title = "Benchmark Council"
kind = "metropolitan_district"
jurisdiction = "england"
regimes = ["pa2023"]
financial_year_start = "04-01"
holidays = "england-and-wales"
timezone = "Europe/London"
area_code = "E08000009"
area_name = "Benchmark"
"""
