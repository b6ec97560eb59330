"""What the API says of itself (OpenAPI 3.1).

In:    the service's address.   Out: the description.
Rule:  a test compares it with the routes that exist and the answers they give.
Never: names what is not there.
"""

from typing import Any

_TEXT = {"type": "string"}
_MOMENT = {"type": ["string", "null"], "format": "date-time"}
CASE = {
    "type": "object",
    "required": [
        "register_no",
        "status",
        "step",
        "step_name",
        "group",
        "received_at",
        "due_at",
        "late",
        "final",
        "letter_no",
    ],
    "additionalProperties": False,
    "properties": {
        "register_no": {"type": "string", "example": "ADU/2026/0007"},
        "status": {"type": "string", "description": "The words of the register."},
        "step": {"type": ["integer", "null"], "description": "Row of the SOP; null when ended."},
        "step_name": _TEXT,
        "group": {"type": "string", "description": "The pokja; empty before step 3."},
        "received_at": {"type": "string", "format": "date-time"},
        "due_at": _MOMENT,
        "late": {"type": "boolean"},
        "final": {"type": "boolean"},
        "letter_no": {"type": "string", "description": "Of the reply; empty before it is issued."},
    },
}
ERROR = {"type": "object", "required": ["error"], "properties": {"error": _TEXT}}
NUMBER = {
    "name": "number",
    "in": "path",
    "required": True,
    "description": "The register number, with - for /: ADU-2026-0007.",
    "schema": {"type": "string", "pattern": "^ADU[-/][0-9]{4}[-/][0-9]{4,}$"},
}


def _said(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


REFUSALS = {
    "401": _said("No key, or one that is not known.", ERROR),
    "404": _said("No such case.", ERROR),
    "429": _said("Too often; Retry-After says how long to wait.", ERROR),
}


def description(base_url: str) -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tanggap", "version": "1", "description": "Where a complaint stands."},
        "servers": [{"url": base_url}],
        "security": [{"key": []}],
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Case": CASE, "Error": ERROR},
        },
        "paths": {
            "/api/cases/{number}": {
                "get": {
                    "summary": "Where a case stands; no personal data.",
                    "parameters": [NUMBER],
                    "responses": {
                        "200": _said("The case.", {"$ref": "#/components/schemas/Case"}),
                        **REFUSALS,
                    },
                }
            },
            "/api/cases/{number}/notes": {
                "post": {
                    "summary": "Add a note to the history.",
                    "parameters": [
                        NUMBER,
                        {
                            "name": "Idempotency-Key",
                            "in": "header",
                            "description": "A repeat with the same key adds nothing.",
                            "schema": {"type": "string", "maxLength": 100},
                        },
                    ],
                    "requestBody": {
                        "required": True,
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": ["text"],
                                    "additionalProperties": False,
                                    "properties": {
                                        "text": {
                                            "type": "string",
                                            "minLength": 1,
                                            "maxLength": 4000,
                                        }
                                    },
                                }
                            }
                        },
                    },
                    "responses": {
                        "201": _said("Added.", {"$ref": "#/components/schemas/Case"}),
                        "200": _said("Was added before.", {"$ref": "#/components/schemas/Case"}),
                        "409": _said("The procedure does not allow it now.", ERROR),
                        "422": _said("The text is missing or too long.", ERROR),
                        **REFUSALS,
                    },
                }
            },
        },
    }
