"""What the copilot can do, one file per noun, one typed function per tool.

Each calls the views and the use cases that the pages call, with the actor of its desk. They are
listed in `crm_core.copilot.registry`.
"""
