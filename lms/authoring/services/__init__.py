"""What can happen to a text before it is an edition: it is loaded, edited, reviewed, published."""
