"""Reference pages are written from the code, so that they cannot say something else. Each module has `page() -> str`."""
