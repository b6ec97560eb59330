"""The engine: addresses, rows, tabs, spreadsheets; knows neither HTTP nor disk."""
