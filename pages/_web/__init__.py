"""What is served beside the screens: signing in, the gate before them, headers, the lifespan."""
