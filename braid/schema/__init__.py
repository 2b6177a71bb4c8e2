"""The shapes of scenario and rule files: closed pydantic models, no logic."""
