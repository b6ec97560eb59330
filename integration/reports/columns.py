"""Tables that grow row by row and stay small: numbers as numbers, words once each.

In:    a shape (column -> kind) and rows as mappings.   Out: one pandas DataFrame.
Rule:  a moment is held in UTC to the microsecond; a word is held once, rows hold its place.
Never: knows what a row means; that is facts.py. Start at `Columns`.
"""

from array import array
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

import numpy as np
import pandas as pd

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NEVER = np.iinfo(np.int64).min


class Kind(Enum):
    """What a column holds, and the machine type that holds it."""

    WORD = "i"
    MOMENT = "q"
    NUMBER = "d"
    COUNT = "l"
    FLAG = "b"


class Columns:
    """A table under construction: some sixty bytes a row instead of some thousand."""

    def __init__(self, shape: Mapping[str, Kind]) -> None:
        self._shape = dict(shape)
        self._held = {name: array(kind.value) for name, kind in shape.items()}
        self._places: dict[str, dict[str, int]] = {
            name: {} for name, kind in shape.items() if kind is Kind.WORD
        }

    def add(self, row: Mapping[str, Any]) -> None:
        """Append a row. Raises KeyError where it lacks a column."""
        for name, kind in self._shape.items():
            self._held[name].append(self._plain(name, kind, row[name]))

    def _plain(self, name: str, kind: Kind, value: Any) -> Any:
        match kind:
            case Kind.WORD:
                places = self._places[name]
                return places.setdefault(value or "", len(places))
            case Kind.MOMENT:
                return _NEVER if value is None else (value - _EPOCH) // _MICROSECOND
            case Kind.NUMBER:
                return float("nan") if value is None else value
            case _:
                return int(value)

    def frame(self) -> pd.DataFrame:
        """The table: words as categories, moments aware in UTC, missing ones NaT or NaN."""
        return pd.DataFrame({name: self._series(name) for name in self._shape})

    def _series(self, name: str) -> Any:
        kind = self._shape[name]
        held = np.array(self._held[name])
        match kind:
            case Kind.WORD:
                return pd.Categorical.from_codes(
                    held.astype(np.int32), categories=pd.Index(list(self._places[name]), dtype=str)
                )
            case Kind.MOMENT:
                moments = held.astype(np.int64).view("datetime64[us]")
                return pd.Series(moments).dt.tz_localize("UTC")
            case Kind.FLAG:
                return held.astype(bool)
            case _:
                return held
