"""How edits are written: a module as text and tree, drafts of fixes, names and imports, templates of the tables."""
