"""Sentences of narratives with what each number and name in them means, for training and measuring models."""
