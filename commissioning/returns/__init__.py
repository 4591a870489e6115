"""Monitoring returns asked of providers: the form that goes out, its marks, and the receipt that follows it."""
