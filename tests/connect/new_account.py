"""The account that the set-up is tried on."""

EMPTY = "baru@bspji-contoh.example"
"""It owns nothing yet."""
