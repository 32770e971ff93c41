"""The copilot: tools over the pipeline, a model that words what they find, consent, evidence.

Above the use cases and the views, below the pages: a tool calls what a page would call, with
the permissions of the person whose copilot it is.
"""
