"""One screen a file. `_ui` has what screens are made of, `_web` what is served beside them."""
