"""How lists are cut into pages: a module for each way that a document prints."""
