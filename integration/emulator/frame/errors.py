"""Google's refusals, in the words and the shape of each API.

In:    a refusal raised anywhere.   Out: the JSON body that API would send.
Rule:  Drive and Gmail answer in the old style (errors[] with reason), the others in the new one
       (status and details), as google-workspace.md 2.2 describes.
Never: decides when to refuse. Start at `ApiError`.
"""

from __future__ import annotations

from typing import Any

OLD_STYLE = frozenset({"drive", "gmail"})

STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    412: "FAILED_PRECONDITION",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}

REASON = {
    400: "badRequest",
    401: "authError",
    403: "forbidden",
    404: "notFound",
    409: "conflict",
    412: "conditionNotMet",
    413: "uploadTooLarge",
    429: "rateLimitExceeded",
    500: "backendError",
    501: "notImplemented",
    503: "backendError",
}


class ApiError(Exception):
    """A refusal: HTTP code, Google's sentence, and the machine-readable reason.

    `status` replaces the new style's status word, `reason` and `domain` fill errors[] in the old
    style; `location` names the parameter; `details` is the new style's list.
    """

    def __init__(
        self,
        code: int,
        message: str,
        *,
        status: str | None = None,
        reason: str | None = None,
        domain: str = "global",
        location: str | None = None,
        details: list[dict[str, Any]] | None = None,
        short: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status or STATUS.get(code, "UNKNOWN")
        self.reason = reason or REASON.get(code, "unknown")
        self.domain = domain
        self.location = location
        self.details = details
        self.short = short


def render(api: str, error: ApiError) -> dict[str, Any]:
    """The JSON body of a refusal as `api` would write it."""
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    if api in OLD_STYLE or error.code == 401:
        entry = {
            "message": error.short or error.message,
            "domain": error.domain,
            "reason": error.reason,
        }
        if error.location:
            entry["location"] = error.location
            entry["locationType"] = "header" if error.code == 401 else "parameter"
        body["errors"] = [entry]
    if api != "drive" or error.code in (401, 501):
        body["status"] = error.status
    if error.details and api not in OLD_STYLE:
        body["details"] = error.details
    return {"error": body}


def not_signed_in() -> ApiError:
    """A request without a token, or with one nobody gave out."""
    return ApiError(
        401,
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login "
        "cookie or other valid authentication credential. See "
        "https://developers.google.com/identity/sign-in/web/devconsole-project.",
        short="Invalid Credentials",
        location="Authorization",
    )


def not_found() -> ApiError:
    """What Sheets, Docs, Forms and Gmail say of something that is not there."""
    return ApiError(404, "Requested entity was not found.")


def forbidden() -> ApiError:
    """What Sheets, Docs and Forms say of something that is not shared with the caller."""
    return ApiError(403, "The caller does not have permission")


def invalid(message: str, **more: Any) -> ApiError:
    """A request Google cannot make sense of."""
    return ApiError(400, message, **more)


def field_violation(field: str, message: str) -> ApiError:
    """A body or parameter the discovery document does not allow."""
    return ApiError(
        400,
        message,
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.BadRequest",
                "fieldViolations": [{"field": field, "description": message}],
            }
        ],
    )


def not_done(name: str) -> ApiError:
    """Google knows this, the workspace does not do it: never a guess."""
    return ApiError(501, f"The local workspace does not implement {name}.")
