"""What people need, and whom a service reaches."""
