"""One module per subject of host commands; `portal.cli` lists them."""
