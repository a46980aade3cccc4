"""What must hold whatever stops a writer, breaks a file or comes in between.

Each test has a short form that runs with the ordinary tests and a long one, marked `soak`, of the same code with more
points. All randomness is seeded, so a point that fails can be run again.
"""
