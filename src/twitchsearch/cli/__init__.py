"""What a script or a maintainer types: one module a command group. Only this package reads settings, and only
`output` writes to stdout. Imports of anything heavy stand where it is used, so that a one-shot search starts fast."""
