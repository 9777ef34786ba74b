"""What codemods share: which split a place serves, where values come from, and the pieces that several fixes write."""
