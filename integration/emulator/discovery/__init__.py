"""Google's discovery documents as oracle: routes, schemas, partial answers."""
