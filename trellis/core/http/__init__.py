"""HTTP as every door and page has it."""
