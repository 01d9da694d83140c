"""Twenty ways to depart from a passage, in Korean and in English."""
