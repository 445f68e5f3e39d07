"""Forms of the pages: each asks what its verb needs and hands on exactly what the API's body of that verb takes."""
