"""How a locale types and shows values: separators, days, money."""
