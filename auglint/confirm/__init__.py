"""Run-time confirmation. What stands here so far: how surely two series of draws agree."""
