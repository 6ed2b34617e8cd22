"""What every page stands on: the base views, the form layer, the frame around a page. No models, nothing about a child."""
