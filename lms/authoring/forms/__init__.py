"""What trainers and reviewers type. Half-finished work may be saved; what is missing is named on the page."""
