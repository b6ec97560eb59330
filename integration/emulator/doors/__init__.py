"""Doors beside the APIs: OAuth tokens, certificates and the workspace's own controls."""
