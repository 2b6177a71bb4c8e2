"""braid: the best legal plan for paying a sector partnership's costs from many funding streams."""

__version__ = "0.1.0"
