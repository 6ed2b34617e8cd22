"""Makes a bare machine ready for `make run` and `make test`: system libraries, Python packages, assets.

Runs before anything is installed, so it uses nothing but Python's own library.
"""
