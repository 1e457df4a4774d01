"""A reader's own data: in the session, and where it is brought."""
