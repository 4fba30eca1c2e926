using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Connections;

/// <summary>What an operator can do about a connection that does not answer as it should.</summary>
internal static class NextStep
{
    public static string Of(PlatformError error) => error switch
    {
        PlatformError.Unreachable => "Check the address in the settings, that the endpoint runs, and that this server may reach it through the network.",
        PlatformError.Unauthorised => "Check the user name and write the secret again; make sure that the account is not locked or expired.",
        PlatformError.Forbidden => "Give the account the right to read the inventory, or use another account.",
        PlatformError.Timeout => "Look whether the endpoint is overloaded or hangs. Reads go on by themselves when it answers again.",
        PlatformError.NotFound => "Check the names in the settings: what they name is not there.",
        PlatformError.Invalid => "Correct the settings, or look into the server's log for the details.",
        PlatformError.Unsupported => "This endpoint lacks what is needed; look which versions of the platform are supported.",
        _ => "Wait a moment and test again.",
    };
}
