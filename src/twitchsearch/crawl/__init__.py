"""Pages from the web, politely: the only home of the HTTP client."""
