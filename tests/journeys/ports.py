"""Ports nobody uses."""

import socket


def free_port() -> int:
    """One the system has just given back."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
