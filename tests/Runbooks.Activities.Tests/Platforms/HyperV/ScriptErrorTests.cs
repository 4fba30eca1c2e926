using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.HyperV.Scripts;

namespace Runbooks.Activities.Tests.Platforms.HyperV;

public sealed class ScriptErrorTests
{
    [Theory]
    [InlineData("CommandNotFoundException", "ObjectNotFound", "Get-VM", 0, PlatformError.Unsupported)]
    [InlineData("AccessDenied,Microsoft.HyperV.PowerShell.Commands.GetVM", "PermissionDenied", "…", 0, PlatformError.Forbidden)]
    [InlineData("OperationFailed,Microsoft.HyperV.PowerShell.Commands.StartVM", "NotSpecified", "Zu wenig Arbeitsspeicher (0x8007000E).", 0, PlatformError.Capacity)]
    [InlineData("OutOfMemory,Microsoft.HyperV.PowerShell.Commands.StartVM", "NotSpecified", "…", 0, PlatformError.Capacity)]
    [InlineData("InvalidState,Microsoft.HyperV.PowerShell.Commands.StopVM", "NotSpecified", "…", 0, PlatformError.Conflict)]
    [InlineData("Unspecified", "NotSpecified", "RPC", unchecked((int)0x800706BA), PlatformError.Unreachable)]
    [InlineData("OperationFailed", "NotSpecified", "in use (0x80070020)", 0, PlatformError.Busy)]
    [InlineData("x", "ResourceBusy", "…", 0, PlatformError.Busy)]
    [InlineData("x", "NotSpecified", "what nobody knows", 0, PlatformError.Invalid)]
    public void Of_IdentifiersAndCodes_AreTheKnownError(string id, string category, string said, int code, PlatformError expected)
    {
        var error = ScriptError.Of(new ThrownError(id, category, said, code));
        Assert.Equal((expected, said), (error.Error, error.Message));
    }

    [Fact]
    public void Of_AScriptsOwn_IsWhatItSays()
    {
        var error = ScriptError.Of(new ThrownError("runbooks|Conflict|a|b", "OperationStopped", "runbooks|Conflict|a|b", 0));
        Assert.Equal((PlatformError.Conflict, "a|b"), (error.Error, error.Message));
    }
}
