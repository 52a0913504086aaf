"""Xiaolu 销路: a self-hosted sales system that runs a company's selling method."""

__version__ = "0.1.0"
