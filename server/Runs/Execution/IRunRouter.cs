namespace Runbooks.Server.Runs.Execution;

/// <summary>Finds the process that executes a run. A wake is a hint: losing it costs time and nothing else.</summary>
public interface IRunRouter
{
    /// <summary>Something for the run is in the store.</summary>
    void Wake(string runId);

    /// <summary>Executes a run that this process has just made and holds in memory.</summary>
    void Begin(RunLoop loop);
}
