"""The requests of spreadsheets.batchUpdate, one file a family."""
