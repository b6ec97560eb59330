"""Drive and Docs: folders, files and letters, found by key. Knows Google, not complaints."""
