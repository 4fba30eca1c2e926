using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Ec2;

namespace Runbooks.Activities.Tests.Platforms.Ec2;

public sealed class Ec2ErrorTests
{
    [Theory]
    [InlineData("RequestLimitExceeded", 503, PlatformError.Busy)]
    [InlineData("Throttling", 400, PlatformError.Busy)]
    [InlineData("AuthFailure", 401, PlatformError.Unauthorised)]
    [InlineData("ExpiredToken", 400, PlatformError.Unauthorised)]
    [InlineData("UnauthorizedOperation", 403, PlatformError.Forbidden)]
    [InlineData("OperationNotPermitted", 400, PlatformError.Forbidden)]
    [InlineData("InvalidInstanceID.NotFound", 400, PlatformError.NotFound)]
    [InlineData("InvalidInstanceID.Malformed", 400, PlatformError.NotFound)]
    [InlineData("InvalidAMIID.Malformed", 400, PlatformError.NotFound)]
    [InlineData("InsufficientInstanceCapacity", 500, PlatformError.Capacity)]
    [InlineData("InsufficientFreeAddressesInSubnet", 400, PlatformError.Capacity)]
    [InlineData("VcpuLimitExceeded", 400, PlatformError.Capacity)]
    [InlineData("IncorrectInstanceState", 400, PlatformError.Conflict)]
    [InlineData("IdempotentParameterMismatch", 400, PlatformError.Conflict)]
    [InlineData("UnsupportedOperation", 400, PlatformError.Unsupported)]
    [InlineData("InvalidParameterValue", 400, PlatformError.Invalid)]
    [InlineData("InternalError", 500, PlatformError.Unreachable)]
    [InlineData("SomethingNew", 503, PlatformError.Unreachable)]
    [InlineData("SomethingNew", 400, PlatformError.Invalid)]
    public void Classify_Code_IsThePlatformsError(string code, int status, PlatformError expected) =>
        Assert.Equal(expected, Ec2Error.Classify(code, status));
}
