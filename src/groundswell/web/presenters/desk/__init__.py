"""The desk's pages, written out for templates: lists, forms, histories, what is missing next."""
