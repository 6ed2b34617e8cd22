"""In-app and e-mail notices. A notice says that something happened to a reference, and where to look; nothing about a child."""
