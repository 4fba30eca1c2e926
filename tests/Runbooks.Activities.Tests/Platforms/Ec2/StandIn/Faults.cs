namespace Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

/// <summary>What is wrong with AWS at the moment.</summary>
internal sealed class Faults
{
    /// <summary>Connections are cut before an answer.</summary>
    public bool Drops { get; set; }

    public bool CredentialsExpired { get; set; }

    public bool NoCapacity { get; set; }

    /// <summary>Actions that are throttled, and how often yet.</summary>
    public Dictionary<string, int> Throttled { get; } = [];

    /// <summary>Carried out, and the connection cut before the answer; how often yet.</summary>
    public Dictionary<string, int> LosesAnswer { get; } = [];

    public void Check(string action)
    {
        if (CredentialsExpired) throw new Refusal("RequestExpired", "Request has expired.");
        if (Strikes(Throttled, action)) throw new Refusal("RequestLimitExceeded", "Request limit exceeded.", 503);
    }

    public static bool Strikes(Dictionary<string, int> left, string action)
    {
        if (left.GetValueOrDefault(action) <= 0) return false;
        left[action]--;
        return true;
    }
}
