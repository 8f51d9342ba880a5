"""What somebody says in a form."""

SAID = {"relevance": "5", "clarity": "4", "respect": "5", "usefulness": "4", "ease": "3", "comment": "", "sex": ""}
