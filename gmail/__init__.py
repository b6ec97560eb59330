"""Gmail: mails out once per key, mails in however broken. Knows Google, not complaints."""
