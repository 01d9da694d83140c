"""Sangdam (상담): a support assistant that answers from your knowledge, or calls a person."""

__version__ = "0.1.0"
