namespace Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

/// <summary>An instance, which changes with the clock: it starts, stops and ends in its own time, and EC2 shows it a moment late.</summary>
internal sealed class Instance(TimeProvider clock, string state)
{
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(1);

    private string _state = state, _shown = state;
    private DateTimeOffset _changed = DateTimeOffset.MinValue, _until = DateTimeOffset.MaxValue;

    public required string Id { get; init; }
    public required string Type { get; set; }
    public List<string> Groups { get; set; } = [World.DefaultGroup];
    public string Image { get; init; } = "ami-00000000000000001";
    public string Zone { get; init; } = "eu-central-1a";
    public string Subnet { get; init; } = "subnet-00000000000000001";
    public string? Host { get; init; }
    public string? Token { get; init; }
    public string? TokenOf { get; init; }
    public string? UserData { get; init; }
    public string RootDevice { get; init; } = "ebs";
    public bool Hibernates { get; init; }
    public bool Deaf { get; init; }
    public bool Protected { get; init; }
    public string? PublicAddress { get; init; }
    public string AddressOwner { get; init; } = "amazon";
    public List<(string Device, string Volume, bool Deleted)> Volumes { get; init; } = [];
    public SortedDictionary<string, string> Tags { get; init; } = [];
    public DateTimeOffset Launched { get; set; }
    public DateTimeOffset KnownFrom { get; init; } = DateTimeOffset.MinValue;
    public bool Forced { get; private set; }
    public (string Code, string Message)? Reason { get; private set; }

    public string State
    {
        get
        {
            if (clock.GetUtcNow() >= _until) Enter(_state switch { "pending" => "running", "stopping" => "stopped", _ => "terminated" }, null, _until);
            return _state;
        }
    }

    public string Shown => State is var now && clock.GetUtcNow() < _changed + Lag ? _shown : now;

    public bool IsKnown => clock.GetUtcNow() >= KnownFrom;

    public void Start()
    {
        Reason = null;
        Launched = clock.GetUtcNow();
        Enter("pending", TimeSpan.FromSeconds(6));
    }

    public void Stop(bool force, bool hibernate)
    {
        // A guest that does not listen is forced by EC2 itself, after some minutes.
        var takes = force ? TimeSpan.FromSeconds(2) : Deaf ? TimeSpan.FromMinutes(10) : TimeSpan.FromSeconds(12);
        (Forced, Reason) = (force, hibernate
            ? ("Client.UserInitiatedHibernate", "Client.UserInitiatedHibernate: User initiated hibernate")
            : ("Client.UserInitiatedShutdown", "Client.UserInitiatedShutdown: User initiated shutdown"));
        Enter("stopping", takes);
    }

    public void Terminate()
    {
        Reason = ("Client.UserInitiatedShutdown", "Client.UserInitiatedShutdown: User initiated shutdown");
        Enter("shutting-down", TimeSpan.FromSeconds(5));
    }

    /// <summary>EC2 gives it up after it was begun.</summary>
    public void Fail(string to, string code)
    {
        Reason = (code, $"{code}: There is not enough capacity to fulfill your request.");
        Enter(to, null);
        _shown = to;
    }

    private void Enter(string next, TimeSpan? takes, DateTimeOffset? at = null)
    {
        (_shown, _state) = (_state, next);
        _changed = at ?? clock.GetUtcNow();
        _until = takes is { } time ? _changed + time : DateTimeOffset.MaxValue;
    }
}
