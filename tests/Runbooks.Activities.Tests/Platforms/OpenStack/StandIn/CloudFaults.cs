namespace Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

/// <summary>What is wrong with the cloud at the moment.</summary>
internal sealed class CloudFaults
{
    /// <summary>Connections are cut before an answer.</summary>
    public bool Drops { get; set; }

    /// <summary>Cinder takes backups on and cannot make them.</summary>
    public bool BackupsFail { get; set; }

    /// <summary>The project has used up its snapshots of volumes.</summary>
    public bool SnapshotsFail { get; set; }

    public bool CredentialsExpired { get; set; }

    /// <summary>Hosts have no memory left to start a server with.</summary>
    public bool NoCapacity { get; set; }

    /// <summary>Calls that are throttled, and how often yet: <c>os-stop</c>, <c>GET /servers/detail</c>.</summary>
    public Dictionary<string, int> Throttled { get; } = [];

    /// <summary>Carried out, and the connection cut before the answer; how often yet.</summary>
    public Dictionary<string, int> LosesAnswer { get; } = [];

    /// <summary>Carried out as if a request of a process that was killed came in late, right after the next one.</summary>
    public Dictionary<string, int> Repeats { get; } = [];

    public static bool Strikes(Dictionary<string, int> left, string call)
    {
        if (left.GetValueOrDefault(call) <= 0) return false;
        left[call]--;
        return true;
    }
}
