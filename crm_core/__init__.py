"""Duestep's core: domain, storage, use cases, views, mail, runner and HTTP API."""
