"""What the service is made of: packages, models, their licences, their known holes."""
