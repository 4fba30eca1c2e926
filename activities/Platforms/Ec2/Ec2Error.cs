using Amazon.Runtime;

namespace Runbooks.Activities.Platforms.Ec2;

/// <summary>Turns AWS's error codes into the platform errors that callers know, with AWS's own text.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html</summary>
internal static class Ec2Error
{
    public static PlatformException Of(AmazonServiceException error)
    {
        if (string.IsNullOrEmpty(error.ErrorCode) || error.StatusCode == 0)
            return new PlatformException(error.StatusCode == 0 ? PlatformError.Unreachable : ByStatus((int)error.StatusCode), Innermost(error), inner: error);
        return Of(error.ErrorCode, error.Message, (int)error.StatusCode, error);
    }

    public static PlatformException Of(string code, string? message, int status, Exception? inner = null) =>
        new(Classify(code, status), $"{code}: {message}", inner: inner);

    public static PlatformError Classify(string code, int status) => code switch
    {
        "RequestLimitExceeded" or "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestThrottled" or "RequestThrottledException"
            or "TooManyRequestsException" or "SlowDown" or "PriorRequestNotComplete" or "ConcurrentTagAccess" or "EC2ThrottledException"
            => PlatformError.Busy,
        "AuthFailure" or "ExpiredToken" or "ExpiredTokenException" or "RequestExpired" or "InvalidClientTokenId" or "InvalidAccessKeyId"
            or "SignatureDoesNotMatch" or "IncompleteSignature" or "MissingAuthenticationToken" or "UnrecognizedClientException"
            => PlatformError.Unauthorised,
        "UnauthorizedOperation" or "AccessDenied" or "AccessDeniedException" or "OperationNotPermitted" or "OptInRequired" or "Blocked"
            or "PendingVerification" => PlatformError.Forbidden,
        "Unsupported" or "UnsupportedOperation" or "UnsupportedHibernationConfiguration" or "UnsupportedInstanceAttribute"
            or "UnsupportedHostConfiguration" => PlatformError.Unsupported,
        "IncorrectInstanceState" or "IncorrectState" or "IdempotentParameterMismatch" or "IdempotentInstanceTerminated"
            or "DependencyViolation" or "InvalidAMIName.Duplicate" or "InvalidSnapshot.InUse" => PlatformError.Conflict,
        "RequestTimeout" => PlatformError.Timeout,
        "InternalError" or "InternalFailure" or "ServiceUnavailable" or "Unavailable" => PlatformError.Unreachable,
        _ => ByForm(code, status),
    };

    /// <summary>Whether the reason of an instance's state is a want of room: <c>Server.InsufficientInstanceCapacity</c>.</summary>
    public static bool IsCapacity(string? code) =>
        code is not null && (code.Contains("Insufficient", StringComparison.Ordinal) || code.EndsWith("LimitExceeded", StringComparison.Ordinal));

    private static PlatformError ByForm(string code, int status)
    {
        // An id of the wrong form is one that nothing has.
        if (code.EndsWith(".NotFound", StringComparison.Ordinal) || code.EndsWith(".Malformed", StringComparison.Ordinal)) return PlatformError.NotFound;
        return IsCapacity(code) ? PlatformError.Capacity : ByStatus(status);
    }

    private static PlatformError ByStatus(int status) => status switch
    {
        401 => PlatformError.Unauthorised,
        403 => PlatformError.Forbidden,
        429 => PlatformError.Busy,
        >= 500 => PlatformError.Unreachable,
        _ => PlatformError.Invalid,
    };

    private static string Innermost(Exception error) => error.InnerException is null ? error.Message : Innermost(error.InnerException);
}
