namespace Runbooks.Server.Runs.Automation;

/// <summary>The stop button: while automation is stopped, no operation begins anywhere. What is in flight goes on and is listed.</summary>
public sealed class AutomationSwitch
{
    private volatile StopNotice? stopped;

    /// <summary>Who stopped automation, when and why; null while it goes.</summary>
    public StopNotice? Stopped => stopped;

    public void Set(StopNotice? notice) => stopped = notice;
}

public sealed record StopNotice(DateTimeOffset At, string? By, string? Reason);
