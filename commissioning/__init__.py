"""The judgement: plain functions, values in and values out, knowing nothing of Prefect or Great Expectations."""
