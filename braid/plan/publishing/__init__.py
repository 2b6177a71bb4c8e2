"""What of a plan may be told to everybody, so that no count below ten can be worked out."""
