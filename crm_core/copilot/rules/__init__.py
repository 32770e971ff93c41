"""Answering without a model: what a person's words ask for, of whom, and what is then done.

`crm_core.copilot.by_rules` has the table of what is understood.
"""
