"""Each rule asked of the smallest register that shows its edges."""
