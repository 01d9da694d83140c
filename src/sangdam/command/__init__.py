"""The `sangdam` command: parse, call, print."""
