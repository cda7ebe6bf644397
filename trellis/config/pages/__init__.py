"""Pages of docs/ and a table of the README that are made from the code: `make docs`."""
