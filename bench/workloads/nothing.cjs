// Ends at once: what is left is what it costs to start.
