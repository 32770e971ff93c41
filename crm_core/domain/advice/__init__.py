"""What to do next about a deal: signals, rules, and how often a step was followed by a move.

Pure. `crm_core.views.next_step` loads the signals and shows the advice; the copilot words it.
"""
