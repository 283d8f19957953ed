package io.sagegate.reason;

import java.util.Locale;

/// The reason for an answer: the stable `reason` code of every answer and audit line. It has the HTTP status of the
/// answer and a title for a person.
public enum Reason {
    GRANTED(200, "The call is granted."),
    ANSWERED(200, "Answered by the gateway itself."),
    RESULT_PENDING(202, "The call still waits or runs; ask again later."),

    MALFORMED_EVENT(400, "The event is not an HTTP request that this gateway understands."),
    MALFORMED_PATH(400, "The path has characters or segments that are not accepted."),
    MALFORMED_BODY(400, "The body is not what its headers say it is."),
    MALFORMED_HEADER(400, "A header field has a value that is not accepted."),
    AMBIGUOUS_CREDENTIAL(400, "The request carries more than one credential; send exactly one."),
    REJECTED_BY_SAGEMAKER(400, "SageMaker refused the request as invalid."),

    BODY_BREAKS_SCHEMA(400, "The body does not have the form that the grant asks for."),

    OPERATION_NOT_SERVED(400, "The model does not take requests of this kind."),

    UNCOUNTABLE_BODY(400, "A limit counts tokens, and the body does not tell for certain how many it asks for."),

    NO_CREDENTIAL(401, "The request carries no credential."),
    UNSUPPORTED_SCHEME(401, "The Authorization scheme is not accepted; use Bearer."),
    MALFORMED_TOKEN(401, "The token is not a well-formed signed JWT."),
    UNSUPPORTED_TOKEN(401, "The token uses a feature or algorithm that is not accepted."),
    UNKNOWN_ISSUER(401, "The token's issuer is not trusted here."),
    INVALID_SIGNATURE(401, "The token's signature could not be verified."),
    TOKEN_EXPIRED(401, "The token has expired; get a new one."),
    TOKEN_NOT_YET_VALID(401, "The token is not valid yet."),
    WRONG_AUDIENCE(401, "The token was issued for another audience."),
    MISSING_CLAIM(401, "The token lacks a claim that is required here."),
    UNUSABLE_CLAIM(401, "A claim of the token has a form that is not accepted here."),
    MALFORMED_KEY(401, "The API key is mistyped or cut off: its checksum does not match."),
    INVALID_KEY(401, "The API key is not valid."),
    IAM_IDENTITY_NOT_ACCEPTED(401, "This kind of IAM identity is not accepted."),

    NOT_GRANTED(403, "No grant allows this call."),
    EXPLICITLY_DENIED(403, "A rule denies this call."),
    INPUT_NOT_GRANTED(403, "The endpoint is granted, but not an input at this place in S3."),
    TARGET_NOT_GRANTED(403, "The endpoint is granted, but not this variant, component, model or container."),
    TARGET_NOT_SUPPORTED(
            403, "The endpoint is granted, but SageMaker cannot aim this kind of call at a part of it that is named."),
    CONDITION_NOT_MET(403, "The endpoint is granted, but a condition of the grant is not met."),
    GRANT_EXPIRED(403, "The endpoint was granted until a time that is past."),

    REFUSED_BY_GUARD(403, "A guard of the grant refuses this request."),

    NO_SUCH_MODEL(404, "There is no model of this name for this caller."),
    NO_SUCH_CALL(404, "There is no asynchronous call of this id for this caller."),
    NO_SUCH_PATH(404, "There is nothing at this path."),
    METHOD_NOT_ALLOWED(405, "This path does not take that method."),
    RESULT_GONE(410, "The result of this call is no longer there."),
    BODY_TOO_LARGE(413, "The body is larger than is accepted."),
    PROMPT_TOO_LONG(413, "The texts of the request are longer than the grant allows."),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not accepted."),

    MODEL_ERROR(424, "The model container answered with an error."),
    MODEL_STREAM_ERROR(424, "The model broke its answer off."),
    LIMIT_EXCEEDED(429, "A limit of the grant is used up; try again later."),
    ENDPOINT_THROTTLED(429, "SageMaker is throttling this endpoint; try again later."),
    MODEL_NOT_READY(429, "The model is being loaded; try again shortly."),

    CLIENT_GONE(499, "The client left before the answer was whole."),

    INTERNAL_ERROR(500, "The gateway failed."),
    LARGE_CALLS_OFF(501, "This gateway is not set up for results and uploads of asynchronous calls."),
    GATEWAY_NOT_PERMITTED(502, "The gateway's role may not call this endpoint."),
    UPSTREAM_ERROR(502, "SageMaker failed to answer properly."),
    FILTER_FAILED(502, "The answer cannot be filtered as the grant demands, so it is withheld."),
    STREAM_TRUNCATED(502, "The connection to SageMaker ended in the middle of the answer."),
    RESPONSE_TOO_LARGE(502, "The answer is larger than this way can carry; use the streaming path."),
    POLICY_UNAVAILABLE(503, "The policy could not be read, so nothing is allowed."),
    ROLE_UNAVAILABLE(503, "The role that the grant names could not be assumed."),
    ISSUER_UNAVAILABLE(503, "The token's issuer could not be reached to verify it."),
    USAGE_UNAVAILABLE(503, "Usage could not be counted, so the call is not let through."),
    STORE_UNAVAILABLE(503, "The bucket of inputs and results is unavailable."),
    ENDPOINT_STARTING(503, "The model sleeps and is being started; try again later."),
    ENDPOINT_UNAVAILABLE(503, "The endpoint is unavailable."),
    MODEL_TIMEOUT(504, "The model did not answer in time.");

    private final int status;
    private final String title;
    private final String code;

    Reason(int status, String title) {
        this.code = name().toLowerCase(Locale.ROOT);
        this.status = status;
        this.title = title;
    }

    /// The stable code in answers, audit lines and metrics: lower case with underscores.
    public String code() {
        return code;
    }

    /// The HTTP status of the answer.
    public int status() {
        return status;
    }

    /// One sentence for a person. It never names a resource, key or user.
    public String title() {
        return title;
    }
}
