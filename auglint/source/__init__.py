"""What is read: files, text and places, notebook cells, suppression comments. Nothing here runs what it reads."""
