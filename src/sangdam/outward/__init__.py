"""What happens here, told to the shop's other systems."""
