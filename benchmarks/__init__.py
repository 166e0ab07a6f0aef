"""How fast the product is: one question a file, each answered against a named peer in the same run."""
