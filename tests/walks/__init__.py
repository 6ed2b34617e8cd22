"""Random walks through agreement and sharing: people and actions in any order, against a model of the design alone."""
