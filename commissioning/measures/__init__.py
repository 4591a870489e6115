"""How well services do: measures rated against their targets, and what they delivered."""
