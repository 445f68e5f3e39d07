"""Papers: a frozen snapshot in, bytes out (spec section 12). Each paper is a package of its own."""
