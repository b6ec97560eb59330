"""Sheets and Forms: the desk, its tabs, the Form's answers. Knows Google, not complaints."""
