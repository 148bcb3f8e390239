"""A released programme at work. It never sees a draft."""
