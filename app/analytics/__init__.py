"""Questions over what happened; nothing here writes."""
