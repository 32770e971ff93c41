"""The loop behind `runner.py`: which runners tick, how often, and what is told about it.

`loop` ticks a worker on the `schedule` library; the worker is `ticks.Local`, beside the
database, or `remote.Remote`, which triggers the API. Nothing heavy is imported before it is
known which of the two is wanted.
"""
