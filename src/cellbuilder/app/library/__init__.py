"""What the library panel lists, finds and keeps, without Qt."""
