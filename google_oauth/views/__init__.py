"""The pages: one module each, thin; they see services and domain, never Redis or HTTP."""
