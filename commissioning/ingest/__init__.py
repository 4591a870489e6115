"""From the bytes a publisher sent to text cells: decoded strictly, counted twice, nothing guessed."""
