"""How the departments of one authority stand by the same rules: the matrix, what is systematic, what differs."""
