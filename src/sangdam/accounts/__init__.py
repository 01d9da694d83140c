"""What an account is proven by: a password, and perhaps a second factor."""
