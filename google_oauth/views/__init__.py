"""The pages: one module each, thin; they see services and agenda, never Redis or HTTP."""
